/* The simulator's page. It keeps no truth of its own: everything comes from the control API and its event stream
   (see control.py). Text from messages only ever goes into text nodes. */
"use strict";

const $ = (id) => document.getElementById(id);
const COLOURS = ["#3d7eaa", "#b5651d", "#5b8c5a", "#8e5ea2", "#c0566b", "#4a6fa5", "#7a6f3e", "#2a8c82"];
const QUIET_MINUTES = 5; // A gap after which the chat shows the time again, as WeChat does.
const PLACES = [
  ["浦东新区张江高科技园区", 31.2034, 121.5906],
  ["黄浦区人民广场", 31.2304, 121.4737],
  ["闵行区莘庄工业区", 31.0662, 121.3961],
  ["松江区九亭镇", 31.1352, 121.3248],
  ["嘉定区安亭镇", 31.2961, 121.1632],
  ["奉贤区南桥镇", 30.9179, 121.4741],
];
const FAULTS = [
  ["api_delay_ms", "接口每次都慢（毫秒）"],
  ["api_unreachable", "接口连不上"],
  ["duplicates", "下一次推送同时多到几遍"],
  ["hold_pushes", "扣住接下来几次推送（乱序）"],
  ["cut_deliveries", "接下来几次推送提前断开"],
  ["lose_replies", "接下来几次回复到不了手机"],
  ["forge_signatures", "接下来几次推送签名是假的"],
  ["taps_without_msg_id", "点选项时不带 MsgId"],
];
const VIA = { passive: "被动回复", custom: "客服消息", system: "微信" };
const PUSH_STATUS = { held: "扣住了", pending: "推送中", answered: "收到，没有回复", replied: "已回复", lost: "回复丢了", fault: "服务出故障" };

const people = new Map(); // openid → {info, messages, unread}
let current = null; // openid
let account = { name: "", webhook_url: "" };
let menu = [];
let faults = {};
let usesMenuBar = true;
let typingTimer = 0;
let log = [];
const logged = new Map(); // push id → how many of its deliveries are in the log

/* Small tools ---------------------------------------------------------------------------------------------- */

function el(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  svg.setAttribute("aria-hidden", "true");
  return svg;
}

function avatar(name, isAccount = false) {
  const node = el("div", isAccount ? "avatar account" : "avatar", isAccount ? "工" : [...name][0]);
  if (!isAccount) {
    const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0), 0);
    node.style.backgroundColor = COLOURS[sum % COLOURS.length];
  }
  node.setAttribute("aria-hidden", "true");
  return node;
}

async function call(method, path, body) {
  const options = { method };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) options.body = JSON.stringify(body);
  const response = await fetch(`/api${path}`, options);
  const data = await response.json();
  if (!response.ok) throw new Error(data.error || response.statusText);
  return data;
}

/* Runs what a button does; a refusal is shown, not lost in the console. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(`没有成功：${error.message}`);
    return null;
  }
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 3500);
}

const gesture = (name, body = {}) => attempt(() => call("POST", `/people/${current}/${name}`, body));
const clockTime = (date) => date.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

function dayAndTime(date) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86400000);
  if (days === 0) return clockTime(date);
  if (days === 1) return `昨天 ${clockTime(date)}`;
  return `${date.getMonth() + 1}月${date.getDate()}日 ${clockTime(date)}`;
}

/* People --------------------------------------------------------------------------------------------------- */

function showPeople() {
  $("people").replaceChildren(...[...people.values()].map(({ info, messages, unread }) => {
    const item = el("li");
    const button = el("button");
    button.type = "button";
    button.setAttribute("aria-current", String(info.openid === current));
    const picture = avatar(info.nickname);
    if (unread) picture.append(el("span", "badge", String(unread)));
    const who = el("div", "who");
    const last = messages.filter((message) => message.kind !== "notice").at(-1);
    who.append(el("b", "", info.nickname), el("small", "", last ? preview(last) : info.following ? "已关注" : "还没有关注"));
    button.append(picture, who);
    button.addEventListener("click", () => { select(info.openid); closePane("people"); });
    item.append(button);
    return item;
  }));
  const elsewhere = [...people.values()].reduce((total, person) => total + person.unread, 0);
  $("unread").textContent = elsewhere;
  $("unread").hidden = !elsewhere;
}

function preview(message) {
  const names = { image: "[图片]", voice: "[语音]", location: "[位置]" };
  return names[message.kind] || message.text;
}

