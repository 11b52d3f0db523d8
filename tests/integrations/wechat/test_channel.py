"""The server URL in its real wire format: signed pushes over HTTP into the inbox, and what is answered in time."""

import asyncio
import hashlib
import socket
import time
from contextlib import AsyncExitStack
from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa
import xmltodict
from sanic import Sanic
from wechatpy.crypto import WeChatCrypto

from bot.conversations import outbox
from bot.conversations.model import Attachment, Conversation, Message, Outbox
from bot.conversations.outbox import Draft
from bot.settings import Settings
from bot.wakeup import Polling
from integrations.wechat.channel import WeChatChannel
from integrations.wechat.turns import Turns

TOKEN, APP_ID, KEY = "AAAAA", "wx1234567890abcdef", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
CALLBACK = "/webhooks/wechat/callback"


def settings(tmp_path, **env):
    return Settings.load(
        {
            "WECHAT_APP_ID": APP_ID,
            "WECHAT_APP_SECRET": "secret",
            "WECHAT_TOKEN": TOKEN,
            "WECHAT_ENCODING_AES_KEY": KEY,
            "WECHAT_MESSAGE_MODE": "plain",
            "WECHAT_PASSIVE_SECONDS": "0.6",
            **env,
        },
        tmp_path,
    ).require_wechat()


def sign(*parts):
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - the platform's algorithm


def message(text="你好", msg_id=1, who="openid-zhang", kind="text", **more):
    fields = {"ToUserName": "gh_test", "FromUserName": who, "CreateTime": str(int(time.time())), "MsgType": kind}
    if kind == "text":
        fields["Content"] = text
    if kind != "event":
        fields["MsgId"] = str(msg_id)
    return xmltodict.unparse({"xml": fields | more}, full_document=False)


class Account:
    """The platform's side of one webhook."""

    def __init__(self, http):
        self.http = http

    async def push(self, body, token=TOKEN):
        now = str(int(time.time()))
        query = {"timestamp": now, "nonce": "n", "signature": sign(token, now, "n")}
        return await self.http.post(CALLBACK, params=query, content=body.encode())

    async def push_safely(self, body):
        crypto = WeChatCrypto(TOKEN, KEY, APP_ID)
        now = str(int(time.time()))
        sealed = crypto.encrypt_message(body, "n", now)
        signature = xmltodict.parse(sealed)["xml"]["MsgSignature"]
        query = {"timestamp": now, "nonce": "n", "encrypt_type": "aes", "msg_signature": signature, "signature": "x"}
        answer = await self.http.post(CALLBACK, params=query, content=sealed.encode())
        if answer.text == "success":
            return None
        envelope = xmltodict.parse(answer.text)["xml"]
        plain = crypto.decrypt_message(answer.text, envelope["MsgSignature"], envelope["TimeStamp"], envelope["Nonce"])
        return xmltodict.parse(plain)["xml"]["Content"]


def said(answer):
    assert answer.status_code == 200
    return None if answer.text == "success" else xmltodict.parse(answer.text)["xml"]["Content"]


@pytest.fixture
async def webhook(database, tmp_path):
    """Start a webhook whose dialogue is a plain function, and give the platform's side of it."""
    async with AsyncExitStack() as stack:

        async def start(answer, **env):
            shown = []

            async def typing(openid):
                shown.append(openid)

            turns = Turns(database, Polling(), answer)
            channel = WeChatChannel(settings(tmp_path, **env), database, turns, typing, Polling())
            app = Sanic(f"webhook-{uuid4().hex}", configure_logging=False)
            app.config.REQUEST_MAX_SIZE = 64 * 1024
            app.blueprint(channel.blueprint(None), url_prefix="/webhooks/wechat")
            listening = socket.create_server(("127.0.0.1", 0))
            server = await app.create_server(sock=listening, return_asyncio_server=True)
            await server.startup()
            stack.callback(server.close)
            stack.push_async_callback(turns.stop)
            address = "http://{}:{}".format(*listening.getsockname())
            http = await stack.enter_async_context(httpx.AsyncClient(base_url=address, trust_env=False, timeout=10))
            account = Account(http)
            account.turns, account.typing_shown = turns, shown
            return account

        yield start


def echo(seconds=0.0):
    heard = []

    async def answer(work):
        heard.append(work.text)
        await asyncio.sleep(seconds)
        return [Draft(f"您说：{work.text}")]

    answer.heard = heard
    return answer


def count(database, model):
    with database.reading() as session:
        return session.execute(sa.select(sa.func.count(model.id))).scalar_one()


async def test_the_platforms_check_of_our_address_is_answered(webhook):
    account = await webhook(echo())
    query = {"timestamp": "1714036504", "nonce": "1514711492", "echostr": "4375120948345356249"}
    known = "f464b24fc39322e44b38aa78f5edd27bd1441696"
    answer = await account.http.get(CALLBACK, params=query | {"signature": known})
    assert (answer.status_code, answer.text) == (200, "4375120948345356249")
    forged = await account.http.get(CALLBACK, params=query | {"signature": known[::-1]})
    assert forged.status_code == 403


async def test_a_quick_answer_is_the_passive_reply(webhook, database):
    account = await webhook(echo())
    assert said(await account.push(message("你好"))) == "您说：你好"
    with database.reading() as session:
        row = session.execute(sa.select(Outbox)).scalar_one()
        assert (row.state, row.via) == ("sent", "passive")


async def test_in_safe_mode_push_and_reply_are_encrypted(webhook):
    account = await webhook(echo(), WECHAT_MESSAGE_MODE="safe")
    assert await account.push_safely(message("你好")) == "您说：你好"


