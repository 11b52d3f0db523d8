"""我的工单 of a cadre inside Rasa: what is shown, done, refused and written down."""

import pytest
import sqlalchemy as sa

from actions.serving import ServiceForm
from bot.cases import moves, trail
from bot.cases.model import ACCEPTED, RECEIVED, RESOLVED, Case, CaseEvent
from bot.conversations.model import Conversation, Handover, Message
from bot.staff import binding, service
from bot.staff.model import Audit
from tests.bot.cases.conftest import World, plant


@pytest.fixture
def world(database, talk):
    with database.work() as session:
        unions, staff = plant(session)
        person = Conversation(account="gh_test", openid="o-huang")
        session.add(person)
        session.flush()
        made = World(unions, staff, person.id)
        session.commit()
    return made


@pytest.fixture
async def cadre(talk, world):
    """The talk, of somebody whose WeChat is tied to the account of the union in Zhangjiang."""
    with talk.database.work() as session:
        code = binding.new_code(session, world.staff["zhangjiang"])
        session.commit()
    await talk.tell(f"绑定 {code}", "bind")
    return talk


def file(talk, world, count=1):
    with talk.database.work() as session:
        filed = [world.filed(session, f"case-{place}", phone="13800000000", name="黄蓉") for place in range(count)]
        session.commit()
        return [case.number for case in filed]


def state(talk, number):
    with talk.database.reading() as session:
        return session.execute(sa.select(Case.state).where(Case.number == number)).scalar_one()


def events(talk, action):
    with talk.database.reading() as session:
        return list(session.execute(sa.select(CaseEvent).where(CaseEvent.action == action)).scalars())


async def test_more_than_five_are_shown_page_by_page_and_none_twice(cadre, world):
    filed = file(cadre, world, 7)
    [message] = await cadre.tell("我的工单", "progress")
    assert [option.payload for option in cadre.options] == [*filed[:5], "更多"]
    assert all(number in message["text"] for number in filed[:5])
    [message] = await cadre.tell("6")
    assert [option.payload for option in cadre.options] == filed[5:]
    [message] = await cadre.tell("还有吗")
    assert "没有更多了" in message["text"] and cadre.slots["requested_slot"] is None


async def test_a_case_is_chosen_by_number_by_label_and_by_its_last_figures(cadre, world):
    [number] = file(cadre, world)
    for choice in ("1", "①", "第一个", f"诉求 {number[-5:]}", number[-5:], number):
        await cadre.tell("我手上的工单", "my_cases")
        [message] = await cadre.tell(choice)
        assert number in message["text"] and message["custom"]["asks"] == "menu", choice


async def test_who_looks_at_a_case_is_written_down(cadre, world):
    file(cadre, world)
    await cadre.tell("我的工单", "progress")
    await cadre.tell("1")
    with cadre.database.reading() as session:
        [seen] = session.execute(sa.select(Audit).where(Audit.action == "view_case")).scalars()
        case_id = session.execute(sa.select(Case.id)).scalar_one()
    assert (seen.staff_id, seen.subject, seen.subject_id) == (world.staff["zhangjiang"], "case", case_id)


async def test_accepting_and_resolving_are_done_as_the_account_and_told_to_the_person(cadre, world):
    [number] = file(cadre, world)
    await cadre.tell(f"受理{number}", "my_cases")
    await cadre.tell("受理")
    assert state(cadre, number) == ACCEPTED
    await cadre.tell("办结：单位已把欠的钱打到您卡上")
    await cadre.tell("确定办结")
    assert state(cadre, number) == RESOLVED
    assert events(cadre, RESOLVED)[0].staff_id == world.staff["zhangjiang"]
    with cadre.database.reading() as session:
        wanted = sa.select(Message.text).where(Message.conversation_id == world.conversation)
        texts = session.execute(wanted.order_by(Message.id)).scalars().all()
    assert "已经接手" in texts[-2] and "单位已把欠的钱打到您卡上" in texts[-1]


async def test_what_happened_meanwhile_refuses_the_move_and_shows_the_case_anew(cadre, world):
    [number] = file(cadre, world)
    await cadre.tell(number, "progress")
    with cadre.database.work() as session:
        case = session.execute(sa.select(Case)).scalar_one()
        moves.accept(session, case.id, world.who(session, "colleague"))
        session.commit()
    [message] = await cadre.tell("受理")
    assert "刚刚被别人处理过" in message["text"] and "已受理" in message["text"]
    assert "受理" not in [option.label for option in cadre.options]
    await cadre.tell("办结：已经谈好，周五付清")
    [message] = await cadre.tell("确定办结")
    assert state(cadre, number) == RESOLVED


async def test_a_case_that_was_handed_on_meanwhile_is_gone(cadre, world):
    [number] = file(cadre, world)
    await cadre.tell(number, "progress")
    with cadre.database.work() as session:
        case = session.execute(sa.select(Case)).scalar_one()
        moves.hand_over(session, case.id, world.who(session, "colleague"), world.unions["minhang"], "在闵行")
        session.commit()
    [message] = await cadre.tell("受理")
    assert "没有这张工单，或者您不能查看它" in message["text"] and state(cadre, number) != ACCEPTED


async def test_a_disabled_account_does_nothing_more(cadre, world):
    [number] = file(cadre, world)
    await cadre.tell(number, "progress")
    with cadre.database.work() as session:
        service.disable(session, "zhangjiang")
        session.commit()
    [message] = await cadre.tell("受理")
    assert "账号停用" in message["text"] and state(cadre, number) == RECEIVED
    assert cadre.slots["requested_slot"] is None


