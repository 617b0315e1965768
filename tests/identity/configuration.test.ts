import { readGatewayConfiguration } from "../../gateway/configuration";
import { believesDevelopmentTokens } from "../../identity/configuration";
import { readConfiguration } from "../../subgraphs/shared/configuration";

const SOUND = {
  OIDC_ISSUER: "https://id.example",
  OIDC_AUDIENCE: "https://guide.example",
  OIDC_JWKS_URL: "https://id.example/jwks",
};

describe.each([
  ["the gateway", readGatewayConfiguration],
  ["a subgraph", (settings: object) => readConfiguration({ DATABASE_URL: "postgres://guide@localhost/guide", ...settings })],
])("%s", (_, read) => {
  test("trusts nobody unless told to", () => {
    expect(read({}).issuers).toEqual([]);
  });

  test("trusts the provider it is told of", () => {
    expect(read(SOUND).issuers).toEqual([
      {
        issuer: "https://id.example",
        audience: "https://guide.example",
        keys: { url: new URL("https://id.example/jwks") },
        rolesClaim: "guide_roles",
      },
    ]);
    const withFile = {
      ...SOUND,
      OIDC_JWKS_URL: "",
      OIDC_JWKS_FILE: "/run/keys/jwks.json",
      OIDC_ROLES_CLAIM: "https://id.example/roles",
    };
    expect(read(withFile).issuers).toMatchObject([
      { keys: { file: "/run/keys/jwks.json" }, rolesClaim: "https://id.example/roles" },
    ]);
  });

  test.each([
    [{ OIDC_ISSUER: "" }, "OIDC_ISSUER is missing"],
    [{ OIDC_AUDIENCE: "" }, "OIDC_AUDIENCE is missing"],
    [{ OIDC_JWKS_URL: "" }, "OIDC_JWKS_URL or OIDC_JWKS_FILE"],
    [{ OIDC_JWKS_FILE: "/run/keys/jwks.json" }, "OIDC_JWKS_URL or OIDC_JWKS_FILE"],
    [{ OIDC_JWKS_URL: "http://id.example/jwks" }, "OIDC_JWKS_URL expects"],
    [{ OIDC_JWKS_URL: "file:///etc/passwd" }, "OIDC_JWKS_URL expects"],
    [{ OIDC_JWKS_URL: "id.example" }, "OIDC_JWKS_URL expects"],
  ])("refuses %j and says what is wrong", (change, problem) => {
    expect(() => read({ ...SOUND, ...change })).toThrow(
      new RegExp(`^The configuration is not usable: [^;]*${problem}[^;]*\\.$`, "s"),
    );
  });

  test.each(["http://127.0.0.1:3000/jwks", "http://localhost/jwks", "http://[::1]:3000/jwks"])(
    "takes keys over plain HTTP from this machine itself: %s",
    (url) => {
      expect(read({ ...SOUND, OIDC_JWKS_URL: url }).issuers).toHaveLength(1);
    },
  );
});

describe("tokens of `guide token`", () => {
  const { DEVELOPMENT_TOKENS, NODE_ENV } = process.env;
  afterEach(() => {
    Object.assign(process.env, { NODE_ENV });
    delete process.env["DEVELOPMENT_TOKENS"];
    if (DEVELOPMENT_TOKENS !== undefined) process.env["DEVELOPMENT_TOKENS"] = DEVELOPMENT_TOKENS;
  });

  test.each([
    ["development", "", true],
    ["production", "", false],
    ["production", "true", true],
    ["development", "false", false],
  ])("in %s, with DEVELOPMENT_TOKENS=%s: %s", (environment, setting, expected) => {
    Object.assign(process.env, { NODE_ENV: environment, DEVELOPMENT_TOKENS: setting });
    expect(believesDevelopmentTokens()).toBe(expected);
  });

  test("are neither believed nor refused by guess", () => {
    process.env["DEVELOPMENT_TOKENS"] = "perhaps";
    expect(believesDevelopmentTokens).toThrow("DEVELOPMENT_TOKENS expects true or false");
  });
});
