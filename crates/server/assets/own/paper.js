// Keying paper with the number keys alone: a sign goes on to the next field. Everything works without it.
"use strict";
(() => {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  const signs = [...sheet.querySelectorAll("input[data-sign]")];
  const go = (place) => { if (signs[place]) { signs[place].focus(); signs[place].select(); } };
  signs.forEach((sign, place) => {
    sign.addEventListener("input", () => { if (sign.value) go(place + 1); });
    sign.addEventListener("keydown", (pressed) => {
      if (pressed.key === "Backspace" && !sign.value) { pressed.preventDefault(); go(place - 1); }
    });
  });
  go(Math.max(signs.findIndex((sign) => !sign.value), 0));
})();
