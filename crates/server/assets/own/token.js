// A member's device draws a token, blinds it, has it signed and finishes it. The server never sees the token, and what was
// sent leads to none: for every token there is a blinding that would have led to it.
"use strict";
(() => {
  const place = document.getElementById("token");
  const by = (id) => document.getElementById(id);
  const show = (id) => { by(id).hidden = false; };
  const store = (() => {
    try {
      localStorage.setItem("zhengyou-try", "1");
      localStorage.removeItem("zhengyou-try");
      return localStorage;
    } catch { return null; }
  })();
  const { round, sheet, key, fingerprint, blinded, answer, door } = place.dataset;
  const requestName = `zhengyou-token-request:${round}`;
  const tokenName = `zhengyou-token:${round}`;
  const fromText = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const toText = (bytes) => btoa(String.fromCharCode(...bytes));
  const fromHex = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const toHex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const utf8 = (text) => new TextEncoder().encode(text);
  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

  const place16 = fromHex(round);
  const number = new Uint8Array(4);
  new DataView(number.buffer).setUint32(0, Number(sheet));

  const publicKey = () =>
    crypto.subtle.importKey("spki", fromText(key), { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);

  // Crockford's base 32, most significant bit first, the last group filled with zeros.
  const five = (bytes) => {
    const values = [];
    let waiting = 0, bits = 0;
    for (const byte of bytes) {
      waiting = (waiting << 8) | byte;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        values.push((waiting >> bits) & 31);
        waiting &= (1 << bits) - 1;
      }
    }
    if (bits > 0) values.push((waiting << (5 - bits)) & 31);
    return values;
  };
  const written = async (body) => {
    const check = five(await sha256(join(utf8("zhengyou/token-text/v1"), body))).slice(0, 4);
    return "ZYT1-" + [...five(body), ...check].map((value) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[value]).join("");
  };

  // Draws a token and blinds it; what is needed to finish is stored before anything is sent.
  const begin = async () => {
    const serial = crypto.getRandomValues(new Uint8Array(32));
    const prepared = blindRsa.prepare(join(utf8("zhengyou/token/v1"), place16, number, serial));
    const { blindedMsg, inv } = await blindRsa.blind(await publicKey(), prepared);
    const request = { key, sheet, prepared: toText(prepared), inv: toText(inv), blinded: toText(blindedMsg) };
    store.setItem(requestName, JSON.stringify(request));
    return request;
  };

  const finish = async (request) => {
    const prepared = fromText(request.prepared);
    const signature = await blindRsa.finalize(await publicKey(), prepared, fromText(answer), fromText(request.inv));
    const prefix = prepared.slice(0, 32), serial = prepared.slice(prepared.length - 32);
    return written(join(place16, number, serial, prefix, signature));
  };

  const present = (token) => {
    by("token-text").value = token;
    by("token-file").href = URL.createObjectURL(new Blob([token, "\n"], { type: "text/plain" }));
    by("token-square").innerHTML = qrCode(`${door}#`, token);
    show("token-there");
  };

  const stored = (name) => {
    try { return JSON.parse(store.getItem(name)); } catch { return null; }
  };

  const offer = (request) => {
    const form = by("token-form"), sure = by("token-sure"), button = form.querySelector("button");
    sure.addEventListener("change", () => { button.disabled = !sure.checked; });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        form.elements.blinded.value = (request ?? await begin()).blinded;
        form.submit();
      } catch { show("token-broken"); }
    });
    show("token-form");
  };

  const run = async () => {
    if (!globalThis.crypto?.subtle || !globalThis.BigInt || !globalThis.blindRsa) return show("token-crypto");
    if (!store) return show("token-storage");
    // Another key than the published one would tell who hands in.
    if (toHex(await sha256(fromText(key))) !== fingerprint) return show("token-key");
    const token = store.getItem(tokenName), request = stored(requestName);
    if (!blinded) {
      if (token) return show("token-kept-already");
      return offer(request?.key === key && request.sheet === sheet ? request : null);
    }
    if (request?.blinded === blinded) {
      if (!answer) return show("token-late");
      const made = await finish(request);
      store.setItem(tokenName, made);
      store.removeItem(requestName);
      return present(made);
    }
    return token ? present(token) : show("token-elsewhere");
  };

  by("token-print").addEventListener("click", () => print());
  by("token-forget").addEventListener("click", () => {
    store.removeItem(tokenName);
    location.reload();
  });
  run().catch(() => show("token-broken"));
})();
