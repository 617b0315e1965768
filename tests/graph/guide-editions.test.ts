import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import { startRunningGuide, type RunningGuide } from "../../cli/running-guide";
import { verifyGuide } from "../../cli/verification/verification";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { Service } from "../../subgraphs/catalogue/service.entity";
import { createLogger } from "../../telemetry/logger";
import { send, startTestGuide, type TestGuide } from "../support/guide";
import { bearer } from "../support/tokens";
import { aChannel, aService, foundations, text } from "../support/world";

interface Edition {
  readonly number: number;
  readonly code: string;
  readonly name: { readonly ar: string; readonly en: string };
  readonly instant: string;
  readonly note: string | null;
  readonly publishedAt: string;
}
interface Payload {
  readonly guideEdition: Edition | null;
  readonly problems: readonly {
    readonly code: string;
    readonly path: string;
    readonly message: object;
    readonly remedy: object;
  }[];
}

const PUBLISH = `mutation ($input: PublishGuideEditionInput!) { publishGuideEdition(input: $input) {
  guideEdition { number code name { ar en } instant note publishedAt }
  problems { code path message { ar en } remedy { ar en } } } }`;
const NAME = '{ channelByCode(code: "PORTAL") { name { en } } }';
const SECRETARIAT = () => bearer("secretariat");

let guide: TestGuide;
let other: RunningGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing" });
  await guide.publish(...foundations());
  other = await startRunningGuide(readConfiguration({ DATABASE_URL: guide.database.url }), createLogger("silent"), {
    PORT: "0",
    HOST: "127.0.0.1",
    STOP_LINGER_MS: "0",
    RATE_LIMIT_PER_SECOND: "0",
  });
});
afterAll(async () => {
  await other.stop();
  await guide.stop();
});

async function publish(input: object, headers: Record<string, string> = SECRETARIAT()) {
  const { data, errors } = await guide.query<{ publishGuideEdition: Payload | null }, object>(PUBLISH, { input }, headers);
  return { ...data.publishGuideEdition, errors };
}

async function published(input: object): Promise<Edition> {
  const { guideEdition, problems, errors } = await publish(input);
  expect([problems, errors]).toEqual([[], undefined]);
  return guideEdition as Edition;
}

const named = (en: string) => ({ name: { ar: "إصدار من الدليل", en } });
const nameAt = (asOf: string, url = guide.url) =>
  send<{ channelByCode: { name: { en: string } } }, object>(url, NAME, {}, { "guide-as-of": asOf });

test("an edition names an instant: the whole guide is read as it was then, by the code as by the instant", async () => {
  await guide.publish(aChannel("PORTAL", { name: text("As of the first edition") }));
  const first = await published({ ...named("First edition"), note: "The first of all." });
  expect(first).toMatchObject({ number: 1, code: "FIRST-EDITION", name: { en: "First edition" }, note: "The first of all." });
  expect(first.publishedAt).toBe(first.instant);
  await guide.publish(aChannel("PORTAL", { name: text("Later") }));
  for (const url of [guide.url, other.gateway.url]) {
    const { data, extensions } = await nameAt("FIRST-EDITION", url);
    expect(data.channelByCode.name.en).toBe("As of the first edition");
    expect(extensions).toEqual({ guide: { asOf: first.instant, edition: "FIRST-EDITION" } });
  }
  const byInstant = await nameAt(first.instant);
  expect(byInstant.data.channelByCode.name.en).toBe("As of the first edition");
  expect(byInstant.extensions).toEqual({ guide: { asOf: first.instant } });
});

