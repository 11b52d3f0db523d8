from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import clock
from bot.conversations import files, inbox
from bot.conversations.model import OUT, Attachment, Message
from bot.conversations.outbox import Draft


@pytest.fixture
def expected(says, work):
    accepted = says("", kind="image")
    return work(lambda s: files.expect(s, accepted.conversation_id, accepted.message_id, "media").id)


def later(**span):
    return clock.fixed(clock.now() + timedelta(**span))


def test_a_file_is_taken_on_by_one_process_at_a_time(expected, work):
    assert [wanted.id for wanted in work(files.claim)] == [expected]
    assert work(files.claim) == []
    with later(minutes=3):
        assert len(work(files.claim)) == 1  # the first one died over it


def test_a_file_that_fails_is_tried_again_more_and_more_slowly(expected, work):
    waits = []
    moment = clock.now()
    for _ in range(6):
        with clock.fixed(moment):
            work(files.claim)
            work(lambda s: files.failed(s, expected, "平台繁忙"))
        due = work(lambda s: s.get(Attachment, expected).fetch_at)
        waits.append((due - moment).total_seconds())
        moment = due
    assert waits == [2, 4, 8, 16, 32, 64]


def test_after_three_days_the_platform_has_deleted_it_and_we_stop(database, expected, work):
    with later(days=3, minutes=1):
        work(files.claim)
        assert work(lambda s: files.failed(s, expected, "平台繁忙"))
    with database.reading() as session:
        assert session.execute(sa.select(Attachment.fetch_at)).scalar_one() is None


def given_up(work, expected):
    work(lambda s: files.lost(s, expected, "文件类型不支持", "没能留下来，请再发一次。"))


def test_what_cannot_be_kept_is_given_up_at_once_and_the_person_hears_of_it_once(database, expected, work):
    work(lambda s: inbox.finish(s, s.get(Attachment, expected).message_id, [Draft("照片收到了。")]))
    given_up(work, expected)
    given_up(work, expected)
    with later(days=1):
        assert work(files.claim) == []
    with database.reading() as session:
        said = sa.select(Message.text).where(Message.direction == OUT).order_by(Message.id)
        assert session.execute(said).scalars().all() == ["照片收到了。", "没能留下来，请再发一次。"]
        assert session.get(Attachment, expected).problem == "文件类型不支持"


def test_that_a_file_is_lost_is_not_said_before_it_was_said_that_it_came(database, expected, work):
    work(files.claim)
    given_up(work, expected)
    with database.reading() as session:
        assert session.execute(sa.select(Message).where(Message.direction == OUT)).first() is None
    with later(seconds=2):
        assert len(work(files.claim)) == 1


def test_a_file_of_somebody_who_has_left_is_not_kept(expected, work):
    work(lambda s: s.execute(sa.delete(Attachment)))
    assert not work(lambda s: files.kept(s, expected, "a" * 64, "image/png", 3))
