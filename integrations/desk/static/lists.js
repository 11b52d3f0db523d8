// The left side: who waits, my conversations, colleagues' and the bot's.

import { byId, clockTime, el, howLong } from "./dom.js";

const AUTHORS = { bot: "机器人：", staff: "工作人员：", system: "系统：" };
const EMPTY = { waiting: "没有人在等", mine: "还没有接入会话", others: "没有", recent: "没有" };

/** Draw the four lists of a board for the member of staff `me`, the conversation `open` marked. */
export function drawLists(board, me, open) {
  const mine = board.held.filter((row) => row.staff?.id === me);
  const others = board.held.filter((row) => row.staff?.id !== me);
  for (const [id, rows] of Object.entries({ waiting: board.waiting, mine, others, recent: board.recent })) {
    const lines = rows.length ? rows.map((row) => line(row, id, open)) : [el("li", { className: "none" }, EMPTY[id])];
    replaceRows(byId(id), lines);
  }
  byId("waiting-title").textContent = board.waiting.length ? `等待人工 ${board.waiting.length}` : "等待人工";
  byId("waiting-count").textContent = board.waiting.length || "";
}

/** Say anew how long people have waited. */
export function drawWaitingTimes() {
  for (const time of document.querySelectorAll("#waiting time")) time.textContent = waited(time.dateTime);
}

const waited = (since) => `等了 ${howLong(since)}`;

function replaceRows(list, lines) {
  // Whoever moves through the list by keyboard stays where they are.
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  list.replaceChildren(...lines);
  if (focused) list.querySelector(`[href="${focused}"]`)?.focus();
}

function line(row, list, open) {
  const unanswered = list === "mine" && row.last?.author === "person";
  const danger = list === "waiting" && row.priority > 0;
  const waits = list === "waiting";
  const at = waits ? row.since : row.last?.at;
  const link = el(
    "a",
    { href: `/desk/conversations/${row.id}` },
    el(
      "span",
      { className: "row-top" },
      el("strong", {}, row.title),
      list === "waiting" && row.reason_label ? el("span", { className: "chip" }, row.reason_label) : null,
      list === "others" && row.staff ? el("span", { className: "chip" }, row.staff.name) : null,
      unanswered ? el("span", { className: "chip answer" }, "待回复") : null,
      at ? el("time", { dateTime: at }, waits ? waited(at) : clockTime(at)) : null,
    ),
    el("span", { className: "row-last" }, row.last ? (AUTHORS[row.last.author] ?? "") + row.last.text : "还没有消息"),
  );
  link.dataset.id = row.id;
  if (row.id === open) link.setAttribute("aria-current", "true");
  return el("li", { className: danger ? "danger" : "" }, link);
}
