"""What is added to a case: words, files, kinds of help, links, supervision, referrals, a score."""

import pytest
import sqlalchemy as sa

from bot.cases import moves, notes, referrals, scoring
from bot.cases.errors import CaseError, MoveNotAllowed, NotCompetent, ReasonMissing, UnknownCase
from bot.cases.model import CaseEvent
from bot.conversations import files
from bot.conversations.inbox import Allowance, Incoming
from bot.conversations.inbox import accept as receive
from bot.conversations.model import PERSON, STAFF, Message


@pytest.fixture
def session(database, world, monday):
    with database.work() as session:
        yield session


@pytest.fixture
def case(session, world):
    return world.filed(session)


@pytest.fixture
def street(session, world):
    return world.who(session, "zhangjiang")


def actions(session):
    return list(session.execute(sa.select(CaseEvent.action).order_by(CaseEvent.id)).scalars())


def picture(session, case, world, openid="o-zhang"):
    incoming = Incoming("gh_test", openid, f"key-{openid}", "image", allowance=Allowance(5, 172800))
    received = receive(session, incoming, 4.5)
    return files.expect(session, received.conversation_id, received.message_id, "media").id


def test_what_a_person_adds_sets_a_case_going_that_waited_for_them(session, world, case, street):
    moves.accept(session, case.id, street)
    moves.ask_person(session, case.id, street, "请发照片")
    notes.note(session, case.id, "照片明天发", STAFF, street)
    assert case.state == "waiting"
    event = notes.note(session, case.id, " 这就发 ", PERSON, conversation_id=world.conversation)
    assert (event.detail["text"], case.state) == ("这就发", "in_progress")
    assert actions(session)[-2:] == ["note", "in_progress"]


def test_files_of_the_conversation_become_evidence_once(session, world, case):
    mine, others = picture(session, case, world), picture(session, case, world, "o-li")
    event = notes.evidence(session, case.id, [mine, others], PERSON, conversation_id=world.conversation)
    assert event.detail["attachments"] == [mine]
    assert [row.id for row in case.attachments] == [mine]
    with pytest.raises(CaseError, match="没有可以补充的材料"):
        notes.evidence(session, case.id, [mine, others], PERSON, conversation_id=world.conversation)


@pytest.mark.parametrize("text", ["", "  ", "字" * 2001])
def test_no_words_or_too_many_are_refused(session, world, case, text):
    with pytest.raises(ReasonMissing):
        notes.note(session, case.id, text, PERSON, conversation_id=world.conversation)


def test_a_person_adds_nothing_to_a_finished_case_or_to_somebody_elses(session, world, case):
    with pytest.raises(UnknownCase):
        notes.note(session, case.id, "我的", PERSON, conversation_id=world.conversation + 1)
    moves.withdraw(session, case.id, PERSON, conversation_id=world.conversation)
    with pytest.raises(MoveNotAllowed, match="重新打开"):
        notes.note(session, case.id, "还有", PERSON, conversation_id=world.conversation)


def test_the_four_kinds_of_help_are_tagged_and_the_change_is_on_the_trail(session, world, case, street):
    assert notes.tag_help(session, case.id, ["legal_aid", "collective_bargaining"], street)
    assert notes.tag_help(session, case.id, ["collective_bargaining", "legal_aid"], street) is None
    event = notes.tag_help(session, case.id, ["legal_aid"], street)
    assert event.detail["kinds"] == ["legal_aid"]
    assert [row.kind for row in case.help_given] == ["legal_aid"]
    with pytest.raises(CaseError, match="没有这种"):
        notes.tag_help(session, case.id, ["prayer"], street)
    with pytest.raises(UnknownCase):
        notes.tag_help(session, case.id, [], world.who(session, "minhang"))


def test_cases_are_linked_once_whichever_comes_first(session, world, case, street):
    other = world.filed(session, "message:2")
    assert notes.link(session, other.id, case.id, street, "同一家单位")
    assert not notes.link(session, case.id, other.id, street)
    assert [row.id for row in notes.linked(session, case.id)] == [other.id]
    assert [row.id for row in notes.linked(session, other.id)] == [case.id]
    assert actions(session).count("linked") == 2
    with pytest.raises(CaseError, match="它自己"):
        notes.link(session, case.id, case.id, street)
    with pytest.raises(UnknownCase):
        notes.link(session, case.id, 999, street)
    with pytest.raises(UnknownCase):
        notes.link(session, case.id, other.id, world.who(session, "minhang"))


