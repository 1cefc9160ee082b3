// Looks for a receipt in the published list, in this browser alone: nothing of it is ever sent. Without script one
// compares by eye.
"use strict";
(() => {
  const check = document.getElementById("check");
  if (!check) return;
  check.hidden = false;
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const mine = document.getElementById("mine");
  const one = (id) => document.getElementById(id);
  const plain = (text) => {
    const letters = text.normalize("NFKC").toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    // A whole receipt begins with ZY1; so may a number, by chance.
    return letters.length > 100 ? letters.replace(/^ZY1/, "") : letters;
  };

  // The bits of the first 154 characters of a whole receipt: 32 bytes of the commitment, 64 of the signature.
  const bytesOf = (text) => {
    let bits = "";
    for (const letter of text.slice(0, 154)) {
      if (!alphabet.includes(letter)) return null;
      bits += alphabet.indexOf(letter).toString(2).padStart(5, "0");
    }
    const hex = (from, to) => {
      let found = "";
      for (let at = from; at < to; at += 4) found += parseInt(bits.slice(at, at + 4), 2).toString(16);
      return found;
    };
    return { key: hex(0, 256), signature: hex(256, 768) };
  };

  let proofs = null;
  const prove = async (text) => {
    const bytes = text.length === 158 && bytesOf(text);
    if (!bytes) return;
    proofs = proofs || fetch(check.dataset.proofs, { credentials: "omit" }).then((answer) => answer.text());
    const line = (await proofs).split("\n").find((line) => line.includes(`"key":"${bytes.key}"`));
    if (!line || plain(mine.value) !== text) return;
    const proof = `${line.slice(0, -1)},"signature":"${bytes.signature}"}\n`;
    one("proof").querySelector("a").href = URL.createObjectURL(new Blob([proof], { type: "application/json" }));
    one("proof").hidden = false;
  };

  mine.addEventListener("input", () => {
    for (const told of document.querySelectorAll("#found, #part, #missing, #proof")) told.hidden = true;
    for (const marked of document.querySelectorAll("#numbers mark")) marked.replaceWith(marked.textContent);
    const text = plain(mine.value);
    // A receipt number has 20 characters and a check; a whole receipt begins with the same 20.
    if (text.length < 20) return;
    const begins = text.slice(0, 20);
    const links = [...document.querySelectorAll("#parts a")];
    if (links.length > 0) {
      const link = links.filter((link) => plain(link.dataset.first).slice(0, 20) <= begins).pop() || links[0];
      const shown = one("part").querySelector("a");
      [shown.href, shown.textContent, one("part").hidden] = [link.href, link.textContent, false];
      return;
    }
    const row = [...document.querySelectorAll("#numbers li")].find((row) => plain(row.textContent).startsWith(begins));
    one(row ? "found" : "missing").hidden = false;
    if (!row) return;
    const mark = document.createElement("mark");
    mark.textContent = row.textContent;
    row.replaceChildren(mark);
    prove(text);
  });
})();
