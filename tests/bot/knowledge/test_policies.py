"""Articles and clauses are found in policy texts."""

from pathlib import Path

import pytest

from bot.knowledge.policies import chinese_number, has_article

LAW = "# 某法\n\n## 第一章\n\n第一条 甲。按照第九十九条办。\n\n第三十八条 乙。\n\n第一百零二条 丙。\n"
OPINION = "四、职责\n\n一是组织。\n\n四是报告。\n\n五、措施\n\n（一）建会\n\n1. 大格局。\n\n2. 企业外入会。\n\n"
OPINION += "（二）维权\n\n1. 上代下。\n"


@pytest.mark.parametrize(
    ("written", "value"), [("八", 8), ("十", 10), ("三十八", 38), ("一百零二", 102), ("一百一十", 110)]
)
def test_chinese_numbers_have_values(written: str, value: int) -> None:
    assert chinese_number(written) == value


@pytest.mark.parametrize(
    ("text", "article", "there"),
    [
        (LAW, "38", True),
        (LAW, "102", True),
        (LAW, "2", False),
        (LAW, "99", False),  # only mentioned
        (OPINION, "五（一）2", True),
        (OPINION, "四（四）", True),  # written 四是
        (OPINION, "五（二）2", False),
        (OPINION, "五（三）", False),
        (OPINION, "六", False),
        (OPINION, "四（二）1", False),
        (OPINION, "基层组织章", False),
        ("前面的话。\n\n" + OPINION, "引言", True),
        (OPINION, "引言", False),
        ("六、要求\n\n(一) 提高认识。\n\n(二) 分层实施。\n", "六（二）", True),
        (LAW + "\n附录：\n", "附录", True),
        (LAW, "附录", False),
    ],
)
def test_an_article_is_there_or_not(tmp_path: Path, text: str, article: str, there: bool) -> None:
    path = tmp_path / f"{abs(hash((text, article)))}.md"
    path.write_text(text, encoding="utf-8")

    assert has_article(path, article) is there
