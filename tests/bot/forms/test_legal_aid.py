"""The limitation period in the request for legal aid."""

from datetime import date

import pytest

from bot import clock
from bot.forms.legal_aid import LEGAL_AID
from bot.forms.time_limits import STILL_THERE, Limit, due_on, nearest, running
from bot.forms.time_limits import remark as limitation
from bot.understanding import Understanding

TODAY = date(2026, 11, 22)
ARREARS = {"text": "公司拖欠三个月工资", "topic": "wage.arrears"}
DISMISSAL = {"text": "公司违法辞退我", "topic": "termination.illegal"}


def said(text: str) -> Understanding:
    return Understanding(text, "unclear")


def values(**more: object) -> dict[str, object]:
    return {"stage": "not_yet", **more}


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(TODAY):
        yield


def test_a_year_runs_from_the_day_that_one_knew():
    assert running(values(matter=DISMISSAL, happened_on="2026-03-10")) == Limit("arbitration", date(2027, 3, 10))
    assert "2027年3月10日" in limitation(values(matter=DISMISSAL, happened_on="2026-03-10"))


def test_for_wages_it_runs_from_leaving_and_not_before():
    assert running(values(matter=ARREARS, left_on=STILL_THERE)) is None
    assert running(values(matter=ARREARS, left_on="2025-12-01")) == Limit("arbitration", date(2026, 12, 1))


def test_what_is_close_and_what_is_past_is_said_so():
    assert "快到了" in limitation(values(matter=ARREARS, left_on="2025-12-01"))
    past = limitation(values(matter=DISMISSAL, happened_on="2025-10-01"))
    assert "已经过了52天" in past and "重新算" in past


def test_the_last_day_itself_is_still_in_time():
    assert "只剩0天" in limitation(values(matter=DISMISSAL, happened_on="2025-11-22"))


@pytest.mark.parametrize("stage", ["arbitration", "court"])
def test_it_plays_no_part_once_a_claim_is_brought(stage):
    assert limitation({"stage": stage, "matter": DISMISSAL, "happened_on": "2020-01-01"}) == ""


def test_nothing_is_said_where_the_day_is_not_known():
    assert limitation(values(matter=DISMISSAL, happened_on=None)) == ""
    assert limitation(values(matter=ARREARS, left_on=None)) == ""


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("还没申请仲裁", "not_yet"),
        ("还没去仲裁呢", "not_yet"),
        ("没有起诉", "not_yet"),
        ("准备去仲裁", "not_yet"),
        ("仲裁也没申请", "not_yet"),
        ("还没起诉，仲裁刚开过庭", "arbitration"),
        ("在调解，还没仲裁", "mediation"),
        ("仲裁还没出结果", "arbitration"),
        ("调解没成，去仲裁了", "arbitration"),
        ("一审判了准备上诉", "court"),
        ("在仲裁", "arbitration"),
        ("到法院了", "court"),
        ("没申请仲裁还能起诉吗", None),
    ],
)
def test_a_stage_that_has_not_begun_is_none(words, stage):
    assert LEGAL_AID.field("stage").read(said(words)) == stage


def test_the_day_of_leaving_is_the_one_that_is_said_of_leaving():
    left_on = LEGAL_AID.field("left_on").gather
    assert left_on(said("公司拖欠工资三个月，去年11月29号离职")) == "2025-11-29"
    assert left_on(said("今年3月10号收到通知，公司拖欠工资")) is None


INJURY = {"text": "工伤，老板不肯申报", "topic": "injury.apply"}


def test_an_injury_that_was_never_reported_has_a_year_for_the_workers_own_application():
    # 工伤保险条例 §17: one year from the accident; it is no matter of arbitration.
    hurt = values(matter=INJURY, happened_on="2025-11-26")
    assert running(hurt) == Limit("injury", date(2026, 11, 26))
    assert "人社局" in limitation(hurt) and "只剩4天" in limitation(hurt) and "仲裁" not in limitation(hurt)
    assert "律师来判断" in limitation(values(matter=INJURY, happened_on="2025-08-01"))
    assert running(values(matter={"text": "工伤，老板拖着不肯报", "topic": None}, happened_on="2026-01-05")) == Limit(
        "injury", date(2027, 1, 5)
    )


def test_of_an_injury_that_is_recognised_no_limit_is_said():
    for text in ("工伤认定下来了，单位不赔", "工伤鉴定了九级，不给钱"):
        assert limitation(values(matter={"text": text, "topic": "injury.disability"}, happened_on="2025-01-01")) == ""


@pytest.mark.parametrize(
    ("stage", "due", "limit"),
    [
        # 劳动争议调解仲裁法 §50: 15 days from receipt, that day not counted.
        ("arbitration", "11月12号收到的裁决书", Limit("suit", date(2026, 11, 27))),
        ("arbitration", "11月12号收到的终局裁决书", Limit("suit", date(2026, 11, 27))),
        ("arbitration", "8月5号收到仲裁裁决书", Limit("suit", date(2026, 8, 20))),
        # 民事诉讼法 §171: 15 days for a judgment, 10 for a ruling.
        ("court", "今天刚收到判决书", Limit("appeal", date(2026, 12, 7))),
        ("court", "11月20号收到裁定书", Limit("ruling", date(2026, 11, 30))),
        ("court", "判决书下来3天了", Limit("appeal", date(2026, 12, 4))),
        ("arbitration", "11月12日劳动仲裁裁决", Limit("suit", date(2026, 11, 27))),
        ("court", "三天前拿到的一审判决", Limit("appeal", date(2026, 12, 4))),
        # 7 November is a Saturday: the last day is the Monday behind it, and that is over too.
        ("court", "10月23号收到判决书", Limit("appeal", date(2026, 11, 9))),
        ("court", "10月23号收到二审判决书", None),
        ("court", "11月12号收到的裁决书", None),
        ("arbitration", "12月8号开庭", None),
    ],
)
def test_an_award_or_a_judgment_sets_its_own_days_going(stage, due, limit):
    assert running({"stage": stage, "matter": DISMISSAL, "due": due}) == limit