test("an edition is asked for once, and its answers are kept for ever", async () => {
  await published(named("Kept"));
  await nameAt("KEPT");
  const { fetches } = await guide.cost(() => nameAt("KEPT"));
  expect(fetches).toEqual([]);
  const again = await request(`${guide.url}?query=${encodeURIComponent(NAME)}`, {
    headers: { "guide-as-of": "KEPT", "apollo-require-preflight": "true" },
  });
  expect(again.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(again.headers["vary"]).toContain("Guide-As-Of");
  await again.body.dump();
});

test("a code that names no edition is refused until there is one", async () => {
  const refused = await nameAt("NEW-EDITION");
  expect([refused.status, refused.errors]).toEqual([
    400,
    [{ message: expect.stringContaining("guideEditions"), extensions: { code: "BAD_USER_INPUT" } }],
  ]);
  await published({ ...named("New"), code: "NEW-EDITION" });
  expect((await nameAt("NEW-EDITION")).status).toBe(200);
  const words = await nameAt("the second edition");
  expect(words.errors?.[0]?.message).toContain("or the code of an edition");
});

test("the same call again has no further effect; another with the same code is told so", async () => {
  const input = { ...named("Once"), note: "Only once." };
  const first = await published(input);
  expect(await published(input)).toEqual(first);
  const [taken] = (await publish({ ...input, note: "Twice." })).problems ?? [];
  expect(taken).toMatchObject({ code: "CODE_TAKEN", path: "$.code", remedy: { en: "Choose another code." } });
  const [row] = await guide.database.query("SELECT count(*)::int AS n FROM governance.guide_edition WHERE code = 'ONCE'");
  expect(row).toEqual({ n: 1 });
});

test("two who publish the same at once get one edition", async () => {
  const both = await Promise.all([publish(named("Together")), publish(named("Together"))]);
  expect(both.map(({ problems }) => problems)).toEqual([[], []]);
  expect(both[0].guideEdition).toEqual(both[1].guideEdition);
});

test("an edition of a past instant is of the guide as it was then, and comes after the edition before", async () => {
  const before = await published(named("Before"));
  await sleep(5);
  const at = new Date().toISOString();
  await sleep(5);
  await guide.publish(aChannel("PORTAL", { name: text("After the instant") }));
  const past = await published({ ...named("Of the past"), at });
  expect([past.instant, past.number]).toEqual([at, before.number + 1]);
  expect((await nameAt("OF-THE-PAST")).data.channelByCode.name.en).not.toBe("After the instant");
  const tooEarly = await publish({ ...named("Too early"), at: before.instant });
  expect(tooEarly.problems).toMatchObject([{ code: "INSTANT_BEFORE_LAST_EDITION", path: "$.at" }]);
  const future = await publish({ ...named("Future"), at: "2999-01-01T00:00:00Z" });
  expect(future.problems).toMatchObject([{ code: "INSTANT_IN_FUTURE", path: "$.at" }]);
});

test.each([
  ["a name that is not in every official language", { name: { en: "English only" } }, "REQUIRED", "$.name.ar"],
  ["a name without a Latin letter and no code", { name: { ar: "الإصدار", en: "الإصدار" } }, "CODE_NEEDED", "$.code"],
  ["a name with a control character", { name: { ar: "إصدار", en: "A\u202Eb" } }, "MALFORMED", "$.name.en"],
])("%s is told as a problem", async (_, input, code, path) => {
  const { problems, guideEdition, errors } = await publish(input);
  expect(errors).toBeUndefined();
  expect(guideEdition).toBeNull();
  expect(problems).toMatchObject([{ code, path, message: { ar: expect.stringMatching(/\p{Script=Arabic}/u) } }]);
});

test("only the secretariat publishes editions", async () => {
  const anonymous = await publish(named("Refused"), {});
  expect(anonymous.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  for (const grant of ["auditor", "author:ENTITY", "approver:ENTITY"]) {
    const { errors } = await publish(named("Refused"), bearer(grant));
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  }
});

test("an edition is in the list, under its id, in the feed and in the audit chain", async () => {
  const query = `{ guideEditions(first: 2) { totalCount pageInfo { endCursor hasNextPage } nodes { id number code name { best(languages: ["ar"]) { value } } } } }`;
  const ask = async () =>
    (
      await guide.query<
        {
          guideEditions: {
            totalCount: number;
            nodes: { id: string; number: number; code: string }[];
            pageInfo: { endCursor: string };
          };
        },
        object
      >(query)
    ).data.guideEditions;
  const before = await ask();
  const edition = await published(named("Listed"));
  const after = await ask();
  expect(after.totalCount).toBe(before.totalCount + 1);
  expect(after.nodes.map(({ number }) => number)).toEqual([edition.number, edition.number - 1]);
  const next = await guide.query<{ guideEditions: { nodes: { number: number }[] } }, object>(
    "query ($after: String) { guideEditions(first: 1, after: $after) { nodes { number } } }",
    { after: after.pageInfo.endCursor },
  );
  expect(next.data.guideEditions.nodes).toEqual([{ number: edition.number - 2 }]);
  const { data } = await guide.query<{ node: object; changes: { nodes: object[] } }, object>(
    `query ($id: ID!) { node(id: $id) { __typename ... on GuideEdition { code } }
       changes(first: 100, kinds: ["GuideEdition"]) { nodes { action code record { ... on GuideEdition { number } } } } }`,
    { id: after.nodes[0]?.id },
  );
  expect(data.node).toEqual({ __typename: "GuideEdition", code: "LISTED" });
  expect(data.changes.nodes.at(-1)).toEqual({ action: "PUBLISH", code: "LISTED", record: { number: edition.number } });
  const entries = await guide.database.query(
    "SELECT action, role, kind, code FROM governance.audit_entry WHERE kind = 'GuideEdition' AND code = 'LISTED'",
  );
  expect(entries).toEqual([{ action: "EDITION", role: "secretariat", kind: "GuideEdition", code: "LISTED" }]);
});

test("nobody who has the database can change an edition, its owner included", async () => {
  const change = (statement: string) => expect(guide.database.query(statement)).rejects.toThrow("never changed");
  await change("UPDATE governance.guide_edition SET instant = instant - interval '1 day'");
  await change("DELETE FROM governance.guide_edition");
  await change("TRUNCATE governance.guide_edition");
});

test("the audit chain proves the editions, and names one that was tampered with", async () => {
  const verify = () => verifyGuide(guide.database.url, { keys: [], expected: [] });
  const edition = await published(named("Proved"));
  await verify();
  const tamper = (statement: string) =>
    guide.database.query(`ALTER TABLE governance.guide_edition DISABLE TRIGGER USER; ${statement};
      ALTER TABLE governance.guide_edition ENABLE TRIGGER USER`);
  await tamper("UPDATE governance.guide_edition SET note = 'Forged' WHERE code = 'PROVED'");
  await expect(verify()).rejects.toThrow(/EDITION GuideEdition PROVED\): that edition of the guide is not what was published/);
  await tamper("UPDATE governance.guide_edition SET note = NULL WHERE code = 'PROVED'");
  await tamper(`INSERT INTO governance.guide_edition SELECT number + 1, 'SMUGGLED', name, instant + interval '1 millisecond', note,
    published_at + interval '1 second' FROM governance.guide_edition WHERE number = ${edition.number}`);
  await expect(verify()).rejects.toThrow("The edition SMUGGLED of the guide is in no entry");
  await tamper("DELETE FROM governance.guide_edition WHERE code = 'SMUGGLED'");
  await verify();
});

describe("comparing editions", () => {
  const COMPARE = `query ($from: String!, $to: String, $kind: String! = "Service", $first: Int! = 20, $after: String) {
    compareEditions(from: $from, to: $to, kind: $kind) { from to addedCount changedCount withdrawnCount
      differences(first: $first, after: $after) { totalCount pageInfo { endCursor hasNextPage }
        nodes { action code fromEdition toEdition record { ... on Service { name { en } } } } } } }`;
  interface Comparison {
    readonly compareEditions: {
      readonly from: string;
      readonly to: string;
      readonly addedCount: number;
      readonly changedCount: number;
      readonly withdrawnCount: number;
      readonly differences: {
        readonly totalCount: number;
        readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
        readonly nodes: readonly { readonly action: string; readonly code: string }[];
      };
    };
  }
  const compare = (variables: object, headers = {}) => guide.query<Comparison, object>(COMPARE, variables, headers);

  beforeAll(async () => {
    await guide.publish(...["KEPT", "CHANGED", "CHANGED-BACK", "WITHDRAWN", "RENEWED"].map((code) => aService(code)));
    await published({ ...named("Compared from"), code: "FROM" });
    await guide.publish(aService("ADDED"), aService("CHANGED", { name: text("Changed") }), aService("BRIEF"));
    await guide.publish(aService("CHANGED", { name: text("Changed again") }));
    await guide.withdraw(Service, "WITHDRAWN", "BRIEF", "RENEWED");
    await guide.publish(aService("RENEWED", { name: text("Renewed") }));
    await published({ ...named("Compared to"), code: "TO" });
    await guide.publish(aService("AFTERWARDS"));
    await guide.withdraw(Service, "KEPT");
  });

  test("lists what was added, changed and withdrawn in between, whatever came of it later", async () => {
    const { data, errors } = await compare({ from: "FROM", to: "TO" });
    expect(errors).toBeUndefined();
    const { differences, ...rest } = data.compareEditions;
    expect(rest).toEqual({ from: expect.any(String), to: expect.any(String), addedCount: 1, changedCount: 2, withdrawnCount: 1 });
    expect(differences.totalCount).toBe(4);
    expect(differences.nodes).toEqual([
      { action: "ADDED", code: "ADDED", fromEdition: null, toEdition: 1, record: { name: { en: "ADDED" } } },
      { action: "CHANGED", code: "CHANGED", fromEdition: 1, toEdition: 3, record: { name: { en: "Changed again" } } },
      { action: "CHANGED", code: "RENEWED", fromEdition: 1, toEdition: 2, record: { name: { en: "Renewed" } } },
      { action: "WITHDRAWN", code: "WITHDRAWN", fromEdition: 1, toEdition: null, record: null },
    ]);
  });

  test("goes page by page, also up to now", async () => {
    const first = await compare({ from: "FROM", first: 2 });
    const { pageInfo, nodes } = first.data.compareEditions.differences;
    expect(nodes.map(({ code }) => code)).toEqual(["ADDED", "AFTERWARDS"]);
    await sleep(5);
    const second = await compare({ from: "FROM", first: 10, after: pageInfo.endCursor });
    expect(second.errors).toBeUndefined();
    expect(second.data.compareEditions.differences.nodes.map(({ code }) => code)).toEqual([
      "CHANGED",
      "KEPT",
      "RENEWED",
      "WITHDRAWN",
    ]);
  });

  test("takes instants as well as codes, and finds nothing between one and itself", async () => {
    const whole = await compare({ from: "2001-01-01T00:00:00Z", to: "FROM" });
    expect(whole.data.compareEditions).toMatchObject({ addedCount: 5, changedCount: 0, withdrawnCount: 0 });
    const nothing = await compare({ from: "TO", to: "TO" });
    expect(nothing.data.compareEditions.differences).toMatchObject({ totalCount: 0, nodes: [] });
    const channels = await compare({ from: "FROM", to: "TO", kind: "Channel" });
    expect(channels.data.compareEditions.differences.totalCount).toBe(0);
  });

  test("is another way round or unknown: refused with what to send", async () => {
    const messages = await Promise.all(
      [
        { from: "TO", to: "FROM" },
        { from: "NOT-THERE", to: "TO" },
        { from: "FROM", to: "2999-01-01T00:00:00Z" },
        { from: "FROM", to: "TO", kind: "Nothing" },
      ].map(async (variables) => {
        const { data, errors } = await compare(variables);
        expect([data.compareEditions, errors?.[0]?.extensions.code]).toEqual([null, "BAD_USER_INPUT"]);
        return errors?.[0]?.message;
      }),
    );
    expect(messages).toEqual([
      expect.stringContaining("Give the earlier one first"),
      expect.stringContaining('"NOT-THERE"'),
      expect.stringContaining("still to come"),
      expect.stringContaining("GovernmentEntity"),
    ]);
  });

  test("of a past instant knows only the editions there were then", async () => {
    const { errors } = await compare({ from: "FROM", to: "TO" }, { "guide-as-of": "FROM" });
    expect(errors?.[0]?.message).toContain('"TO"');
    const known = await compare({ from: "2001-01-01T00:00:00Z" }, { "guide-as-of": "FROM" });
    expect(known.data.compareEditions).toMatchObject({ addedCount: 5 });
  });
});