async function select(openid) {
  current = openid;
  history.replaceState(null, "", `#${openid}`);
  const person = people.get(openid);
  person.unread = 0;
  const { messages, last } = await call("GET", `/people/${openid}/messages`);
  // What came in while the answer was on its way is newer than the answer.
  person.messages = [...messages, ...person.messages.filter((message) => message.seq > last)];
  if (current !== openid) return; // Someone else was chosen meanwhile.
  stopTyping();
  showPeople();
  showChat();
  showPerson();
}

function showPerson() {
  const { info, messages } = people.get(current);
  const hasHistory = messages.length > 0;
  $("whose").textContent = `${info.nickname}的手机`;
  $("more").disabled = false;
  const own = avatar(info.nickname);
  own.id = "own-avatar";
  $("own-avatar").replaceWith(own);
  $("chat").hidden = !info.following && !hasHistory;
  $("chat").classList.toggle("has-history", hasHistory);
  $("profile").hidden = info.following;
  $("profile-hint").textContent = hasHistory ? "你没有关注这个公众号，不能给它发消息。" : `${info.nickname}还没有关注这个公众号。关注以后就能对话。`;
  $("foot").hidden = !info.following;
  showFoot();
  showFacts();
}

/* Chat ----------------------------------------------------------------------------------------------------- */

function showChat() {
  const { messages } = people.get(current);
  const nodes = [];
  messages.forEach((message, index) => nodes.push(...bubbleNodes(message, messages[index - 1])));
  $("chat").replaceChildren(...nodes);
  scrollDown();
}

function addToChat(message, previous) {
  $("chat").hidden = false;
  $("chat").append(...bubbleNodes(message, previous));
  scrollDown();
}

function scrollDown() {
  $("chat").scrollTop = $("chat").scrollHeight;
}

function bubbleNodes(message, previous) {
  const nodes = [];
  const time = new Date(message.time);
  if (!previous || Math.abs(time - new Date(previous.time)) > QUIET_MINUTES * 60000) {
    nodes.push(el("p", "time", dayAndTime(time)));
  }
  if (message.direction === "note") {
    nodes.push(el("p", `note ${message.kind}`, message.text));
    return nodes;
  }
  const isOwn = message.direction === "sent";
  const row = el("div", `row ${message.direction}`);
  const body = el("div", "body");
  row.dataset.seq = message.seq;
  const [main, ...below] = (CONTENT[message.kind] || CONTENT.text)(message);
  const frame = el("div", "main"); // The push's status stands beside the bubble, however wide what is below it.
  frame.append(main);
  body.append(frame, ...below);
  body.append(el("div", "trace", VIA[message.via] || ""));
  if (isOwn) {
    row.dataset.push = message.push.id;
    frame.append(el("span", "status"));
    showStatus(row, message.push, body);
  }
  row.append(avatar(people.get(current).info.nickname, !isOwn), body);
  nodes.push(row);
  return nodes;
}

const CONTENT = {
  text(message) {
    const bubble = el("div", "bubble");
    bubble.append(...linked(message.text));
    return [bubble];
  },
  menu(message) {
    const bubble = el("div", "bubble");
    const head = el("div", "menu-head"), tail = el("div", "menu-tail"), options = el("div", "options");
    head.append(...linked(message.text));
    tail.append(...linked(message.tail));
    for (const option of message.options) {
      const button = el("button", "option", option.label);
      button.type = "button";
      button.addEventListener("click", () => gesture("tap", { option: option.id, seq: message.seq }));
      options.append(button);
    }
    bubble.append(head, options, tail);
    return [bubble];
  },
  image(message) {
    const button = el("button", "bubble bare picture");
    const picture = el("img");
    picture.src = message.media;
    picture.alt = "图片";
    picture.addEventListener("load", scrollDown, { once: true });
    picture.addEventListener("error", () => { picture.alt = "图片过期了"; }, { once: true });
    button.type = "button";
    button.setAttribute("aria-label", "看大图");
    button.append(picture);
    button.addEventListener("click", () => { $("preview").src = message.media; $("image-dialog").showModal(); });
    return [button];
  },
  voice(message) {
    const bubble = el("div", "bubble voice");
    bubble.style.width = `${Math.min(96 + message.seconds * 5, 230)}px`;
    bubble.append(icon("wave"), el("span", "", `${message.seconds}″`));
    return message.text ? [bubble, el("div", "transcript", message.text)] : [bubble];
  },
  location(message) {
    const bubble = el("div", "bubble place");
    const map = el("div", "map");
    map.append(icon("place"));
    bubble.append(el("b", "", message.text || "位置"), el("small", "", `${message.latitude}, ${message.longitude}`), map);
    return [bubble];
  },
};

