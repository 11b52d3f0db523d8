"""The sender against a scripted API over HTTP: what arrives, what is held, what is given up and why."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import clock
from bot.conversations import files, inbox, outbox
from bot.conversations.inbox import Allowance, Incoming
from bot.conversations.model import Attachment, Message, Outbox
from bot.conversations.outbox import Draft
from bot.reply import Option
from bot.settings import Settings
from bot.storage.media_store import FolderStore
from bot.wakeup import Polling
from integrations.wechat import client as wechat_client
from integrations.wechat.sender import Sender
from tests.support.loopback_api import Response, running

SEND = "/cgi-bin/message/custom/send"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def api():
    with running() as scripted:
        scripted.script("/cgi-bin/stable_token", {"access_token": "t", "expires_in": 7200})
        scripted.script(SEND, {"errcode": 0})
        yield scripted


@pytest.fixture
async def sender(database, api, tmp_path):
    env = {
        "WECHAT_APP_ID": "wx1", "WECHAT_APP_SECRET": "s", "WECHAT_TOKEN": "t",
        "WECHAT_MESSAGE_MODE": "plain", "WECHAT_API_BASE_URL": api.url,
    }  # fmt: skip
    settings = Settings.load(env, tmp_path).require_wechat()
    async with wechat_client.connect(app_id="wx1", app_secret="s", base_url=api.url) as client:
        yield Sender(settings, database, client, FolderStore(tmp_path / "media", database.vault), Polling())


@pytest.fixture
def owed(database):
    def owe(*texts, who="zhang", allowance=5, options=()):
        with database.work() as session:
            incoming = Incoming("gh", f"openid-{who}", f"k-{who}", "text", "你好", allowance=Allowance(allowance, 3600))
            accepted = inbox.accept(session, incoming, 0)
            for text in texts:
                outbox.owe(session, accepted.conversation_id, Draft(text, options), f"{who}-{text[:20]}")
            session.commit()
        return accepted

    return owe


def sent(api):
    return [request.json() for request in api.calls(SEND)]


def rows(database, model=Outbox):
    with database.reading() as session:
        return session.execute(sa.select(model).order_by(model.id)).scalars().all()


def later(seconds):
    return clock.fixed(clock.now() + timedelta(seconds=seconds))


async def drain(sender):
    while await sender.deliver_once():
        pass


async def test_replies_are_delivered_in_order(sender, api, owed, database):
    owed("一", "二")
    await drain(sender)
    assert [body["text"]["content"] for body in sent(api)] == ["一", "二"]
    assert [(row.state, row.via) for row in rows(database)] == [("sent", "service")] * 2


async def test_options_go_out_as_a_menu_to_tap(sender, api, owed):
    owed("请选择", options=(Option("甲", "/a"), Option("乙", "/b")))
    await drain(sender)
    (body,) = sent(api)
    assert [item["content"] for item in body["msgmenu"]["list"]] == ["甲", "乙"]


async def test_a_long_answer_goes_out_as_two_messages_with_nothing_lost(sender, api, owed, database):
    text = "".join(f"第{n}句话说到这里。" for n in range(100))
    owed(text)
    await drain(sender)
    assert "".join(body["text"]["content"] for body in sent(api)) == text
    assert rows(database)[0].state == "sent"


async def test_what_a_passive_reply_began_is_continued_at_the_same_place(sender, api, owed, database):
    from integrations.wechat.channel import as_texts

    text = "".join(f"第{n}句话说到这里。" for n in range(100))
    accepted = owed(text)
    with database.work() as session:
        begun = outbox.take_passive(session, accepted.message_id, as_texts, 2048)
        session.commit()
    await drain(sender)
    assert begun + "".join(body["text"]["content"] for body in sent(api)) == text


async def test_without_allowance_nothing_is_sent_until_the_person_writes(sender, api, owed, database):
    owed("一", "二", allowance=1)
    await drain(sender)
    assert len(sent(api)) == 1
    assert rows(database)[1].state == "held"


async def test_when_the_platform_says_the_allowance_is_used_the_reply_is_held(sender, api, owed, database):
    api.script(SEND, {"errcode": 45047})
    owed("一")
    await drain(sender)
    (row,) = rows(database)
    assert row.state == "held" and "用完" in row.problem


@pytest.mark.parametrize("code", [45015, 40003, 43004, 48001, 48002, 45002, 99999])
async def test_what_cannot_arrive_is_given_up_with_its_reason(sender, api, owed, database, code):
    api.script(SEND, {"errcode": code})
    owed("一")
    await drain(sender)
    (row,) = rows(database)
    assert row.state == "failed" and row.problem


async def test_a_busy_platform_is_asked_again_later(sender, api, owed, database):
    api.script(SEND, {"errcode": -1}, {"errcode": 0})
    owed("一")
    await drain(sender)
    assert rows(database)[0].state == "owed"
    with later(10):
        await drain(sender)
    assert rows(database)[0].state == "sent"


async def test_a_connection_cut_without_an_answer_is_tried_again(sender, api, owed, database):
    api.script(SEND, Response(hang_up=True), {"errcode": 0})
    owed("一")
    await drain(sender)
    assert rows(database)[0].problem
    with later(10):
        await drain(sender)
    assert rows(database)[0].state == "sent"


async def test_a_token_that_expired_is_refreshed_once_and_the_reply_arrives(sender, api, owed, database):
    api.script(SEND, {"errcode": 42001}, {"errcode": 0})
    owed("一")
    await drain(sender)
    assert rows(database)[0].state == "sent"


async def test_one_persons_trouble_does_not_hold_up_another(sender, api, owed, database):
    api.script(SEND, {"errcode": 45015}, {"errcode": 0})
    owed("一", who="zhang")
    owed("二", who="li")
    await drain(sender)
    assert sorted(row.state for row in rows(database)) == ["failed", "sent"]


async def test_a_file_is_fetched_and_kept_under_its_hash(sender, api, owed, database):
    api.script("/cgi-bin/media/get", Response(data=PNG, headers={"Content-Type": "image/png"}))
    accepted = owed()
    with database.work() as session:
        files.expect(session, accepted.conversation_id, accepted.message_id, "media-1")
        session.commit()
    assert await sender.fetch_once()
    (attachment,) = rows(database, Attachment)
    assert (attachment.content_type, attachment.size) == ("image/png", len(PNG))
    assert not await sender.fetch_once()


@pytest.fixture
def picture(database, owed):
    """A picture that came, and was acknowledged."""
    accepted = owed()
    with database.work() as session:
        files.expect(session, accepted.conversation_id, accepted.message_id, "media-1")
        inbox.finish(session, accepted.message_id, [Draft("照片收到了。")])
        session.commit()


@pytest.mark.parametrize(
    ("answer", "problem", "words"),
    [
        ({"errcode": 40007, "errmsg": "invalid media_id"}, "过期", "没有取到"),
        (Response(data=b"MZ" * 100, headers={"Content-Type": "image/png"}), "格式", "JPG 或者 PNG"),
        (Response(data=PNG + bytes(10 * 1024 * 1024), headers={"Content-Type": "image/png"}), "10 MB", "太大"),
    ],
    ids=["expired", "of a wrong kind", "too large"],
)
async def test_a_file_that_cannot_be_kept_is_not_asked_for_again_and_the_person_is_told(
    sender, api, picture, database, answer, problem, words
):
    api.script("/cgi-bin/media/get", answer)
    await sender.fetch_once()
    with later(10):
        await sender.fetch_once()
        await drain(sender)
    assert len(api.calls("/cgi-bin/media/get")) == 1
    row = rows(database, Attachment)[0]
    assert problem in row.problem and row.storage_key is None
    first, second = (body["text"]["content"] for body in sent(api))
    assert first == "照片收到了。" and words in second


async def test_a_picture_that_is_not_to_be_had_yet_is_said_so_at_the_desk_in_chinese(sender, api, picture, database):
    api.script("/cgi-bin/media/get", {"errcode": -1, "errmsg": "system busy"})
    await sender.fetch_once()
    assert rows(database, Attachment)[0].problem == "平台繁忙或网络不通，稍后重试"


async def test_a_platform_that_is_busy_for_long_uses_up_no_allowance(sender, api, owed, database):
    api.script(SEND, *[{"errcode": -1}] * 7, {"errcode": 0})
    owed("一", allowance=5)
    for minute in range(10):
        with later(minute * 60 + 1):
            await drain(sender)
    assert rows(database)[0].state == "sent"


async def test_somebody_who_cannot_be_reached_is_not_tried_again(sender, api, owed, database):
    api.script(SEND, {"errcode": 43004})
    owed("一", "二")
    await drain(sender)
    assert [row.state for row in rows(database)] == ["failed", "failed"]
    assert len(api.calls(SEND)) == 1


async def test_a_reply_whose_words_were_deleted_does_not_block_the_next(sender, api, owed, database):
    accepted = owed("一")
    with database.work() as session:
        session.execute(sa.update(Message).values(text=""))
        outbox.owe(session, accepted.conversation_id, Draft("二"), "k2")
        session.commit()
    await drain(sender)
    assert [row.state for row in rows(database)] == ["failed", "sent"]


async def test_one_slow_person_does_not_hold_up_another(sender, api, owed, database):
    api.script(SEND, Response({"errcode": 0}, delay=3.0), {"errcode": 0})
    owed("慢", who="zhang")
    running = asyncio.create_task(sender.run())
    await asyncio.sleep(0.6)
    owed("快", who="li")
    await asyncio.sleep(1.2)
    assert "sent" in [row.state for row in rows(database)]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [row.state for row in rows(database)] == ["sent", "sent"]  # what was under way was let finish
