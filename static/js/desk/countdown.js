// Counts the seconds to the opening. Without it, the time that was left when the page was made stands there.
//
// <strong data-countdown="2027-03-18T07:00:00+00:00" data-says="In %s." data-over="It is open now.">In 116 days, 8 hours, 3 minutes.</strong>

const place = document.querySelector("[data-countdown]");

function shown(left, unit) {
  return new Intl.NumberFormat(document.documentElement.lang || "en-GB", {
    style: "unit",
    unit,
    unitDisplay: "long",
  }).format(left);
}

function tick() {
  const left = Math.ceil((Date.parse(place.dataset.countdown) - Date.now()) / 1000);
  if (left <= 0) {
    place.textContent = place.dataset.over;
    return;
  }
  const parts = [
    [Math.floor(left / 86400), "day"],
    [Math.floor(left / 3600) % 24, "hour"],
    [Math.floor(left / 60) % 60, "minute"],
    [left % 60, "second"],
  ];
  place.textContent = place.dataset.says.replace("%s", parts.map(([number, unit]) => shown(number, unit)).join(", "));
  setTimeout(tick, 1000);
}

if (place) tick();
