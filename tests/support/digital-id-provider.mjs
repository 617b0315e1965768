import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

/**
 * The state's digital ID as tests need it: a certified provider that signs in whoever the request hints at, without a
 * page. `node digital-id-provider.mjs AUDIENCE REDIRECT_URI '{ "sara": ["author:SCM"] }'`
 */
const [audience, redirectUri, people] = process.argv.slice(2);
const rolesOf = JSON.parse(people);

const server = createServer((request, response) => void handle(request, response)).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "portal",
      token_endpoint_auth_method: "none",
      application_type: "native",
      redirect_uris: [redirectUri],
      id_token_signed_response_alg: "ES256",
    },
  ],
  jwks: { keys: [{ ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }), use: "sig" }] },
  cookies: { keys: [randomBytes(16).toString("hex")] },
  pkce: { required: () => true },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  extraTokenClaims: (_, { accountId }) => ({ guide_roles: rolesOf[accountId] ?? [] }),
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({ audience, scope: "guide", accessTokenFormat: "jwt", jwt: { sign: { alg: "ES256" } } }),
    },
  },
});
const answer = provider.callback();
process.stdout.write(`ready at ${issuer}\n`);

async function handle(request, response) {
  if (!request.url.startsWith("/interaction/")) return void answer(request, response);
  try {
    await agree(request, response);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}

/** Does what a person does on the pages of the provider: says who they are, and agrees. */
async function agree(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    await provider.interactionFinished(request, response, { login: { accountId: params.login_hint } });
    return;
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid");
  grant.addResourceScope(audience, "guide");
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}
