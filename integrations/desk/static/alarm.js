// The strip above every page: urgent warnings that nobody has confirmed yet, one line that unfolds into all of them.
// It looks again every few seconds.

import { get } from "./api.js";
import { byId, el, howLong } from "./dom.js";
import { ring } from "./sound.js";

const EVERY = 10000; // milliseconds
let known = null; // numbers shown so far; null before the first look

async function look() {
  try {
    draw((await get("/api/v1/warnings/alarms", { auto: true })).alarms);
  } catch {
    // The next look tries again; a session that has ended leads to the sign-in form by itself.
  }
}

function draw(alarms) {
  const strip = byId("alarms");
  strip.hidden = alarms.length === 0;
  if (alarms.length < 2) {
    strip.replaceChildren(...alarms.map((alarm) => line(alarm, "特急预警没有人核实：")));
  } else {
    fold(strip, alarms);
  }
  if (alarms.some((alarm) => known && !known.has(alarm.number))) ring();
  known = new Set(alarms.map((alarm) => alarm.number));
}

function line(alarm, lead = "") {
  const text = `${lead}${alarm.employer ?? "单位不详"}（${howLong(alarm.raised_at)}）`;
  return el("a", { href: `/desk/warnings/${encodeURIComponent(alarm.number)}` }, text);
}

// The fold itself stays the same element, so that a look does not close what somebody has opened, nor take the focus.
function fold(strip, alarms) {
  let details = strip.querySelector("details");
  if (!details) {
    details = el("details", {}, el("summary"), el("div"));
    strip.replaceChildren(details);
  }
  const title = `${alarms.length} 条特急预警没有人核实`;
  const summary = details.querySelector("summary");
  // Said aloud again only when it is another number: the strip is an alert.
  if (summary.textContent !== title) summary.textContent = title;
  const held = details.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  details.querySelector("div").replaceChildren(...alarms.map((alarm) => line(alarm)));
  if (held) details.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus();
}

look();
setInterval(look, EVERY);
