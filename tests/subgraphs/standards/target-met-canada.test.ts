import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { targetMet, valueOf } from "../../../subgraphs/standards/performance.rules";
import { sharedData } from "../../support/shared-data";

const file = sharedData("canada-service-inventory/service-standards.csv");
const withData = file ? test : test.skip;
// Jest names no test of a file that is skipped whole.
if (!file) process.stderr.write("canada-service-inventory: skipped: not present\n");

interface Row {
  readonly target: string;
  readonly volume_meeting_target: string;
  readonly total_volume: string;
  readonly performance: string;
  readonly target_met: "Y" | "N" | "NA";
}

const PUBLISHED = { Y: "MET", N: "NOT_MET", NA: "NOT_APPLICABLE" } as const;
const given = (value: string) => (value === "" ? undefined : value);
const rows = (): Row[] => parse(readFileSync(file ?? ""), { bom: true, columns: true });
const countsOf = ({ volume_meeting_target: met, total_volume: total }: Row) => ({
  numerator: given(met),
  denominator: given(total),
});

withData("the rule gives the published answer for every standard of the Government of Canada", () => {
  const all = rows();
  const differing = all.filter((row) => targetMet(countsOf(row), given(row.target), "HIGHER") !== PUBLISHED[row.target_met]);
  expect(all).toHaveLength(2343);
  expect(differing).toEqual([]);
});

withData("a target missed by everyone is missed there, not left unjudged", () => {
  const nobody = rows().filter(
    (row) =>
      row.volume_meeting_target !== "" &&
      Number(row.volume_meeting_target) === 0 &&
      Number(row.total_volume) > 0 &&
      Number(row.target) > 0,
  );
  expect(nobody).toHaveLength(21);
  expect(new Set(nobody.map((row) => row.target_met))).toEqual(new Set(["N"]));
});

/** Performance is published there without a rule for ties: these four lie exactly between two values and went down. */
const TIES_ROUNDED_DOWN = ["290/320", "6594000/6720000", "643/800", "29/32"];

withData("performance is as published there, but for four exact ties", () => {
  const published = rows().filter(({ performance }) => performance !== "");
  const differing = published.filter((row) => Number(valueOf(countsOf(row))) !== Number(row.performance));
  expect(published).toHaveLength(1815);
  expect(differing.map((row) => `${row.volume_meeting_target}/${row.total_volume}`).sort()).toEqual(
    [...TIES_ROUNDED_DOWN].sort(),
  );
});
