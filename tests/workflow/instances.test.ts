import { type RunningGuide, startRunningGuide } from "../../cli/running-guide";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { send, type TestGuide } from "../support/guide";
import { testIssuer } from "../support/tokens";
import { aService, startWorld, text } from "../support/world";
import { approveAll, importAll, OMAR, SARA } from "./workflow";

/** Two instances of the guide on one database, as behind a load balancer: each remembers what was saved through it. */

let first: TestGuide;
let second: RunningGuide;
let other: Pick<TestGuide, "query">;

beforeAll(async () => {
  first = await startWorld();
  const configuration = readConfiguration({ DATABASE_URL: first.database.url });
  const settings = { PORT: "0", HOST: "127.0.0.1", RATE_LIMIT_PER_SECOND: "0" };
  second = await startRunningGuide({ ...configuration, issuers: [testIssuer()] }, createLogger("silent"), settings);
  other = { query: (document, variables, headers) => send(second.gateway.url, document as string, variables, headers) };
});
afterAll(async () => {
  await second.stop({ lingerMs: 0 });
  await first.stop();
});

const REASON = "Written so for a test.";

async function published(code: string): Promise<string | undefined> {
  const { data } = await first.query<{ serviceByCode: { limitations: { en: string } } | null }, object>(
    `{ serviceByCode(code: "${code}") { limitations { en } } }`,
  );
  return data.serviceByCode?.limitations.en;
}

test("what was submitted through one instance is published through another", async () => {
  const record = aService("ELSEWHERE", { limitations: text("Submitted elsewhere.") });
  await importAll(first, { records: [record], reason: REASON }, SARA);
  const drafts = [{ code: "ELSEWHERE", expectedEdition: 1 }];
  expect(await approveAll(other, { drafts }, OMAR)).toMatchObject([{ outcome: "PUBLISHED", number: 1 }]);
  expect(await published("ELSEWHERE")).toBe("Submitted elsewhere.");
});

test("an instance publishes what was saved last, also when that was through another", async () => {
  const written = (limitations: string) => aService("OVERTAKEN", { limitations: text(limitations) });
  await importAll(first, { records: [written("Older words.")], reason: REASON }, SARA);
  await importAll(other, { records: [written("Newer words.")], reason: REASON }, SARA);
  const drafts = [{ code: "OVERTAKEN", expectedEdition: 2 }];
  expect(await approveAll(first, { drafts }, OMAR)).toMatchObject([{ outcome: "PUBLISHED", number: 2 }]);
  expect(await published("OVERTAKEN")).toBe("Newer words.");
});
