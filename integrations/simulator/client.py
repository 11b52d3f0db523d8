"""A small client of the control API, for tests: what people do and see, and what is to go wrong.

simulator = SimulatorClient("http://127.0.0.1:8002")
zhang = simulator.person("张三丰", follow=True)
push = zhang.say("公司拖欠工资怎么办")
answer = zhang.next_message(after=push)
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import httpx

SETTLE = 20.0  # Seconds; longer than three deliveries of 5 s take to fail.
Json = dict[str, Any]


class SimulatorError(RuntimeError):
    """The control API refused a request; the message is what it said."""


@dataclass(frozen=True)
class PushResult:
    """What came of something a person did.

    Attributes:
        id: The push's number.
        status: pending, held, answered (200 without a reply), replied, lost, or fault.
        deliveries: One entry for each: number, outcome, http_status, ms, detail.
        msg_id: The MsgId that it carried, if any.
        seq: The newest bubble of the person's chat before it; what came after answers it.
    """

    id: int
    status: str
    deliveries: list[Json]
    msg_id: int | None
    seq: int

    @property
    def http_statuses(self) -> list[int | None]:
        """Return the webhook's status code for each delivery, None where it did not answer."""
        return [delivery["http_status"] for delivery in self.deliveries]


class SimulatorClient:
    """Steers a running simulator; every method raises `SimulatorError` when it refuses."""

    def __init__(self, base_url: str) -> None:
        # Longer than the longest wait that is asked for.
        self._http = httpx.Client(base_url=base_url, trust_env=False, timeout=60.0)

    def __enter__(self) -> "SimulatorClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def call(self, method: str, path: str, **options: Any) -> Any:
        """Make one request under /api and return its JSON; `options` as httpx has them.

        Raises:
            SimulatorError: The answer is an error.
        """
        response = self._http.request(method, f"/api{path}", **options)
        if response.is_error:
            raise SimulatorError(f"{method} {path}: {response.status_code} {response.text}")
        return response.json()

    def person(self, nickname: str = "", openid: str = "", follow: bool = False) -> "SimulatedPerson":
        """Let someone new appear; with `follow` the subscription has been answered when this returns."""
        body = {"nickname": nickname, "openid": openid}
        person = SimulatedPerson(self, self.call("POST", "/people", json=body)["openid"])
        if follow:
            person.follow()
        return person

    def people(self) -> list[Json]:
        """Return everybody."""
        return list(self.call("GET", "/people"))

    def state(self) -> Json:
        """Return account, menu, faults and the platform's time."""
        return dict(self.call("GET", "/state"))

    def change_account(self, **settings: Any) -> Json:
        """Change settings of the account, such as `message_mode` or `verified`."""
        return dict(self.call("PATCH", "/account", json=settings))

    def handshake(self) -> Json:
        """Ask the webhook for the handshake: ok, http_status, detail."""
        return dict(self.call("POST", "/handshake"))

    def faults(self, **faults: Any) -> Json:
        """Set the faults named (see `faults.Faults`) and return all of them."""
        return dict(self.call("PATCH", "/faults", json=faults))

    def fail_calls(self, code: int, count: int = 1, path: str = "") -> Json:
        """Let the next `count` API calls (those with `path` in their path) answer `code`."""
        return self.faults(api_errors=[{"code": code, "count": count, "path": path}])

    def clear_faults(self) -> None:
        """Let everything work again; the clock too is right again."""
        self.call("DELETE", "/faults")

    def release_held(self) -> None:
        """Deliver the pushes that are held back."""
        self.call("POST", "/faults/release")

    def advance(self, hours: float) -> None:
        """Move the platform's clock on: windows, tokens and media get older."""
        current = self.call("GET", "/faults")["clock_offset_hours"]
        self.faults(clock_offset_hours=current + hours)

    def calls(self, path: str = "") -> list[Json]:
        """Return the API calls received whose path contains `path`, oldest first."""
        return list(self.call("GET", "/calls", params={"path": path}))

    def pushes(self, openid: str = "") -> list[Json]:
        """Return the last pushes, of one person or of all, oldest first."""
        return list(self.call("GET", "/pushes", params={"openid": openid}))

    def push(self, number: int, wait: float = 0.0) -> Json:
        """Return a push as it stands now, or once it has settled within `wait` seconds."""
        return dict(self.call("GET", f"/pushes/{number}", params={"wait": wait}))

    def reset(self, everything: bool = False) -> None:
        """Start over: people, chats, logs, faults; with `everything` also tokens, media, menu and account."""
        self.call("POST", "/reset", json={"everything": everything})


