// Keeps the progress of a build up to date without a press of the key; the link beside it does the same by hand.
const EVERY = 2000;
const place = document.querySelector("[data-progress]");

async function look() {
  if (!place.querySelector("[data-at-work]")) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-progress]");
    if (!now) return;
    if (!now.querySelector("[data-at-work]")) {
      // It has ended: the lists below have changed as well.
      location.reload();
      return;
    }
    const bar = place.querySelector("progress");
    const newer = now.querySelector("progress");
    bar.max = newer.max;
    bar.value = newer.value;
    const words = now.querySelector("[role=status]").textContent;
    const shown = place.querySelector("[role=status]");
    if (shown.textContent !== words) shown.replaceChildren(...now.querySelector("[role=status]").childNodes);
  } catch {
    // The network was away for a moment; the next look may find it.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
