"""What people say of what they filed, in their own words: where it stands, more of it, which one, the end of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.cases import deadlines, moves, service
from bot.cases.filing import Filing
from bot.cases.model import Case, CaseEvent
from bot.conversations.model import STAFF, Conversation
from bot.staff.model import Staff


@pytest.fixture
async def person(talk):
    """Somebody with one open case about wages."""
    await talk.tell("你好", "greet")
    filed(talk, "wage.arrears", "上海蓝桥保洁有限公司")
    return talk


@pytest.fixture
async def two(person):
    """Somebody with a second case, about insurance."""
    filed(person, "insurance.mandatory", "上海青石模具有限公司")
    return person


def filed(talk, topic, employer):
    with talk.database.work() as session:
        key = session.execute(sa.select(Conversation.id)).scalar_one()
        filing = Filing(summary="说明", topic=topic, employer=employer, phone="13800000000")
        found = service.file(session, filing, key, None, f"message:{topic}")
        session.commit()
        return found.id


def move(talk, *states):
    """Have staff move the case filed last."""
    with talk.database.work() as session:
        staff = session.execute(sa.select(Staff)).scalars().first()
        staff = staff or Staff(username="zhang", name="小张", role="admin", password_hash="none")
        session.add(staff)
        session.flush()
        case_id = session.execute(sa.select(sa.func.max(Case.id))).scalar_one()
        for state in states:
            moves.move(session, case_id, state, STAFF, staff, "已经办好")
        session.commit()


def last_case(talk, matter=None):
    with talk.database.reading() as session:
        wanted = sa.select(Case).where(Case.matter == matter) if matter else sa.select(Case)
        return session.execute(wanted.order_by(Case.id.desc()).limit(1)).scalar_one()


def notes(talk):
    with talk.database.reading() as session:
        events = session.execute(sa.select(CaseEvent).where(CaseEvent.action == "note")).scalars()
        return [event.detail["text"] for event in events]


STATUS = (
    "进度",
    "查一下我上次投诉的办到哪了",
    "处理得怎么样了",
    "咋还没人理我",
    "都三天了还没消息",
    "批了没有啊",
)


@pytest.mark.parametrize("words", [*STATUS, "几时能办好"])
async def test_the_menu_repeats_the_state_and_by_when_it_is_answered(person, words):
    await person.tell("查工单", "progress")
    [message] = await person.tell(words, "ask", topic="dispute.options")
    with person.database.reading() as session:
        due = deadlines.open_deadlines(session, last_case(person).id)
    assert "已经登记" in message["text"] and person.slots["requested_slot"] == "menu"
    assert deadlines.shown(due["accept"].due_at) in message["text"]
    assert deadlines.shown(due["resolve"].due_at) in message["text"]


@pytest.mark.parametrize("words", STATUS)
async def test_without_a_menu_who_asks_how_far_it_is_is_shown_it(person, words):
    [message] = await person.tell(words, "ask", topic="dispute.options")
    assert "已经登记" in message["text"] and person.slots["requested_slot"] == "menu"


async def test_whoever_waits_longer_than_was_promised_is_told_so(person):
    with person.database.work() as session:
        for due in deadlines.open_deadlines(session, last_case(person).id).values():
            due.due_at = due.counted_from - timedelta(days=1)
        session.commit()
    [message] = await person.tell("进度")
    assert "已经过了" in message["text"] and "12351" in message["text"]


@pytest.mark.parametrize("words", ["谁在办", "电话多少 我想打给他", "怎么联系你们工会"])
async def test_who_asks_for_whoever_works_on_it_hears_how_to_reach_them(person, words):
    await person.tell("查工单", "progress")
    [message] = await person.tell(words, "ask", topic="service.hotline")
    assert "在办" in message["text"] and "12351" in message["text"] and person.slots["requested_slot"] == "menu"


@pytest.mark.parametrize("words", ["这是工资条", "不是浦东 是闵行的", "老板又说没钱", "又欠了一个月 现在是四个月"])
async def test_in_the_menu_what_is_told_goes_into_the_case(person, words):
    await person.tell("查工单", "progress")
    [message] = await person.tell(words, "grievance", confidence=0.8)
    assert "补充好了" in message["text"] and notes(person) == [words]


MORE = (
    "又欠了一个月 现在是四个月",
    "我不满意 重新办",
    "工友李四也一起 一共5个人了",
    "我有录音",
    "我不想匿名了",
    "老板又说没钱",
)


@pytest.mark.parametrize("words", MORE)
@pytest.mark.parametrize("intent", ["unclear", "out_of_scope", "grievance"])
async def test_what_tells_more_of_an_open_case_is_asked_about_and_taken_with_a_yes(person, words, intent):
    [message] = await person.tell(words, intent, confidence=0.8)
    assert "是补充给" in message["text"] and notes(person) == []
    await person.tell("是", "affirm")
    assert notes(person) == [words]


async def test_of_two_cases_the_one_that_words_are_meant_for_is_asked(two):
    [message] = await two.tell("老板又说没钱")
    assert "补充给哪一件" in message["text"]
    assert [option.label for option in two.options] == [
        "社会保险 青石模具 00002",
        "工资报酬 蓝桥保洁 00001",
        "都不是",
    ]
    await two.tell("2")
    assert notes(two) == ["老板又说没钱"]


async def test_a_wrong_amount_is_written_down_for_staff(person):
    [message] = await person.tell("金额不对 应该是24000")
    assert "金额要由经办的人来改" in message["text"] and notes(person) == ["金额不对 应该是24000"]


async def test_a_question_is_answered_although_a_case_is_open(person):
    [message] = await person.tell("老板又不给钱可以去仲裁吗", "ask", topic="dispute.arbitration")
    assert message["custom"]["topic"] == "dispute.arbitration"


async def test_without_anything_open_the_same_words_are_a_matter_of_their_own(talk):
    [message] = await talk.tell("老板又说没钱")
    assert "补充" not in message["text"]


@pytest.mark.parametrize("words", ["进度", "两个都办到哪了"])
async def test_of_two_cases_it_is_told_how_far_each_is_before_one_is_chosen(two, words):
    [message] = await two.tell(words, "ask", topic="service.progress")
    assert message["text"].count("最晚") == 2 and "青石模具" in message["text"]
    assert len(two.options) == 2 and two.slots["requested_slot"] == "number"


@pytest.mark.parametrize(
    ("words", "intent", "meant"),
    [
        ("社保那个", "ask", "insurance"),
        ("拖工资那个", "grievance", "wage"),
        ("蓝桥那张", "unclear", "wage"),
        ("2", "unclear", "wage"),
        ("第一个", "unclear", "insurance"),
    ],
)
async def test_which_case_is_meant_is_said_by_its_matter_its_employer_or_its_number(two, words, intent, meant):
    await two.tell("进度")
    [message] = await two.tell(words, intent)
    assert last_case(two, meant).number in message["text"] and two.slots["requested_slot"] == "menu"


async def test_a_wish_in_the_list_is_done_to_the_one_that_is_chosen_then(two):
    await two.tell("进度")
    await two.tell("撤回")
    assert len(two.options) == 2 and two.slots["requested_slot"] == "number"
    [message] = await two.tell("社保那个", "ask")
    assert "青石模具" in message["text"] and two.slots["requested_slot"] == "withdraw"


async def test_the_list_can_still_be_tapped_after_something_that_was_not_understood(two):
    await two.tell("进度")
    [message] = await two.tell("呃呃")
    assert "哪一件" in message["text"]
    await two.tell("2")
    assert two.slots["requested_slot"] == "menu"


@pytest.mark.parametrize("words", ["社保那个投诉我不想办了", "社保的投诉我不想办了", "社保那个撤回吧"])
async def test_who_no_longer_wants_a_case_that_they_name_is_asked_whether_to_withdraw_it(two, words):
    [message] = await two.tell(words, "cancel")
    assert "青石模具" in message["text"] and two.slots["requested_slot"] == "withdraw"


@pytest.mark.parametrize(
    ("words", "score"),
    [("还行吧", 3), ("三分吧", 3), ("十分", 5), ("满分", 5), ("10分", 5), ("很满意", 5), ("0分", 1), ("垃圾", 1)],
)
async def test_a_score_is_taken_as_people_say_it(person, words, score):
    move(person, "accepted", "resolved", "closed")
    person.hear()
    await person.tell(words)
    assert last_case(person).score == score


async def test_a_score_is_taken_after_another_message_too(person):
    move(person, "accepted", "resolved", "closed")
    await person.tell("谢谢", "thanks")
    await person.tell("1分")
    assert last_case(person).score == 1


async def test_eight_of_ten_is_not_guessed_at(person):
    move(person, "accepted", "resolved")
    await person.tell("查工单", "progress")
    await person.tell("打分")
    [message] = await person.tell("8分")
    assert "1 到 5" in message["text"] and last_case(person).score is None


@pytest.mark.parametrize("words", ["垃圾 根本没解决", "根本没解决", "钱没到账，没有解决"])
async def test_who_says_at_the_score_that_nothing_is_settled_can_have_it_reopened(person, words):
    move(person, "accepted", "resolved", "closed")
    person.hear()
    [message] = await person.tell(words)
    assert "要重新办吗" in message["text"] and last_case(person).score is None
    await person.tell("是", "affirm")
    assert last_case(person).state == "reopened"


@pytest.mark.parametrize("words", ["我又后悔了 还是要办", "恢复一下刚才那个投诉", "重新办理", "还是接着办吧"])
async def test_a_case_that_was_withdrawn_is_taken_up_again_after_a_yes(person, words):
    await person.tell("撤回")
    await person.tell("确定撤回")
    [message] = await person.tell(words, "grievance")
    assert "要重新办吗" in message["text"] and last_case(person).state == "withdrawn"
    await person.tell("重新办")
    assert last_case(person).state == "reopened"


async def test_a_case_that_was_withdrawn_stays_so_after_a_no(person):
    await person.tell("撤回")
    await person.tell("确定撤回")
    await person.tell("我又后悔了")
    await person.tell("不用了", "deny")
    assert last_case(person).state == "withdrawn" and person.slots["requested_slot"] is None


@pytest.mark.parametrize(
    ("words", "asks"),
    [("进度", "menu"), ("撤回", "withdraw"), ("谁在办", "menu"), ("补充：昨天又发了一千", "menu"), ("不用了", None)],
)
async def test_the_question_for_the_phone_lets_go_of_other_wishes(person, words, asks):
    await person.tell("查工单", "progress")
    await person.tell("改电话")
    await person.tell(words)
    assert person.slots["requested_slot"] == asks and last_case(person).phone == "13800000000"


async def test_thanks_for_money_that_came_settle_the_case_and_ask_for_the_score(person):
    move(person, "accepted", "resolved")
    [message] = await person.tell("钱拿到了 谢谢你们", "thanks")
    assert "打" in message["text"] or "分" in message["text"]
    assert person.slots["requested_slot"] == "score"
    assert notes(person) == ["钱拿到了 谢谢你们"] and last_case(person).state == "resolved"
    await person.tell("5分")
    assert (last_case(person).state, last_case(person).score) == ("closed", 5)


async def test_who_says_that_more_pictures_come_is_waited_for(person):
    await person.tell("查工单", "progress")
    [message] = await person.tell("还有一张")
    assert "接着发" in message["text"] and notes(person) == []
