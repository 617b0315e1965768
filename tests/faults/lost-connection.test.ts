import { setTimeout as sleep } from "node:timers/promises";
import { isUnavailable } from "../../subgraphs/shared/errors";
import { startTestGuide, type TestGuide } from "../support/guide";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing" });
});
afterAll(() => guide.stop());

test("a transaction that loses its connection between two statements says that the database is away, and leaves nothing", async () => {
  const catalogue = guide.running.subgraphs.find(({ name }) => name === "catalogue");
  if (!catalogue) throw new Error("There is no catalogue.");
  const source = await catalogue.database.source();
  const failure: unknown = await source
    .transaction(async (manager) => {
      const [row] = await manager.query<{ pid: number }[]>("SELECT pg_backend_pid() AS pid");
      await manager.query("INSERT INTO governance.upcoming (kind, code) VALUES ('Service', 'LOST')");
      await guide.database.query(`SELECT pg_terminate_backend(${row?.pid ?? 0})`);
      await sleep(200);
      await manager.query("SELECT 1");
    })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(isUnavailable(failure)).toBe(true);
  expect(await guide.database.query("SELECT 1 FROM governance.upcoming")).toEqual([]);
});