/* Splits text into text nodes and links: bare addresses, and the <a href> that WeChat allows in texts. */
function linked(text) {
  const pattern = /<a\s[^>]*?href="(https?:\/\/[^"\s]+)"[^>]*>([^<]*)<\/a>|https?:\/\/[\w\-./?%&=#:~+,;@!]*[\w\-/?%&=#~+@]/g;
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) nodes.push(document.createTextNode(text.slice(end, match.index)));
    const link = el("a", "", match[2] || match[0]);
    link.href = match[1] || match[0];
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    nodes.push(link);
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push(document.createTextNode(text.slice(end)));
  return nodes;
}

function showStatus(row, push, body = row.querySelector(".body")) {
  const status = body.querySelector(".status");
  const shown = ["pending", "held", "fault", "lost"].includes(push.status);
  status.hidden = !shown;
  status.className = `status ${push.status}`;
  status.textContent = { held: "…", fault: "!", lost: "!" }[push.status] || "";
  status.title = PUSH_STATUS[push.status];
  status.setAttribute("role", "img");
  status.setAttribute("aria-label", PUSH_STATUS[push.status]);
  body.querySelector(".trace").textContent = pushTrace(push);
}

function pushTrace(push) {
  const tries = push.deliveries.map((delivery) => `${delivery.http_status || delivery.outcome} ${delivery.ms} ms`);
  return [PUSH_STATUS[push.status], ...tries].join(" · ");
}

function startTyping(seconds) {
  clearTimeout(typingTimer);
  $("title").textContent = "对方正在输入…";
  typingTimer = setTimeout(stopTyping, seconds * 1000);
}

function stopTyping() {
  clearTimeout(typingTimer);
  $("title").textContent = account.name;
}

/* Writing -------------------------------------------------------------------------------------------------- */

function showFoot() {
  const withMenu = menu.length > 0;
  $("to-menu").hidden = !withMenu;
  $("menu-bar").hidden = !(withMenu && usesMenuBar);
  $("composer").hidden = withMenu && usesMenuBar;
  if (withMenu && usesMenuBar) openPanel(false);
}

function showMenuBar() {
  const toText = el("button", "icon");
  toText.type = "button";
  toText.id = "to-text";
  toText.setAttribute("aria-label", "换成打字");
  toText.append(icon("keyboard"));
  toText.addEventListener("click", () => { usesMenuBar = false; showFoot(); $("input").focus(); });
  $("menu-bar").replaceChildren(toText, ...menu.map((entry) => {
    const slot = el("div", "menu-slot");
    const button = el("button");
    button.type = "button";
    const children = entry.sub_button || [];
    if (children.length) button.append(icon("menu"));
    button.append(el("span", "", entry.name));
    slot.append(button);
    if (!children.length) {
      button.addEventListener("click", () => chooseMenu(entry));
      return slot;
    }
    const popup = el("div", "popup");
    popup.hidden = true;
    popup.setAttribute("role", "menu");
    popup.append(...children.map((child) => popupItem(child.name, () => chooseMenu(child))));
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => togglePopup(popup, button));
    slot.append(popup);
    return slot;
  }));
  showFoot();
}

