// The accounts page: adding one, giving one to a union, disabling one.

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

const assign = byId("assign");
for (const button of document.querySelectorAll("[data-assign]")) {
  button.addEventListener("click", () => {
    assign.hidden = false;
    assign.elements.id.value = button.dataset.assign;
    assign.elements.organisation.value = button.dataset.organisation;
    byId("assign-name").textContent = button.dataset.name;
    assign.elements.organisation.focus();
  });
}
assign.addEventListener("submit", (event) => {
  event.preventDefault();
  const { id, organisation } = Object.fromEntries(new FormData(assign));
  change(() => post(`/api/v1/staff/${id}/organisation`, { organisation }));
});

for (const button of document.querySelectorAll("[data-disable]")) {
  button.addEventListener("click", () => {
    if (confirm(`停用“${button.dataset.name}”？对方会马上退出登录。`)) {
      change(() => post(`/api/v1/staff/${button.dataset.disable}/disable`));
    }
  });
}
