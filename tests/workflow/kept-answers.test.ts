import { anEntity, aService, startWorld } from "../support/world";

test("an answer that was kept says what needs review as soon as a record of another subgraph has changed", async () => {
  const guide = await startWorld(anEntity("AUTHORITY"), aService("DEPENDENT", { competentAuthority: "AUTHORITY" }));
  const needsReview = async () => {
    const { data, errors } = await guide.query<{ serviceHistory: { needsReview: object[] } }, object>(
      `{ serviceHistory(code: "DEPENDENT") { needsReview { kind code } } }`,
    );
    expect(errors).toBeUndefined();
    return data.serviceHistory.needsReview;
  };
  for (let time = 0; time < 2; time++) expect(await needsReview()).toEqual([]);
  await guide.publish(anEntity("AUTHORITY", { isServiceProvider: false }));
  expect(await needsReview()).toEqual([{ kind: "GovernmentEntity", code: "AUTHORITY" }]);
  await guide.stop();
});
