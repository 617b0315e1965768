import DataLoader from "dataloader";
import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { GraphQLResolveInfo } from "graphql";
import type { Connection, DocumentClass, EditionStatus, PublishedRecord } from "../../../schema/vocabulary";
import type { Planning, Queryable } from "../database";
import { connectionOfPage, pageOf, type Position } from "../keyset";
import { isLive } from "./edition.entity";
import { type Kind, requireKind, tableName, typenameOf } from "./kind";
import { Selection, selectionOf } from "./lookahead";
import { type OrderTerm, orderTerms, type RecordOrder } from "./order";

/** A row as the statements of this file return it: a base row of a list or load, or a record brought along with it. */
interface Row {
  readonly kind: string;
  readonly parent: string | null;
  readonly ordinal: string;
  readonly sort: string | null;
  readonly code: string;
  readonly number: number;
  readonly status: "PUBLISHED";
  readonly valid_from: Date;
  readonly note: string | null;
  readonly document: object;
  readonly attached: object | null;
}

/** A list of records: which, in what order, and which page of it. */
export interface ListRequest {
  readonly filters?: readonly Sql[];
  readonly orderBy: RecordOrder;
  readonly first: number;
  readonly after?: string | null | undefined;
  /** What makes this list this list: filters as the caller gave them. Cursors of other lists are refused. */
  readonly identity: unknown;
}

/** Which records belong to a parent, such as the services of an entity; `condition` gets the parent's code. */
export interface Membership {
  readonly name: string;
  readonly condition: (parent: Sql) => Sql;
}

const ROW = raw("e.code, e.number, e.status, e.valid_from, e.note, e.document");
const NO_PARENT = "";
/** How many tables of referred records one statement brings along; the rest is loaded when it is reached. */
const MOST_TABLES = 20;

/**
 * Everything one request reads of one subgraph's records, as of one instant. Each method is one SQL statement for all
 * callers of a tick, whatever their number; records that the selection refers to come along in the same statement.
 */
export class Records {
  readonly #loaders = new Map<Kind, DataLoader<string, PublishedRecord | null>>();
  readonly #lists = new Map<string, DataLoader<string, Row[]>>();
  readonly #counts = new Map<string, DataLoader<string, number>>();
  /** What the loads of this tick ask of each kind. */
  readonly #wanted = new Map<Kind, Set<Selection>>();

  constructor(
    private readonly database: Queryable,
    /** The instant to read; undefined for now. */
    readonly asOf: Date | undefined,
  ) {}

  /** The record with this code, null when there is none (or was none then). */
  load<T extends PublishedRecord>(type: DocumentClass<T>, code: string, info: GraphQLResolveInfo): Promise<T | null> {
    const kind = requireKind(type);
    const selection = selectionOf(kind, info);
    const wanted = this.#wanted.get(kind);
    if (wanted) wanted.add(selection);
    else this.#wanted.set(kind, new Set([selection]));
    return this.#loader(kind).load(code) as Promise<T | null>;
  }

  /** Those of the given records that are in force, in the order given. */
  async loadMany<T extends PublishedRecord>(
    type: DocumentClass<T>,
    codes: readonly string[],
    info: GraphQLResolveInfo,
  ): Promise<T[]> {
    const found = await Promise.all(codes.map((code) => this.load(type, code, info)));
    return found.filter((each) => each !== null);
  }

