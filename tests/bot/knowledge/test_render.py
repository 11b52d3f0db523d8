"""An answer, its sources merged, inside the size of a WeChat message."""

from datetime import date

import pytest

from bot import clock
from bot.knowledge.entries import Entry, load_entries
from bot.knowledge.render import ANSWER_BYTES, FIGURE, FIGURE_CHARS, filled, merge_articles, render, sources_line
from bot.rates import RatesError
from bot.reply import Citation


def entry(answer: str = "先留证据。", cadre: str | None = None, sources: tuple[str, ...] = ("劳动合同法#30",)) -> Entry:
    return Entry(id="a.b", title="题目", answer=answer, cadre=cadre, sources=sources)


def test_the_sources_stand_under_the_answer() -> None:
    assert render(entry()) == "先留证据。\n\n依据：《劳动合同法》第30条。"


def test_the_articles_of_one_law_are_merged_in_the_order_written() -> None:
    sources = ("劳动合同法#30", "劳动法#50", "劳动合同法#85", "劳动合同法#30")

    line = sources_line(entry(sources=sources).citations, 500)

    assert line == "依据：《劳动合同法》第30、85条；《劳动法》第50条。"


def test_clause_paths_and_whole_documents_are_written_as_they_are_named() -> None:
    citations = [
        Citation("指导意见", "五（一）2"),
        Citation("上海市企业工资支付办法"),
        Citation("12351职工服务热线"),
        Citation("中国工会章程（2023）", "基层组织章"),
    ]

    assert merge_articles(citations) == [
        "《指导意见》五（一）2",
        "《上海市企业工资支付办法》",
        "12351职工服务热线",
        "《中国工会章程（2023）》基层组织章",
    ]


def test_cadres_get_their_own_wording_and_the_workers_where_there_is_none() -> None:
    assert render(entry(cadre="按条款办。"), "cadre").startswith("按条款办。")
    assert render(entry(), "cadre") == render(entry(), "worker")
    assert render(entry(cadre="按条款办。"), "worker").startswith("先留证据。")


def test_sources_that_do_not_fit_give_way_to_the_answer() -> None:
    sources = tuple(f"第{n}号关于某一件事情的若干规定#1" for n in range(60))

    text = render(entry(answer="长" * 400, sources=sources))

    assert text.startswith("长" * 400)
    assert text.endswith("等。")
    assert len(text.encode()) <= ANSWER_BYTES


def test_without_sources_there_is_no_line() -> None:
    assert render(entry(sources=())) == "先留证据。"


def test_every_real_answer_fits_for_everybody() -> None:
    for real in load_entries().values():
        for audience in ("worker", "cadre"):
            assert len(render(real, audience).encode()) <= ANSWER_BYTES, real.id


def test_an_inserted_article_is_written_as_the_law_writes_it() -> None:
    assert merge_articles([Citation("刑法", "276之一")]) == ["《刑法》第276条之一"]


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2025, 12, 1), "每月2740元（2025年7月起）。"),
        (date(2024, 12, 1), "每月2690元（2023年7月起）。"),
        (date(2040, 1, 1), "起的数，现在多少看最新公布）。"),
        (date(1999, 1, 1), "每月市人社局公布，可打12333问。"),
    ],
)
def test_a_yearly_figure_comes_with_its_month_or_with_who_announces_it(day: date, shown: str) -> None:
    text = filled("每月{rate:minimum_wage}。", day)

    assert text.endswith(shown)
    assert len(text) <= len("每月。") + FIGURE_CHARS


def test_an_answer_shows_the_figure_of_the_day_to_everybody() -> None:
    with clock.fixed(date(2025, 12, 1)):
        assert render(entry("{rate:minimum_wage}"), "worker").startswith("2740元（2025年7月起）")
        assert render(entry(cadre="{rate:minimum_wage}"), "cadre").startswith("2740元（2025年7月起）")


def test_a_figure_that_is_not_there_is_an_error() -> None:
    with pytest.raises(RatesError, match="no_such_figure"):
        filled("{rate:no_such_figure}", date(2026, 1, 1))


def test_no_real_answer_shows_a_placeholder() -> None:
    for real in load_entries().values():
        for audience in ("worker", "cadre"):
            assert not FIGURE.search(render(real, audience)), real.id


def test_a_title_inside_a_title_takes_single_marks() -> None:
    assert merge_articles([Citation("关于执行《工伤保险条例》的意见", "2")]) == [
        "《关于执行〈工伤保险条例〉的意见》第2条"
    ]