async def test_in_safe_mode_a_plain_push_is_refused(webhook, database):
    account = await webhook(echo(), WECHAT_MESSAGE_MODE="safe")
    assert (await account.push(message("你好"))).status_code == 403
    assert count(database, Message) == 0


async def test_a_forged_push_gets_403_and_leaves_no_trace(webhook, database):
    account = await webhook(echo())
    assert (await account.push(message(), token="wrong")).status_code == 403
    assert count(database, Message) == count(database, Conversation) == 0


async def test_broken_xml_gets_400(webhook, database):
    account = await webhook(echo())
    assert (await account.push("<xml><ToUserName>")).status_code == 400
    assert count(database, Message) == 0


async def test_a_body_over_the_limit_gets_413(webhook, database):
    account = await webhook(echo())
    assert (await account.push(message("长" * 40_000))).status_code == 413
    assert count(database, Message) == 0


async def test_a_message_pushed_three_times_at_once_is_answered_once_and_alike(webhook, database):
    answer = echo(0.2)
    account = await webhook(answer)
    body = message("你好")
    replies = [said(each) for each in await asyncio.gather(*(account.push(body) for _ in range(3)))]
    assert replies == ["您说：你好"] * 3
    assert answer.heard == ["你好"]
    assert count(database, Outbox) == 1


async def test_a_repeat_after_the_answer_gets_the_same_answer(webhook):
    answer = echo()
    account = await webhook(answer)
    body = message("你好")
    assert said(await account.push(body)) == said(await account.push(body)) == "您说：你好"
    assert answer.heard == ["你好"]


async def test_a_slow_answer_is_left_to_the_sender_and_typing_is_shown(webhook, database):
    account = await webhook(echo(1.0))
    assert said(await account.push(message("你好"))) is None
    await asyncio.sleep(0.8)
    with database.work() as session:
        (delivery,) = outbox.claim(session)
    assert delivery.text == "您说：你好"
    assert account.typing_shown == ["openid-zhang"]


async def test_messages_of_one_person_are_answered_in_order_and_people_side_by_side(webhook):
    answer = echo(0.2)
    account = await webhook(answer)
    first = asyncio.create_task(account.push(message("一", 1)))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(account.push(message("二", 2)))
    other = asyncio.create_task(account.push(message("别人", 3, who="openid-li")))
    await asyncio.gather(first, second, other)
    assert answer.heard == ["一", "别人", "二"]


async def test_a_message_that_cannot_be_answered_is_tried_again_and_apologised_for(webhook, database):
    tries = []

    async def fails(work):
        tries.append(work.attempts)
        raise RuntimeError("no")

    account = await webhook(fails)
    assert said(await account.push(message("你好"))) is None
    conversation_id = 1
    for _ in range(3):
        account.turns.start(conversation_id)
        await asyncio.sleep(0.3)
    assert tries == [1, 2, 3]
    with database.reading() as session:
        assert "人工" in session.execute(sa.select(Message).where(Message.direction == "out")).scalar_one().text


async def test_what_a_dead_process_left_is_taken_up_by_the_sweep(webhook, database):
    account = await webhook(echo())

    async def never(work):
        await asyncio.Event().wait()

    stuck = Turns(database, Polling(), never)
    account.turns, alive = stuck, account.turns
    # Written down, but its process never got to it.
    from bot.conversations import inbox

    with database.work() as session:
        accepted = inbox.accept(session, inbox.Incoming("gh_test", "openid-zhang", "k", "text", "你好"), 4.5)
        session.commit()
    sweep = asyncio.create_task(alive.sweep())
    assert await alive.wait(accepted.message_id, 3.0)
    sweep.cancel()


async def test_following_is_greeted_through_the_inbox(webhook):
    async def answer(work):
        return [Draft("欢迎")] if (work.kind, work.data["event"]) == ("event", "subscribe") else []

    account = await webhook(answer)
    assert said(await account.push(message(kind="event", Event="subscribe"))) == "欢迎"


async def test_location_events_every_few_seconds_are_not_kept(webhook, database):
    account = await webhook(echo())
    event = message(kind="event", Event="LOCATION", Latitude="31.2", Longitude="121.4", Precision="10")
    assert said(await account.push(event)) is None
    assert count(database, Message) == 0


async def test_an_image_is_noted_to_be_fetched(webhook, database):
    account = await webhook(echo())
    await account.push(message(kind="image", PicUrl="http://x.example/1", MediaId="media-1"))
    with database.reading() as session:
        assert session.execute(sa.select(Attachment)).scalar_one().media_id == "media-1"


async def test_leaving_is_worked_off_in_its_turn_and_allows_no_more_sends(webhook, database):
    heard = []

    async def answer(work):
        heard.append(work.data.get("event") or work.text)
        return []

    account = await webhook(answer)
    await account.push(message("你好"))
    await account.push(message(kind="event", Event="unsubscribe"))
    assert heard == ["你好", "unsubscribe"]
    with database.reading() as session:
        conversation = session.execute(sa.select(Conversation)).scalar_one()
        assert (conversation.followed, conversation.allowance) == (False, 0)


async def test_a_menu_tap_is_taken_for_the_words_it_stands_for(webhook):
    from integrations.wechat import menu

    answer = echo()
    account = await webhook(answer)
    leaf = next(SimpleNamespace(key=b.key, says=b.says) for b in menu.load()._leaves() if b.key)
    await account.push(message(kind="event", Event="CLICK", EventKey=leaf.key))
    assert answer.heard == [leaf.says]
