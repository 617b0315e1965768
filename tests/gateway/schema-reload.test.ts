import { copyFileSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../support/eventually";
import { startTestGuide, type TestGuide } from "../support/guide";
import { scrape, sum } from "../support/metrics";

const SUPERGRAPH = join(__dirname, "../../schema/supergraph.graphql");

describe("the supergraph file", () => {
  const file = join(mkdtempSync(join(tmpdir(), "guide-supergraph-")), "supergraph.graphql");
  let guide: TestGuide;
  beforeAll(async () => {
    copyFileSync(SUPERGRAPH, file);
    guide = await startTestGuide({ gateway: { SUPERGRAPH_FILE: file } });
  });
  afterAll(() => guide.stop());

  const refusedFiles = async () => sum(await scrape(guide.url), "guide_supergraph_reloads_total", { outcome: "refused" });
  const describes = async () => {
    const { data } = await guide.query<{ __type: { description: string } }, object>(
      '{ __type(name: "Journey") { description } }',
    );
    return data.__type.description;
  };
  const good = readFileSync(SUPERGRAPH, "utf8");
  const described = good.replace(
    "Services of several entities that a customer needs for one purpose, with one owner.",
    "A journey, described anew.",
  );

  test("is taken up while the gateway serves", async () => {
    expect(described).not.toBe(good);
    writeFileSync(file, described);
    await eventually(async () => expect(await describes()).toBe("A journey, described anew."));
  });

  test("is taken up when it is replaced rather than written", async () => {
    writeFileSync(`${file}.next`, good);
    renameSync(`${file}.next`, file);
    await eventually(async () => expect(await describes()).not.toBe("A journey, described anew."));
  });

  test.each([
    ["garbage", "this is no schema {"],
    ["nothing", ""],
    ["a schema of no supergraph", "type Query { hello: String }"],
    ["a supergraph with a subgraph nobody knows", good.replaceAll('"entities"', '"elsewhere"')],
  ])("is refused when it is %s, and the last good one serves on", async (_, content) => {
    const before = await describes();
    const refused = await refusedFiles();
    writeFileSync(file, content);
    await eventually(async () => expect(await refusedFiles()).toBeGreaterThan(refused));
    expect(await describes()).toBe(before);
    const { data, errors } = await guide.query('{ serviceByCode(code: "SCM-DEMOLITION") { competentAuthority { code } } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ serviceByCode: { competentAuthority: { code: "SCM" } } });
  });

  test("is taken up again once it is good", async () => {
    writeFileSync(file, described);
    await eventually(async () => expect(await describes()).toBe("A journey, described anew."));
  });
});
