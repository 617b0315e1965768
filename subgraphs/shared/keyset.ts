import { createHash } from "node:crypto";
import type { Connection } from "../../schema/vocabulary";
import { badUserInput } from "./errors";

/** Where a page ended: the value it was ordered by and the code that breaks ties. */
export interface Position {
  readonly sort: string | null;
  readonly code: string;
}

const MAXIMUM_PAGE = 100;

/**
 * Keyset cursors. A cursor carries a fingerprint of the list it belongs to (filters and order), so that it cannot be
 * replayed on another list. See https://relay.dev/graphql/connections.htm
 */
function encodeCursor(list: string, { sort, code }: Position): string {
  return Buffer.from(JSON.stringify([list, sort, code])).toString("base64url");
}

function decodeCursor(list: string, cursor: string): Position {
  const [madeFor, sort, code] = parse(cursor);
  if (!isText(sort ?? "") || !isText(code) || typeof madeFor !== "string") {
    throw badUserInput("The cursor in `after` is malformed. Use an `endCursor` or `cursor` that this list returned.");
  }
  if (madeFor !== list) {
    throw badUserInput(
      "The cursor in `after` belongs to a list with another filter or order. Start that list again without `after`.",
    );
  }
  return { sort: (sort ?? null) as string | null, code };
}

/** Text that Postgres can hold. */
function isText(value: unknown): value is string {
  return typeof value === "string" && !value.includes("\0");
}

/** A page of a list that was asked for, checked: how many entries, behind which position. */
export interface Page {
  readonly list: string;
  readonly first: number;
  readonly position: Position | undefined;
}

/** Reads `first` and `after` for the list that the identity names; what is wrong with them is refused. */
export function pageOf(identity: unknown, first: number, after: string | null | undefined): Page {
  const list = fingerprint(identity);
  return { list, first: checkPageSize(first), position: typeof after === "string" ? decodeCursor(list, after) : undefined };
}

/** The connection of a page from its entries, of which one more was read than the page shows. */
export function connectionOfPage<T extends object>(
  { list, first, position }: Page,
  entries: readonly { readonly position: Position; readonly node: T }[],
  totalCount: () => Promise<number>,
): Connection<T> {
  const edges = entries.slice(0, first).map((entry) => ({ cursor: encodeCursor(list, entry.position), node: entry.node }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: entries.length > first,
      hasPreviousPage: position !== undefined,
      ...(edges.length > 0 && { startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor }),
    },
    totalCount,
  };
}

/** A short fingerprint of everything that makes one list different from another. */
function fingerprint(list: unknown): string {
  return createHash("sha256").update(JSON.stringify(list)).digest("base64url").slice(0, 12);
}

/** Checks `first`: more than a page is refused rather than cut silently. */
export function checkPageSize(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= MAXIMUM_PAGE) return first;
  throw badUserInput(`\`first\` must be between 1 and ${MAXIMUM_PAGE}, not ${first}. Ask for the next page with \`after\`.`);
}

function parse(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
