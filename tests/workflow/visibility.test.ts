import { globalId } from "../../schema/vocabulary";
import { createLogger } from "../../telemetry/logger";
import { startTestGuide, type TestGuide } from "../support/guide";
import { answerOf } from "../support/process";
import { anEntity, aService, foundations, text } from "../support/world";
import { AUDITOR, bringIn, type Headers, importAll, OMAR, OUTSIDER, SARA, SECRETARIAT, take } from "./workflow";

/** What only the drafts say, in texts, codes and comments. */
const MARK = "Xyzzyplugh";
const CODE = "HIDDEN-XYZZYPLUGH";
const MARKED = /xyzzyplugh/i;

const lines: string[] = [];
let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing", logger: createLogger("trace", { write: (line) => void lines.push(line) }) });
  await guide.publish(...foundations(), anEntity("OTHER"));
  await bringIn(guide, aService("OPEN"));
  await take(guide, "save", { code: "OPEN", patch: { name: { en: `${MARK} to be` }, keywords: [{ en: MARK }] } }, SARA);
  await take(guide, "save", { record: aService(CODE, { name: text(`${MARK} is new`) }), note: MARK }, SARA);
  await take(guide, "submit", { code: CODE, reason: MARK }, SARA);
});
afterAll(() => guide.stop());

/** Every way by which something is read, with what it would take to come upon a draft. */
const PATHS: Readonly<Record<string, string>> = {
  "a lookup by code": `{ serviceByCode(code: "OPEN") { name { en } keywords { en } edition { number status note } } other: serviceByCode(code: "${CODE}") { name { en } } }`,
  "a lookup by id": `{ service(id: "${globalId("Service", CODE)}") { name { en } } }`,
  node: `{ node(id: "${globalId("Service", CODE)}") { ... on Service { name { en } } } nodes(ids: ["${globalId("Service", "OPEN")}"]) { ... on Service { name { en } } } }`,
  "a list": `{ services(first: 100) { totalCount nodes { code name { en } keywords { en } } } }`,
  "the services of an entity": `{ governmentEntityByCode(code: "ENTITY") { services(first: 100) { totalCount nodes { code name { en } } } } }`,
  "the services of a segment": `{ customerSegmentByCode(code: "EVERYONE") { services(first: 100) { totalCount nodes { code name { en } } } } }`,
  "public editions": `{ serviceHistory(code: "OPEN") { editions(first: 10) { nodes { number note document record { ... on Service { name { en } } } } } } }`,
  "the change feed": `{ changes(first: 100) { nodes { kind code action record { id ... on Service { name { en } } } } } }`,
};

/** Ways to what is being prepared, for those who may. */
const RESTRICTED: Readonly<Record<string, string>> = {
  "the draft in a history": `{ serviceHistory(code: "OPEN") { draft { document record { ... on Service { name { en } } } } } }`,
  "the history of what was never public": `{ serviceHistory(code: "${CODE}") { draft { note reason document } } }`,
  "the list of drafts": `{ serviceDrafts(first: 100) { nodes { code note document } } }`,
};

const PEOPLE: Readonly<Record<string, Headers>> = { nobody: {}, OUTSIDER, SARA, OMAR, SECRETARIAT, AUDITOR };
const INSIDERS = ["SARA", "OMAR", "SECRETARIAT", "AUDITOR"];

const answerTo = async (query: string, who: Headers) => JSON.stringify(await guide.query(query, undefined, who));

describe.each(Object.keys(PEOPLE))("to %s", (person) => {
  const who = PEOPLE[person] as Headers;

  test.each(Object.keys(PATHS))("%s shows no draft", async (path) => {
    const { query, answer } = { query: PATHS[path] as string, answer: await answerTo(PATHS[path] as string, who) };
    // The id of the hidden record is in the question, and may be told back.
    expect(answer.replaceAll(globalId("Service", CODE), "")).not.toMatch(MARKED);
    expect(answer).toContain('"data":{');
    expect(query).not.toBe("");
  });

  test.each(Object.keys(RESTRICTED))(
    `%s ${INSIDERS.includes(person) ? "shows" : "does not show"} what is prepared`,
    async (path) => {
      const answer = await answerTo(RESTRICTED[path] as string, who);
      if (INSIDERS.includes(person)) expect(answer).toMatch(MARKED);
      else expect(answer).not.toMatch(MARKED);
    },
  );
});

test("an answer for somebody who may see drafts is never given to anybody else", async () => {
  const query = RESTRICTED["the draft in a history"] as string;
  expect(await answerTo(query, SARA)).toMatch(MARKED);
  expect(await answerTo(query, {})).not.toMatch(MARKED);
  expect(await answerTo(query, OUTSIDER)).not.toMatch(MARKED);
});

test("entities asked of a subgraph directly are the public ones", async () => {
  const catalogue = guide.running.subgraphs.find(({ name }) => name === "catalogue");
  const representations = [CODE, "OPEN"].map((code) => ({ __typename: "Service", id: globalId("Service", code) }));
  const result = await catalogue?.execute({
    query: "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Service { name { en } keywords { en } } } }",
    variables: { r: representations },
    headers: SARA,
  });
  expect(result).toEqual({ data: { _entities: [null, { name: { en: "OPEN" }, keywords: [] }] } });
});

test("steps that an outsider tries tell nothing of a draft", async () => {
  const steps = [
    take(guide, "submit", { code: CODE }, OUTSIDER),
    take(guide, "review", { code: CODE, decision: "APPROVE", expectedEdition: 7 }, OUTSIDER),
    take(guide, "publish", { code: "OPEN" }, OUTSIDER),
    take(guide, "discard", { code: CODE }, OUTSIDER),
    take(guide, "save", { record: aService("MINE", { competentAuthority: "OTHER", requires: [CODE] }) }, OUTSIDER),
    take(guide, "withdraw", { code: "OPEN", reason: "Curiosity.", expectedEdition: 9 }, OUTSIDER),
  ];
  const told = JSON.stringify(await Promise.all(steps));
  expect(told.replaceAll(CODE, "")).not.toMatch(MARKED);
  expect(told).not.toContain("sara");
  const [taken] = await importAll(
    guide,
    { records: [aService(CODE, { competentAuthority: "OTHER" })], reason: "A test." },
    OUTSIDER,
  );
  expect(taken).toMatchObject({
    outcome: "REFUSED",
    problems: expect.arrayContaining([expect.objectContaining({ code: "CODE_TAKEN" })]),
  });
});

test("logs tell nothing of drafts, and nothing of tokens", () => {
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.join("")).not.toMatch(MARKED);
  expect(lines.join("")).not.toContain(SARA.authorization.slice(-30));
});

test("refused and restricted access is in the audit chain", async () => {
  // They are written soon after, not with the answer.
  const entries = await answerOf(async () => {
    const found = await guide.database.query<{ action: string; kind: string; code: string }>(
      "SELECT DISTINCT action, kind, code FROM governance.audit_entry WHERE action IN ('REFUSED', 'READ') ORDER BY 1, 2, 3",
    );
    return found.filter(({ action, kind }) => action === "REFUSED" && kind === "Service").length >= 2 ? found : undefined;
  });
  expect(entries).toEqual(
    expect.arrayContaining([
      { action: "READ", kind: "Service", code: "OPEN" },
      { action: "READ", kind: "Service", code: CODE },
      { action: "REFUSED", kind: "Service", code: CODE },
      { action: "REFUSED", kind: "Service", code: "OPEN" },
    ]),
  );
});
