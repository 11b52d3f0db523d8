// The accounts page: adding one, disabling one.

import { post } from "./api.js";
import { byId, showProblem } from "./dom.js";

async function change(work) {
  try {
    await work();
    location.reload();
  } catch (error) {
    showProblem(error.message);
  }
}

byId("add").addEventListener("submit", (event) => {
  event.preventDefault();
  change(() => post("/api/v1/staff", Object.fromEntries(new FormData(event.target))));
});

for (const button of document.querySelectorAll("[data-disable]")) {
  button.addEventListener("click", () => {
    if (confirm(`停用“${button.dataset.name}”？对方会马上退出登录。`)) {
      change(() => post(`/api/v1/staff/${button.dataset.disable}/disable`));
    }
  });
}
