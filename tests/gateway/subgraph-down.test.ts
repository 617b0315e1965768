import { startTestGuide, type TestGuide } from "../support/guide";

type Behaviour = "answers" | "fails" | "hangs" | "answers nonsense";
type Data = {
  services: {
    nodes: {
      code: string;
      name: { en: string };
      competentAuthority: { name: { en: string } } | null;
      audience: ({ code: string } | null)[];
    }[];
  } | null;
};

const QUERY = /* GraphQL */ `
  {
    services(first: 3) {
      nodes {
        code
        name {
          en
        }
        competentAuthority {
          name {
            en
          }
        }
        audience {
          code
        }
      }
    }
  }
`;

describe("when a subgraph is in trouble", () => {
  const behaviour: Record<string, Behaviour> = {};
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide({
      gateway: { SUBGRAPH_DEADLINE_MS: "400" },
      wrap: (name, client) => ({
        ...client,
        execute: async (request, signal) => {
          switch (behaviour[name]) {
            case "fails":
              throw Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:4001"), { code: "ECONNREFUSED" });
            case "hangs":
              return new Promise(() => undefined);
            case "answers nonsense":
              return {
                data: {
                  _entities: (request.variables?.["representations"] as unknown[]).map(() => ({
                    __typename: "GovernmentEntity",
                    name: null,
                  })),
                },
              };
            default:
              return client.execute(request, signal);
          }
        },
      }),
    });
  });
  afterEach(() => {
    for (const name of Object.keys(behaviour)) behaviour[name] = "answers";
  });
  afterAll(() => guide.stop());

  const ask = () => guide.query<Data, object>(QUERY);

  test("a dead one costs only its own fields, with a code and the place of each", async () => {
    behaviour["entities"] = "fails";
    const { data, errors, status } = await ask();
    expect(status).toBe(200);
    const nodes = data.services?.nodes ?? [];
    expect(nodes).toHaveLength(3);
    expect(
      nodes.every(({ name, competentAuthority, audience }) => name.en && competentAuthority === null && audience[0]?.code),
    ).toBe(true);
    expect(errors?.map(({ path }) => path)).toEqual([0, 1, 2].map((index) => ["services", "nodes", index, "competentAuthority"]));
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(["SERVICE_UNAVAILABLE"]));
  });

  test("nothing of where it runs or why it failed reaches the client", async () => {
    behaviour["entities"] = "fails";
    expect(JSON.stringify(await ask())).not.toMatch(/ECONNREFUSED|10\.0\.0\.7|entities|serviceName|stack/i);
  });

  test("nothing it should have answered is missing without an error, whatever condition it stands under", async () => {
    behaviour["catalogue"] = "fails";
    const query = `query ($yes: Boolean!) {
      ... @include(if: $yes) { services { nodes { code } } }
      ...Channels @include(if: $yes)
      governmentEntityByCode(code: "SCM") { code }
    }
    fragment Channels on Query { channels { nodes { code } } }`;
    const { data, errors, headers } = await guide.query<object, object>(query, { yes: true });
    expect(data).toEqual({ services: null, channels: null, governmentEntityByCode: { code: "SCM" } });
    expect(errors?.map(({ path }) => path?.[0]).sort()).toEqual(["channels", "services"]);
    expect(headers.get("cache-control")).toBe("no-store");
    behaviour["catalogue"] = "answers";
    expect((await guide.query<{ services: object }, object>(query, { yes: true })).data.services).not.toBeNull();
  });

  test("a dead root leaves its field null and the others answered", async () => {
    behaviour["catalogue"] = "fails";
    const { data, errors } = await guide.query<{ services: null; governmentEntityByCode: { code: string } }, object>(
      '{ services { nodes { code } } governmentEntityByCode(code: "SCM") { code } }',
    );
    expect(data).toEqual({ services: null, governmentEntityByCode: { code: "SCM" } });
    expect(errors).toMatchObject([{ path: ["services"], extensions: { code: "SERVICE_UNAVAILABLE" } }]);
  });

  test("one that hangs is given up after the deadline", async () => {
    behaviour["segments"] = "hangs";
    const began = Date.now();
    const { data, errors } = await ask();
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(data.services?.nodes[0]?.audience).toEqual(expect.arrayContaining([null]));
    expect(errors?.[0]?.extensions.code).toBe("SERVICE_UNAVAILABLE");
  });

  test("one that answers in another shape than it promised is an error, not silence", async () => {
    behaviour["entities"] = "answers nonsense";
    const { data, errors, extensions } = await ask();
    expect(data.services?.nodes[0]?.competentAuthority).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "SERVICE_UNAVAILABLE" } }]);
    expect(extensions).toBeUndefined();
  });

  test("it heals by itself once the subgraph answers again", async () => {
    behaviour["entities"] = "fails";
    expect((await ask()).errors).toBeDefined();
    behaviour["entities"] = "answers";
    const { data, errors } = await ask();
    expect(errors).toBeUndefined();
    expect(data.services?.nodes.every(({ competentAuthority }) => competentAuthority?.name.en)).toBe(true);
  });
});
