// The strip above every page: urgent warnings that nobody has confirmed yet. It looks again every few seconds.

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
  strip.replaceChildren(
    ...alarms.map((alarm) =>
      el(
        "a",
        { href: `/desk/warnings/${encodeURIComponent(alarm.number)}` },
        `特急预警没有人核实：${alarm.employer ?? "单位不详"}（${howLong(alarm.raised_at)}）`,
      ),
    ),
  );
  if (alarms.some((alarm) => known && !known.has(alarm.number))) ring();
  known = new Set(alarms.map((alarm) => alarm.number));
}

look();
setInterval(look, EVERY);
