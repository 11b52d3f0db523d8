// Talking to the desk's own API: one place for the CSRF token, errors, and a session that has ended.

const csrf = document.querySelector('meta[name="csrf"]')?.content ?? "";

/** What the server refused, with a line for people. */
export class Refused extends Error {}

/** Go to the sign-in form and come back here afterwards. */
export function signIn() {
  location.assign(`/desk/sign-in?next=${encodeURIComponent(location.pathname)}`);
}

async function request(url, options, read) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch {
    throw new Refused("连不上服务器，请检查网络后再试");
  }
  if (response.status === 401 || (response.redirected && new URL(response.url).pathname === "/desk/sign-in")) {
    signIn();
    throw new Refused("登录已失效，请重新登录");
  }
  if (response.ok) return read(response);
  const body = await response.json().catch(() => null);
  throw new Refused(body?.error?.message ?? "没有办成，请稍后再试");
}

// `auto` marks what the page asks for by itself: it does not keep an idle session alive.
const automatic = (auto) => (auto ? { "X-Desk-Auto": "1" } : {});

/** Fetch JSON. */
export const get = (url, { auto = false } = {}) =>
  request(url, { headers: { Accept: "application/json", ...automatic(auto) } }, (r) => r.json());

/** Fetch a piece of HTML that the server has rendered. */
export const getHtml = (url, { auto = false } = {}) =>
  request(url, { headers: { Accept: "text/html", ...automatic(auto) } }, (r) => r.text());

/** Send JSON and return the JSON answer. */
export const post = (url, body = {}) =>
  request(
    url,
    {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify(body),
    },
    (r) => r.json(),
  );
