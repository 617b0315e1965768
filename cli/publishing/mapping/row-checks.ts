import type { Problem } from "../../../subgraphs/shared/editions/validation";
import { cellOf, type Cells, holds } from "./condition";
import type { RowCheck } from "./mapping-file";

interface Earlier {
  readonly place: string;
  readonly differing: string;
}

/** The checks of one table. It remembers what rows held before, where a check compares with them. */
export class RowChecks {
  readonly #earlier = new Map<RowCheck, Map<string, Earlier>>();

  constructor(private readonly checks: readonly RowCheck[]) {}

  /** What the checks of the mapping find in a row. */
  problems(cells: Cells, place: string): Problem[] {
    return this.checks.flatMap((check) => {
      if (check.when && !holds(check.when, cells)) return [];
      const earlier = check.repeated && this.#seenBefore(check, check.repeated, cells, place);
      if (check.repeated && earlier === undefined) return [];
      return [told(check, cells, earlier)];
    });
  }

  #seenBefore(check: RowCheck, repeated: readonly string[], cells: Cells, place: string): string | undefined {
    let seen = this.#earlier.get(check);
    if (!seen) this.#earlier.set(check, (seen = new Map<string, Earlier>()));
    const key = valuesOf(cells, repeated);
    const differing = valuesOf(cells, check.differing ?? []);
    const earlier = seen.get(key);
    if (!earlier) seen.set(key, { place, differing });
    return earlier && (check.differing === undefined || earlier.differing !== differing) ? earlier.place : undefined;
  }
}

const valuesOf = (cells: Cells, columns: readonly string[]): string =>
  columns.map((column) => cellOf(cells, column) ?? "").join("\u0000");

/** Messages may name columns, as `{service_id}`, and the row before, as `{earlier}`. */
function told({ code, severity, column, message, remedy }: RowCheck, cells: Cells, earlier: string | undefined): Problem {
  const filled = (text: string) =>
    text.replace(/\{([^}]+)\}/g, (_, name: string) => (name === "earlier" ? earlier : cellOf(cells, name)) ?? "—");
  const texts = ({ ar, en }: { ar: string; en: string }) => ({ ar: filled(ar), en: filled(en) });
  const path = column === undefined ? "$" : `$.${column}`;
  return { code, severity, path, message: texts(message), remedy: texts(remedy) };
}
