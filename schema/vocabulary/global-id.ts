import { Code, MalformedValueError, textFormat } from "./scalars";

/** What a global id says: the GraphQL type of a record and its code, which is never reused. */
export interface RecordKey {
  readonly typename: string;
  readonly code: string;
}

const known = new Map<string, string>();
const KNOWN_LIMIT = 200_000;
/** No record has a longer id; a caller's text of any length is not decoded. */
const LONGEST_ID = 400;

const encode = (typename: string, code: string): string => Buffer.from(`${typename}:${code}`).toString("base64url");

/**
 * The global id of a record. Clients treat it as opaque; the guide derives it from type and code, so that a reference
 * to a record of another subgraph needs no lookup.
 * See https://relay.dev/graphql/objectidentification.htm
 */
export function globalId(typename: string, code: string): string {
  const key = `${typename}:${code}`;
  let id = known.get(key);
  if (id === undefined) {
    if (known.size >= KNOWN_LIMIT) known.clear();
    id = encode(typename, code);
    known.set(key, id);
  }
  return id;
}

/** Reads a global id; a malformed one is refused with `BAD_USER_INPUT`. */
export function parseGlobalId(id: string): RecordKey {
  const [typename = "", code = "", ...rest] = Buffer.from(id, "base64url").toString("utf8").split(":");
  const wellFormed =
    id.length <= LONGEST_ID &&
    rest.length === 0 &&
    /^[A-Z][A-Za-z]{1,63}$/.test(typename) &&
    textFormat(Code).pattern.test(code) &&
    encode(typename, code) === id;
  if (!wellFormed) {
    throw new MalformedValueError(`"${id.slice(0, 64)}" is not an id of this guide. Use an id that the guide returned.`);
  }
  return { typename, code };
}

/** The code in a global id of one type; an id of another type is refused with `BAD_USER_INPUT`. */
export function codeOfId(typename: string, id: string): string {
  const key = parseGlobalId(id);
  if (key.typename !== typename) {
    throw new MalformedValueError(`Expected the id of a ${typename}, got the id of a ${key.typename}.`);
  }
  return key.code;
}
