// "Show me" selects the next mention of a finding in the working copy. Without this file the buttons stay hidden,
// and the words around the first mention stand beside each finding anyway.
//
// <button type="button" data-desk-mention="Kayleigh" hidden>Show me</button>  with  <textarea name="text">

const copy = document.querySelector("[data-desk-prepare] textarea[name=text]");

function showNext(words) {
  const text = copy.value.toLowerCase();
  const wanted = words.toLowerCase();
  let at = text.indexOf(wanted, copy.selectionEnd);
  if (at < 0) at = text.indexOf(wanted);
  if (at < 0) return;
  copy.focus();
  copy.setSelectionRange(at, at + words.length);
  const line = parseFloat(getComputedStyle(copy).lineHeight) || 24;
  const before = text.slice(0, at).split("\n").length;
  copy.scrollTop = Math.max(0, before * line - copy.clientHeight / 2);
  copy.scrollIntoView({ block: "center" });
}

if (copy) {
  for (const button of document.querySelectorAll("[data-desk-mention]")) {
    button.hidden = false;
    button.addEventListener("click", () => showNext(button.dataset.deskMention));
  }
}
