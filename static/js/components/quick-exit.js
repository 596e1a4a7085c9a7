// Leaves at once. Without this file the links still lead out, by way of the server.
//
//   <a href="/exit/" data-quick-exit>Leave this page</a>      the way out that is always in reach
//   <a href="/exit/">Leave</a>                                any other link that leads out
//
// A press replaces this page in the history, so that Back does not lead here. Shift pressed three times
// within three seconds does the same, as on GOV.UK. Before leaving, the page is covered: the network may be slow,
// and whoever comes in should see nothing.
//
// On parents' pages (body.journey) whatever is left behind is covered. Some browsers keep a whole page in memory,
// against its no-store, to show it at once after Back. Such a page stays covered and is asked for anew: what was
// typed went with the button that was pressed, so the browser asks whether to send it again, and nothing is lost.

const PRESSES = 3;
const WITHIN = 3000;

// Hides the page and empties its fields.
function cover() {
  document.documentElement.hidden = true;
  for (const field of document.querySelectorAll("textarea, input:not([type=radio], [type=checkbox])")) field.value = "";
  for (const choice of document.querySelectorAll("input:checked")) choice.checked = false;
}

function leave(link) {
  document.title = " ";
  cover();
  window.location.replace(link.href);
}

function listen(link) {
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    // Another key between means that somebody is writing capitals, not leaving.
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = performance.now();
    presses = presses.filter((then) => now - then < WITHIN).concat(now);
    if (presses.length >= PRESSES) leave(link);
  });
}

const link = document.querySelector("[data-quick-exit]");
if (link) {
  for (const out of document.querySelectorAll(`a[href="${link.getAttribute("href")}"]`)) {
    out.addEventListener("click", (event) => {
      event.preventDefault();
      leave(out);
    });
  }
  listen(link);
  document.documentElement.classList.add("quick-exit-ready");
}

if (document.body.classList.contains("journey")) {
  window.addEventListener("pagehide", cover);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
