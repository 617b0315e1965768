import { FlagshipServicesDocument } from "../generated/graphql";
import { startTestGuide, type TestGuide } from "../support/guide";

describe("a page of services with everything a list shows", () => {
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide();
  });
  afterAll(() => guide.stop());

  test("is answered whole, in Arabic and English, from four subgraphs", async () => {
    const { data, errors } = await guide.query(FlagshipServicesDocument, {});
    expect(errors).toBeUndefined();
    const nodes = data.services?.nodes ?? [];
    expect(nodes).toHaveLength(20);
    for (const service of nodes) {
      expect(service.name.ar).toMatch(/\p{Script=Arabic}/u);
      expect(service.name.en).toMatch(/[A-Za-z]/);
      expect(service.competentAuthority?.name.en).toBeTruthy();
      expect(service.audience.length).toBeGreaterThan(0);
      expect(service.audience.every((segment) => segment?.name.ar)).toBe(true);
      expect(service.channels.every(({ channel }) => channel?.type)).toBe(true);
      expect(service.fees.length).toBeGreaterThan(0);
    }
    const measured = nodes.flatMap(({ standards }) => standards ?? []).filter(({ performance }) => performance);
    expect(measured.length).toBeGreaterThan(10);
    expect(measured.every(({ performance }) => /^\d+(\.\d+)?$/.test(performance?.value ?? ""))).toBe(true);
  });

  test("costs one fetch and one SQL statement in each subgraph, whatever the number of services", async () => {
    const { fetches, statements } = await guide.cost(() => guide.query(FlagshipServicesDocument, {}));
    expect(fetches.map(({ subgraph }) => subgraph).sort()).toEqual(["catalogue", "entities", "segments", "standards"]);
    expect(statements).toEqual({ catalogue: 1, entities: 1, segments: 1, standards: 1 });
  });
});
