import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { targetMet, valueOf } from "../../../subgraphs/standards/performance.rules";

const shared = process.env["GUIDE_SHARED"] ?? resolve(__dirname, "../../../../shared");
const file = join(shared, "data/canada-service-inventory/service-standards.csv");
const present = existsSync(file);
const withData = present ? test : test.skip;
const skipped = present ? "" : " (skipped: not present)";

interface Row {
  readonly target: string;
  readonly volume_meeting_target: string;
  readonly total_volume: string;
  readonly performance: string;
  readonly target_met: "Y" | "N" | "NA";
}

const PUBLISHED = { Y: "MET", N: "NOT_MET", NA: "NOT_APPLICABLE" } as const;
const given = (value: string) => (value === "" ? undefined : value);
const rows = (): Row[] => parse(readFileSync(file), { bom: true, columns: true });
const countsOf = ({ volume_meeting_target: met, total_volume: total }: Row) => ({ numerator: given(met), denominator: given(total) });

withData(`the rule gives the published answer for every standard of the Government of Canada${skipped}`, () => {
  const all = rows();
  const differing = all.filter((row) => targetMet(countsOf(row), given(row.target), "HIGHER") !== PUBLISHED[row.target_met]);
  expect(all).toHaveLength(2343);
  expect(differing).toEqual([]);
});

withData(`performance is rounded as it was published there${skipped}`, () => {
  const published = rows().filter(({ performance, total_volume }) => performance !== "" && Number(total_volume) > 0);
  const differing = published.filter((row) => Number(valueOf(countsOf(row))) !== Number(row.performance));
  expect(published.length).toBeGreaterThan(2000);
  expect(differing).toEqual([]);
});
