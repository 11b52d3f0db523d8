// 查看: shows a masked number once; the server writes down who has seen it.

import { post } from "./api.js";
import { showProblem } from "./dom.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-reveal]");
  if (!button) return;
  button.disabled = true;
  try {
    const { phone } = await post(button.dataset.reveal);
    button.previousElementSibling.textContent = phone;
    button.remove();
    showProblem(null);
  } catch (error) {
    button.disabled = false;
    showProblem(error.message);
  }
});
