import { setTimeout as sleep } from "node:timers/promises";
import { startTestGuide } from "../support/guide";

test("stopping answers every request in flight, and tells probes before it closes", async () => {
  const guide = await startTestGuide({
    wrap: (_, client) => ({
      ...client,
      execute: async (request, signal) => {
        await sleep(300);
        return client.execute(request, signal);
      },
    }),
  });
  const inFlight = Promise.all(
    Array.from({ length: 20 }, () => guide.query<{ services: { nodes: unknown[] } }, object>("{ services { nodes { code } } }")),
  );
  await sleep(100);
  const stopping = guide.running.stop({ lingerMs: 200 });
  await sleep(50);
  const ready = await fetch(guide.url.replace("/graphql", "/health/ready"));
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ status: "stopping" });
  expect(ready.headers.get("connection")).toBe("close");
  for (const { status, data } of await inFlight) {
    expect(status).toBe(200);
    expect(data.services.nodes).toHaveLength(20);
  }
  await stopping;
  await expect(fetch(guide.url.replace("/graphql", "/health/live"))).rejects.toThrow();
  await guide.database.drop();
});