  /** All records of a kind that belong to a parent; for lists that are short by their nature. */
  async members<T extends PublishedRecord>(
    type: DocumentClass<T>,
    membership: Membership,
    parent: string,
    info: GraphQLResolveInfo,
    orderBy: RecordOrder = "CODE_ASC",
  ): Promise<T[]> {
    const kind = requireKind(type);
    const rows = await this.#list(kind, { orderBy, limit: 1000 }, membership, selectionOf(kind, info)).load(parent);
    return rows.map((row) => this.#record<T>(kind, row));
  }

  /** One page of a list, of all records of a kind or of those that belong to a parent. */
  async connection<T extends PublishedRecord>(
    type: DocumentClass<T>,
    request: ListRequest,
    info: GraphQLResolveInfo,
    membership?: Membership,
    parent: string = NO_PARENT,
  ): Promise<Connection<T>> {
    const kind = requireKind(type);
    const page = pageOf(
      [typenameOf(kind), membership?.name, parent, request.identity, request.orderBy],
      request.first,
      request.after,
    );
    const list = { ...request, limit: page.first + 1, position: page.position };
    const rows = await this.#list(kind, list, membership, selectionOf(kind, info)).load(parent);
    const entries = rows.map((row) => ({ position: { sort: row.sort, code: row.code }, node: this.#record<T>(kind, row) }));
    return connectionOfPage(page, entries, () => this.#count(kind, request, membership, parent));
  }

  /** How many records of a kind a list has in all: of those that belong to the parent, when there is one. */
  #count(
    kind: Kind,
    { filters = [], identity }: Pick<ListRequest, "filters" | "identity">,
    membership: Membership | undefined,
    parent: string,
  ): Promise<number> {
    const key = JSON.stringify([typenameOf(kind), membership?.name, identity]);
    let counts = this.#counts.get(key);
    if (!counts) {
      counts = new DataLoader(async (parents) => {
        const counted = (conditions: readonly Sql[]) =>
          sql`SELECT count(*) FROM ${table(kind)} e WHERE ${this.inForce("e")} ${and(conditions)}`;
        const rows = await this.database.query<{ parent: string; count: string }>(
          membership
            ? sql`SELECT p.code AS parent, (${counted([membership.condition(raw("p.code")), ...filters])}) AS count FROM unnest(${parents}::text[]) AS p(code)`
            : sql`SELECT ${NO_PARENT}::text AS parent, (${counted(filters)}) AS count`,
          planningOf(filters),
        );
        const byParent = new Map(rows.map((row) => [row.parent, Number(row.count)]));
        return parents.map((each) => byParent.get(each) ?? 0);
      });
      this.#counts.set(key, counts);
    }
    return counts.load(parent);
  }

  /** The condition that a row is the one to read: the live one, or the one that was valid at `asOf`. */
  readonly inForce = (alias: string): Sql => {
    const e = raw(alias);
    return this.asOf
      ? sql`${e}.valid_from <= ${this.asOf}::timestamptz AND (${e}.valid_to IS NULL OR ${e}.valid_to > ${this.asOf}::timestamptz)`
      : raw(isLive(`${alias}.`));
  };

  /** Any other statement of this request, such as an aggregation. */
  query<Result extends object>(statement: Sql): Promise<Result[]> {
    return this.database.query<Result>(statement);
  }

  #loader(kind: Kind): DataLoader<string, PublishedRecord | null> {
    let loader = this.#loaders.get(kind);
    if (!loader) {
      loader = new DataLoader(async (codes) => {
        const selection = [...(this.#wanted.get(kind) ?? [])].reduce((all, each) => all.merge(each), Selection.none);
        this.#wanted.delete(kind);
        const base = sql`SELECT NULL::text AS parent, row_number() OVER () AS ordinal, NULL::text AS sort, ${ROW}${this.#attached(kind, selection, "e")}
          FROM ${table(kind)} e WHERE e.code = ANY(${codes}::text[]) AND ${this.inForce("e")}`;
        const rows = await this.#statement(kind, base, selection);
        const byCode = new Map(rows.map((row) => [row.code, row]));
        return codes.map((code) => {
          const row = byCode.get(code);
          return row ? toRecord(kind, row) : null;
        });
      });
      this.#loaders.set(kind, loader);
    }
    return loader;
  }

  /** The loader of one list for many parents: parents asked for in one tick share one statement. */
  #list(
    kind: Kind,
    list: Pick<ListRequest, "orderBy" | "filters"> & { limit: number; position?: Position | undefined; identity?: unknown },
    membership: Membership | undefined,
    selection: Selection,
  ): DataLoader<string, Row[]> {
    const { orderBy, limit, position, filters = [] } = list;
    const key = JSON.stringify([typenameOf(kind), membership?.name, orderBy, limit, position, list.identity, selection.key]);
    let loader = this.#lists.get(key);
    if (!loader) {
      loader = new DataLoader(async (parents) => {
        const term = orderTerms[orderBy];
        const conditions = [...filters, ...(position ? [term.behind(position)] : [])];
        const rows = await this.#statement(
          kind,
          membership
            ? this.#pagesOf(kind, parents, membership, conditions, term, limit, selection)
            : this.#page(kind, conditions, term, limit, selection),
          selection,
          planningOf(filters),
        );
        const byParent = groupBy(rows, (row) => row.parent ?? NO_PARENT);
        return parents.map((parent) => byParent.get(parent) ?? []);
      });
      this.#lists.set(key, loader);
    }
    return loader;
  }

  #page(kind: Kind, conditions: readonly Sql[], term: OrderTerm, limit: number, selection: Selection): Sql {
    return sql`SELECT NULL::text AS parent, row_number() OVER (ORDER BY ${term.order}) AS ordinal, ${term.value} AS sort, ${ROW}${this.#attached(kind, selection, "e")}
      FROM (SELECT * FROM ${table(kind)} e WHERE ${this.inForce("e")} ${and(conditions)} ORDER BY ${term.order} LIMIT ${literal(limit)}) e`;
  }

  #pagesOf(
    kind: Kind,
    parents: readonly string[],
    membership: Membership,
    conditions: readonly Sql[],
    term: OrderTerm,
    limit: number,
    selection: Selection,
  ): Sql {
    return sql`SELECT p.code AS parent, row_number() OVER (ORDER BY ${term.order}) AS ordinal, ${term.value} AS sort, ${ROW}${this.#attached(kind, selection, "e")}
      FROM unnest(${parents}::text[]) AS p(code) CROSS JOIN LATERAL (
        SELECT * FROM ${table(kind)} e WHERE ${this.inForce("e")} AND ${membership.condition(raw("p.code"))} ${and(conditions)}
        ORDER BY ${term.order} LIMIT ${literal(limit)}) e`;
  }

  /** Values that the database computes beside the rows, for the fields that were asked for. */
  #attached(kind: Kind, selection: Selection, alias: string): Sql {
    const parts = Object.entries(kind.attachments ?? {}).filter(([field]) => selection.attachments.has(field));
    if (parts.length === 0) return sql`, NULL::jsonb AS attached`;
    const pairs = parts.map(([field, value]) => sql`${field}::text, ${value(raw(alias), (other) => this.inForce(other.sql))}`);
    return sql`, jsonb_build_object(${join(pairs)}) AS attached`;
  }