def test_only_a_supervisor_puts_a_case_on_the_list_and_takes_it_off(session, world, case, street):
    chief = world.who(session, "chief")
    with pytest.raises(NotCompetent, match="督办"):
        notes.supervise(session, case.id, street, True, "要紧")
    with pytest.raises(ReasonMissing):
        notes.supervise(session, case.id, chief, True, " ")
    assert notes.supervise(session, case.id, chief, True, "涉及人多")
    assert (case.supervised, case.supervising_id) == (True, world.unions["pudong"])
    assert notes.supervise(session, case.id, chief, True, "涉及人多") is None
    assert notes.supervise(session, case.id, chief, False, "已稳定")
    assert (case.supervised, case.supervising_id) == (False, None)


@pytest.mark.parametrize(
    ("office", "name"), [("human_resources", "人社部门"), ("court", "法院"), ("justice", "司法行政部门")]
)
def test_a_referral_notes_what_was_handed_over_and_what_came_back_and_tells_the_person(
    session, world, case, street, office, name
):
    moves.accept(session, case.id, street)
    referral = referrals.refer(session, case.id, office, "投诉材料 3 页", "属于他们管", street)
    assert (case.state, referral.handed_over) == ("referred", "投诉材料 3 页")
    last = session.execute(sa.select(Message).order_by(Message.id.desc()).limit(1)).scalar_one()
    assert name in last.text and "投诉材料" not in last.text
    event = referrals.came_back(session, referral.id, "已立案，15 日内答复", street)
    assert (case.state, event.detail["office"]) == ("in_progress", office)
    assert (referral.came_back, referral.back_at) == ("已立案，15 日内答复", event.at)
    with pytest.raises(CaseError, match="已经登记"):
        referrals.came_back(session, referral.id, "又来了", street)


def test_a_referral_to_nowhere_of_nothing_or_by_strangers_is_refused(session, world, case, street):
    moves.accept(session, case.id, street)
    with pytest.raises(CaseError, match="没有这个外单位"):
        referrals.refer(session, case.id, "police", "材料", "原因", street)
    with pytest.raises(ReasonMissing):
        referrals.refer(session, case.id, "court", " ", "原因", street)
    with pytest.raises(UnknownCase):
        referrals.refer(session, case.id, "court", "材料", "原因", world.who(session, "minhang"))
    with pytest.raises(UnknownCase):
        referrals.came_back(session, 999, "回了", street)


def closed(session, world, case, street):
    moves.accept(session, case.id, street)
    moves.resolve(session, case.id, street, "补发了")
    moves.close(session, case.id, PERSON, conversation_id=world.conversation)


def test_the_person_scores_a_closed_case_and_may_change_their_mind(session, world, case, street):
    with pytest.raises(MoveNotAllowed):
        scoring.score(session, case.id, 5, conversation_id=world.conversation)
    closed(session, world, case, street)
    scoring.score(session, case.id, 5, "很快", conversation_id=world.conversation)
    scoring.score(session, case.id, 4, conversation_id=world.conversation)
    assert (case.score, case.score_word) == (4, "很快")
    assert actions(session)[-2:] == ["scored", "scored"]


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_is_one_to_five_and_the_persons_own(session, world, case, street, score):
    closed(session, world, case, street)
    with pytest.raises(CaseError, match="1 到 5"):
        scoring.score(session, case.id, score, conversation_id=world.conversation)
    with pytest.raises(UnknownCase):
        scoring.score(session, case.id, 5, conversation_id=world.conversation + 1)


def test_the_supervised_union_does_not_take_itself_off_the_list(session, world, case, street):
    street.role = "supervisor"
    chief, city = world.who(session, "chief"), world.who(session, "city")
    city.role = "supervisor"
    notes.supervise(session, case.id, chief, True, "涉及人多")
    with pytest.raises(NotCompetent, match="上级"):
        notes.supervise(session, case.id, street, False, "没事了")
    assert notes.supervise(session, case.id, city, False, "已稳定")
    notes.supervise(session, case.id, city, True, "全市都在看")
    with pytest.raises(NotCompetent, match="上级"):
        notes.supervise(session, case.id, chief, False, "没事了")
    assert (case.supervised, case.supervising_id) == (True, None)
    assert notes.supervise(session, case.id, city, False, "已稳定")
    assert notes.supervise(session, case.id, street, True, "自己盯")
    assert notes.supervise(session, case.id, street, False, "办好了")


def test_a_case_with_two_offices_waits_until_both_have_answered(session, world, case, street):
    moves.accept(session, case.id, street)
    first = referrals.refer(session, case.id, "court", "起诉状", "属于他们管", street)
    moves.start(session, case.id, street)
    second = referrals.refer(session, case.id, "human_resources", "投诉材料", "也属于他们管", street)
    referrals.came_back(session, first.id, "已立案", street)
    assert case.state == "referred"
    referrals.came_back(session, second.id, "已受理", street)
    assert case.state == "in_progress"
