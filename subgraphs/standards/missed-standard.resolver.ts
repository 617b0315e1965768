import sql, { empty, raw } from "sql-template-tag";
import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { Code, type Connection, Period } from "../../schema/vocabulary";
import { After, First } from "../shared/editions/queries";
import { badUserInput } from "../shared/errors";
import { connectionOfPage, pageOf } from "../shared/keyset";
import type { SubgraphContext } from "../shared/request";
import { applied, placeOf } from "./applied-standard";
import { candidateTargets, editionJson, recordOf, type StoredEdition } from "./evidence";
import { Indicator } from "./indicator.entity";
import type { Measurement } from "./measurement.entity";
import { type MissedStandard, MissedStandardConnection } from "./missed-standard";
import { missedRuns } from "./missed-runs";
import { performanceIn } from "./performance.rules";
import { spanAsked } from "./period.rules";
import { ServiceStandard } from "./service-standard.entity";
import { type Subject, subjectKey } from "./subject";
import { Target } from "./target.entity";

const MOST_PERIODS = 12;

interface Row {
  readonly subject: string;
  readonly standard: StoredEdition;
  readonly indicator: StoredEdition;
  readonly targets: readonly StoredEdition[] | null;
  readonly measurements: readonly Measurement[];
}

@Resolver()
export class MissedStandardResolver {
  @Query(() => MissedStandardConnection, {
    nullable: true,
    description:
      "Standards whose target was missed several periods of their indicator running (months, quarters or years), by standard and subject. Periods that cannot be judged, such as those not reported, are passed over, as long as the run lies within twice as many periods.",
  })
  async missedStandards(
    @Arg("periods", () => Int, { description: `How many periods running, from 1 to ${MOST_PERIODS}.`, defaultValue: 3 })
    periods: number,
    @Arg("until", () => Period, {
      nullable: true,
      description: 'The month, quarter or year with which the run ended at the latest, such as "2026-09"; today when absent.',
    })
    until: string | undefined,
    @Arg("entity", () => Code, { nullable: true, description: "Only standards of the entity with this code." })
    entity: string | undefined,
    @First() first: number,
    @After() after: string | undefined,
    @Ctx() { records, clock }: SubgraphContext,
  ): Promise<Connection<MissedStandard>> {
    if (periods < 1 || periods > MOST_PERIODS) {
      throw badUserInput(`\`periods\` must be between 1 and ${MOST_PERIODS}, not ${periods}.`);
    }
    const page = pageOf(["missed-standards", periods, until ?? null, entity ?? null], first, after);
    const { position } = page;
    const endedBy = typeof until === "string" ? spanAsked(until).end : clock.today();
    const runs = missedRuns(records, { periods, endedBy, entity });
    const behind = position
      ? sql`AND (e.code, s.subject COLLATE "C") > (${position.sort ?? ""}::text, ${position.code}::text)`
      : empty;
    const rows = await records.query<Row>(sql`
      SELECT s.subject, ${editionJson("e")} AS standard, ${editionJson("i")} AS indicator, run.measurements,
        ${candidateTargets(raw("e"), (alias) => records.inForce(alias.sql))} AS targets
      FROM ${runs} ${behind} ORDER BY e.code, s.subject COLLATE "C" LIMIT ${page.first + 1}`);
    const entries = rows.map((row) => ({ position: { sort: row.standard.code, code: row.subject }, node: missedStandard(row) }));
    return connectionOfPage(page, entries, async () => {
      const [row] = await records.query<{ count: string }>(sql`SELECT count(*) AS count FROM ${runs}`);
      return Number(row?.count);
    });
  }
}

function missedStandard({ subject, standard, indicator, targets, measurements }: Row): MissedStandard {
  const { code, direction, aggregation } = recordOf(Indicator, indicator);
  const record = recordOf(ServiceStandard, standard);
  const application = applied(record, record.subjects.find((each) => subjectKey(each) === subject) as Subject);
  const evidence = { direction, aggregation, targets: (targets ?? []).map((each) => recordOf(Target, each)), measurements: {} };
  return {
    application,
    performanceSeries: measurements.flatMap(
      (each) => performanceIn(code, each.period, [each], placeOf(application), evidence) ?? [],
    ),
  };
}
