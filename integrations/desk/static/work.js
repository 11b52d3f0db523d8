// The work screen: joins the lists, the transcript, the composer and the stream of live updates.

import { get, getHtml, post, signIn } from "./api.js";
import { byId, howLong, showProblem } from "./dom.js";
import { drawLists, drawWaitingTimes } from "./lists.js";
import { showSeen } from "./reveal.js";
import { ring, setUpSound } from "./sound.js";
import { Transcript } from "./transcript.js";

const main = byId("main");
const me = Number(main.dataset.me);
const TITLE = document.title;
const state = { open: null, line: null, board: null, transcript: null, stream: null, waiting: null, side: "" };
const drafts = new Map(); // conversation → text that is not sent yet; in this page only

// ---- panes on a narrow screen

function showPane(name) {
  main.dataset.pane = name;
  for (const tab of document.querySelectorAll("[data-tab]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.tab === name));
  }
}

for (const tab of document.querySelectorAll("[data-tab]")) {
  tab.addEventListener("click", () => showPane(tab.dataset.tab));
}

// ---- live updates

function listen() {
  state.stream?.close();
  const stream = new EventSource(state.open ? `/desk/events?conversation=${state.open}` : "/desk/events");
  state.stream = stream;
  stream.addEventListener("board", (event) => drawBoard(JSON.parse(event.data)));
  stream.addEventListener("conversation", (event) => {
    if (JSON.parse(event.data).id === state.open) refresh({ auto: true });
  });
  stream.addEventListener("signed_out", signIn);
  stream.addEventListener("error", () => {
    byId("office").textContent = "正在重新连接…";
    byId("office").className = "office away";
    // The browser reconnects by itself, except after a refusal.
    if (stream.readyState === EventSource.CLOSED) setTimeout(reconnect, 3000, stream);
  });
}

async function reconnect(stream) {
  if (state.stream !== stream) return;
  try {
    await get("/api/v1/staff/me", { auto: true });
    listen();
  } catch {
    setTimeout(reconnect, 5000, stream);
  }
}

function drawBoard(board) {
  state.board = board;
  drawLists(board, me, state.open);
  byId("office").textContent = board.open ? "人工服务时间内" : "现在是非服务时间";
  byId("office").className = "office";
  const count = board.waiting.length;
  document.title = count ? `(${count}) ${TITLE}` : TITLE;
  const ids = new Set(board.waiting.map((row) => row.id));
  const fresh = board.waiting.filter((row) => state.waiting && !state.waiting.has(row.id));
  state.waiting = ids;
  if (fresh.length) {
    byId("announce").textContent = `新的等待：${fresh.map((row) => `${row.title}，${row.reason_label}`).join("；")}`;
    ring();
  }
}

setInterval(drawWaitingTimes, 20000);

// ---- one conversation

async function open(id, { push = true } = {}) {
  if (state.open) drafts.set(state.open, byId("text").value);
  state.open = id;
  state.line = null;
  state.side = "";
  state.transcript = new Transcript(id);
  byId("text").value = drafts.get(id) ?? "";
  showProblem(null);
  byId("nothing").hidden = true;
  byId("open").hidden = false;
  showPane("talk");
  if (push) history.pushState({}, "", `/desk/conversations/${id}`);
  if (state.board) drawLists(state.board, me, id);
  drawLine(null);
  listen(); // its first event brings the messages
  await refresh();
  byId("title").focus({ preventScroll: true });
}

/** Fetch what the screen shows of the open conversation; a call that was overtaken draws nothing. */
async function refresh({ auto = false } = {}) {
  const { open: id, transcript } = state;
  try {
    const [line, page, side] = await Promise.all([
      get(`/api/v1/conversations/${id}`, { auto }),
      get(`/api/v1/conversations/${id}/messages`, { auto }),
      getHtml(`/desk/conversations/${id}/side`, { auto }),
    ]);
    if (state.transcript !== transcript) return;
    drawLine(line);
    if (transcript.shown.size === 0) byId("earlier").hidden = !page.earlier;
    transcript.draw(page.messages);
    drawSide(side);
  } catch (error) {
    if (state.transcript === transcript) showProblem(error.message);
  }
}

function drawSide(html) {
  if (html === state.side) return;
  state.side = html;
  const parsed = new DOMParser().parseFromString(html, "text/html");
  byId("side").replaceChildren(...parsed.body.childNodes);
  showSeen(byId("side"));
}

function drawLine(line) {
  state.line = line;
  byId("title").textContent = line ? line.title : "…";
  byId("state").textContent = line ? whoHolds(line) : "";
  byId("state").className = `state ${line && line.priority > 0 && line.holder === "queue" ? "danger" : ""}`;
  byId("take").hidden = !line?.may.take;
  byId("hand-back").hidden = !line?.may.hand_back;
  const text = byId("text");
  text.disabled = !line?.may.write;
  byId("composer").classList.toggle("off", text.disabled);
  text.placeholder = line?.may.write ? "写给来访者…" : line ? "接入后才能回复" : "";
  count();
}

function whoHolds(line) {
  if (line.holder === "queue") return `等待人工 · ${line.reason_label ?? ""} · 等了 ${howLong(line.since)}`;
  if (line.holder === "bot") return "机器人接待中";
  return line.staff?.id === me ? "我在接待，机器人不说话" : `${line.staff?.name} 接待中`;
}

async function act(button, work) {
  button.disabled = true;
  showProblem(null);
  try {
    await work();
  } catch (error) {
    showProblem(error.message);
  }
  button.disabled = false;
}

byId("take").addEventListener("click", (event) =>
  act(event.currentTarget, async () => {
    try {
      await post(`/api/v1/conversations/${state.open}/take`);
    } finally {
      await refresh();
    }
    byId("text").focus();
  }),
);

byId("hand-back").addEventListener("click", (event) =>
  act(event.currentTarget, async () => {
    const mine = state.line.may.write;
    if (!mine && !confirm(`${state.line.staff.name} 正在接待，确定替对方交还机器人？`)) return;
    await post(`/api/v1/conversations/${state.open}/hand-back`);
    await refresh();
  }),
);

byId("earlier").addEventListener("click", (event) =>
  act(event.currentTarget, async () => {
    const { transcript } = state;
    const page = await get(`/api/v1/conversations/${state.open}/messages?before=${transcript.firstId}`);
    if (state.transcript !== transcript) return;
    transcript.draw(page.messages, { older: true });
    byId("earlier").hidden = !page.earlier;
  }),
);

byId("new-below").addEventListener("click", () => state.transcript.toBottom());
byId("scroll").addEventListener("scroll", () => state.transcript?.scrolled());

// ---- the composer

function count() {
  const text = byId("text");
  const counter = byId("counter");
  counter.textContent = `${text.value.length}/${text.maxLength}`;
  counter.classList.toggle("full", text.value.length >= text.maxLength);
  byId("send").disabled = text.disabled || !text.value.trim();
}

byId("text").addEventListener("input", count);
byId("text").addEventListener("keydown", (event) => {
  // While a Chinese input method is composing, Enter belongs to it.
  if (event.key !== "Enter" || event.isComposing || event.shiftKey) return;
  event.preventDefault();
  byId("composer").requestSubmit();
});

byId("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const box = byId("text");
  const { open: id, transcript } = state;
  const text = box.value.trim();
  if (!text || box.disabled) return;
  byId("send").disabled = true;
  box.readOnly = true;
  showProblem(null);
  try {
    const said = await post(`/api/v1/conversations/${id}/messages`, { text });
    if (state.transcript === transcript) {
      box.value = "";
      transcript.draw([said]);
      transcript.toBottom();
    } else {
      drafts.delete(id);
    }
  } catch (error) {
    showProblem(error.message);
    await refresh();
  }
  box.readOnly = false;
  count();
  box.focus();
});

// ---- start

main.addEventListener("click", (event) => {
  const link = event.target.closest(".rows a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  open(Number(link.dataset.id));
});

window.addEventListener("popstate", () => {
  const match = location.pathname.match(/\/conversations\/(\d+)$/);
  if (match) open(Number(match[1]), { push: false });
  else location.assign("/desk/");
});

setUpSound();
showPane("list");
if (main.dataset.open) open(Number(main.dataset.open), { push: false });
else listen();
