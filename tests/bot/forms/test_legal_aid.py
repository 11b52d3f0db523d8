"""The limitation period in the request for legal aid."""

from datetime import date

import pytest

from bot import clock
from bot.forms.legal_aid import LEGAL_AID, STILL_THERE, last_day, limitation
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
    assert last_day(values(matter=DISMISSAL, happened_on="2026-03-10")) == date(2027, 3, 10)
    assert "2027年3月10日" in limitation(values(matter=DISMISSAL, happened_on="2026-03-10"))


def test_for_wages_it_runs_from_leaving_and_not_before():
    assert last_day(values(matter=ARREARS, left_on=STILL_THERE)) is None
    assert last_day(values(matter=ARREARS, left_on="2025-12-01")) == date(2026, 12, 1)


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
