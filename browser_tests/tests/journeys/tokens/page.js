// What a page does with the bundle, step by step as the test asks. Bytes come and go as base 64.
"use strict";
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const textOf = (bytes) => btoa(String.fromCharCode(...bytes));
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const kind = { name: "RSA-PSS", hash: "SHA-384" };
const keyOf = (spki) => crypto.subtle.importKey("spki", bytesOf(spki), kind, true, ["verify"]);
let kept = null;

const steps = {
  // Draws a token of the round and sheet that `named` spells, and blinds it.
  async begin(spki, named) {
    const key = await keyOf(spki);
    const serial = crypto.getRandomValues(new Uint8Array(32));
    const message = join(new TextEncoder().encode("zhengyou/token/v1"), bytesOf(named), serial);
    const prepared = blindRsa.prepare(message);
    const { blindedMsg, inv } = await blindRsa.blind(key, prepared);
    kept = { key, prepared, inv };
    return { serial: textOf(serial), prefix: textOf(prepared.slice(0, 32)), blinded: textOf(blindedMsg) };
  },

  // The signature, of what was begun.
  async finish(answer) {
    return textOf(await blindRsa.finalize(kept.key, kept.prepared, bytesOf(answer), kept.inv));
  },

  async verify(spki, prepared, signature) {
    return blindRsa.verify(await keyOf(spki), bytesOf(signature), bytesOf(prepared));
  },

  // Every step of the RFC's figures with the chance they were made with.
  async rfc(vector) {
    const hex = (text) => Uint8Array.from(text.replace(/^0x/, "").match(/../g) ?? [], (byte) => parseInt(byte, 16));
    const spell = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const forUrl = (text) => textOf(hex(text)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    const jwk = { kty: "RSA", alg: "PS384", ext: true, n: forUrl(vector.n), e: forUrl(vector.e) };
    const key = await crypto.subtle.importKey("jwk", jwk, kind, true, ["verify"]);
    const factor = inverse(BigInt(vector.inv), BigInt(vector.n)).toString(16).padStart(1024, "0");
    const draws = [vector.msg_prefix, vector.salt, factor].map(hex);
    const real = crypto.getRandomValues;
    crypto.getRandomValues = (place) => {
      place.set(draws.shift());
      return place;
    };
    try {
      const prepared = blindRsa.prepare(hex(vector.msg));
      const { blindedMsg, inv } = await blindRsa.blind(key, prepared);
      const signature = await blindRsa.finalize(key, prepared, hex(vector.blind_sig), inv);
      return { input_msg: spell(prepared), blinded_msg: spell(blindedMsg), sig: spell(signature), inv: `0x${spell(inv)}` };
    } finally {
      crypto.getRandomValues = real;
    }
  },
};

// Euclid's algorithm, for the blinding factor whose inverse the RFC gives.
const inverse = (number, modulus) => {
  let [left, right, one, other] = [number, modulus, 1n, 0n];
  while (right !== 0n) {
    const quotient = left / right;
    [left, right] = [right, left - quotient * right];
    [one, other] = [other, one - quotient * other];
  }
  return ((one % modulus) + modulus) % modulus;
};

// Whatever the policy refused is told with the next answer. What the tools of developers ask for may evaluate whatever it
// likes, so a step is a task of the page itself.
const refused = [];
document.addEventListener("securitypolicyviolation", (event) => refused.push(event.violatedDirective));
const run = async (name, values, tell) => {
  const outcome = { done: null, failed: null, refused };
  try {
    outcome.done = await steps[name](...values);
  } catch (error) {
    outcome.failed = String(error);
  }
  tell(outcome);
};
globalThis.step = (name, values, tell) => setTimeout(run, 0, name, values, tell);
