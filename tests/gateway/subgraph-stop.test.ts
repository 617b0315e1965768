import { httpSubgraph } from "../../gateway/subgraph-request";
import { entitiesSubgraph } from "../../subgraphs/entities/subgraph";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { serve } from "../../subgraphs/shared/serve";
import { createDatabase, SAMPLE_TEMPLATE } from "../support/database";
import { eventually } from "../support/eventually";

test("a subgraph that is told to stop under load fails no request that was sent to it", async () => {
  const database = await createDatabase(SAMPLE_TEMPLATE);
  const settings = { DATABASE_URL: database.url, PORT: "0", HOST: "127.0.0.1", STOP_LINGER_MS: "3000" };
  const subgraph = await serve(entitiesSubgraph, readConfiguration(settings), createLogger("silent"));
  const client = httpSubgraph(subgraph.url, { connections: 10 });
  const query = '{ governmentEntityByCode(code: "SCM") { code } }';
  const outcomes: unknown[] = [];
  let sending = true;
  const senders = Array.from({ length: 10 }, async () => {
    while (sending)
      outcomes.push(await client.execute({ query, headers: {} }, AbortSignal.timeout(5_000)).catch((error: unknown) => error));
  });
  const answered = async (count: number) => eventually(() => expect(outcomes.length).toBeGreaterThanOrEqual(count));
  await answered(50);
  const stopped = subgraph.stop();
  await answered(outcomes.length + 20);
  // Within the time it lingers, whoever balances the load has turned elsewhere.
  sending = false;
  await Promise.all(senders);
  await stopped;
  await client.close();
  await database.drop();
  expect(outcomes.filter((outcome) => JSON.stringify(outcome) !== '{"data":{"governmentEntityByCode":{"code":"SCM"}}}')).toEqual(
    [],
  );
});
