// A bank's client on openid-client, as a bank would write it: client credentials for its own list, and the code flow for one enterprise.
import * as client from "openid-client";
import { importKey, read, refused, say } from "./lines.mjs";

const task = await read();
let step = "discovery";

try {
  const key = { key: await importKey(task.private_jwk), kid: task.private_jwk.kid };
  const config = await client.discovery(
    new URL(task.issuer), task.client_id, undefined, client.PrivateKeyJwt(key), { execute: [client.allowInsecureRequests] });
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair("ES256"));

  step = "client-credentials";
  const own = await client.clientCredentialsGrant(config, { scope: "bank-api" }, { DPoP });
  const list = await client.fetchProtectedResource(config, own.access_token, new URL(task.list_url), "GET", null, new Headers(), { DPoP });
  const listed = { status: list.status, body: await list.json() };

  step = "push";
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const address = await client.buildAuthorizationUrlWithPAR(
    config,
    {
      redirect_uri: task.redirect_uri, state, code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
      authorization_details: JSON.stringify([task.details]),
    },
    { DPoP });

  step = "authorize";
  say({ event: "authorize", url: address.href });
  const { callback } = await read();

  step = "code";
  const tokens = await client.authorizationCodeGrant(config, new URL(callback), { pkceCodeVerifier: verifier, expectedState: state }, undefined, { DPoP });
  const details = tokens.authorization_details[0];

  step = "pull";
  const pull = await client.fetchProtectedResource(
    config, tokens.access_token, new URL(task.pull_url), "POST",
    JSON.stringify({ uscc: details.uscc, purpose: details.purpose, operator: "officer-1", branch: "branch-1", reference: "APP-1", items: details.items }),
    new Headers({ "content-type": "application/json" }), { DPoP });
  const pulled = { status: pull.status, body: await pull.json() };

  step = "refresh";
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });

  step = "revoke";
  await client.tokenRevocation(config, tokens.refresh_token);
  say({ event: "done", details, listed, pulled, token_type: tokens.token_type, renewed: renewed.access_token !== tokens.access_token });
} catch (fault) {
  refused(step, fault);
}
