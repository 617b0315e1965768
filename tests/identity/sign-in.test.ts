import { type DigitalId, startDigitalId } from "../support/digital-id";
import { createDatabase, SAMPLE_TEMPLATE, type TestDatabase } from "../support/database";
import { send, startTestGuide, type TestGuide } from "../support/guide";
import { answerOf, endAll, freePort, run, type TestProcess } from "../support/process";

// Programs start, which takes its time on a busy machine.
jest.setTimeout(60_000);

const AUDIENCE = "https://guide.example";
const QUERY = '{ governmentEntityByCode(code: "SCM") { code } }';
const ANSWER = { governmentEntityByCode: { code: "SCM" } };
const SECRET = "of-the-gateway-and-subgraphs";

const bearing = (token: string) => ({ authorization: `Bearer ${token}` });

describe("a person who signs in with the digital ID", () => {
  let digitalId: DigitalId;
  let guide: TestGuide;
  let database: TestDatabase;
  let settings: Record<string, string>;

  beforeAll(async () => {
    digitalId = await startDigitalId(AUDIENCE, { sara: ["author:SCM"], omar: ["author:SEDD"] });
    settings = { OIDC_ISSUER: digitalId.issuer, OIDC_AUDIENCE: AUDIENCE, OIDC_JWKS_URL: digitalId.jwksUrl };
    guide = await startTestGuide({ configuration: settings });
    database = await createDatabase(SAMPLE_TEMPLATE);
  });
  afterAll(async () => {
    await endAll();
    await guide.stop();
    await database.drop();
  });

  test("is known to the guide by the token that the provider gave", async () => {
    const { accessToken } = await digitalId.signIn("sara");
    const { status, data, headers } = await guide.query(QUERY, {}, bearing(accessToken));
    expect({ status, data, cache: headers.get("cache-control") }).toEqual({
      status: 200,
      data: ANSWER,
      cache: "private, no-store",
    });
  });

  test("may do what the provider says they are, and nothing else", async () => {
    const save = async (headers: Record<string, string>) => {
      const mutation = `mutation {
        saveService(input: { code: "SCM-DEMOLITION", patch: { name: { en: "Demolition" } } }) { edition { status } problems { code } }
      }`;
      const { data, errors } = await guide.query(mutation, {}, headers);
      return errors?.map(({ extensions }) => extensions.code) ?? data;
    };
    const [sara, omar] = await Promise.all([digitalId.signIn("sara"), digitalId.signIn("omar")]);
    expect(await save({})).toEqual(["UNAUTHENTICATED"]);
    expect(await save(bearing(omar.accessToken))).toEqual({
      saveService: { edition: null, problems: [{ code: "NOT_YOUR_ENTITY" }] },
    });
    expect(await save(bearing(sara.accessToken))).toMatchObject({ saveService: { edition: { status: "DRAFT" } } });
  });

  test("gets nowhere with the token that is about them, which is for the application", async () => {
    const { idToken } = await digitalId.signIn("sara");
    const { status, errors } = await guide.query(QUERY, {}, bearing(idToken));
    expect([status, errors?.[0]?.message]).toEqual([401, "The token is for another audience."]);
  });

  describe("at a subgraph in a process of its own", () => {
    let url: string;
    beforeAll(async () => {
      const port = await freePort();
      entities({ ...settings, PORT: String(port), HOST: "127.0.0.1", GATEWAY_SECRET: SECRET });
      const isReady = () => fetch(`http://127.0.0.1:${port}/health/ready`).then(({ ok }) => ok || undefined);
      await answerOf(() => isReady().catch(() => undefined));
      url = `http://127.0.0.1:${port}/graphql`;
    });

    test("is known too, where the gateway brings them", async () => {
      const { accessToken } = await digitalId.signIn("sara");
      const proof = { "guide-gateway-secret": SECRET };
      expect(await send(url, QUERY, {}, { ...proof, ...bearing(accessToken) })).toMatchObject({ status: 200, data: ANSWER });
      const altered = `${accessToken.slice(0, -6)}AAAAAA`;
      const refused = await send(url, QUERY, {}, { ...proof, ...bearing(altered) });
      expect(refused.errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
      expect(refused.data).toBeNull();
    });

    test("is refused when they come by themselves", async () => {
      const { accessToken } = await digitalId.signIn("sara");
      const refused = await send(url, QUERY, {}, bearing(accessToken));
      expect([refused.status, refused.errors?.[0]?.extensions.code]).toEqual([403, "FORBIDDEN"]);
    });
  });

  test("can only be brought by a gateway that proves itself: a subgraph that could not tell does not start", async () => {
    const open = entities({ ...settings, PORT: "0", HOST: "0.0.0.0" });
    expect(await open.ended).toBe(1);
    expect(open.output().stderr).toBe(
      "The configuration is not usable: GATEWAY_SECRET is missing: with sign-in (OIDC_ISSUER), a subgraph answers the gateway only, unless HOST is 127.0.0.1.\n",
    );
    const local = entities({ ...settings, PORT: "0", HOST: "127.0.0.1" });
    await answerOf(() => (local.output().stderr.includes("the subgraph is ready") ? true : undefined));
  });

  const entities = (environment: Record<string, string>): TestProcess =>
    run(["node", "--require", "tsx/cjs", "subgraphs/entities/main.ts"], {
      environment: { DATABASE_URL: database.url, STOP_LINGER_MS: "0", ...environment },
    });
});
