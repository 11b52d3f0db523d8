"""The official account's server URL, as a Rasa channel: written down first, worked off next, answered in time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from prometheus_client import Counter
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, text

from bot.conversations import files, inbox, outbox
from bot.reply import Option
from bot.settings import WeChatSettings
from bot.storage.engine import Database
from bot.wakeup import Wakeups
from integrations.wechat import crypto, menu, reply
from integrations.wechat.errors import BadRequest, BadSignature
from integrations.wechat.inbound import Inbound, read
from integrations.wechat.turns import Turns

Typing = Callable[[str], Awaitable[None]]

logger = logging.getLogger(__name__)

_pushes = Counter("assistant_wechat_pushes_total", "Pushes from the platform, by kind and outcome", ["kind", "outcome"])


class WeChatChannel(InputChannel):
    """Receives pushes and answers them.

    Args:
        settings: The account.
        database: Where the inbox is.
        turns: Works the inbox off.
        typing: Shows a person that an answer is being written.
        wakeups: To wake the sender for files to fetch.
    """

    def __init__(
        self, settings: WeChatSettings, database: Database, turns: Turns, typing: Typing, wakeups: Wakeups
    ) -> None:
        self._settings = settings
        self._database = database
        self._turns = turns
        self._typing = typing
        self._wakeups = wakeups
        self._menu = menu.load()
        self._account = crypto.Account(
            app_id=settings.app_id,
            token=settings.token,
            mode=settings.mode,
            aes_key=settings.aes_key,
            previous_aes_key=settings.previous_aes_key,
        )
        self._background: set[asyncio.Task[Any]] = set()

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, which is also its part of the address."""
        return "wechat"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the server URL's routes.

        Messages do not go to `on_new_message` from here: they go through the inbox, from which the turns take them
        to the same agent in order.
        """
        webhook = Blueprint("wechat_webhook")

        @webhook.get("/callback")
        async def handshake(request: Request) -> HTTPResponse:
            return text(crypto.handshake(_query(request), self._account))

        @webhook.post("/callback")
        async def push(request: Request) -> HTTPResponse:
            return await self._receive(request)

        @webhook.exception(BadSignature)
        @webhook.exception(BadRequest)
        async def refuse(request: Request, error: BadSignature | BadRequest) -> HTTPResponse:
            logger.warning("push refused: %s", error)
            _pushes.labels("unknown", f"refused_{error.status}").inc()
            return text("refused", status=error.status)

        return webhook

    async def _receive(self, request: Request) -> HTTPResponse:
        arrived = asyncio.get_running_loop().time()
        opened = crypto.open_push(_query(request), request.body, self._account)
        inbound = read(opened)
        kind = inbound.event or inbound.kind
        if inbound.event == "unsubscribe":
            await asyncio.to_thread(self._unsubscribe, inbound)
        incoming = self._incoming(inbound)
        if incoming is None:
            _pushes.labels(kind, "noted").inc()
            return text(reply.SUCCESS)
        accepted = await asyncio.to_thread(self._accept, incoming, inbound)
        if not accepted.done:
            self._turns.start(accepted.conversation_id)
            left = arrived + self._settings.passive_seconds - asyncio.get_running_loop().time()
            if not await self._turns.wait(accepted.message_id, left):
                self._show_typing(inbound.openid)
                _pushes.labels(kind, "late").inc()
                return text(reply.SUCCESS)
        said = await asyncio.to_thread(self._take_passive, accepted.message_id)
        _pushes.labels(kind, "repeat" if not accepted.fresh else "answered" if said else "silent").inc()
        return text(reply.passive(opened, inbound, said)) if said else text(reply.SUCCESS)

    def _incoming(self, inbound: Inbound) -> inbox.Incoming | None:
        """Return what to write into the inbox; None for events that nobody needs to read."""
        settings = self._settings
        after_message = inbox.Allowance(settings.allowance_message, settings.window_hours * 3600)
        after_event = inbox.Allowance(settings.allowance_event, settings.allowance_event_seconds)
        data: dict[str, Any] = {}
        kind, words, allowance = inbound.kind, inbound.text, after_message
        if inbound.kind == "event":
            allowance = after_event
            if inbound.event == "click":
                said = self._menu.text_for_key(inbound.event_key)
                if said is None:
                    return None
                kind, words = "text", said
            elif inbound.event in ("subscribe", "unsubscribe"):
                # Leaving too waits its turn: what is forgotten then stays forgotten.
                data = {"event": inbound.event}
            else:
                return None
        if inbound.location is not None:
            place = inbound.location
            data = {"latitude": place.latitude, "longitude": place.longitude, "label": place.label}
        if inbound.shortened:
            data["shortened"] = True
        return inbox.Incoming(
            inbound.account,
            inbound.openid,
            inbound.dedup_key,
            kind,
            words,
            data,
            allowance=None if inbound.event == "unsubscribe" else allowance,
        )

    def _accept(self, incoming: inbox.Incoming, inbound: Inbound) -> inbox.Accepted:
        with self._database.work() as session:
            accepted = inbox.accept(session, incoming, self._settings.passive_seconds)
            if accepted.fresh and inbound.kind == "image" and inbound.media_id:
                files.expect(session, accepted.conversation_id, accepted.message_id, inbound.media_id)
            session.commit()
        self._wakeups.notify("desk")
        self._wakeups.notify("files")
        return accepted

    def _take_passive(self, message_id: int) -> str | None:
        with self._database.work() as session:
            said = outbox.take_passive(session, message_id, as_texts, reply.TEXT_LIMIT)
            session.commit()
        return said

    def _unsubscribe(self, inbound: Inbound) -> None:
        with self._database.work() as session:
            inbox.unfollow(session, inbound.account, inbound.openid)
            session.commit()

    def _show_typing(self, openid: str) -> None:
        task = asyncio.ensure_future(self._typing(openid))
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def as_texts(words: str, options: tuple[Option, ...]) -> list[str]:
    """Render a reply as the plain texts of one or two messages."""
    return list(reply.texts(words, options))


def _query(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in request.args.items()}
