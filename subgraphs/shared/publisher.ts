import DataLoader from "dataloader";
import sql, { raw } from "sql-template-tag";
import { type DocumentClass, globalId, type PublishedRecord, type SchemaSettings } from "../../schema/vocabulary";
import { existingRecords } from "./changes/change-log";
import type { Database } from "./database";
import { isLive } from "./editions/edition.entity";
import { type Kind, requireKind, tableName, typenameOf } from "./editions/kind";
import { type PublishCounts, publishEditions } from "./editions/store";
import { type Problem, problem, referencesOf, type RuleContext, structureOf, unknownReference } from "./editions/validation";
import type { RunningSubgraph } from "./execute";
import type { Subgraph } from "./subgraph";

/** A record as its author wrote it: JSON with `__typename` and `code`, and where it stood. */
export interface SubmittedRecord {
  /** Where it came from, such as `services/x.json` or `measurements/y.json[3]`. */
  readonly place: string;
  readonly value: unknown;
}

export interface RecordProblem extends Problem {
  readonly place: string;
}

/** Records that passed every check, ready to be published. */
export interface Submission {
  readonly documents: ReadonlyMap<Kind, readonly PublishedRecord[]>;
  readonly problems: readonly RecordProblem[];
}

interface Accepted {
  readonly kind: Kind;
  readonly document: PublishedRecord;
  readonly place: string;
}

/** How many records share a transaction. */
const BATCH = 1_000;

/** Names a record among those submitted. */
const keyOf = (typename: string, code: string): string => `${typename}:${code}`;

/**
 * The one way into the guide: everything is checked before anything is written. Sample files, generated guides and
 * what partners publish all come through here.
 */
export class Publisher {
  readonly #owners = new Map<string, { readonly kind: Kind; readonly database: Database }>();
  readonly #log: Database;

  constructor(
    subgraphs: readonly Subgraph[],
    running: readonly RunningSubgraph[],
    private readonly settings: SchemaSettings,
  ) {
    for (const { name, kinds } of subgraphs) {
      const database = running.find((each) => each.name === name)?.database;
      if (!database) throw new Error(`The subgraph ${name} is not running.`);
      for (const kind of kinds) this.#owners.set(typenameOf(kind), { kind, database });
    }
    this.#log = (running[0] as RunningSubgraph).database;
  }

