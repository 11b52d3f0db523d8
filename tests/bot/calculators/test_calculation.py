"""An answer fits into one WeChat message, says the result first, and rests on articles that exist."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.calculators import Calculation, Line, Missing, calculate
from bot.calculators.calculation import cite
from bot.knowledge.policies import has_article
from bot.knowledge.render import ANSWER_BYTES
from bot.paths import ROOT

POLICIES = ROOT.parent / "shared" / "policies"

# Documents that the policy library does not hold; where they were found stands in data/rates.yml or the entries.
ELSEWHERE = {
    "上海市企业工资支付办法",
    "上海市工伤保险实施办法",
    "上海市工会条例（2022年修正）",
    "中国工会章程（2023）",
    "全国总工会关于收交工会会费的通知（1978）",
    "全国总工会关于工会经费收缴分成的规定",
    "关于加强企业职工疾病休假管理保障职工疾病休假期间生活的通知（沪劳保发〔1995〕83号）",
    "关于本市劳动者在履行劳动合同期间患病或者非因工负伤的医疗期标准的规定",
    "民法典",
}

CASES: list[tuple[str, dict[str, Any]]] = [
    *(
        (
            "severance",
            {"situation": situation, "start": start, "end": end, "wage": wage, "notice": False, "last_wage": 1},
        )
        for situation in ("illegal", "agreed", "without_fault", "layoff", "forced", "expiry", "resigned", "unsure")
        for start, end in (("1999-03-15", "2026-11-20"), ("2019-03-15", "2026-03-20"))
        for wage in (None, 2000, 8000, 50000)
    ),
    ("overtime", {"wage": "9123.45", "workday_hours": 40, "rest_day_hours": 33, "holiday_hours": 24}),
    ("overtime", {"wage": None, "workday_hours": None, "rest_day_hours": None, "holiday_hours": None}),
    ("overtime", {"wage": 2000, "workday_hours": 300, "rest_day_hours": 300, "holiday_hours": 300}),
    ("annual_leave", {"total_months": 115, "joined": "2026-02-03", "left": "2026-09-30", "taken": 1, "wage": 9123}),
    ("annual_leave", {"total_months": 5, "joined": None, "left": None, "taken": 1, "wage": None}),
    ("annual_leave", {"untaken": 5, "wage": 8700}),
    ("unsigned_contract", {"start": "2025-01-31", "signed": None, "left": "2026-10-15", "wage": 9123}),
    ("unsigned_contract", {"start": "2026-11-20", "signed": None, "left": None, "wage": None}),
    ("unsigned_contract", {"unsigned_months": 18, "wage": None}),
    ("sick_pay", {"service_months": 300, "sick_months": 7, "wage": 2500, "sick_days": 5}),
    ("sick_pay", {"service_months": 3, "sick_months": None, "wage": None, "sick_days": None}),
    *(
        ("injury_benefit", {"grade": grade, "wage": wage, "insured": insured, "injured": None})
        for grade in (1, 5, 10)
        for wage in (None, 5000, 9000)
        for insured in (None, False)
    ),
    ("arbitration_deadline", {"matter": "arrears", "ended": None, "interrupted": None, "suspended_from": None}),
    (
        "arbitration_deadline",
        {
            "matter": "other",
            "knew": "2024-02-29",
            "interrupted": "2025-02-10",
            "suspended_from": "2025-05-01",
            "suspended_to": "2025-05-20",
        },
    ),
    ("union_dues", {"wage": "6285.50"}),
    ("union_funds", {"payroll": "9999999999.99", "kept_percent": None}),
]


def calculated(name: str, inputs: dict[str, Any]) -> Calculation:
    result = calculate(name, inputs, date(2026, 11, 22))
    found = result.partial if isinstance(result, Missing) else result
    assert found is not None
    return found


@pytest.mark.parametrize(("name", "inputs"), CASES)
def test_the_whole_answer_fits_into_one_message_with_its_result_first(name: str, inputs: dict[str, Any]) -> None:
    calculation = calculated(name, inputs)
    text = calculation.text()
    assert len(text.encode()) <= ANSWER_BYTES
    assert text.startswith(str(calculation.lines[0]))
    for part in (*calculation.steps, *calculation.assumptions, *calculation.judgement):
        assert part in text
    assert "依据：" in text and "等。" not in text.rpartition("依据：")[2]


@pytest.mark.parametrize(("name", "inputs"), CASES)
def test_every_answer_cites_articles_that_exist(name: str, inputs: dict[str, Any]) -> None:
    if not POLICIES.is_dir():
        pytest.skip("the policy texts of shared/ are not beside this project")
    citations = calculated(name, inputs).citations
    assert citations
    for citation in citations:
        path = POLICIES / f"{citation.title}.md"
        if citation.title in ELSEWHERE:
            assert not path.is_file(), f"{citation.title} is at hand now; check its articles"
        else:
            assert path.is_file(), citation.title
            assert not citation.article or has_article(path, citation.article), citation


@pytest.mark.parametrize(("name", "inputs"), CASES)
def test_sentences_are_whole(name: str, inputs: dict[str, Any]) -> None:
    calculation = calculated(name, inputs)
    for sentence in (*calculation.steps, *calculation.assumptions, *calculation.judgement):
        assert sentence.endswith("。")
        assert "None" not in sentence and "Decimal" not in sentence
    assert bool(calculation.wanted) == bool(calculation.hint) or name == "severance"


def test_values_are_shown_as_people_read_them() -> None:
    shown = [
        Line("", Decimal("24000.00"), "元").shown,
        Line("", Decimal("45.975"), "元").shown,
        Line("", Decimal("0.5"), "个月工资").shown,
        Line("", Decimal("2.5"), "个月工资").shown,
        Line("", Decimal(10), "天").shown,
        Line("", date(2026, 2, 8)).shown,
    ]
    assert shown == ["24000元", "45.98元", "半个月工资", "2.5个月工资", "10天", "2026年2月8日"]


def test_in_too_little_room_the_steps_go_and_the_caveats_stay() -> None:
    calculation = Calculation(
        "x",
        (Line("甲", "乙"),),
        ("步" * 500 + "。",),
        cite("劳动法#44"),
        ("假定。",),
        ("看情况。",),
        hint="再说一个数。",
    )
    text = calculation.text(room=200)
    assert len(text.encode()) <= 200
    assert "步" not in text
    assert all(part in text for part in ("甲：乙", "再说一个数。", "假定。", "看情况。"))
    assert calculation.brief() == "甲：乙。再说一个数。"