class SimulatedPerson:
    """One person of the simulator.

    Gestures return when their push has settled, at most after `wait` seconds (0: at once).
    """

    def __init__(self, client: SimulatorClient, openid: str) -> None:
        self._client = client
        self.openid = openid

    def state(self) -> Json:
        """Return nickname, following, last (newest bubble) and allowance."""
        return dict(self._client.call("GET", f"/people/{self.openid}"))

    def follow(self, scene: str = "", wait: float = SETTLE) -> PushResult:
        """Follow the account, by the code `scene` where one was scanned."""
        return self._gesture("follow", {"scene": scene}, wait)

    def unfollow(self, wait: float = SETTLE) -> PushResult:
        """Stop following."""
        return self._gesture("unfollow", {}, wait)

    def say(self, text: str, wait: float = SETTLE) -> PushResult:
        """Send a text message."""
        return self._gesture("text", {"content": text}, wait)

    def tap(self, option: str | int, seq: int | None = None, wait: float = SETTLE) -> PushResult:
        """Tap an option by id, label or number (from 1), of the newest menu message or of the one numbered `seq`."""
        return self._gesture("tap", {"option": str(option), "seq": seq}, wait)

    def image(self, data: bytes, wait: float = SETTLE) -> PushResult:
        """Send a picture (PNG, JPEG, GIF or BMP)."""
        return self._gesture("image", None, wait, files={"media": ("picture", data)})

    def voice(self, recognition: str | None, seconds: int = 3, wait: float = SETTLE) -> PushResult:
        """Send a voice message with what was recognised in it; None sends no Recognition at all."""
        return self._gesture("voice", {"recognition": recognition, "seconds": seconds}, wait)

    def location(self, latitude: float, longitude: float, label: str, wait: float = SETTLE) -> PushResult:
        """Send a place (degrees)."""
        return self._gesture("location", {"latitude": latitude, "longitude": longitude, "label": label}, wait)

    def click(self, key: str, wait: float = SETTLE) -> PushResult:
        """Tap an entry of the account's menu."""
        return self._gesture("event", {"event": "CLICK", "key": key}, wait)

    def event(self, event: str, wait: float = SETTLE, **fields: Any) -> PushResult:
        """Let another event happen: VIEW or SCAN with `key`, LOCATION with `latitude` and `longitude`."""
        return self._gesture("event", {"event": event, **fields}, wait)

    def messages(self, after: int = 0, wait: float = 0.0) -> list[Json]:
        """Return the bubbles after number `after`; when there is none yet, wait up to `wait` seconds for one."""
        params = {"after": after, "wait": wait}
        return list(self._client.call("GET", f"/people/{self.openid}/messages", params=params)["messages"])

    def received(self, after: "PushResult | int" = 0) -> list[Json]:
        """Return what the account sent (no notes of the platform) after a push or bubble number."""
        seq = after.seq if isinstance(after, PushResult) else after
        return [message for message in self.messages(seq) if message["direction"] == "received"]

    def next_message(
        self, after: "PushResult | int" = 0, wait: float = SETTLE, where: Callable[[Json], bool] | None = None
    ) -> Json:
        """Return the first message that the account sent after a push or bubble number, waiting for it.

        Args:
            after: A push's result, or the number of a bubble.
            wait: Seconds to wait in all.
            where: Which messages count; all of them when left out.

        Raises:
            TimeoutError: None came.
        """
        seq = after.seq if isinstance(after, PushResult) else after
        end = time.monotonic() + wait
        while (left := end - time.monotonic()) > 0:
            for message in self.messages(seq, wait=min(left, 25.0)):
                seq = message["seq"]
                if message["direction"] == "received" and (where is None or where(message)):
                    return message
        raise TimeoutError(f"nothing came from the account within {wait:g} s")

    def _gesture(self, name: str, body: Json | None, wait: float, **options: Any) -> PushResult:
        seq = self.state()["last"]
        path = f"/people/{self.openid}/{name}"
        push = self._client.call("POST", path, json=body, params={"wait": wait}, **options)
        return PushResult(push["id"], push["status"], push["deliveries"], push["msg_id"], seq)
