import { KIND_ORDER } from "./kinds";

export type Fate = "published" | "scheduled" | "submitted" | "valid" | "unchanged" | "refused";
const FATES: readonly Fate[] = ["published", "scheduled", "submitted", "valid", "unchanged", "refused"];

/** Counts what became of records, by kind. */
export class Summary {
  readonly #counts = new Map<string, Record<Fate, number>>();

  count(kind: string, fate: Fate): void {
    let counts = this.#counts.get(kind);
    if (!counts) {
      counts = { published: 0, scheduled: 0, submitted: 0, valid: 0, unchanged: 0, refused: 0 };
      this.#counts.set(kind, counts);
    }
    counts[fate]++;
  }

  total(fate: Fate): number {
    return [...this.#counts.values()].reduce((total, counts) => total + counts[fate], 0);
  }

  /** How many records have come to an end of some kind. */
  get done(): number {
    return FATES.reduce((total, fate) => total + this.total(fate), 0);
  }

  /** A line for each kind, with what there is something of. */
  lines(): string[] {
    return KIND_ORDER.flatMap((kind) => {
      const counts = this.#counts.get(kind);
      if (!counts) return [];
      const told = FATES.flatMap((fate) => (counts[fate] > 0 ? [`${counts[fate]} ${fate}`] : []));
      return [`  ${kind}: ${told.join(", ")}`];
    });
  }
}
