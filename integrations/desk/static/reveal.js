// 查看: shows a masked number; the server writes down who has seen it. Once seen it stays until the page is left.

import { post } from "./api.js";
import { showProblem } from "./dom.js";

const seen = new Map(); // where it was asked for → the number

/** Show again, in a piece of the page that was drawn anew, what has been looked at before. */
export function showSeen(root) {
  for (const button of root.querySelectorAll("[data-reveal]")) {
    if (seen.has(button.dataset.reveal)) show(button);
  }
}

function show(button) {
  button.previousElementSibling.textContent = seen.get(button.dataset.reveal);
  button.remove();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-reveal]");
  if (!button) return;
  button.disabled = true;
  try {
    const answer = await post(button.dataset.reveal);
    seen.set(button.dataset.reveal, answer.phone ?? answer.id_number ?? answer.name ?? answer.contacts);
    show(button);
    showProblem(null);
  } catch (error) {
    button.disabled = false;
    showProblem(error.message);
  }
});
