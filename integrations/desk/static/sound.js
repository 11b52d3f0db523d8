// A short tone when somebody begins to wait; off until it is switched on, remembered in this browser.

import { byId } from "./dom.js";

const KEY = "desk-sound";
let context = null;

/** Connect the switch in the bar. */
export function setUpSound() {
  const button = byId("sound");
  const show = () => {
    const on = localStorage.getItem(KEY) === "on";
    button.textContent = on ? "提示音：开" : "提示音：关";
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, localStorage.getItem(KEY) === "on" ? "off" : "on");
    show();
    ring();
  });
  show();
}

/** Sound the tone, if it is switched on. */
export function ring() {
  if (localStorage.getItem(KEY) !== "on") return;
  context ??= new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = 660;
  volume.gain.setValueAtTime(0.15, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.5);
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.5);
}
