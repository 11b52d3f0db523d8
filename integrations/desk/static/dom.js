// Building elements; text is always set as text, so that nothing a person wrote can become markup.

/** Make an element: el("li", { className: "row" }, "text", child). */
export function el(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Show a problem in the page's alert line, or clear it. */
export function showProblem(text) {
  const line = byId("problem");
  line.textContent = text ?? "";
  line.hidden = !text;
}

const shanghaiDay = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }); // 2026-11-22

/** 14:02 today, 11月20日 14:02 on another day; the server's moments are in Shanghai time, as is the desk. */
export function clockTime(iso) {
  if (!iso) return "";
  const [day, time] = [iso.slice(0, 10), iso.slice(11, 16)];
  if (day === shanghaiDay.format(new Date())) return time;
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日 ${time}`;
}

/** How long ago, as people say it: 不到 1 分钟, 3 分钟, 2 小时, 1 天. */
export function howLong(iso) {
  const minutes = Math.floor((Date.now() - new Date(iso).getTime()) / 60000);
  if (minutes < 1) return "不到 1 分钟";
  if (minutes < 60) return `${minutes} 分钟`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} 小时`;
  return `${Math.floor(minutes / 1440)} 天`;
}
