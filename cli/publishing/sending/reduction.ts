import { type DocumentClass, propertiesOf } from "../../../schema/vocabulary";
import { type Problem, REFUSED_REFERENCE } from "../../../subgraphs/shared/editions/validation";
import { kindNamed, referencesIn } from "../kinds";
import type { SpooledRecord } from "../spool";

type UntypedRecord = Record<string, unknown>;

/** Whether a problem is that a record referred to is not there, which passes when it comes. */
export const isAboutAnother = ({ code }: Problem): boolean => code === "UNKNOWN_REFERENCE" || code === REFUSED_REFERENCE;

/**
 * A record without its references to records that wait as it does, as JSON text; undefined when it has none that may be
 * left out. It keeps those that it cannot do without: they may be there by the time it is sent.
 */
export function withoutWaiting(
  kindName: string,
  { json, problems = [] }: SpooledRecord,
  isWaiting: (kind: string, code: string) => boolean,
  needed: readonly string[],
): string | undefined {
  const kind = kindNamed(kindName);
  if (!kind) return undefined;
  const record = JSON.parse(json) as UntypedRecord;
  const references = referencesIn(kind, record).filter(({ typename, code }) => isWaiting(typename, code));
  const paths = new Set([...references, ...problems.filter(isAboutAnother)].map(({ path }) => path));
  for (const path of needed) paths.delete(path);
  const known = paths.size;
  const left = reduced(kind.document, record, "$", paths);
  return paths.size < known ? JSON.stringify(left) : undefined;
}

/** Leaves out what stands at some paths and may be left out; a path that was dealt with is taken from the set. */
function reduced(type: DocumentClass, value: UntypedRecord, path: string, paths: Set<string>): UntypedRecord {
  const left = new Map(Object.entries(value));
  for (const { property, list, nested, required } of propertiesOf(type)) {
    const at = `${path}.${property}`;
    const held = value[property];
    if (held === undefined) continue;
    if (!list) {
      if (nested) left.set(property, reduced(nested(), held as UntypedRecord, at, paths));
      else if (!required && paths.delete(at)) left.delete(property);
    } else {
      const items = (held as unknown[]).map((item, index) => ({ item, path: `${at}[${index}]` }));
      const kept = nested
        ? items.map((each) => reduced(nested(), each.item as UntypedRecord, each.path, paths))
        : items.filter((each) => !paths.delete(each.path)).map(({ item }) => item);
      left.set(property, kept);
    }
  }
  return Object.fromEntries(left);
}

/** Whether everything that a record was refused for is to come with the same import. */
export function waitsForComing(
  kindName: string,
  { json, problems = [] }: SpooledRecord,
  isComing: (kind: string, code: string) => boolean,
): boolean {
  const kind = kindNamed(kindName);
  if (!kind) return false;
  const references = new Map(referencesIn(kind, JSON.parse(json) as UntypedRecord).map((each) => [each.path, each]));
  return problems.filter(isAboutAnother).every(({ path }) => {
    const reference = references.get(path);
    return reference !== undefined && isComing(reference.typename, reference.code);
  });
}