async def test_untied_in_the_middle_of_a_note_nothing_is_written(cadre, world):
    [number] = file(cadre, world)
    await cadre.tell(number, "progress")
    await cadre.tell("写记录")
    with cadre.database.work() as session:
        binding.unbind(session, cadre.conversation_id)
        session.commit()
    [message] = await cadre.tell("已电话联系，约好周三面谈")
    assert "没有绑账号" in message["text"] and events(cadre, trail.NOTE) == []


async def test_cases_of_other_unions_are_neither_listed_nor_shown(cadre, world):
    with cadre.database.work() as session:
        other = world.filed(session, "case-huamu", street="花木街道", employer="上海白云餐饮有限公司")
        session.commit()
        number = other.number
    [message] = await cadre.tell(f"查{number}", "progress")
    assert "没有这张工单" in message["text"] and "白云" not in message["text"]


async def test_a_note_is_written_as_it_was_written_and_questions_in_it_are_no_questions(cadre, world):
    [number] = file(cadre, world)
    await cadre.tell(number, "progress")
    await cadre.tell("写记录")
    words = "問了單位为什么不发工资，答：没钱，仲裁要多久也解释了？"
    [message] = await cadre.tell(words, "ask", topic="wage.arrears")
    assert "记好了" in message["text"]
    await cadre.tell("記錄：已转给同事小王跟进，ＯＫ")
    assert [event.detail["text"] for event in events(cadre, trail.NOTE)] == [words, "已转给同事小王跟进，ＯＫ"]


async def test_words_that_only_mention_a_move_do_nothing(cadre, world):
    [number] = file(cadre, world)
    for words in ("待受理的有哪些", "这个不受理", "记录在哪看", "办结了吗", "怎么受理"):
        await cadre.tell(number, "progress")
        await cadre.tell(words)
        assert state(cadre, number) == RECEIVED and events(cadre, trail.NOTE) == [], words


async def test_the_words_of_a_move_win_over_what_they_were_understood_as(cadre, world):
    number, other = file(cadre, world, 2)
    await cadre.tell(number, "progress")
    await cadre.tell("受理工单", "my_cases")
    assert state(cadre, number) == ACCEPTED
    await cadre.tell(f"记录：和我的工单{other}是一件事", "progress")
    assert len(events(cadre, trail.NOTE)) == 1 and cadre.slots["draft"]["values"]["number"] == number
    [message] = await cadre.tell("办结工单", "my_cases")
    assert message["custom"]["asks"] == "outcome"


async def test_danger_and_the_wish_for_a_person_come_first(cadre, world):
    [number] = file(cadre, world)
    await cadre.tell(number, "progress")
    await cadre.tell("写记录")
    await cadre.tell("转人工", "human")
    assert cadre.slots["requested_slot"] is None
    await cadre.tell(number, "progress")
    await cadre.tell("写记录")
    await cadre.tell("我不想活了，要从楼上跳下去", "crisis")
    with cadre.database.reading() as session:
        assert session.execute(sa.select(Handover.priority).order_by(Handover.id.desc())).scalars().first() == 9


async def test_a_step_back_goes_from_writing_to_the_case_to_the_list(cadre, world):
    [number] = file(cadre, world)
    await cadre.tell(number, "progress")
    await cadre.tell("写记录")
    for asked in ("menu", "list", None):
        await cadre.tell("返回", "back")
        assert cadre.slots["requested_slot"] == asked
    assert state(cadre, number) == RECEIVED


async def test_a_question_in_the_middle_is_answered_and_the_menu_stays(cadre, world):
    [number] = file(cadre, world)
    await cadre.tell(number, "progress")
    [message] = await cadre.tell("仲裁时效是多久？", "ask", topic="dispute.arbitration")
    assert message["custom"]["outcome"] == "answer" and cadre.slots["requested_slot"] == "menu"
    assert cadre.options[0].label == "受理"
    [message] = await cadre.tell("我要投诉公司欠薪", "grievance", topic="wage.arrears")
    assert message["custom"]["asks"] == "consent"


async def test_what_is_not_understood_three_times_offers_a_person(cadre, world):
    file(cadre, world)
    await cadre.tell("我的工单", "progress")
    for _ in range(3):
        await cadre.tell("嗯嗯啊啊")
    assert [option.label for option in cadre.options] == ["转人工", "再试一次"]
    [message] = await cadre.tell("再试一次")
    assert message["custom"]["asks"] == "list" and len(cadre.options) == 1


async def test_a_result_that_is_too_long_is_refused_before_it_is_asked_about(cadre, world):
    [number] = file(cadre, world)
    await cadre.tell(number, "progress")
    await cadre.tell("受理")
    await cadre.tell("办结")
    [message] = await cadre.tell("单位已经付清。" * 100)
    assert "500" in message["text"] and cadre.slots["requested_slot"] == "outcome"


async def test_half_a_day_later_the_list_is_opened_anew(cadre, world):
    [number] = file(cadre, world)
    await cadre.tell(number, "progress")
    await cadre._new_session()
    assert not cadre.slots.get("left")


@pytest.mark.parametrize(
    ("before", "words", "action"),
    [
        ((), "受理", ACCEPTED),
        (("受理",), "记录：已联系单位", "note"),
        (("受理", "办结：单位已经付清"), "确定办结", RESOLVED),
    ],
)
async def test_a_turn_that_runs_again_does_to_the_case_what_it_did_already(cadre, world, before, words, action):
    [number] = file(cadre, world)
    await cadre.tell(number, "progress")
    for text in before:
        await cadre.tell(text)
    slots = dict(cadre.slots)
    first = await cadre.say(ServiceForm(), words)
    cadre.slots = slots
    again = await cadre.again(ServiceForm(), words)
    assert [message["text"] for message in again] == [message["text"] for message in first]
    assert len(events(cadre, action)) == 1
