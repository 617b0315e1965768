import { createHash } from "node:crypto";
import { badUserInput } from "./errors";

/** Where a page ended: the value it was ordered by and the code that breaks ties. */
export interface Position {
  readonly sort: string | null;
  readonly code: string;
}

export const MAXIMUM_PAGE = 100;

/**
 * Keyset cursors. A cursor carries a fingerprint of the list it belongs to (filters and order), so that it cannot be
 * replayed on another list. See https://relay.dev/graphql/connections.htm
 */
export function encodeCursor(list: string, { sort, code }: Position): string {
  return Buffer.from(JSON.stringify([list, sort, code])).toString("base64url");
}

export function decodeCursor(list: string, cursor: string): Position {
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

/** A short fingerprint of everything that makes one list different from another. */
export function fingerprint(list: unknown): string {
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