  /** Runs a base statement together with the records its rows refer to, and keeps those for `load`. */
  async #statement(kind: Kind, base: Sql, selection: Selection, planning?: Planning): Promise<Row[]> {
    const columns = raw("parent, ordinal, sort, code, number, status, valid_from, note, document, attached");
    if (selection.references.length === 0) {
      const rows = await this.database.query<Row>(sql`${base} ORDER BY ordinal`, planning);
      return rows;
    }
    const kinds: Kind[] = [kind];
    const tables: Sql[] = [sql`t0 AS (${base})`];
    const include = (parent: string, references: Selection["references"]): void => {
      for (const { kind: target, path, selection: inner } of references) {
        if (kinds.length > MOST_TABLES) return;
        const name = `t${kinds.length}`;
        kinds.push(target);
        tables.push(sql`${raw(name)} AS (
          SELECT NULL::text AS parent, 0::bigint AS ordinal, NULL::text AS sort, ${ROW}${this.#attached(target, inner, "e")}
          FROM ${table(target)} e WHERE ${this.inForce("e")} AND e.code IN
            (SELECT jsonb_path_query(b.document, ${path}::jsonpath) #>> '{}' FROM ${raw(parent)} b))`);
        include(name, inner.references);
      }
    };
    include("t0", selection.references);
    const parts = kinds.map((_, index) => sql`SELECT ${String(index)}::text AS kind, ${columns} FROM ${raw(`t${index}`)}`);
    const rows = await this.database.query<Row>(sql`WITH ${join(tables)} ${join(parts, " UNION ALL ")}`, planning);
    for (const row of rows) {
      const target = kinds[Number(row.kind)] as Kind;
      if (row.kind !== "0") this.#loader(target).prime(row.code, toRecord(target, row));
    }
    return rows.filter((row) => row.kind === "0").sort((a, b) => Number(a.ordinal) - Number(b.ordinal));
  }

  /** The record of a listed row; it is kept for `load` as well. */
  #record<T extends PublishedRecord>(kind: Kind, row: Row): T {
    const record = toRecord(kind, row);
    this.#loader(kind).prime(row.code, record);
    return record as T;
  }
}

/** The items by key, each group in the order given. */
export function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** An edition as a statement returned it, public or not. */
export type EditionValues = Pick<Row, "code" | "number" | "valid_from" | "note" | "document"> &
  Partial<Pick<Row, "attached">> & { readonly status: keyof typeof EditionStatus };

/**
 * The record of an edition in force; for statements of a subgraph's own that bring whole editions. It has no `validTo`:
 * at the instant that is read its end is not known, and an answer about the past must not learn it later.
 */
export function toRecord(kind: Kind, row: EditionValues): PublishedRecord {
  const record = Object.create(kind.document.prototype as object) as PublishedRecord;
  return Object.assign(record, row.document, row.attached && { attached: row.attached }, {
    __typename: typenameOf(kind),
    code: row.code,
    edition: { number: row.number, status: row.status, publishedAt: row.valid_from, ...(row.note && { note: row.note }) },
    validFrom: row.valid_from,
    dateModified: row.valid_from,
  });
}

/** The edition table of a kind, within the schema of its subgraph. */
export function table(kind: Kind): Sql {
  return raw(tableName(kind));
}

function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? empty : sql`AND ${join(conditions, " AND ")}`;
}

/** Filters meet few records or most of them, depending on their values. */
const planningOf = (filters: readonly Sql[]): Planning => (filters.length > 0 ? "for its values" : "once");

/** A whole number in the text of a statement: for how many rows a statement is planned depends on it. */
const literal = (limit: number): Sql => raw(String(Math.trunc(limit)));
