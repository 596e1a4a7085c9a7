// Reading and typing keep the vault open: now and then, while somebody does either, the server is told.
// Without this file the vault locks itself 30 minutes after the last page, and the form keeps what was typed.
//
// <script type="module" src="…/awake.js" data-awake-url="/admin/vault/awake/"></script>

const EVERY = 5 * 60 * 1000;
const url = document.querySelector("script[data-awake-url]")?.dataset.awakeUrl;
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
let told = Date.now();

function tell() {
  if (Date.now() - told < EVERY) return;
  told = Date.now();
  fetch(url, { method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin" }).catch(() => {});
}

if (url && token) {
  for (const sign of ["input", "scroll", "keydown", "pointermove"]) {
    document.addEventListener(sign, tell, { passive: true, capture: true });
  }
}
