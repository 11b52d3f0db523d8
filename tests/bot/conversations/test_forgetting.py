import sqlalchemy as sa

from bot.cases.model import Case
from bot.conversations import dialogue_log, files, forgetting
from bot.conversations.model import Attachment, Conversation, Message


def _texts(database):
    with database.reading() as session:
        return set(session.execute(sa.select(Message.text)).scalars())


def _attach(work, accepted, key=None):
    def attach(session):
        attachment = files.expect(session, accepted.conversation_id, accepted.message_id, "media")
        if key:
            files.kept(session, attachment.id, key, "image/png", 3)

    work(attach)


def test_words_consent_and_dialogue_state_are_deleted(database, says, work):
    accepted = says("我的电话13800000000")
    sender = forgetting.sender_of(accepted.conversation_id)
    work(lambda s: dialogue_log.append(s, sender, [{"event": "user", "text": "x"}]))
    work(lambda s: forgetting.forget(s, accepted.conversation_id))
    assert _texts(database) == {""}
    with database.reading() as session:
        assert dialogue_log.load(session, sender) == []
        assert session.get(Conversation, accepted.conversation_id).consent_at is None


def test_what_a_case_rests_on_is_kept(database, says, work):
    accepted = says("拖欠工资")
    case = Case(source_key="k", kind="grievance", summary="s", conversation_id=accepted.conversation_id)
    work(lambda s: s.add(case))
    work(lambda s: forgetting.forget(s, accepted.conversation_id))
    assert _texts(database) == {"拖欠工资"}


def test_files_that_are_no_evidence_go_and_those_to_come_are_not_fetched(database, says, work):
    kept, expected = says("", kind="image"), says("", kind="image")
    _attach(work, kept, "a" * 64)
    _attach(work, expected)
    assert work(lambda s: forgetting.forget(s, kept.conversation_id)) == ["a" * 64]
    with database.reading() as session:
        assert session.execute(sa.select(sa.func.count(Attachment.id))).scalar_one() == 0
        assert not files.is_due(session)


def test_a_file_that_somebody_else_sent_too_stays(says, work):
    mine, theirs = says("", kind="image"), says("", who="li", kind="image")
    for accepted in (mine, theirs):
        _attach(work, accepted, "a" * 64)
    assert work(lambda s: forgetting.forget(s, mine.conversation_id)) == []
