// oidc-provider as somebody else's issuer on its FAPI 2.0 profile: private_key_jwt, DPoP, JWT access tokens for one API; client credentials, and pushed
// requests with authorization_details for a code, where every enterprise says yes at once.
import { createServer } from "node:http";
import Provider from "oidc-provider";
import { read, say } from "./lines.mjs";

const task = await read();
const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
const signing = { ...(await crypto.subtle.exportKey("jwk", privateKey)), kid: "strangers-key", use: "sig", alg: "ES256" };
delete signing.key_ops;
delete signing.ext;

const provider = new Provider(task.issuer, {
  clients: task.clients.map(({ client_id, jwks }) => ({
    client_id,
    jwks,
    token_endpoint_auth_method: "private_key_jwt",
    id_token_signed_response_alg: "ES256",
    grant_types: task.redirect_uri ? ["client_credentials", "authorization_code", "refresh_token"] : ["client_credentials"],
    response_types: task.redirect_uri ? ["code"] : [],
    redirect_uris: task.redirect_uri ? [task.redirect_uri] : [],
    authorization_details_types: ["credit-query"],
    dpop_bound_access_tokens: true,
    scope: "bank-api",
  })),
  jwks: { keys: [signing] },
  scopes: ["bank-api"],
  enabledJWA: { clientAuthSigningAlgValues: ["ES256", "PS256"], dPoPSigningAlgValues: ["ES256", "PS256"] },
  clientAuthMethods: ["private_key_jwt"],
  // Both issuers allow a client's clock 10 s ahead (FAPI 2.0 section 5.3.2.1-13) and give a refresh token that they do not rotate (5.3.2.1-10).
  clockTolerance: 10,
  issueRefreshToken: async () => true,
  rotateRefreshToken: false,
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    dPoP: { enabled: true },
    fapi: { enabled: true, profile: "2.0" },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
    revocation: { enabled: true },
    richAuthorizationRequests: {
      enabled: true,
      types: { "credit-query": { validate: () => {} } },
      authorizationDetailsForGrantSource: (ctx) => JSON.parse(ctx.oidc.params.authorization_details),
      authorizationDetailsForAccessToken: (_, __, source) => source.rar,
      authorizationDetailsForIntrospection: (_, token) => token.rar,
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => task.audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: "bank-api", audience: task.audience, accessTokenTTL: 300, accessTokenFormat: "jwt", jwt: { sign: { alg: "ES256" } },
      }),
    },
  },
});

// The enterprise's part, played: signed in as task.subject, and everything that is asked is granted.
const answer = async (request, response) => {
  const { prompt, session, params, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    return provider.interactionFinished(request, response, { login: { accountId: task.subject } }, { mergeWithLastSubmission: false });
  }

  const grant = (grantId && (await provider.Grant.find(grantId))) || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (prompt.details.missingOIDCScope) grant.addOIDCScope(prompt.details.missingOIDCScope.join(" "));
  for (const [indicator, scopes] of Object.entries(prompt.details.missingResourceScopes ?? {})) grant.addResourceScope(indicator, scopes.join(" "));
  for (const detail of prompt.details.rar ?? []) grant.addRar(detail);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
};

const rest = provider.callback();
const serve = (request, response) =>
  request.url.startsWith("/interaction/")
    ? answer(request, response).catch((fault) => {
        process.stderr.write(`${fault.stack}\n`);
        response.writeHead(500).end();
      })
    : rest(request, response);
createServer(serve).listen(new URL(task.issuer).port, "localhost", () => say({ event: "ready" }));
// Ends with the test that started it.
await read();
process.exit(0);
