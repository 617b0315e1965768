import { startTestGuide } from "../support/guide";
import { sampleRecord } from "../support/sample";
import { AUDITOR } from "./workflow";

test("measurements need review when their indicator is another, and are told by the entity they are of", async () => {
  const guide = await startTestGuide();
  const toReview = async (argument = "") => {
    const { data, errors } = await guide.query<
      { measurementsToReview: { totalCount: number; nodes: { code: string; needsReview: object[] }[] } },
      object
    >(`{ measurementsToReview(first: 2 ${argument}) { totalCount nodes { code needsReview { kind code } } } }`, {}, AUDITOR);
    if (errors) throw new Error(errors[0]?.message);
    return data.measurementsToReview;
  };
  expect((await toReview()).totalCount).toBe(0);
  await guide.publish(sampleRecord("indicators/ind-digital-share", { unit: "share" }));
  const [count] = await guide.database.query<{ all: string; own: string }>(
    `SELECT count(*) AS all, count(*) FILTER (WHERE entity = 'SCM') AS own FROM standards.measurement
     WHERE indicator = 'IND-DIGITAL-SHARE' AND valid_to IS NULL`,
  );
  expect(Number(count?.own)).toBeGreaterThan(0);
  const all = await toReview();
  expect(all.totalCount).toBe(Number(count?.all));
  expect(all.nodes[0]?.needsReview).toEqual([{ kind: "Indicator", code: "IND-DIGITAL-SHARE" }]);
  expect((await toReview('entity: "SCM"')).totalCount).toBe(Number(count?.own));
  expect((await toReview('entity: "NOBODY"')).totalCount).toBe(0);
  await guide.stop();
});
