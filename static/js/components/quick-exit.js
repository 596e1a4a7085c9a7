// Leaves at once. Without this file the link still leads out, by way of the server.
//
//   <a href="/exit/" data-quick-exit>Leave this page</a>
//
// A press replaces this page in the history, so that Back does not lead here. Shift pressed three times
// within three seconds does the same, as on GOV.UK. Before leaving, the page is hidden and its fields are emptied:
// the network may be slow, and whoever comes in should see nothing.

const PRESSES = 3;
const WITHIN = 3000;

function leave(link) {
  document.title = " ";
  document.documentElement.hidden = true;
  for (const form of document.forms) form.reset();
  for (const field of document.querySelectorAll("textarea, input:not([type=radio]):not([type=checkbox])")) field.value = "";
  window.location.replace(link.href);
}

function listen(link) {
  let presses = [];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link);
  });
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
  listen(link);
  document.documentElement.classList.add("quick-exit-ready");
}