function chooseMenu(entry) {
  if (entry.type === "click") gesture("event", { event: "CLICK", key: entry.key });
  else if (entry.type === "view") {
    gesture("event", { event: "VIEW", key: entry.url });
    if (/^https?:\/\//.test(entry.url)) window.open(entry.url, "_blank", "noopener");
  } else toast(`「${entry.name}」要在真的微信里才能用`);
}

function popupItem(text, action) {
  const button = el("button", "", text);
  button.type = "button";
  button.setAttribute("role", "menuitem");
  button.addEventListener("click", () => { closePopups(); action(); });
  return button;
}

function togglePopup(popup, button) {
  const opens = popup.hidden;
  closePopups();
  popup.hidden = !opens;
  button.setAttribute("aria-expanded", String(opens));
  if (opens) popup.querySelector("button").focus();
}

function closePopups() {
  for (const popup of document.querySelectorAll(".popup")) popup.hidden = true;
  for (const button of document.querySelectorAll("[aria-haspopup]")) button.setAttribute("aria-expanded", "false");
}

/* Arrow keys walk through an open menu; Escape closes it and goes back to the button that opened it. */
function walkPopup(event) {
  const popup = document.querySelector(".popup:not([hidden])");
  if (!popup) return;
  const items = [...popup.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: items.length - 1 }[event.key];
  if (step) {
    event.preventDefault();
    items[(items.indexOf(document.activeElement) + step) % items.length].focus();
  } else if (event.key === "Escape") {
    popup.parentElement.querySelector("[aria-expanded=true]").focus();
  }
}

function openPanel(open) {
  $("panel").hidden = !open;
  $("plus").setAttribute("aria-expanded", String(open));
  if (open) scrollDown();
}

function fitInput() {
  const input = $("input");
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
  $("send").hidden = !input.value.trim();
  $("plus").hidden = !$("send").hidden;
}

async function sendText() {
  const content = $("input").value;
  if (!content.trim()) return;
  $("input").value = "";
  fitInput();
  if (!await gesture("text", { content })) { $("input").value = content; fitInput(); }
}

function setUpWriting() {
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); sendText(); });
  $("input").addEventListener("input", fitInput);
  $("input").addEventListener("focus", () => openPanel(false));
  $("input").addEventListener("keydown", (event) => {
    // While an input method is choosing characters, Enter belongs to it.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); sendText(); }
  });
  $("plus").addEventListener("click", () => openPanel($("panel").hidden));
  $("to-menu").addEventListener("click", () => { usesMenuBar = true; showFoot(); });
  $("follow").addEventListener("click", () => gesture("follow"));
  $("pick-image").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => {
    const [file] = $("file").files;
    $("file").value = "";
    if (!file) return;
    const form = new FormData();
    form.append("media", file);
    gesture("image", form);
    openPanel(false);
  });
  for (const button of document.querySelectorAll("[data-dialog]")) {
    button.addEventListener("click", () => { $(button.dataset.dialog).returnValue = ""; $(button.dataset.dialog).showModal(); });
  }
  setUpPlaces();
  $("voice-dialog").addEventListener("close", () => {
    if ($("voice-dialog").returnValue !== "send") return;
    const recognition = $("voice-unclear").checked ? "" : $("voice-text").value.trim();
    gesture("voice", { recognition, seconds: Number($("voice-seconds").value) || 3 });
    $("voice-form").reset();
    openPanel(false);
  });
}

function setUpPlaces() {
  $("places").replaceChildren(...PLACES.map(([name], index) => {
    const label = el("label"), radio = el("input");
    radio.type = "radio";
    radio.name = "place";
    radio.value = index;
    radio.checked = index === 0;
    label.append(radio, el("span", "", name));
    return label;
  }));
  $("location-dialog").addEventListener("close", () => {
    if ($("location-dialog").returnValue !== "send") return;
    const [label, latitude, longitude] = PLACES[$("location-form").elements.place.value];
    const own = $("place-label").value.trim() || $("place-latitude").value.trim();
    gesture("location", own
      ? { label: $("place-label").value.trim(), latitude: $("place-latitude").value, longitude: $("place-longitude").value }
      : { label, latitude, longitude });
    $("location-form").reset();
    openPanel(false);
  });
}

/* Developer ------------------------------------------------------------------------------------------------ */

function showState(state) {
  account = state.account;
  faults = state.faults;
  document.title = `${account.name} · 微信模拟器`;
  $("profile-name").textContent = account.name;
  $("profile-avatar").textContent = "工";
  stopTyping();
  const hadMenu = menu.length > 0;
  if (JSON.stringify(menu) !== JSON.stringify(state.menu)) {
    menu = state.menu;
    if (!hadMenu) usesMenuBar = true;
    showMenuBar();
  }
  showFactList($("account"), [["名称", account.name], ["推送到", account.webhook_url], ["AppID", account.app_id]]);
  $("mode").value = account.message_mode;
  $("verified").checked = account.verified;
  for (const [name] of FAULTS) {
    const field = $(`fault-${name}`);
    if (document.activeElement === field) continue; // Not under someone's fingers.
    if (field.type === "checkbox") field.checked = faults[name];
    else field.value = faults[name];
  }
  $("errors-set").textContent = faults.api_errors.map((error) => `接下来 ${error.count} 次返回 ${error.code}${error.path ? `（${error.path}）` : ""}`).join("；");
  const hours = faults.clock_offset_hours;
  $("clock").textContent = hours ? `比真实时间快 ${hours} 小时` : "和真实时间一致";
}

