"""An answer, its sources merged, inside the size of a WeChat message."""

from bot.knowledge.entries import Entry, load_entries
from bot.knowledge.render import ANSWER_BYTES, merge_articles, render, sources_line
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
