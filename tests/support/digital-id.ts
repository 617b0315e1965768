import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { run } from "./process";

/** Tokens that a person got by signing in. */
export interface SignedIn {
  readonly accessToken: string;
  readonly idToken: string;
}

/** A certified OpenID Connect provider in a process of its own. */
export interface DigitalId {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** Signs somebody in as an application does: authorization code with PKCE. */
  readonly signIn: (person: string) => Promise<SignedIn>;
  readonly stop: () => Promise<unknown>;
}

const REDIRECT_URI = "http://127.0.0.1/signed-in";
const CLIENT = "portal";

export async function startDigitalId(audience: string, people: Readonly<Record<string, readonly string[]>>): Promise<DigitalId> {
  const program = run(["node", join(__dirname, "digital-id-provider.mjs"), audience, REDIRECT_URI, JSON.stringify(people)]);
  const [, issuer = ""] = await program.printed(/ready at (\S+)/);
  const { authorization_endpoint: authorize, token_endpoint: token, jwks_uri: jwksUrl } = await endpoints(issuer);
  return {
    issuer,
    jwksUrl,
    stop: () => program.end("SIGKILL"),
    signIn: async (person) => {
      const verifier = randomBytes(32).toString("base64url");
      const common = { client_id: CLIENT, redirect_uri: REDIRECT_URI, resource: audience };
      const asked = new URLSearchParams({
        ...common,
        response_type: "code",
        scope: "openid guide",
        login_hint: person,
        code_challenge: createHash("sha256").update(verifier).digest("base64url"),
        code_challenge_method: "S256",
      });
      const code = await codeAfter(`${authorize}?${asked.toString()}`);
      const body = new URLSearchParams({ ...common, grant_type: "authorization_code", code, code_verifier: verifier });
      const answer = (await (await fetch(token, { method: "POST", body })).json()) as Record<string, string>;
      if (answer["error"]) throw new Error(JSON.stringify(answer));
      return { accessToken: answer["access_token"] ?? "", idToken: answer["id_token"] ?? "" };
    },
  };
}

interface Endpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
}

const endpoints = async (issuer: string): Promise<Endpoints> =>
  (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Endpoints;

/** Follows redirects as a browser does, with its cookies, until one leads back to the application with a code. */
async function codeAfter(address: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = new URL(address);
  for (let step = 0; step < 10; step++) {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value) cookies.set(name, value);
      else cookies.delete(name);
    }
    const location = response.headers.get("location");
    if (!location) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
    url = new URL(location, url);
    const code = url.searchParams.get("code");
    if (url.href.startsWith(REDIRECT_URI)) return code ?? Promise.reject(new Error(url.search));
  }
  throw new Error("The provider redirects without end.");
}
