// What makes a judge's page more comfortable; everything works without it.
"use strict";
(() => {
  const store = (() => { try { return window.sessionStorage; } catch { return null; } })();
  const key = "zhengyou-draft";

  // The QR of a slip brings the code behind the #, which no server ever sees: move it into the form.
  const door = document.getElementById("door");
  const brought = location.hash.slice(1);
  if (door && store) store.removeItem(key);
  if (door && brought) {
    document.getElementById("code").value = brought;
    history.replaceState(null, "", location.pathname);
    if (!document.getElementById("problem")) door.submit();
  }

  // A blind token is brought as a file, or was kept in this browser when it was taken.
  const kept = (() => {
    try { return Object.keys(localStorage).filter((name) => name.startsWith("zhengyou-token:")); } catch { return []; }
  })();
  const bring = (token) => {
    document.getElementById("code").value = token.trim();
    door.submit();
  };
  const file = document.getElementById("token-file");
  if (file) {
    document.getElementById("token-brought").hidden = false;
    const wrong = document.getElementById("token-file-wrong");
    file.addEventListener("change", async () => {
      const chosen = file.files[0];
      wrong.hidden = true;
      if (!chosen) return;
      // A token is 758 characters: a photograph is not read, and what cannot be read holds none.
      const token = chosen.size < 10000 ? await chosen.text().catch(() => "") : "";
      if (/ZYT/i.test(token)) bring(token);
      else wrong.hidden = false;
    });
    const button = document.getElementById("token-kept");
    button.hidden = kept.length === 0;
    button.addEventListener("click", () => {
      // With several rounds, the one pressed again is the next.
      const next = (Number(store?.getItem("zhengyou-token-place") ?? -1) + 1) % kept.length;
      store?.setItem("zhengyou-token-place", next);
      store?.setItem("zhengyou-token-used", kept[next]);
      bring(localStorage.getItem(kept[next]));
    });
  }

  // So does the link of a tablet with its key. Pressing twice would take two codes.
  const tablet = document.getElementById("tablet");
  if (tablet && brought) {
    document.getElementById("key").value = brought;
    history.replaceState(null, "", location.pathname);
    if (!document.getElementById("problem")) tablet.submit();
  }
  const next = document.getElementById("next");
  if (next) next.addEventListener("submit", () => { next.querySelector("button").disabled = true; });

  // What was chosen stays in this window of this telephone until it is handed in.
  const sheet = document.getElementById("sheet");
  if (sheet && store && !sheet.dataset.shared) {
    const name = (sheet.dataset.draft || "") + "";
    const kept = name && store.getItem(key);
    if (kept) {
      for (const [field, value] of new URLSearchParams(kept)) {
        const found = sheet.elements.namedItem(field);
        if (found && /^[go]\d/.test(field)) found.value = value;
      }
    }
    sheet.addEventListener("change", () => store.setItem(key, new URLSearchParams(new FormData(sheet)).toString()));
  }
  if (document.getElementById("received") && store) {
    store.removeItem(key);
    const used = store.getItem("zhengyou-token-used");
    if (used) {
      store.removeItem("zhengyou-token-used");
      try { localStorage.removeItem(used); } catch { /* nothing was kept */ }
    }
  }
  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  // No answer from the network: the same ballot is sent again with the same button.
  const handIn = document.getElementById("hand-in");
  if (handIn && window.fetch) {
    handIn.addEventListener("click", async (event) => {
      event.preventDefault();
      const lost = document.getElementById("lost");
      handIn.disabled = true;
      lost.hidden = true;
      try {
        const answer = await fetch(handIn.formAction, { method: "POST", body: new URLSearchParams(new FormData(sheet)), credentials: "same-origin" });
        const page = await answer.text();
        document.open();
        document.write(page);
        document.close();
      } catch {
        handIn.disabled = false;
        lost.hidden = false;
        lost.scrollIntoView();
      }
    });
  }
})();
