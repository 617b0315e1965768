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
  const stopping = guide.running.stop({ lingerMs: 1_000 });
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

test("stopping under load fails no request of clients that turn elsewhere when they are told to", async () => {
  const guide = await startTestGuide();
  const outcomes: string[] = [];
  const send = async (): Promise<void> => {
    const answer = await guide.query("{ guide { code } }").catch((error: unknown) => error as Error);
    outcomes.push(answer instanceof Error ? answer.message : String(answer.status));
    if (!(answer instanceof Error) && answer.headers.get("connection") !== "close") await send();
  };
  const senders = Array.from({ length: 6 }, send);
  await sleep(500);
  const stopped = guide.running.stop({ lingerMs: 2_000 });
  await Promise.all(senders);
  await stopped;
  await guide.database.drop();
  expect(outcomes.length).toBeGreaterThan(6);
  expect(new Set(outcomes)).toEqual(new Set(["200"]));
});