function showFactList(list, facts) {
  list.replaceChildren(...facts.flatMap(([name, value]) => [el("dt", "", name), el("dd", "", value)]));
}

function showFacts() {
  const { info } = people.get(current);
  const { open, left, seconds } = info.allowance;
  const hours = Math.floor(seconds / 3600), minutes = Math.floor((seconds % 3600) / 60);
  showFactList($("person-facts"), [
    ["昵称", info.nickname],
    ["OpenID", info.openid],
    ["客服消息", open ? `还能收 ${left} 条，窗口剩 ${hours ? `${hours} 小时 ` : ""}${minutes} 分` : "窗口已关"],
  ]);
}

function addToLog(time, text, result, isBad) {
  log = [{ time, text, result, isBad }, ...log].slice(0, 60);
  $("log").replaceChildren(...log.map((entry) => {
    const item = el("li", entry.isBad ? "bad" : "");
    item.append(el("time", "", entry.time.toLocaleTimeString("zh-CN", { hour12: false })), el("span", "", entry.text), el("b", "", entry.result));
    return item;
  }));
}

function logPush(push) {
  const last = push.deliveries.at(-1);
  if (push.deliveries.length <= (logged.get(push.id) || 0)) return;
  logged.set(push.id, push.deliveries.length);
  const name = people.get(push.openid)?.info.nickname || "";
  const result = last.http_status ? `${last.http_status}` : last.outcome;
  addToLog(new Date(), `推送 ${push.kind}（${name}）第 ${last.number} 次${last.detail ? `：${last.detail}` : ""}`, result, last.http_status !== 200 || last.outcome === "malformed");
}

function setUpDeveloper() {
  $("faults").replaceChildren(...FAULTS.map(([name, text]) => {
    const label = el("label", "line", text), field = el("input");
    const isSwitch = ["api_unreachable", "taps_without_msg_id"].includes(name);
    field.id = `fault-${name}`;
    field.type = isSwitch ? "checkbox" : "number";
    if (!isSwitch) { field.min = 0; field.value = 0; }
    field.addEventListener("change", () => attempt(() => call("PATCH", "/faults", { [name]: isSwitch ? field.checked : Number(field.value) })));
    label.append(field);
    return label;
  }));
  $("api-error").addEventListener("submit", (event) => {
    event.preventDefault();
    const error = { code: Number($("error-code").value), count: Number($("error-count").value), path: "" };
    attempt(() => call("PATCH", "/faults", { api_errors: [...faults.api_errors, error] }));
  });
  for (const button of document.querySelectorAll("[data-hours]")) {
    const hours = Number(button.dataset.hours);
    button.addEventListener("click", () => attempt(() => call("PATCH", "/faults", { clock_offset_hours: hours ? faults.clock_offset_hours + hours : 0 })));
  }
  $("mode").addEventListener("change", () => attempt(() => call("PATCH", "/account", { message_mode: $("mode").value })));
  $("verified").addEventListener("change", () => attempt(() => call("PATCH", "/account", { verified: $("verified").checked })));
  $("release").addEventListener("click", () => attempt(() => call("POST", "/faults/release")));
  $("clear-faults").addEventListener("click", () => attempt(() => call("DELETE", "/faults")));
  $("reset").addEventListener("click", () => attempt(() => call("POST", "/reset")));
  $("handshake").addEventListener("click", async () => {
    $("handshake-result").textContent = "正在验证…";
    const result = await attempt(() => call("POST", "/handshake"));
    $("handshake-result").textContent = !result ? "" : result.ok ? "通过" : `没通过：${result.detail}`;
  });
}

/* Panes ---------------------------------------------------------------------------------------------------- */

function openPane(name) {
  closePopups();
  if (name === "people") {
    $("people-pane").classList.add("open");
    ($("people").querySelector("[aria-current=true]") || $("nickname")).focus();
  } else {
    closePane("people");
    $("developer").hidden = false;
    $("layout").classList.add("developing");
    $("developer-toggle").setAttribute("aria-expanded", "true");
    $("developer").querySelector("button").focus();
    scrollDown();
  }
  showShade();
}

