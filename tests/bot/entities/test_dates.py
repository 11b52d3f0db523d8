import contextlib
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities.dates import day
from bot.entities.lexicon import lexicon

TODAY = date(2026, 11, 22)
WORDS = "〇一二三四五六七八九"


def in_words(number):
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else WORDS[tens] + "十") + (WORDS[ones] if ones else "")


@given(st.dates(date(1960, 1, 1), date(2030, 12, 31)))
def test_every_written_form_of_a_day_reads_back(when):
    year = "".join(WORDS[int(digit)] for digit in str(when.year))
    forms = [f"{when.year}年{when.month}月{when.day}日", f"{year}年{in_words(when.month)}月{in_words(when.day)}日"]
    if when.year >= 2000:
        forms += [when.isoformat(), f"{when.year}.{when.month}.{when.day}", f"{when:%Y/%m/%d}", f"{when:%Y%m%d}"]
    assert [day(form, TODAY) for form in forms] == [when] * len(forms)


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)))
def test_a_day_without_a_year_is_the_latest_that_has_begun(today):
    found = day("3月8日", today)
    assert found is not None
    assert (found.month, found.day) == (3, 8)
    assert 0 <= (today - found).days <= 366


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)))
def test_last_month_begins_before_this_one(today):
    found = day("上个月", today)
    assert found is not None and found.day == 1
    assert (today.replace(day=1) - found).days in (28, 29, 30, 31)


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("15号", date(2026, 11, 15)),
        ("25号", date(2026, 10, 25)),
        ("国庆", date(2026, 10, 1)),
        ("元旦那天", date(2026, 1, 1)),
        ("20250601", date(2025, 6, 1)),
        ("上个月", date(2026, 10, 1)),
        ("春节期间", date(2026, 2, 17)),
        ("昨天。", date(2026, 11, 21)),
    ],
)
def test_an_answer_to_when(answer, value):
    assert day(answer, TODAY) == value


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "不记得了",
        "前阵子",
        "年初",
        "去年",
        "国庆前",
        "2月30日",
        "20251301",
        "32号",
        "三个月",
        "一万八",
        "2099年1月1日",
    ],
)
def test_an_answer_without_a_definite_day_gives_nothing(answer):
    assert day(answer, TODAY) is None


def test_the_thirty_first_of_a_short_month_is_no_day():
    assert day("上个月31号", date(2026, 12, 5)) is None
    assert day("31号", date(2026, 7, 15)) is None


def test_a_month_that_looks_ahead_is_the_next_one():
    assert day("12月到期", TODAY) == date(2026, 12, 1)
    assert day("3月到期", TODAY) == date(2027, 3, 1)


@pytest.mark.parametrize(
    "said",
    [
        "12月25号结婚",
        "1月10号想回老家",
        "3月8号想请假",
        "打算3月8号请三天假",
        "农历八月十五",
        "八月十五",
        "大年初四上班几倍工资",
    ],
)
def test_a_day_that_may_be_either_of_two_gives_nothing(said):
    assert day(said, TODAY) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("12月8号入职的", date(2025, 12, 8)),
        ("从12月份到现在", date(2025, 12, 1)),
        ("12月开始没发工资", date(2025, 12, 1)),
        ("12月31日到期", date(2026, 12, 31)),
    ],
)
def test_a_day_about_to_come_is_the_past_or_the_coming_one_where_the_words_tell(said, value):
    assert day(said, TODAY) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("我8号就走了", date(2026, 11, 8)),
        ("9.18那天被辞退", date(2026, 9, 18)),
        ("二四年六月进厂", date(2024, 6, 1)),
        ("上月15", date(2026, 10, 15)),
        ("去年正月初六", date(2025, 2, 3)),
    ],
)
def test_a_day_in_running_text(said, value):
    assert day(said, TODAY) == value


@pytest.mark.parametrize("said", ["在中山路18号", "每月20号被扣钱", "坐20号线被挤", "版本3.15", "干了二三年五月"])
def test_numbers_of_other_kinds_are_no_days(said):
    assert day(said, TODAY) is None


def test_the_festival_table_agrees_with_jionlp():
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp
    names = {"春节": "春节", "元宵": "元宵节", "清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
    for festival, days in lexicon("festivals").items():
        for when in days:
            assert jionlp.parse_time(f"{when.year}年{names[festival]}")["time"][0].startswith(when.isoformat())


def test_the_festival_table_reaches_at_least_two_years_ahead():
    assert all(days[-1].year >= TODAY.year + 2 for days in lexicon("festivals").values())
