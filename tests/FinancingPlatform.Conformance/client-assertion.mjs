// A bank's client on oauth4webapi asks for a token by private_key_jwt, each time wrong in one place; every answer is a verdict. The same
// script against any issuer.
import { constants, createHmac, sign as signBytes } from "node:crypto";
import * as oauth from "oauth4webapi";
import { importKey, read, say, verdictOf } from "./lines.mjs";

const task = await read();
const insecure = { [oauth.allowInsecureRequests]: true };
const issuer = new URL(task.issuer);
const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure }));
const client = { client_id: task.client_id };
const ec = { key: task.private_jwk, format: "jwk", dsaEncoding: "ieee-p1363" };
const rsa = { key: task.rsa_jwk, format: "jwk" };
const strange = (await oauth.generateKeyPair("ES256", { extractable: true })).privateKey;
const stranger = { key: await crypto.subtle.exportKey("jwk", strange), format: "jwk", dsaEncoding: "ieee-p1363" };
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
const now = () => Math.floor(Date.now() / 1000);

const encode = (part) => Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
const decode = (part) => JSON.parse(Buffer.from(part, "base64url").toString());
const es256 = (key) => (input) => signBytes("sha256", input, key);
const compact = (header, payload, sign) => {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${Buffer.from(sign(Buffer.from(input))).toString("base64url")}`;
};
// What the library would not write: its own assertion is taken apart and put together again.
const remade = (change) => ({
  text: (assertion) => {
    const [header, payload, signature] = assertion.split(".");
    return change({ header: decode(header), payload: decode(payload), signature, raw: { header, payload } });
  },
});
const resigned = (change, sign = es256(ec)) => remade(({ header, payload }) => (change(header, payload), compact(header, payload, sign)));
const claims = (change) => ({ claims: (header, payload) => change(payload, header) });
const form = (change) => ({ form: change });

const cases = {
  good: {},
  "good-ps256": resigned((header) => Object.assign(header, { alg: "PS256", kid: task.rsa_jwk.kid }), (input) => signBytes("sha256", input, { ...rsa, ...pss })),
  "nbf-8s-ahead": claims((p) => (p.nbf = now() + 8)),
  "iat-8s-ahead": claims((p) => (p.iat = now() + 8)),
  "unknown-claim": claims((p) => (p.department = "credit")),
  "client-id-left-out": form((body) => body.delete("client_id")),

  "aud-token-endpoint": claims((p) => (p.aud = server.token_endpoint)),
  "aud-push-endpoint": claims((p) => (p.aud = server.pushed_authorization_request_endpoint)),
  "aud-array": claims((p) => (p.aud = [server.issuer])),
  "aud-array-of-two": claims((p) => (p.aud = [server.issuer, "https://other.example"])),
  "aud-missing": claims((p) => delete p.aud),
  "aud-empty": claims((p) => (p.aud = "")),
  "aud-other-issuer": claims((p) => (p.aud = "https://other.example")),
  "aud-with-slash": claims((p) => (p.aud = `${server.issuer}/`)),
  "aud-number": claims((p) => (p.aud = 7)),

  "iss-missing": claims((p) => delete p.iss),
  "iss-of-another": claims((p) => (p.iss = task.other_client_id)),
  "sub-missing": claims((p) => delete p.sub),
  "sub-of-another": claims((p) => (p.sub = task.other_client_id)),
  "iss-and-sub-of-another": { ...claims((p) => (p.iss = p.sub = task.other_client_id)), ...form((body) => body.delete("client_id")) },
  "iss-and-sub-unknown": { ...claims((p) => (p.iss = p.sub = "nobody")), ...form((body) => body.delete("client_id")) },
  "client-id-of-another": form((body) => body.set("client_id", task.other_client_id)),

  "exp-missing": claims((p) => delete p.exp),
  "exp-5min-past": claims((p) => (p.exp = now() - 300)),
  "exp-text": claims((p) => (p.exp = `${now() + 60}`)),
  "exp-1h-ahead": claims((p) => (p.exp = now() + 3600)),
  "nbf-61s-ahead": claims((p) => (p.nbf = now() + 61)),
  "nbf-text": claims((p) => (p.nbf = `${now()}`)),
  "iat-61s-ahead": claims((p) => (p.iat = now() + 61)),
  "iat-text": claims((p) => (p.iat = `${now()}`)),
  "jti-missing": claims((p) => delete p.jti),
  "jti-number": claims((p) => (p.jti = 7)),
  "jti-used": claims((p) => (p.jti = task.used_jti)),

  "alg-none": remade(({ header, raw }) => `${encode({ ...header, alg: "none" })}.${raw.payload}.`),
  "alg-none-with-signature": remade(({ header, signature, raw }) => `${encode({ ...header, alg: "none" })}.${raw.payload}.${signature}`),
  "alg-hs256-with-the-public-key": resigned(
    (header) => (header.alg = "HS256"), (input) => createHmac("sha256", JSON.stringify({ ...task.private_jwk, d: undefined })).update(input).digest()),
  "alg-rs256": resigned((header) => Object.assign(header, { alg: "RS256", kid: task.rsa_jwk.kid }), (input) => signBytes("sha256", input, rsa)),
  "alg-missing": resigned((header) => delete header.alg),
  "alg-of-another-kind-of-key": resigned((header) => (header.kid = task.rsa_jwk.kid)),
  "kid-unknown": resigned((header) => (header.kid = "unknown")),
  "kid-of-the-other-key": resigned((header) => (header.alg = "PS256"), (input) => signBytes("sha256", input, { ...rsa, ...pss })),
  "key-of-a-stranger": resigned(() => {}, es256(stranger)),
  "key-brought-along": resigned((header) => (header.jwk = { ...stranger.key, d: undefined, key_ops: undefined }), es256(stranger)),
  "claims-changed-after-signing": remade(({ payload, signature, raw }) => `${raw.header}.${encode({ ...payload, exp: now() + 120 })}.${signature}`),
  "signature-empty": remade(({ raw }) => `${raw.header}.${raw.payload}.`),
  "signature-in-der": resigned(() => {}, (input) => signBytes("sha256", input, { ...ec, dsaEncoding: "der" })),
  "crit-not-understood": resigned((header) => Object.assign(header, { crit: ["must-know"], "must-know": true })),
  "claim-twice": remade(({ header, payload }) => compact(header, JSON.stringify(payload).replace("{", '{"jti":"first",'), es256(ec))),
  "not-a-jwt": { text: () => "not-a-jwt" },
  "jwe-shaped": { text: (assertion) => `${assertion}.x.y` },

  "assertion-missing": form((body) => body.delete("client_assertion")),
  "assertion-twice": form((body) => body.append("client_assertion", body.get("client_assertion"))),
  "type-missing": form((body) => body.delete("client_assertion_type")),
  "type-saml": form((body) => body.set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer")),
  "type-twice": form((body) => body.append("client_assertion_type", body.get("client_assertion_type"))),
  "secret-beside": form((body) => body.set("client_secret", "x")),
  "basic-beside": form((body, headers) => headers.set("authorization", `Basic ${Buffer.from(`${task.client_id}:x`).toString("base64")}`)),
  "secret-alone": form((body) => (body.delete("client_assertion"), body.delete("client_assertion_type"), body.set("client_id", task.client_id), body.set("client_secret", "x"))),
  "name-alone": form((body) => (body.delete("client_assertion"), body.delete("client_assertion_type"), body.set("client_id", task.client_id))),
};

const key = { key: await importKey(task.private_jwk), kid: task.private_jwk.kid };
const DPoP = oauth.DPoP(client, await oauth.generateKeyPair("ES256"));

const ask = async ({ claims: spoilClaims, text, form: spoilForm }) => {
  const signed = oauth.PrivateKeyJwt(key, spoilClaims ? { [oauth.modifyAssertion]: spoilClaims } : undefined);
  const authentication = async (as, of, body, headers) => {
    await signed(as, of, body, headers);
    if (text) body.set("client_assertion", text(body.get("client_assertion")));
    spoilForm?.(body, headers);
  };
  const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, new URLSearchParams({ scope: "bank-api" }), { DPoP, ...insecure });
  return verdictOf(() => oauth.processClientCredentialsResponse(server, client, response));
};

const verdicts = {};
await ask(claims((p) => (task.used_jti = p.jti)));
for (const [name, spoil] of Object.entries(cases)) verdicts[name] = await ask(spoil);
say({ event: "done", verdicts, afterwards: await ask({}) });
