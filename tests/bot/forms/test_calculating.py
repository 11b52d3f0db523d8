"""The calculators as forms: what is asked, how it is read, what an answer is and what may follow it."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot import clock
from bot.calculators.registry import CALCULATORS
from bot.calculators.wanted import PREFIX
from bot.forms import calculating
from bot.forms.asking import StepResult
from bot.forms.calculator import form_for
from bot.forms.draft import Draft
from bot.forms.facts import Facts
from bot.forms.field import Problem
from bot.knowledge.render import ANSWER_BYTES, MESSAGE_BYTES
from bot.opening import open_with
from bot.reply import Reply
from bot.understanding import TopicGuess, Understanding
from bot.wording import responses

TODAY = date(2026, 11, 22)
FIELDS = [
    pytest.param(c.name, f.name, id=f"{c.name}.{f.name}") for c in CALCULATORS.values() for f in (*c.fields, *c.derived)
]
# An answer to every question of each calculator, as people write them.
ANSWERS: dict[str, dict[str, str]] = {
    "severance": {
        "situation": "生病、不胜任或情况变化被辞",
        "start": "2005年3月1日",
        "end": "2026年8月31日",
        "wage": "四万五",
        "notice": "没有",
        "last_wage": "45000",
    },
    "overtime": {"wage": "8700", "workday_hours": "20", "rest_day_hours": "16小时", "holiday_hours": "没有"},
    "annual_leave": {"total_months": "12年", "joined": "不是", "left": "不离职", "taken": "没休", "wage": "8700"},
    "unsigned_contract": {"start": "2025年1月15日", "signed": "没签", "left": "还在", "wage": "6000"},
    "sick_pay": {"service_months": "3年", "sick_months": "2个月", "wage": "6000", "sick_days": "5天"},
    "injury_benefit": {"grade": "十级", "wage": "9000", "insured": "交了", "injured": "2026年3月10日"},
    "arbitration_deadline": {
        "matter": "补偿金",
        "knew": "去年12月15日",
        "interrupted": "今年5月1号",
        "suspended_from": "2026-06-01",
        "suspended_to": "2026-06-20",
    },
    "union_dues": {"wage": "6285"},
    "union_funds": {"payroll": "40万", "kept_percent": "60%"},
}


@pytest.fixture(autouse=True)
def today():
    with clock.fixed(TODAY):
        yield


def said(text: str, intent: str = "unclear", **entities: Any) -> Understanding:
    return Understanding(text, intent, entities=entities)


def opened(name: str, told: str = "") -> StepResult:
    values = {"service": PREFIX + name, **({"told": told} if told else {})}
    return calculating.begin(said("/calculate" + json.dumps(values), "calculate", **values), Facts())


def known(result: StepResult) -> Draft:
    assert result.draft is not None
    return result.draft


def reply(result: StepResult) -> Reply:
    (only,) = result.replies
    return only


def finished(name: str) -> StepResult:
    result = opened(name)
    for _ in ANSWERS[name]:
        result = calculating.step(known(result), said(ANSWERS[name][str(result.asks)]))
    assert result.asks == "result", reply(result).text
    return result


@pytest.mark.parametrize("name", CALCULATORS)
def test_answering_every_question_gives_the_result_in_one_message_with_its_sources(name: str) -> None:
    answer = reply(finished(name))

    assert (answer.outcome, answer.service) == ("service", PREFIX + name)
    assert answer.citations and "依据：" in answer.text
    assert len(answer.text.encode()) <= ANSWER_BYTES
    labels = "".join(option.label for option in answer.options).encode()
    assert len(answer.text.encode()) + len(labels) + 12 < MESSAGE_BYTES
    assert answer.options[0].label == "改一个数再算"
    assert all(len(option.label) <= 20 for option in answer.options)


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_number_of_a_result_can_be_changed_by_tapping_it(name: str) -> None:
    result = finished(name)
    which = calculating.step(known(result), said("改一个数再算"))
    assert which.asks == "which"
    for number, option in enumerate(reply(which).options, 1):
        tapped = calculating.step(known(which), said(option.payload))
        assert form_for(name).asked(str(tapped.asks)).title == option.label
        numbered = calculating.step(known(which), said(str(number)))
        assert numbered.asks == tapped.asks


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_does_not_have_to_be_known_can_be_left_out(name: str) -> None:
    result = opened(name)
    while result.asks != "result":
        field = form_for(name).field(str(result.asks))
        answer = "不清楚" if field.optional else ANSWERS[name][field.name]
        result = calculating.step(known(result), said(answer, "skip" if field.optional else "unclear"))
    assert reply(result).text


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_every_question_says_why_and_every_option_is_an_answer(name: str, field: str) -> None:
    form = form_for(name)
    asked, one = form.asked(field), form.field(field)
    assert form.say("ask", one).startswith(asked.ask + asked.why)
    assert form.say("why", one) == asked.why and form.say("title", one) == asked.title
    assert form.say("wrong", one).endswith("。")
    for option in form.options(one):
        if option.label == "不清楚":
            assert one.optional
        else:
            value = one.read(said(option.payload))
            assert value is not None and not isinstance(value, Problem)
            assert one.show(value)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_the_example_of_every_question_is_an_answer(name: str, field: str) -> None:
    form = form_for(name)
    example = "30个月" if (asked := form.asked(field)).example == "30" else asked.example
    value = form.field(field).read(said(example))
    assert value is not None and not isinstance(value, Problem)


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_has_a_name_and_a_button(name: str) -> None:
    for kind in ("service", "option"):
        assert len(responses()[f"{kind}_{PREFIX}{name}"]) <= 20


def test_what_an_earlier_message_told_is_not_asked_again() -> None:
    facts = Facts({}, "2020年3月15号入职的，工资一万二，公司裁员裁掉了我", "termination.layoff")

    result = calculating.begin(said("帮我算算经济补偿", "calculate"), facts)

    assert result.asks == "end"
    assert known(result).values["wage"] == "12000"
    assert "2020年3月15日" in reply(result).text


def test_what_was_written_before_the_calculator_was_chosen_is_used() -> None:
    which = calculating.begin(said("帮我算算能拿多少，干了三年半，月薪8000", "calculate"), Facts())
    assert which.asks == "calculator"

    result = calculating.step(known(which), said("经济补偿、赔偿金"))

    assert result.asks == "situation"
    assert known(result).values == {"calculator": "severance", "service_months": "42", "wage": "8000"}


def test_the_topic_chooses_the_calculator_where_the_words_do_not() -> None:
    topics = (TopicGuess("hours.overtime_pay", 0.8),)
    result = calculating.begin(Understanding("帮我算一下", "calculate", topics=topics), Facts())
    assert known(result).values["calculator"] == "overtime"


def test_two_days_in_the_wrong_order_are_told_at_once_and_the_later_is_asked_again() -> None:
    draft = Draft("calculate", "end", TODAY.isoformat(), {"calculator": "severance", "situation": "agreed"})
    draft = draft.knowing({"start": "2025-05-01"})

    result = calculating.step(draft, said("2024-05-01"))

    assert result.asks == "end" and "end" not in known(result).values
    assert "入职以前" in reply(result).text


def test_a_length_of_time_stands_for_the_days_and_is_corrected_like_them() -> None:
    result = opened("severance", "situation=agreed;wage=8000")
    result = calculating.step(known(result), said("干了三年半"))
    assert "32000元" in reply(result).text

    result = calculating.step(known(result), said("不对，是两年"))
    assert "16000元" in reply(result).text

    days = finished("severance")
    assert "工作6年" in reply(calculating.step(known(days), said("不对，是六年"))).text


@pytest.mark.parametrize("text", ["要是工资80万呢", "工资改成80万", "要是80万呢"])
def test_an_unlikely_number_behind_a_result_is_asked_back_and_not_computed(text: str) -> None:
    result = calculating.step(known(finished("union_dues")), said(text))
    assert result.asks == "wage"
    assert "800000元" in reply(result).text and "多了个零" in reply(result).text


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("annual_leave", "不对，休了5天", "taken", "5"),
        ("sick_pay", "不对，工龄是5年", "service_months", "60"),
        ("union_dues", "说错了，7300", "wage", "7300"),
        ("injury_benefit", "错了，我是七级", "grade", "7"),
        ("overtime", "不对，月薪9000", "wage", "9000"),
    ],
)
def test_a_correction_behind_a_result_needs_no_word_for_is(name: str, text: str, field: str, value: str) -> None:
    result = calculating.step(known(finished(name)), said(text))
    assert result.asks == "result"
    assert known(result).values[field] == value


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("severance", "工资其实是4万", "wage", "40000"),
        ("severance", "改成合同到期不续", "situation", "expiry"),
        ("unsigned_contract", "去年3月15号上班的", "start", "2025-03-15"),
        ("annual_leave", "休了20天", "taken", "20"),
        ("union_funds", "百分之六十五", "kept_percent", "65"),
        ("arbitration_deadline", "今年5月20日找过劳动监察", "interrupted", "2026-05-20"),
        ("sick_pay", "不对，病了10天", "sick_days", "10"),
        ("injury_benefit", "七级呢", "grade", "7"),
        ("injury_benefit", "2024年5月受的伤", "injured", "2024-05-01"),
        ("overtime", "要是底薪6000呢", "wage", "6000"),
        ("overtime", "国庆一天", "holiday_hours", "8"),
    ],
)
def test_a_value_that_fits_one_field_changes_the_result(name: str, text: str, field: str, value: str) -> None:
    result = calculating.step(known(finished(name)), said(text))
    assert result.asks == "result", (result.status, result.asks)
    assert known(result).values[field] == value


def test_a_sum_that_is_too_small_behind_a_result_is_asked_back_with_the_reason() -> None:
    for name, text in (("union_funds", "不对 工资总额是1200"), ("union_dues", "工资改成1块钱")):
        result = calculating.step(known(finished(name)), said(text))
        assert result.asks in ("payroll", "wage") and "太少了" in reply(result).text


def test_a_message_about_something_else_does_not_lose_the_result() -> None:
    done = known(finished("union_dues"))
    missed = calculating.step(done, said("年休假有几天", "ask"))
    assert missed.status == "over"
    again = calculating.step(known(missed), said("要是8000呢"))
    assert again.asks == "result" and "40元" in reply(again).text
    assert calculating.step(known(missed), said("改一个数再算")).asks == "which"
    # A number alone may belong to what was answered meanwhile, and nobody comes back to a result after long.
    assert calculating.step(known(missed), said("8000")).status == "over"
    twice = calculating.step(known(missed), said("年休假有几天", "ask"))
    assert calculating.step(known(twice), said("年休假有几天", "ask")).draft is None
    assert calculating.step(done, said("谢谢", "thanks")).draft is None


@pytest.mark.parametrize(
    ("name", "at", "text"),
    [
        ("unsigned_contract", "signed", "今年8月31走的"),
        ("arbitration_deadline", "interrupted", "上个月30号离职了"),
        ("injury_benefit", "injured", "去年3月8号进厂"),
        ("unsigned_contract", "left", "去年12月1号进厂的"),
    ],
)
def test_a_day_of_leaving_or_joining_answers_no_other_question(name: str, at: str, text: str) -> None:
    assert form_for(name).field(at).read(said(text)) is None


def test_the_day_of_leaving_told_at_another_question_is_taken_for_what_it_is() -> None:
    """去年12月1号 to 8月31日 are nine months, the first is free (实施条例 第六条): eight times 5000."""
    values = {"calculator": "unsigned_contract", "start": "2025-12-01"}
    draft = Draft("calculate", "signed", TODAY.isoformat(), values)
    result = calculating.step(draft, said("今年8月31走的"))
    assert result.asks == "signed" and known(result).values["left"] == "2026-08-31"
    result = calculating.step(known(result), said("没签"))
    result = calculating.step(known(result), said("5000"))
    assert "40000元" in reply(result).text and "补签" not in reply(result).text


def test_two_days_in_one_answer_each_answer_their_own_question() -> None:
    draft = Draft("calculate", "start", TODAY.isoformat(), {"calculator": "severance", "situation": "layoff"})
    result = calculating.step(draft, said("2018年3月5日入职 2026年10月31日离职"))
    assert (known(result).values["start"], known(result).values["end"]) == ("2018-03-05", "2026-10-31")


def test_a_payroll_told_by_head_is_multiplied_and_never_one_persons() -> None:
    result = calculating.step(known(opened("union_funds")), said("职工50人 人均8000一个月"))
    assert known(result).values["payroll"] == "400000"
    alone = calculating.step(known(opened("union_funds")), said("人均8000一个月"))
    assert alone.asks == "payroll" and "人均" in reply(alone).text


def test_who_is_still_employed_is_asked_for_no_day_of_arrears() -> None:
    result = calculating.step(known(opened("arbitration_deadline", "matter=arrears")), said("还没离开"))
    assert result.asks == "result"


def test_a_holiday_at_the_question_for_another_day_is_taken_as_its_eight_hours() -> None:
    result = calculating.step(known(opened("overtime", "wage=8700")), said("国庆一天"))
    assert known(result).values["holiday_hours"] == "8"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("severance", "帮我算经济补偿，月薪80万", "多了个零"),
        ("overtime", "帮我算加班费，月薪8块", "太少了"),
        ("union_funds", "算工会经费，工资总额300块", "太少了"),
    ],
)
def test_an_unlikely_sum_of_the_first_message_is_asked_back_with_the_reason(name: str, text: str, reason: str) -> None:
    result = calculating.begin(said(text, "calculate"), Facts())
    assert not {"wage", "payroll"} & set(known(result).values)
    assert reason in reply(result).text


def test_a_supposed_number_that_could_be_two_things_changes_nothing() -> None:
    done = finished("overtime")  # 8 could be hours of three kinds
    assert calculating.step(known(done), said("要是8呢")).status == "over"


@pytest.mark.parametrize(
    ("text", "intent", "status"),
    [
        ("年休假有几天", "ask", "over"),
        ("谢谢", "thanks", "over"),
        ("转人工", "human", "over"),
        ("我不想活了", "crisis", "over"),
        ("我要投诉", "grievance", "over"),
        ("取消", "cancel", "over"),
        ("上一步", "back", "asking"),
        ("再算一遍", "unclear", "asking"),
        ("不对", "deny", "asking"),
    ],
)
def test_behind_a_result_only_a_change_belongs_to_it(text: str, intent: str, status: str) -> None:
    assert calculating.step(known(finished("overtime")), said(text, intent)).status == status


def test_asking_for_the_same_again_begins_anew_and_for_another_leaves_the_first() -> None:
    done = known(finished("union_dues"))
    assert calculating.step(done, said("帮我算会费", "calculate")).asks == "wage"

    half = known(opened("severance"))
    assert known(calculating.step(half, said("算加班费", "calculate"))).values == {"calculator": "overtime"}
    assert calculating.step(half, said("我要算经济补偿", "calculate")).asks == "situation"


def test_a_result_is_not_offered_again_as_a_form_that_was_left() -> None:
    done = known(finished("union_dues"))
    assert not done.is_kept(clock.now())
    assert known(opened("union_dues")).is_kept(clock.now())


def test_a_calculation_that_was_left_begins_anew_with_its_own_calculator() -> None:
    half = calculating.step(known(opened("sick_pay")), said("3年"))
    later = calculating.step(known(half), said("等一下再说"))
    assert later.status == "later"

    assert "算病假工资" in reply(calculating.resume(known(later))).text
    anew = calculating.step(known(later), said("重新填"))
    assert (anew.asks, known(anew).values) == ("service_months", {"calculator": "sick_pay"})


@pytest.mark.parametrize(
    ("text", "service", "contains"),
    [("帮我算加班费，月薪8700", "calculator.overtime", "8700元"), ("帮我算一下", None, "想算哪一样")],
)
def test_the_first_message_of_a_conversation_opens_it(text: str, service: str | None, contains: str) -> None:
    first = open_with(said(text, "calculate"))
    assert (first.outcome, first.service) == ("service", service)
    assert contains in first.text


def test_a_figure_of_the_law_that_is_not_known_is_said_and_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.rates import UnknownRate

    def unknown(*_: Any, **__: Any) -> Decimal:
        raise UnknownRate("nobody has confirmed it")

    monkeypatch.setattr(calculating, "calculate", unknown)
    result = opened("union_dues", "wage=6000")

    assert (result.status, result.draft) == ("cancelled", None)
    assert "12333" in reply(result).text
    assert [option.payload for option in reply(result).options] == ["/human"]
