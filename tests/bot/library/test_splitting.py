"""Articles with their chapters, numbered clauses with their headings, annexes."""

import pytest

from bot.library.document import article_label
from bot.library.splitting import split


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def parts(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [(clause.article, clause.headings, clause.text) for clause in split(lines(text)).clauses]


def test_articles_carry_their_chapter_and_section_and_keep_their_items() -> None:
    text = """某法
    第一章 总则
    第一条 为了喝茶。
    第二章 喝茶
    第一节 上午
    第二条 茶有两种：
    （一）绿茶；
    （二）红茶。
    前款的茶不收钱。
    第三章 附则
    第三条 本法自明日起施行。"""
    assert parts(text) == [
        ("1", ("第一章 总则",), "为了喝茶。"),
        ("2", ("第二章 喝茶", "第一节 上午"), "茶有两种：\n（一）绿茶；\n（二）红茶。\n前款的茶不收钱。"),
        ("3", ("第三章 附则",), "本法自明日起施行。"),
    ]


def test_a_table_of_contents_is_no_chapter_of_the_text() -> None:
    text = "某法\n目录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。"
    assert [headings for _, headings, _ in parts(text)] == [("第一章 总则",), ("第二章 附则",)]


def test_a_paragraph_that_begins_by_naming_an_article_is_no_article() -> None:
    text = "第一条 甲。\n第二条 乙。\n第二条、第三条所说的茶，是绿茶。\n第九条规定的茶除外。\n第三条 丙。"
    assert [article for article, _, _ in parts(text)] == ["1", "2", "3"]
    assert parts(text)[1][2].endswith("第九条规定的茶除外。")


@pytest.mark.parametrize(
    ("first", "second", "articles"),
    [
        ("第一条　甲。", "第二条　乙。", ["1", "2"]),
        ("第一条甲。", "第二条乙。", ["1", "2"]),
        ("第1条 甲。", "第2条 乙。", ["1", "2"]),
        ("第一百条 甲。", "第一百〇一条 乙。", ["100", "101"]),
        ("第十条 甲。", "第十条之一 乙。", ["10", "10之一"]),
    ],
)
def test_articles_are_numbered_in_every_way_of_writing(first: str, second: str, articles: list[str]) -> None:
    assert [article for article, _, _ in parts(f"{first}\n{second}")] == articles


def test_what_stands_before_the_first_article_is_the_preface() -> None:
    clauses = parts("某解释\n2020年1月1日 某会议通过\n为正确喝茶，制定本解释。\n第一条 甲。\n第二条 乙。")
    assert clauses[0] == ("引言", (), "为正确喝茶，制定本解释。")


def test_an_annex_is_split_by_its_own_numbers() -> None:
    text = (
        "第一条 甲。\n第二条 乙。\n附录：\n范围\n一、绿茶的范围：\n（一）龙井；\n（二）毛尖。\n二、红茶的范围是祁红。"
    )
    assert [article for article, _, _ in parts(text)] == ["1", "2", "附录一", "附录二"]
    assert parts("第一条 甲。\n第二条 乙。\n附件1：\n第一条 丙。\n第二条 丁。")[-1][0] == "附件1第2条"


OPINION = """某意见
    开头的话，说明来意。
    一、目标
    喝好每一杯茶。
    二、原则
    一是为人喝茶。茶要热。
    二是依法喝茶。茶要好。
    三、措施
    （一）建茶馆
    1. 选地方。要近。
    2．备茶叶。要全。
    （二）管茶馆
    1、发津贴。按月发。
    四、要求
    (一) 重视起来。都要喝。
    (二) 写清楚。材料有：
    1. 身份证复印件；
    2. 茶馆证明。"""


def test_numbered_clauses_carry_the_headings_above_them() -> None:
    assert parts(OPINION) == [
        ("引言", (), "开头的话，说明来意。"),
        ("一", ("一、目标",), "喝好每一杯茶。"),
        ("二（一）", ("二、原则",), "一是为人喝茶。茶要热。"),
        ("二（二）", ("二、原则",), "二是依法喝茶。茶要好。"),
        ("三（一）1", ("三、措施", "（一）建茶馆"), "选地方。要近。"),
        ("三（一）2", ("三、措施", "（一）建茶馆"), "备茶叶。要全。"),
        ("三（二）1", ("三、措施", "（二）管茶馆"), "发津贴。按月发。"),
        ("四（一）", ("四、要求",), "重视起来。都要喝。"),
        ("四（二）", ("四、要求",), "写清楚。材料有：\n1. 身份证复印件；\n2. 茶馆证明。"),
    ]


def test_a_text_without_numbers_is_taken_by_its_paragraphs() -> None:
    assert [a for a, _, _ in parts("通知\n各位同事：\n明天喝茶。\n后天也喝茶。")] == ["第1段", "第2段"]


def test_nothing_but_a_title_has_no_clauses() -> None:
    assert parts("某某办法") == []


@pytest.mark.parametrize(
    ("article", "label"),
    [("38", "第38条"), ("276之一", "第276条之一"), ("五（一）2", "五（一）2"), ("引言", "引言"), ("第3段", "第3段")],
)
def test_a_place_has_a_name_for_people(article: str, label: str) -> None:
    assert article_label(article) == label