function closePane(name) {
  if (name === "people") $("people-pane").classList.remove("open");
  else {
    $("developer").hidden = true;
    $("layout").classList.remove("developing");
    $("developer-toggle").setAttribute("aria-expanded", "false");
  }
  showShade();
}

function showShade() {
  $("shade").hidden = !$("people-pane").classList.contains("open") && $("developer").hidden;
}

function setUpPanes() {
  $("open-people").addEventListener("click", () => openPane("people"));
  $("developer-toggle").addEventListener("click", () => ($("developer").hidden ? openPane : closePane)("developer"));
  $("shade").addEventListener("click", () => { closePane("people"); closePane("developer"); });
  for (const button of document.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => closePane(button.dataset.close));
  }
  $("more").addEventListener("click", (event) => {
    const items = [popupItem("开发者面板", () => openPane("developer")), popupItem("扫公众号的二维码", () => gesture("event", { event: "SCAN", key: "street" }))];
    if (people.get(current).info.following) items.push(popupItem("取消关注", () => gesture("unfollow")));
    $("more-menu").replaceChildren(...items);
    togglePopup($("more-menu"), event.currentTarget);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".popup, [aria-haspopup]")) closePopups();
  });
  document.addEventListener("keydown", (event) => {
    walkPopup(event);
    if (event.key !== "Escape") return;
    closePopups();
    closePane("people");
    openPanel(false);
  });
  $("add-person").addEventListener("submit", async (event) => {
    event.preventDefault();
    const person = await attempt(() => call("POST", "/people", { nickname: $("nickname").value.trim() }));
    if (!person) return;
    $("nickname").value = "";
    keepPerson(person);
    await select(person.openid);
    closePane("people");
  });
}

/* News ----------------------------------------------------------------------------------------------------- */

function keepPerson(info) {
  const known = people.get(info.openid);
  if (known) known.info = info;
  else people.set(info.openid, { info, messages: [], unread: 0 });
}

const NEWS = {
  state: ({ state }) => showState(state),
  reset: () => load(),
  person({ person }) {
    keepPerson(person);
    showPeople();
    if (person.openid === current) showPerson();
  },
  message({ openid, message }) {
    const person = people.get(openid);
    if (!person) return; // Still loading; the chat will have it.
    const previous = person.messages.at(-1);
    if (previous && previous.seq >= message.seq) return; // Already there, from loading the chat.
    person.messages.push(message);
    if (openid === current) {
      if (message.direction === "received") stopTyping();
      addToChat(message, previous);
    } else if (message.direction === "received") person.unread += 1;
    showPeople();
  },
  push({ push }) {
    const message = people.get(push.openid)?.messages.find((item) => item.push?.id === push.id);
    if (message) message.push = push;
    const row = push.openid === current && document.querySelector(`[data-push="${push.id}"]`);
    if (row) showStatus(row, push);
    logPush(push);
  },
  typing({ openid, seconds }) {
    if (openid === current) (seconds ? startTyping : stopTyping)(seconds);
  },
  call({ call: made }) {
    addToLog(new Date(), `接口 ${made.path.replace("/cgi-bin", "")}`, made.errcode === null ? "断开" : String(made.errcode), made.errcode !== 0);
  },
};

async function load() {
  const [state, everybody] = await Promise.all([call("GET", "/state"), call("GET", "/people")]);
  people.clear();
  everybody.forEach(keepPerson);
  log = [];
  logged.clear();
  $("log").replaceChildren();
  showState(state);
  const wanted = [location.hash.slice(1), current, everybody[0]?.openid].find((openid) => people.has(openid));
  if (wanted) return select(wanted);
  current = null; // Nobody's phone is in hand: there is nothing to press on it.
  $("more").disabled = true;
  openPane("people");
}

function listen() {
  const stream = new EventSource("/api/events");
  stream.addEventListener("open", () => { $("offline").hidden = true; attempt(load); });
  stream.addEventListener("error", () => { $("offline").hidden = false; });
  stream.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    if (NEWS[news.kind]) NEWS[news.kind](news);
  });
}

new ResizeObserver(scrollDown).observe($("chat"));
setUpWriting();
setUpDeveloper();
setUpPanes();
window.addEventListener("hashchange", () => { if (people.has(location.hash.slice(1))) select(location.hash.slice(1)); });
listen();
