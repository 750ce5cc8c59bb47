// A bank's client on oauth4webapi: pushes a request, waits for the enterprise's answer, exchanges the code, pulls, renews, gives up.
// `break` names the one step that it does wrongly; without it everything must pass.
import * as oauth from "oauth4webapi";
import { importKey, read, refused, say } from "./lines.mjs";

const task = await read();
const broken = (step) => task.break === step;
const insecure = { [oauth.allowInsecureRequests]: true };
let step = "discovery";

try {
  const issuer = new URL(task.issuer);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure }));
  const client = { client_id: task.client_id };
  const key = { key: await importKey(task.private_jwk), kid: task.private_jwk.kid };
  const authentication = oauth.PrivateKeyJwt(key, {
    [oauth.modifyAssertion]: (header, payload) => {
      if (broken("assertion-aud-endpoint")) payload.aud = step === "push" ? server.pushed_authorization_request_endpoint : server.token_endpoint;
      if (broken("assertion-aud-array")) payload.aud = [server.issuer];
      if (broken("assertion-expired")) payload.exp = Math.floor(Date.now() / 1000) - 300;
      if (broken("assertion-from-the-future")) payload.nbf = payload.iat = Math.floor(Date.now() / 1000) + 120;
      if (broken("assertion-without-sub")) delete payload.sub;
      if (broken("assertion-without-jti")) delete payload.jti;
    },
  });
  const pair = await oauth.generateKeyPair("ES256");
  const DPoP = oauth.DPoP(client, pair);
  const stranger = oauth.DPoP(client, await oauth.generateKeyPair("ES256"));

  step = "push";
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const parameters = new URLSearchParams({
    response_type: broken("response-type") ? "code id_token" : "code",
    redirect_uri: broken("redirect-uri") ? `${task.redirect_uri}/other` : task.redirect_uri,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: broken("pkce-plain") ? "plain" : "S256",
    authorization_details: JSON.stringify([broken("details-type") ? { ...task.details, type: "payment_initiation" } : task.details]),
  });
  // An issuer that writes no scope of its own accord is asked for the one that the API requires.
  if (task.scope) parameters.set("scope", task.scope);
  if (broken("no-pkce")) parameters.delete("code_challenge"), parameters.delete("code_challenge_method");
  if (broken("no-details")) parameters.delete("authorization_details");
  const pushed = await oauth.processPushedAuthorizationResponse(
    server, client, await oauth.pushedAuthorizationRequest(server, client, authentication, parameters, { DPoP, ...insecure }));

  step = "authorize";
  const address = new URL(server.authorization_endpoint);
  address.searchParams.set("client_id", client.client_id);
  address.searchParams.set("request_uri", pushed.request_uri);
  say({ event: "authorize", url: address.href, expires_in: pushed.expires_in });
  const { callback } = await read();
  const answered = new URL(callback);
  if (broken("mix-up")) answered.searchParams.set("iss", "https://other.example");
  if (broken("foreign-state")) answered.searchParams.set("state", "somebody-elses");
  const answer = oauth.validateAuthResponse(server, client, answered, state);

  step = "code";
  const exchange = (proof, redirect, secret) =>
    oauth.authorizationCodeGrantRequest(server, client, authentication, answer, redirect, secret, { ...proof, ...insecure });
  const proof = broken("no-dpop") ? {} : { DPoP: broken("another-dpop-key") ? stranger : DPoP };
  const tokens = await oauth.processAuthorizationCodeResponse(
    server, client,
    await exchange(proof, broken("code-redirect-uri") ? `${task.redirect_uri}/other` : task.redirect_uri, broken("verifier") ? oauth.generateRandomCodeVerifier() : verifier));
  if (broken("code-twice")) {
    await oauth.processAuthorizationCodeResponse(server, client, await exchange(proof, task.redirect_uri, verifier));
  }

  step = "details";
  const details = tokens.authorization_details?.[0];
  if (!details) throw Object.assign(new Error("the token says nothing of what was granted"), { error: "nothing-granted" });

  step = "pull";
  let secondOpinion = null;
  const pull = async (token, handle) => {
    const body = JSON.stringify({
      uscc: details.uscc, purpose: details.purpose, operator: "officer-1", branch: "branch-1", reference: "APP-1", items: details.items,
    });
    const look = async (url, options) => {
      const headers = new Headers(options.headers);
      // The same library judges our token as a resource server would (RFC 9068, RFC 9449).
      const request = new Request(url, { method: options.method, headers });
      secondOpinion = await oauth.validateJwtAccessToken(server, request, task.audience, insecure);
      return fetch(url, options);
    };
    const options = handle ? { DPoP: handle, ...insecure } : insecure;
    return oauth.protectedResourceRequest(
      token, "POST", new URL(task.pull_url), new Headers({ "content-type": "application/json" }), body,
      broken("stolen-token") || broken("bearer") ? options : { ...options, [oauth.customFetch]: look });
  };
  const answerOf = async (response) => ({ status: response.status, body: await response.json() });
  const pulled = await answerOf(await pull(tokens.access_token, broken("bearer") ? null : broken("stolen-token") ? stranger : DPoP));

  step = "refresh";
  const renewed = await oauth.processRefreshTokenResponse(
    server, client, await oauth.refreshTokenGrantRequest(server, client, authentication, tokens.refresh_token, { DPoP, ...insecure }));
  const again = await answerOf(await pull(renewed.access_token, DPoP));

  step = "revoke";
  await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, tokens.refresh_token, insecure));
  step = "refresh-after-revocation";
  const dead = await oauth.refreshTokenGrantRequest(server, client, authentication, tokens.refresh_token, { DPoP, ...insecure });

  say({
    event: "done", details, pulled, again, token_type: tokens.token_type, rotated: (renewed.refresh_token ?? tokens.refresh_token) !== tokens.refresh_token,
    subject: secondOpinion.sub, bound: secondOpinion.cnf.jkt !== undefined, after_revocation: (await dead.json()).error,
  });
} catch (fault) {
  refused(step, fault);
}
