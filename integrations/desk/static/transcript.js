// The middle: bubbles of one conversation, updated in place.

import { post } from "./api.js";
import { byId, clockTime, el, showProblem } from "./dom.js";

const NAMES = { person: "来访者", bot: "机器人", system: "系统通知" };
const NEAR_BOTTOM = 80; // pixels

/** The messages on the screen; one instance for each conversation that is opened. */
export class Transcript {
  constructor(conversationId) {
    this.conversationId = conversationId;
    this.list = byId("messages");
    this.scroll = byId("scroll");
    this.shown = new Map(); // id → { element, json }
    this.revealed = new Map(); // id → text
    this.following = true; // the newest message is on the screen and should stay there
    this.list.replaceChildren();
    byId("new-below").hidden = true;
  }

  get firstId() {
    return Math.min(...this.shown.keys());
  }

  /** Draw messages (newer, older, or known ones whose delivery has changed). */
  draw(messages, { older = false } = {}) {
    const height = this.scroll.scrollHeight;
    const known = this.shown.size ? Math.max(...this.shown.keys()) : 0;
    for (const message of messages) this.place(message);
    if (older) this.scroll.scrollTop += this.scroll.scrollHeight - height;
    else if (this.following) this.toBottom();
    else if (messages.some((message) => message.id > known)) byId("new-below").hidden = false;
  }

  isAtBottom() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR_BOTTOM;
  }

  scrolled() {
    this.following = this.isAtBottom();
    if (this.following) byId("new-below").hidden = true;
  }

  toBottom() {
    this.following = true;
    this.scroll.scrollTop = this.scroll.scrollHeight;
    byId("new-below").hidden = true;
  }

  place(message) {
    const json = JSON.stringify(message);
    const known = this.shown.get(message.id);
    if (known?.json === json) return;
    const element = this.bubble(message);
    if (known) {
      known.element.replaceWith(element);
    } else {
      const after = [...this.shown.keys()].filter((id) => id > message.id);
      const next = after.length ? this.shown.get(Math.min(...after)).element : null;
      this.list.insertBefore(element, next);
    }
    this.shown.set(message.id, { element, json });
  }

  bubble(message) {
    const name = message.author === "staff" ? (message.staff ?? "工作人员") : NAMES[message.author];
    const masked = message.masked && !this.revealed.has(message.id);
    return el(
      "li",
      { className: `bubble ${message.author}` },
      el("span", { className: "by" }, name, " ", el("time", { dateTime: message.at }, clockTime(message.at))),
      this.content(message),
      masked ? this.revealButton(message) : null,
      message.options.length ? options(message.options) : null,
      message.delivery
        ? el("span", { className: `delivery ${message.delivery.state}` }, message.delivery.label)
        : null,
    );
  }

  content(message) {
    const file = message.attachment;
    if (!file) return el("p", {}, this.revealed.get(message.id) ?? message.text);
    if (!file.url) return el("p", {}, file.problem ? `[图片没有取到：${file.problem}]` : "[图片，正在取回…]");
    const image = el("img", { src: file.url, alt: "来访者发来的图片" });
    // A picture has no height before it is there.
    image.addEventListener("load", () => this.following && this.toBottom(), { once: true });
    return el("a", { href: file.url, target: "_blank", rel: "noopener", className: "picture" }, image);
  }

  revealButton(message) {
    const button = el("button", { type: "button", className: "link" }, "查看号码");
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const url = `/api/v1/conversations/${this.conversationId}/messages/${message.id}/reveal`;
        this.revealed.set(message.id, (await post(url)).text);
        this.shown.get(message.id).json = "";
        this.place(message);
      } catch (error) {
        button.disabled = false;
        showProblem(error.message);
      }
    });
    return button;
  }
}

function options(labels) {
  return el("ul", { className: "options", ariaLabel: "选项" }, ...labels.map((label) => el("li", {}, label)));
}
