import { Channel } from "../../subgraphs/catalogue/channel.entity";
import { startTestGuide, type TestGuide } from "../support/guide";
import { aChannel, anEntity, foundations, text } from "../support/world";

interface Change {
  readonly action: string;
  readonly kind: string;
  readonly code: string;
  readonly recordId: string;
  readonly edition: number | null;
  readonly entityCode: string | null;
  readonly previousEntityCode: string | null;
  readonly occurredAt: string;
}
interface Feed {
  readonly changeCursor: string;
  readonly changes: {
    readonly edges: readonly { readonly cursor: string; readonly node: Change }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
    readonly totalCount: number;
  };
}

const FEED = /* GraphQL */ `
  query ($after: String, $first: Int! = 20, $kinds: [String!], $entity: Code) {
    changeCursor
    changes(after: $after, first: $first, kinds: $kinds, entity: $entity) {
      edges {
        cursor
        node {
          action
          kind
          code
          recordId
          edition
          entityCode
          previousEntityCode
          occurredAt
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        endCursor
      }
      totalCount
    }
  }
`;

let guide: TestGuide;
beforeAll(async () => {
  guide = await startTestGuide({ with: "nothing" });
  await guide.publish(...foundations());
});
afterAll(() => guide.stop());

const ask = (variables: object = {}, headers?: Record<string, string>) => guide.query<Feed, object>(FEED, variables, headers);
const codes = ({ data }: Awaited<ReturnType<typeof ask>>) => data.changes.edges.map(({ node }) => node.code);
const now = async () => (await ask()).data.changeCursor;

/** Reads page after page to the end. */
async function readOn(variables: { after: string; first?: number; kinds?: string[] }) {
  const pages = [await ask(variables)];
  for (let page = pages[0]; page?.data.changes.pageInfo.hasNextPage; page = pages.at(-1))
    pages.push(await ask({ ...variables, after: page.data.changes.pageInfo.endCursor }));
  return pages;
}

test("every publication and withdrawal is told in order, a withdrawal as a tombstone", async () => {
  const after = await now();
  await guide.publish(aChannel("FIRST", { operator: "ENTITY" }));
  await guide.publish(aChannel("FIRST", { name: text("Renamed", "اسم آخر"), operator: "ENTITY" }));
  await guide.withdraw(Channel, "FIRST");
  const { data, errors } = await ask({ after });
  expect(errors).toBeUndefined();
  const of = {
    kind: "Channel",
    code: "FIRST",
    recordId: expect.any(String),
    entityCode: "ENTITY",
    previousEntityCode: null,
    occurredAt: expect.any(String),
  };
  expect(data.changes.edges.map(({ node }) => node)).toEqual([
    { ...of, action: "PUBLISH", edition: 1 },
    { ...of, action: expect.stringMatching(/^(PUBLISH|CORRECT)$/), edition: 2 },
    { ...of, action: "WITHDRAW", edition: null },
  ]);
  const instants = data.changes.edges.map(({ node }) => node.occurredAt);
  expect([...instants].sort()).toEqual(instants);
});

test("the record and the entity of a change can be asked for in the same question", async () => {
  const after = await now();
  await guide.publish(anEntity("OTHER"), aChannel("OPERATED", { operator: "OTHER" }), aChannel("GONE"));
  await guide.withdraw(Channel, "GONE");
  const { data, errors } = await guide.query<{ changes: { nodes: object[] } }, object>(
    /* GraphQL */ `
      query ($after: String) {
        changes(after: $after) {
          nodes {
            action
            code
            record {
              __typename
              ... on Channel {
                name {
                  en
                }
              }
            }
            entity {
              name {
                en
              }
            }
          }
        }
      }
    `,
    { after },
  );
  expect(errors).toBeUndefined();
  const operated = { __typename: "Channel", name: { en: "OPERATED" } };
  expect(data.changes.nodes).toEqual([
    { action: "PUBLISH", code: "OTHER", record: { __typename: "GovernmentEntity" }, entity: { name: { en: "OTHER" } } },
    { action: "PUBLISH", code: "OPERATED", record: operated, entity: { name: { en: "OTHER" } } },
    { action: "PUBLISH", code: "GONE", record: null, entity: null },
    { action: "WITHDRAW", code: "GONE", record: null, entity: null },
  ]);
});

test("a follower goes on from an empty page, also where a filter lets nothing pass", async () => {
  const start = await now();
  const nothing = await ask({ after: start });
  expect([codes(nothing), nothing.data.changes.pageInfo.endCursor]).toEqual([[], start]);
  await guide.publish(aChannel("PASSED-OVER"));
  const filtered = await ask({ after: start, kinds: ["Service"] });
  expect(codes(filtered)).toEqual([]);
  expect(filtered.data.changes.pageInfo.endCursor).toBe(filtered.data.changeCursor);
  expect(filtered.data.changes.pageInfo.endCursor).not.toBe(start);
  // A cursor holds for any filter.
  expect(codes(await ask({ after: start, kinds: ["Channel"] }))).toEqual(["PASSED-OVER"]);
});

