// One line of JSON in, one out: how a test and a stranger's program talk.
import { createInterface } from "node:readline";

const reader = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

export const read = async () => {
  const { value, done } = await reader.next();
  if (done) process.exit(0);
  return JSON.parse(value);
};

export const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

// Every refusal in one shape, whichever library met it.
export const refused = (step, fault) =>
  say({
    event: "refused",
    step,
    error: fault.error ?? fault.cause?.error ?? challenge(fault) ?? fault.code ?? fault.name,
    description: fault.error_description ?? fault.message,
    status: fault.status ?? fault.response?.status ?? null,
  });

const challenge = (fault) => (Array.isArray(fault.cause) ? fault.cause[0]?.parameters?.error : undefined);

// An issuer's answer in short: granted, or the error that it gave.
export const verdictOf = async (answer) => {
  try {
    await answer();
    return { granted: true };
  } catch (fault) {
    if (!(fault.error ?? challenge(fault))) throw fault;
    return { granted: false, error: fault.error ?? challenge(fault), description: fault.error_description ?? null, status: fault.status ?? null };
  }
};

export const importKey = (jwk) => crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
