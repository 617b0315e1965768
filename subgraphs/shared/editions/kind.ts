import sql, { type Sql } from "sql-template-tag";
import type { DocumentClass, PublishedRecord, Texts } from "../../../schema/vocabulary";
import { snakeCase } from "../snake-case";
import type { EditionRow } from "./edition.entity";
import type { DocumentReference, Problem, RuleContext, Survey } from "./validation";

type Own<Row extends EditionRow> = Omit<Row, keyof EditionRow>;

/** A kind of record: its document class, its edition table, and how one fills the other. */
export interface Kind<Document extends PublishedRecord = PublishedRecord, Row extends EditionRow = EditionRow> {
  /** The class of the document, which is also the GraphQL type. */
  readonly document: DocumentClass<Document>;
  readonly edition: DocumentClass<Row>;
  /** The columns beside the document that queries filter, sort or join on. */
  readonly columns: (document: Document) => Own<Row>;
  /** The text by which lists are ordered; `name` when not given. */
  readonly name?: (document: Document) => object | undefined;
  /** The entity (its code) whose change it is, for those who follow one entity. */
  readonly entity?: (document: Document) => string | undefined;
  /** Who writes such records, where it is not the entity whose change it is: what entities are held to is not theirs to set. */
  readonly keptBy?: "secretariat";
  /** The code of a record that has none of its own, derived from what it is about. */
  readonly derivedCode?: (document: Omit<Document, "code">) => string;
  /** What the change log names as changed, when that is not the record itself: measurements are logged by indicator. */
  readonly loggedAs?: (document: Document) => string;
  /** References whose type the document itself names, beside those its fields declare. */
  readonly references?: (document: Document) => readonly DocumentReference[];
  /** The types that those may be of. */
  readonly referredTypes?: readonly string[];
  /** What the JSON Schema cannot say. It sees the document and may look up records of its subgraph. */
  readonly rules?: (document: Document, context: RuleContext) => Iterable<Problem> | Promise<Iterable<Problem>>;
  /** What only shows beside other records: the same name, a probable duplicate, records that rely on it. */
  readonly surveys?: readonly Survey<Document>[];
  /** Values the database computes beside a row of this kind, by the GraphQL field that asks for them. */
  readonly attachments?: Readonly<Record<string, (row: Sql, inForce: (alias: Sql) => Sql) => Sql>>;
}

/** Defines a kind; the type parameters keep document, row and columns in step. */
export function defineKind<Document extends PublishedRecord, Row extends EditionRow>(kind: Kind<Document, Row>): Kind {
  const defined = { ...kind, attachments: { quality: judgement, ...kind.attachments } } as unknown as Kind;
  kinds.set(kind.document, defined);
  return defined;
}

/** The codes of what was found of an edition when it was published; null when it was never judged. */
const judgement = (row: Sql): Sql => sql`CASE WHEN ${row}.quality IS NULL THEN NULL ELSE to_jsonb(${row}.findings) END`;

const kinds = new Map<DocumentClass, Kind>();

/** The kind of a document class; undefined for value types and for stubs of another subgraph's records. */
export function kindOf(documentClass: DocumentClass): Kind | undefined {
  return kinds.get(documentClass);
}

/** The kind of a class that is known to be a record of this subgraph. */
export function requireKind(documentClass: DocumentClass): Kind {
  const kind = kindOf(documentClass);
  if (!kind) throw new Error(`${documentClass.name} is not a kind of record of this subgraph.`);
  return kind;
}

/** The GraphQL type of a kind, which is also the `__typename` of its records in files. */
export function typenameOf(kind: Kind): string {
  return kind.document.name;
}

/** The edition table of a kind, within the schema of its subgraph: `ServiceCentre` is stored in `service_centre`. */
export function tableName(kind: Kind): string {
  return snakeCase(typenameOf(kind));
}

/** The texts by which lists of a kind are ordered. */
export function nameOf(kind: Kind, document: PublishedRecord): Texts | undefined {
  const name = kind.name ? kind.name(document) : (document as { name?: object }).name;
  return name as Texts | undefined;
}