  /** Checks records against their schemas, their references and their rules. Writes nothing. */
  async check(records: readonly SubmittedRecord[]): Promise<Submission> {
    const problems: RecordProblem[] = [];
    const accepted = records.flatMap((record) => {
      const result = this.#structure(record);
      if ("kind" in result) return [result];
      problems.push(...result.problems);
      return [];
    });
    problems.push(...duplicates(accepted));
    problems.push(...(await this.#references(accepted)));
    problems.push(...(await this.#rules(accepted)));
    const documents = new Map<Kind, PublishedRecord[]>();
    for (const { kind, document } of accepted) {
      const ofKind = documents.get(kind);
      if (ofKind) ofKind.push(document);
      else documents.set(kind, [document]);
    }
    return { documents, problems };
  }

  /** Publishes a submission without problems. Each batch of one kind is one transaction; a repetition changes nothing. */
  async publish(
    { documents, problems }: Submission,
    { note, onProgress }: { note?: string; onProgress?: (records: number) => void } = {},
  ): Promise<PublishCounts> {
    if (problems.length > 0) throw new Error(`A submission with ${problems.length} problems cannot be published.`);
    const total = { published: 0, unchanged: 0 };
    for (const [kind, ofKind] of documents) {
      const source = await this.#database(kind).source();
      for (let start = 0; start < ofKind.length; start += BATCH) {
        const batch = ofKind.slice(start, start + BATCH);
        const counts = await publishEditions(source, kind, batch, note);
        total.published += counts.published;
        total.unchanged += counts.unchanged;
        onProgress?.(batch.length);
      }
    }
    return total;
  }

  #database(kind: Kind): Database {
    return (this.#owners.get(typenameOf(kind)) as { database: Database }).database;
  }

  #structure({ place, value }: SubmittedRecord): Accepted | { problems: RecordProblem[] } {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return { problems: [{ place, ...notARecord() }] };
    }
    const { __typename: typename, ...rest } = value as Record<string, unknown>;
    const owner = typeof typename === "string" ? this.#owners.get(typename) : undefined;
    if (!owner) return { problems: [{ place, ...unknownKind(typename, [...this.#owners.keys()]) }] };
    const { kind } = owner;
    const document = { ...rest } as unknown as PublishedRecord;
    if (kind.derivedCode && rest["code"] === undefined) {
      // A record too malformed to derive a code from is told what is wrong with it by its schema.
      document.code = "UNKNOWN";
      const problems = structureOf(kind, this.settings)(document);
      if (problems.length > 0) return { problems: problems.map((each) => ({ place, ...each })) };
      document.code = kind.derivedCode(document);
      return { kind, document, place };
    }
    const problems = structureOf(kind, this.settings)(document);
    return problems.length > 0 ? { problems: problems.map((each) => ({ place, ...each })) } : { kind, document, place };
  }

  /** Every record referred to is in the guide or among those submitted. */
  async #references(accepted: readonly Accepted[]): Promise<RecordProblem[]> {
    const submitted = new Set(accepted.map(({ kind, document }) => keyOf(typenameOf(kind), document.code)));
    const open = accepted.flatMap(({ kind, document, place }) =>
      [...referencesOf(kind.document, document), ...(kind.references?.(document) ?? [])]
        .filter(({ typename, code }) => !submitted.has(keyOf(typename, code)))
        .map((reference) => ({ kind, place, reference })),
    );
    const keys = new Map(open.map(({ reference }) => [globalId(reference.typename, reference.code), reference]));
    const live = await existingRecords(this.#log, [...keys.values()], undefined);
    return open
      .filter(({ reference }) => !live.has(globalId(reference.typename, reference.code)))
      .map(({ kind, place, reference }) => ({ place, ...unknownReference(kind, reference) }));
  }

  async #rules(accepted: readonly Accepted[]): Promise<RecordProblem[]> {
    const submitted = new Map(accepted.map(({ kind, document }) => [keyOf(typenameOf(kind), document.code), document]));
    const loaders = new Map<Kind, DataLoader<string, PublishedRecord | undefined>>();
    const context: RuleContext = {
      find: async <T extends PublishedRecord>(type: DocumentClass<T>, code: string) => {
        const document = submitted.get(keyOf(type.name, code));
        if (document) return document as T;
        const kind = requireKind(type);
        let loader = loaders.get(kind);
        if (!loader) loaders.set(kind, (loader = this.#liveDocuments(kind)));
        return (await loader.load(code)) as T | undefined;
      },
    };
    const found = await Promise.all(
      accepted.map(async ({ kind, document, place }) =>
        kind.rules ? [...(await kind.rules(document, context))].map((each) => ({ place, ...each })) : [],
      ),
    );
    return found.flat();
  }

  #liveDocuments(kind: Kind): DataLoader<string, PublishedRecord | undefined> {
    return new DataLoader(async (codes) => {
      const rows = await this.#database(kind).query<{ code: string; document: PublishedRecord }>(
        sql`SELECT code, document FROM ${raw(tableName(kind))}
            WHERE code = ANY(${codes}::text[]) AND ${raw(isLive())}`,
      );
      const byCode = new Map(rows.map(({ code, document }) => [code, document]));
      return codes.map((code) => byCode.get(code));
    });
  }
}

function duplicates(accepted: readonly Accepted[]): RecordProblem[] {
  const first = new Map<string, string>();
  return accepted.flatMap(({ kind, document, place }) => {
    const key = keyOf(typenameOf(kind), document.code);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, place);
      return [];
    }
    return [
      {
        place,
        ...problem(
          "DUPLICATE_CODE",
          "$.code",
          {
            en: `${typenameOf(kind)} "${document.code}" is also in ${other}.`,
            ar: `السجل "${document.code}" من نوع ${typenameOf(kind)} موجود أيضًا في ${other}.`,
          },
          {
            en: "Give each record a code of its own, or remove one of the two.",
            ar: "امنح كل سجل رمزًا خاصًا به أو احذف أحد السجلين.",
          },
        ),
      },
    ];
  });
}

function notARecord(): Problem {
  return problem(
    "NOT_A_RECORD",
    "$",
    { en: "A record is a JSON object.", ar: "السجل كائن JSON." },
    { en: "Write one object, or a list of objects, per file.", ar: "اكتب كائنًا واحدًا أو قائمة كائنات في كل ملف." },
  );
}

function unknownKind(typename: unknown, known: readonly string[]): Problem {
  const written = typename === undefined ? undefined : JSON.stringify(typename);
  return problem(
    "UNKNOWN_KIND",
    "$.__typename",
    { en: `${written ?? "Nothing"} is not a kind of record.`, ar: `القيمة ${written ?? ""} ليست نوعًا معروفًا من السجلات.` },
    { en: `Use one of: ${known.join(", ")}.`, ar: `استخدم أحد الأنواع: ${known.join("، ")}.` },
  );
}
