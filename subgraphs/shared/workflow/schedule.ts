import sql from "sql-template-tag";
import type { Database } from "../database";
import { type Kind, typenameOf } from "../editions/kind";
import { isRefused } from "../editions/validation";
import { type DecisionWriter, lockLog } from "./decision-writer";
import { type DueDraft, fall } from "./decisions";
import { documentsOf, standingsOf, within } from "./draft";
import { type DraftChecks, openIn } from "./draft-checks";
import { takeSteps } from "./steps";

/** How many records of a kind that are due are published in one transaction. */
const AT_ONCE = 200;

/** Publishes what was approved for a later day. */
export class Schedule {
  constructor(
    private readonly database: Database,
    private readonly kinds: readonly Kind[],
    private readonly checks: DraftChecks,
    private readonly writer: DecisionWriter,
  ) {}

  /** Publishes what is due. Each of them once, whoever else does the same, for it is decided holding the log. */
  async publishDue(): Promise<void> {
    const failures: unknown[] = [];
    for (const kind of this.kinds) await this.#publishDueOf(kind).catch((error: unknown) => failures.push(error));
    // One kind that cannot be published keeps no other from it.
    if (failures.length > 0) throw new AggregateError(failures, "Not everything that is due could be published.");
  }

  async #publishDueOf(kind: Kind): Promise<void> {
    const due = await this.database.query<{ code: string }>(
      sql`SELECT code FROM draft WHERE kind = ${typenameOf(kind)} AND status = 'SCHEDULED'
            AND publish_at <= clock_timestamp() ORDER BY publish_at LIMIT ${AT_ONCE}`,
    );
    if (due.length > 0)
      await this.#publishDue(
        kind,
        due.map(({ code }) => code),
      );
  }

  async #publishDue(kind: Kind, codes: readonly string[]): Promise<void> {
    const seen = await this.checks.standings(kind, codes);
    const checked = await this.checks.ofDrafts(kind, openIn(seen), "live");
    const failing = openIn(seen).filter(({ code }) => isRefused(checked.get(code)?.problems ?? []));
    const patient = await this.checks.ofDrafts(kind, failing, "upcoming");
    const dueOf = (code: string): DueDraft | undefined => {
      const found = checked.get(code);
      return found && { checked: found, mayWait: !isRefused(patient.get(code)?.problems ?? []) };
    };
    await this.writer.inLine(async (manager) => {
      const instants = await lockLog(manager);
      const standings = [...(await standingsOf(within(manager), kind, codes, documentsOf(seen.values()))).values()];
      const steps = standings.flatMap((standing) => fall(standing, dueOf(standing.code), instants) ?? []);
      await takeSteps(manager, kind, instants.now, steps, { by: { role: "system", system: "schedule" } });
    });
  }
}
