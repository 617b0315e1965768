import { startTestGuide, type TestGuide } from "../support/guide";
import { TEST_SERVER } from "../support/database";
import { eventually } from "../support/eventually";
import { type Proxy, startProxy } from "../support/proxy";

describe("when the database goes away", () => {
  let proxy: Proxy;
  let guide: TestGuide;
  beforeAll(async () => {
    proxy = await startProxy(Number(new URL(process.env[TEST_SERVER] ?? "").port));
    guide = await startTestGuide({ databasePort: proxy.port });
  });
  afterAll(async () => {
    await guide.stop();
    await proxy.close();
  });

  const ready = async () => fetch(guide.url.replace("/graphql", "/health/ready"));

  test("readiness says which subgraphs cannot answer, queries say SERVICE_UNAVAILABLE, and both recover by themselves", async () => {
    expect((await ready()).status).toBe(200);

    proxy.cut();
    const unready = await ready();
    expect(unready.status).toBe(503);
    expect(await unready.json()).toMatchObject({
      status: "unavailable",
      subgraphs: { catalogue: "unavailable", standards: "unavailable" },
    });
    const { data, errors } = await guide.query('{ serviceByCode(code: "SCM-DEMOLITION") { code } }');
    expect(data).toEqual({ serviceByCode: null });
    expect(errors).toMatchObject([{ path: ["serviceByCode"], extensions: { code: "SERVICE_UNAVAILABLE" } }]);
    expect(JSON.stringify(errors)).not.toMatch(/ECONN|5432|127\.0\.0\.1|postgres/i);
    const live = await fetch(guide.url.replace("/graphql", "/health/live"));
    expect(live.status).toBe(200);

    proxy.restore();
    await eventually(async () => {
      expect((await ready()).status).toBe(200);
      expect((await guide.query('{ serviceByCode(code: "SCM-DEMOLITION") { code } }')).data).toEqual({
        serviceByCode: { code: "SCM-DEMOLITION" },
      });
    });
  });
});