def test_a_bare_day_is_that_of_the_paper_that_was_told_of():
    told = {"text": "公司违法辞退我，裁决书下来了", "topic": None}
    assert running({"stage": "arbitration", "matter": told, "due": "11月12号"}) == Limit("suit", date(2026, 11, 27))


def test_the_last_day_of_a_paper_is_said_and_a_late_one_left_to_the_lawyer():
    near = limitation({"stage": "arbitration", "matter": DISMISSAL, "due": "11月12号收到的裁决书"})
    assert "2026年11月27日" in near and "只剩5天" in near and "起诉" in near
    late = limitation({"stage": "arbitration", "matter": DISMISSAL, "due": "8月5号收到仲裁裁决书"})
    assert "已经过了94天" in late and "律师来判断" in late


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("下个月8号开庭", date(2026, 12, 8)),
        ("明天就要开庭了", date(2026, 11, 23)),
        ("12月3号前要交上诉状", date(2026, 12, 3)),
        ("28号开庭", date(2026, 11, 28)),
        ("五天后开庭", date(2026, 11, 27)),
        ("10月8号已经开庭了", None),
        ("11月12号收到的裁决书", None),
    ],
)
def test_a_hearing_to_come_is_a_day_that_must_not_be_missed(due, day):
    assert due_on({"stage": "arbitration", "matter": DISMISSAL, "due": due}) == day
    if day:
        assert nearest({"stage": "court", "matter": DISMISSAL, "due": due}) == day


def test_a_hearing_that_is_near_is_spoken_of_before_it_is_filed():
    assert "只剩1天" in limitation({"stage": "court", "matter": DISMISSAL, "due": "明天就要开庭了"})
    assert limitation({"stage": "court", "matter": DISMISSAL, "due": "2027年3月1号开庭"}) == ""


def test_a_day_told_from_today_on_stays_that_day_when_the_form_goes_on_later():
    due = LEGAL_AID.field("due").read(said("明天就要开庭了"))
    assert due == "明天就要开庭了（2026年11月23日）"
    came = LEGAL_AID.field("due").read(said("昨天收到的判决书"))
    with clock.fixed(date(2026, 11, 23)):
        assert due_on({"stage": "court", "due": due}) == date(2026, 11, 23)
        assert running({"stage": "court", "due": came}) == Limit("appeal", date(2026, 12, 6))
    assert LEGAL_AID.field("due").read(said("12月8号开庭")) == "12月8号开庭"


def test_every_day_keeps_its_own_date():
    due = LEGAL_AID.field("due").read(said("裁决书昨天下来的 公司只赔我一万"))
    with clock.fixed(date(2026, 11, 25)):
        assert running({"stage": "arbitration", "due": due}) == Limit("suit", date(2026, 12, 6))
    both = LEGAL_AID.field("due").read(said("昨天收到判决书，后天另一个案子开庭"))
    with clock.fixed(date(2026, 11, 23)):
        assert due_on({"stage": "court", "due": both}) == date(2026, 11, 24)
        assert running({"stage": "court", "due": both}) == Limit("appeal", date(2026, 12, 6))


@pytest.mark.parametrize(
    ("words", "stage", "due"),
    [
        ("公司违法辞退我，11月12号收到的裁决书，想请律师", "arbitration", "11月12号收到的裁决书"),
        ("仲裁裁决书下来了，11月12号收到的", "arbitration", "裁决书11月12号收到的"),
        ("今天刚收到判决书，我要上诉", "court", "今天刚收到判决书（2026年11月22日）"),
        ("收到法院传票，下个月8号开庭", "court", "下个月8号开庭（2026年12月8日）"),
        ("老板不服仲裁起诉我", "court", None),
        ("公司仲裁输了不服 起诉我", "court", None),
        ("法院通知12月8号开庭", "court", "法院通知12月8号开庭"),
        ("已经申请仲裁了，12月8号开庭", "arbitration", "12月8号开庭"),
        ("公司违法辞退我，准备起诉", None, None),
    ],
)
def test_what_is_told_of_court_and_of_papers_is_gathered(words, stage, due):
    assert LEGAL_AID.field("stage").gather(said(words)) == stage
    assert LEGAL_AID.field("due").gather(said(words)) == due


def test_the_day_of_an_award_is_not_the_day_on_which_it_happened():
    gather = LEGAL_AID.field("happened_on").gather
    assert gather(said("裁决书下来了，11月12号收到的")) is None
    assert gather(said("今年3月10号辞退我，11月12号收到裁决书")) == "2026-03-10"


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("老板不服仲裁起诉我", "court"),
        ("收到法院传票了", "court"),
        ("仲裁下周开庭", "arbitration"),
        ("下周开庭", "court"),
    ],
)
def test_the_stage_is_the_one_that_it_has_come_to(words, stage):
    assert LEGAL_AID.field("stage").read(said(words)) == stage