test("pages of any size give the same changes, each once, and the filters name kinds and an entity", async () => {
  const after = await now();
  const all = Array.from({ length: 7 }, (_, index) => aChannel(`PAGED-${index}`, index % 2 ? { operator: "ENTITY" } : {}));
  for (const each of all) await guide.publish(each);
  const expected = all.map(({ code }) => code);
  for (const first of [1, 2, 3, 100]) expect((await readOn({ after, first })).flatMap(codes)).toEqual(expected);
  const byEntity = await ask({ after, entity: "ENTITY" });
  expect(codes(byEntity)).toEqual(["PAGED-1", "PAGED-3", "PAGED-5"]);
  expect(byEntity.data.changes.totalCount).toBeGreaterThanOrEqual(3);
  expect(codes(await ask({ after, kinds: ["Service", "Journey"] }))).toEqual([]);
});

test("who follows an entity hears that one of its records became another's, and of the record no more", async () => {
  await guide.publish(anEntity("LEFT"), anEntity("JOINED"), aChannel("MOVED", { operator: "LEFT" }));
  const after = await now();
  await guide.publish(aChannel("MOVED", { operator: "JOINED" }));
  await guide.publish(aChannel("MOVED", { operator: "JOINED", url: "https://moved.sample.example" }));
  await guide.publish(aChannel("MOVED", { url: "https://moved.sample.example" }));
  const told = async (entity: string) =>
    (await ask({ after, entity })).data.changes.edges.map(({ node }) => [
      node.edition,
      node.action,
      node.previousEntityCode,
      node.entityCode,
    ]);
  const left = [2, "PUBLISH", "LEFT", "JOINED"];
  expect(await told("LEFT")).toEqual([left]);
  expect(await told("JOINED")).toEqual([left, [3, "PUBLISH", null, "JOINED"], [4, "PUBLISH", "JOINED", null]]);
  const { data } = await ask({ after: await now(), first: 1, entity: "LEFT" });
  // The entity itself, its channel, and the channel that left.
  expect(data.changes.totalCount).toBe(3);
});

test("the feed of a past instant ends there", async () => {
  const after = await now();
  await guide.publish(aChannel("BEFORE"));
  const [{ at } = { at: "" }] = await guide.database.query<{ at: string }>(
    `SELECT to_char(max(occurred_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at FROM governance.change`,
  );
  await guide.publish(aChannel("AFTER"));
  const then = await ask({ after }, { "guide-as-of": at });
  expect(then.errors).toBeUndefined();
  expect(codes(then)).toEqual(["BEFORE"]);
  expect(codes(await ask({ after: then.data.changes.pageInfo.endCursor }))).toEqual(["AFTER"]);
  // A place behind the instant is no mistake; there is nothing yet.
  expect(codes(await ask({ after: await now() }, { "guide-as-of": at }))).toEqual([]);
});

test("a correction of wording is told as one, and the record stays live", async () => {
  const after = await now();
  await guide.database.query(
    "INSERT INTO governance.change (kind, code, edition, action, occurred_at) VALUES ('Channel', 'PORTAL', 2, 'CORRECT', now() + interval '1 second')",
  );
  const { data } = await ask({ after });
  expect(data.changes.edges.map(({ node: { action, code } }) => [action, code])).toEqual([["CORRECT", "PORTAL"]]);
  const { data: found } = await guide.query<{ node: object | null }, object>("query ($id: ID!) { node(id: $id) { id } }", {
    id: data.changes.edges[0]?.node.recordId,
  });
  expect(found.node).not.toBeNull();
});

test.each([
  ["a cursor that is none", { after: "nonsense" }, "malformed"],
  ["a cursor of another list", { after: "WyJuYmdXalF3SWIwb2siLG51bGwsIkZBTUlMWS1SRUZPUk0tUkVDT05DSUxJQVRJT04iXQ" }, "malformed"],
  ["a cursor written another way", { after: Buffer.from("change:007").toString("base64url") }, "malformed"],
  [
    "a cursor from a log that went further",
    { after: Buffer.from("change:999999").toString("base64url") },
    "before this one was restored",
  ],
  ["a cursor beyond any number", { after: Buffer.from(`change:${"9".repeat(40)}`).toString("base64url") }, "malformed"],
  ["a kind that there is not", { kinds: ["Servise"] }, 'names "Servise"'],
  ["a page of a thousand", { first: 1_000 }, "between 1 and 100"],
])("%s is refused with what to do", async (_, variables, message) => {
  const { data, errors } = await ask(variables);
  expect(data.changes).toBeNull();
  expect(errors).toMatchObject([
    { message: expect.stringContaining(message), path: ["changes"], extensions: { code: "BAD_USER_INPUT" } },
  ]);
});
