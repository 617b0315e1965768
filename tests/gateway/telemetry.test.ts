import { Socket } from "node:net";
import { startTestGuide } from "../support/guide";

test("the guide reports to nobody: the gateway library's telemetry is off and no other host is called", async () => {
  const hosts = new Set<string>();
  const connect = Reflect.get(Socket.prototype, "connect") as (...parameters: unknown[]) => Socket;
  const watched = function (this: Socket, ...parameters: unknown[]): Socket {
    const [options, second] = parameters.flat() as [unknown, unknown];
    if (typeof options === "object" && options !== null) hosts.add((options as { host?: string }).host ?? "localhost");
    else hosts.add(typeof second === "string" ? second : "localhost");
    return Reflect.apply(connect, this, parameters);
  };
  Reflect.set(Socket.prototype, "connect", watched);
  try {
    const guide = await startTestGuide();
    await guide.query("{ services { nodes { code competentAuthority { code } } } }");
    await guide.stop();
  } finally {
    Reflect.set(Socket.prototype, "connect", connect);
  }
  expect(process.env["APOLLO_TELEMETRY_DISABLED"]).toBe("1");
  expect(hosts.size).toBeGreaterThan(0);
  expect([...hosts].filter((host) => !["127.0.0.1", "localhost", "::1"].includes(host))).toEqual([]);
});
