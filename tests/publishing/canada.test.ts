import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { codeOf } from "../../cli/publishing/mapping/steps";
import { targetMet } from "../../subgraphs/standards/performance.rules";
import { startTestGuide, type TestGuide } from "../support/guide";
import { testWhere } from "../support/present";
import { sharedData } from "../support/shared-data";
import { publishing, secretary, type Told } from "./publishing";
import { temporaryFiles } from "./temporary-files";

jest.setTimeout(240_000);

const services = sharedData("canada-service-inventory/services.csv");
const standards = sharedData("canada-service-inventory/service-standards.csv");
const withData = testWhere(services !== undefined && standards !== undefined, "canada-service-inventory");
const MAPPING = join(__dirname, "../../cli/mappings/canada-service-inventory/mapping.yaml");

interface StandardRow {
  readonly service_id: string;
  readonly service_standard_id: string;
  readonly owner_org: string;
  readonly target: string;
  readonly volume_meeting_target: string;
  readonly total_volume: string;
  readonly target_met: keyof typeof PUBLISHED;
}
const PUBLISHED = { Y: "MET", N: "NOT_MET", NA: "NOT_APPLICABLE" } as const;

interface Reported {
  readonly row: string;
  readonly kind: string;
  readonly problem: string;
  readonly severity: string;
}

const { folder } = temporaryFiles();
let guide: TestGuide | undefined;
let first: Told;

const running = (): TestGuide => guide as TestGuide;
const publish = (report: string) =>
  publishing(running().url, [services ?? "", standards ?? ""], {
    mapping: MAPPING,
    approverToken: secretary("approver"),
    reason: "Imported as its publisher wrote it.",
    report: join(folder, report),
  });

beforeAll(async () => {
  if (!services || !standards) return;
  guide = await startTestGuide({ with: "nothing", configuration: { OFFICIAL_LANGUAGES: "en,fr" } });
  first = await publish("report.ndjson");
});

afterAll(() => guide?.stop());

const standardRows = (): StandardRow[] => parse(readFileSync(standards ?? ""), { bom: true, columns: true });

const reported = (): Reported[] =>
  readFileSync(join(folder, "report.ndjson"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Reported);

/** How many rows were reported with a problem, whatever records they gave. */
const rowsWith = (problem: string) => new Set(reported().flatMap((each) => (each.problem === problem ? [each.row] : []))).size;

/** The code that the mapping gives the standard of a row. */
const codeOfStandard = ({ owner_org, service_standard_id }: StandardRow) => codeOf(`CA-${owner_org}-${service_standard_id}`);

withData("every row is imported or reported", () => {
  expect(first.said).toContain("4095 rows read; 7 gave no record.");
  const errors = reported().filter(({ severity }) => severity === "ERROR");
  expect(errors.map(({ problem }) => problem).sort()).toEqual([
    ...Array<string>(6).fill("DUPLICATE_KEY"),
    ...Array<string>(9).fill("PART_EXCEEDS_WHOLE"),
    "YEAR_OUT_OF_SCOPE",
  ]);
  expect(first.said.split("\n").slice(2)).toEqual([
    "  CustomerSegment: 6 published",
    "  CodeList: 4 published",
    "  CodeListItem: 11 published",
    "  Indicator: 2337 published",
    "  GovernmentEntity: 79 published",
    "  Channel: 6 published",
    "  Service: 1751 published",
    "  ServiceStandard: 2337 published",
    "  Target: 2222 published",
    "  Measurement: 2328 published, 9 refused",
  ]);
  expect(first.code).toBe(1);
});

withData("what its publisher's own rules would find is found", () => {
  const found = ["ID_IN_TWO_YEARS", "ID_NOT_AN_ID", "HALF_A_MEASUREMENT", "FEEDBACK_CONTRADICTION", "NO_APPLICATION_VOLUME"];
  expect(Object.fromEntries(found.map((problem) => [problem, rowsWith(problem)]))).toEqual({
    ID_IN_TWO_YEARS: 1,
    ID_NOT_AN_ID: 4,
    HALF_A_MEASUREMENT: 56,
    FEEDBACK_CONTRADICTION: 422,
    NO_APPLICATION_VOLUME: 753,
  });
});

withData("whether each target was met is recomputed as it was published, in every row", async () => {
  const stored = await judged();
  const rows = standardRows();
  const differing = rows.filter((row) => PUBLISHED[row.target_met] !== (stored.get(keyOf(row)) ?? recomputed(row)));
  expect(rows).toHaveLength(2343);
  expect(differing).toEqual([]);
  // Those that the guide does not take as they stand are judged by its rule alone.
  expect(rows.filter((row) => !stored.has(keyOf(row)))).toHaveLength(6 + 9);
});

withData("importing the same files again changes nothing", async () => {
  const again = await publish("again.ndjson");
  expect(again.said).toContain("  Service: 1751 unchanged");
  expect(again.said).toContain("  Measurement: 2328 unchanged, 9 refused");
  expect(again.said).not.toContain("published");
});

/** A standard of the guide, by its service as well: what a repeated key names is the standard of the first row only. */
const keyOf = (row: StandardRow) => `CA-${row.service_id} ${codeOfStandard(row)}`;

const given = (value: string) => (value === "" ? undefined : value);
const recomputed = ({ volume_meeting_target: met, total_volume: total, target }: StandardRow) =>
  targetMet({ numerator: given(met), denominator: given(total) }, given(target), "HIGHER");

interface Page {
  readonly services: {
    readonly nodes: readonly {
      readonly code: string;
      readonly standards: readonly {
        readonly standard: { readonly code: string };
        readonly performance: { readonly targetMet: string } | null;
      }[];
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const PAGE = `query ($after: String) {
  services(first: 100, after: $after) {
    nodes { code standards { standard { code } performance(period: "2023") { targetMet } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Whether the guide says that standards were kept, for each that was measured. */
async function judged(): Promise<Map<string, string>> {
  const judgements = new Map<string, string>();
  for (let after: string | null = null, isMore = true; isMore;) {
    const { data, errors }: { data: Page; errors?: unknown } = await running().query(PAGE, { after });
    expect(errors).toBeUndefined();
    for (const { code, standards: kept } of data.services.nodes)
      for (const { standard, performance } of kept)
        if (performance) judgements.set(`${code} ${standard.code}`, performance.targetMet);
    ({ hasNextPage: isMore, endCursor: after } = data.services.pageInfo);
  }
  return judgements;
}
