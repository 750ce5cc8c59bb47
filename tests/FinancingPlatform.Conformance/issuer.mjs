// oidc-provider as somebody else's issuer: client credentials with private_key_jwt and DPoP on its FAPI 2.0 profile, JWT access tokens for one API.
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
    token_endpoint_auth_signing_alg: "ES256",
    id_token_signed_response_alg: "ES256",
    grant_types: ["client_credentials"],
    response_types: [],
    redirect_uris: [],
    dpop_bound_access_tokens: true,
    scope: "bank-api",
  })),
  jwks: { keys: [signing] },
  scopes: ["bank-api"],
  enabledJWA: { clientAuthSigningAlgValues: ["ES256", "PS256"], dPoPSigningAlgValues: ["ES256", "PS256"] },
  clientAuthMethods: ["private_key_jwt"],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    dPoP: { enabled: true },
    fapi: { enabled: true, profile: "2.0" },
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

createServer(provider.callback()).listen(new URL(task.issuer).port, "localhost", () => say({ event: "ready" }));
// Ends with the test that started it.
await read();
process.exit(0);
