"""Delivering pushes: the deadline, the re-pushes, and what the person sees in the end (wechat.md, "Pushes to us")."""

import asyncio
import secrets
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import httpx

from integrations.simulator.chat import Delivery, Push
from integrations.simulator.config import SimulatorConfig
from integrations.simulator.crypto import signature
from integrations.simulator.envelope import MalformedReply, PassiveReply, SealedPush, read_reply, seal
from integrations.simulator.errors import ApiError
from integrations.simulator.world import World

FAULT_TEXT = "该公众号提供的服务出现故障，请稍后再试"
FORGED = "0" * 40
HEADERS = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}


@dataclass(frozen=True)
class HandshakeResult:
    """Whether the webhook passed the handshake, and what was wrong if not."""

    ok: bool
    http_status: int | None
    detail: str


class Pusher:
    """Posts to the webhook. Every push is a task of its own: people, and one person's messages, do not wait."""

    def __init__(self, world: World) -> None:
        self._world = world
        # Every delivery has a connection of its own: a webhook that was restarted must not be met through a dead
        # one. The time limits are set around the calls, so that they cover the whole answer.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        self._client = httpx.AsyncClient(trust_env=False, timeout=None, limits=limits)  # noqa: S113
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: dict[str, list[Push]] = {}

    def send(self, push: Push) -> None:
        """Start delivering a push, or hold it back when the fault for that is set."""
        if self._world.faults.take("hold_pushes"):
            push.status = "held"
            self._held.setdefault(push.openid, []).append(push)
            self._world.announce_push(push)
            self._world.announce_state()
            return
        self._start(self._deliver(push))
        if push.openid in self._held:
            self._start(self._follow(self._held.pop(push.openid)))

    def release(self) -> None:
        """Deliver every push that is held back now."""
        for pushes in self._held.values():
            for push in pushes:
                self._start(self._deliver(push))
        self._held.clear()

    async def stop(self) -> None:
        """Break off every delivery; the pushes are forgotten."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._held.clear()
        for push in self._world.pushes:
            push.settle("lost")

    async def close(self) -> None:
        """Stop for good and close the connections."""
        await self.stop()
        await self._client.aclose()

    async def handshake(self) -> HandshakeResult:
        """Ask the webhook for the handshake, as saving the server URL does on the real platform."""
        config = self._world.config
        timestamp, nonce, echo = str(int(time.time())), secrets.token_hex(5), str(secrets.randbits(62))
        query = {
            "signature": signature(config.token, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
            "echostr": echo,
        }
        try:
            request = self._client.get(config.webhook_url, params=query, headers=HEADERS)
            response = await asyncio.wait_for(request, config.deadline)
        except asyncio.TimeoutError:
            return HandshakeResult(False, None, f"no answer within {config.deadline:g} s")
        except httpx.TransportError as error:
            return HandshakeResult(False, None, f"not reachable: {type(error).__name__}")
        if response.status_code != 200:
            return HandshakeResult(False, response.status_code, "the status is not 200")
        if response.text != echo:
            return HandshakeResult(False, 200, "the answer is not the echostr, unchanged")
        return HandshakeResult(True, 200, "")

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self, held: list[Push]) -> None:
        await asyncio.sleep(self._world.config.reorder_gap)
        for push in held:
            self._start(self._deliver(push))

    async def _deliver(self, push: Push) -> None:
        """Deliver up to three times, one deadline apart, until the webhook has answered with 200."""
        config, faults = self._world.config, self._world.faults
        push.status = "pending"
        loop = asyncio.get_running_loop()
        duplicates, faults.duplicates = faults.duplicates, 0
        forged = faults.take("forge_signatures")
        if duplicates or forged:
            self._world.announce_state()
        for number in range(1, config.deliveries + 1):
            next_start = loop.time() + config.deadline
            copies = 1 + duplicates if number == 1 else 1
            await asyncio.gather(*(self._attempt(push, number, forged) for _ in range(copies)))
            if push.settled.is_set():
                return
            if number < config.deliveries:
                # A refused connection fails at once; the next delivery still keeps its distance.
                await asyncio.sleep(max(0.0, next_start - loop.time()))
        self._show_fault(push)

    async def _attempt(self, push: Push, number: int, forged: bool) -> None:
        config, faults = self._world.config, self._world.faults
        sealed = seal(push.fields, config, push.openid)
        if forged:
            for name in {"signature", "msg_signature"} & sealed.query.keys():
                sealed.query[name] = FORGED
        is_cut = faults.take("cut_deliveries")
        limit = faults.cut_after_ms / 1000 if is_cut else config.deadline
        start = time.perf_counter()
        response, outcome = await self._post(sealed, limit)
        delivery = Delivery(
            number,
            "cut" if is_cut and outcome == "timeout" else outcome,
            response.status_code if response else None,
            round((time.perf_counter() - start) * 1000),
        )
        push.deliveries.append(delivery)
        if response is not None and response.status_code == 200:
            self._take_answer(push, delivery, response.content, config)
        self._world.metrics.deliveries.labels(delivery.outcome).inc()
        self._world.announce_push(push)

    async def _post(self, sealed: SealedPush, limit: float) -> tuple[httpx.Response | None, str]:
        request = self._client.post(
            self._world.config.webhook_url, params=sealed.query, content=sealed.body, headers=HEADERS
        )
        try:
            response = await asyncio.wait_for(request, limit)
        except asyncio.TimeoutError:
            return None, "timeout"
        except httpx.TransportError:
            return None, "unreachable"
        return response, "refused"

    def _take_answer(self, push: Push, delivery: Delivery, body: bytes, config: SimulatorConfig) -> None:
        """Make of a 200 answer what the person sees of it; a second answer to the same push changes nothing."""
        world = self._world
        try:
            reply = read_reply(body, config, push.openid)
            if reply is not None and reply.media_id:
                world.media.get(reply.media_id, world.now(), reply.kind)
        except MalformedReply as error:
            delivery.outcome, delivery.detail = "malformed", str(error)
        except ApiError:
            delivery.outcome, delivery.detail = "malformed", "the answer's MediaId is unknown or expired"
        else:
            delivery.outcome = "reply" if reply else "success"
        if push.settled.is_set():
            return
        if delivery.outcome == "malformed":
            self._show_fault(push)
        elif reply is None:
            push.settle("answered")
        else:
            self._show_reply(push, reply)

    def _show_reply(self, push: Push, reply: PassiveReply) -> None:
        person = self._world.people.get(push.openid)
        if person is None or not person.following or self._world.faults.take("lose_replies"):
            push.settle("lost")
            self._world.announce_state()
            return
        push.settle("replied")
        self._world.show_reply(person, reply)

    def _show_fault(self, push: Push) -> None:
        push.settle("fault")
        self._world.announce_push(push)
        person = self._world.people.get(push.openid)
        if person is not None and person.following and push.shows_fault:
            self._world.show(person, "note", "system", "fault", FAULT_TEXT)
