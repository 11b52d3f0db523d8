"""One detail of an answer."""

import pytest

from bot.details import MOST_SENTENCES, NAMED, asked_for, told
from bot.knowledge.entries import Entry, load_entries
from bot.knowledge.render import text_for

ENTRY = Entry(
    id="test.details",
    title="怎么办证",
    answer="能办。\n\n① 带三样：身份证；照片；合同。\n② 到区社保中心办，不收费。\n30天内办好。试用期也能办。",
    sources=("劳动法#50",),
)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("要多少钱", "money"),
        ("那要收费吗？", "money"),
        ("多久", "time"),
        ("大概要多长时间能办下来啊", "time"),
        ("需要什么材料", "papers"),
        ("去哪里办？", "place"),
        ("電話多少", "place"),
        ("什么条件可以申请", "condition"),
        ("怎么申请呢", "how"),
        ("那钱呢", "money"),
        ("能拿几个钱", "money"),
        ("那钱谁出", "money"),
        ("我要准备些什么", "papers"),
        ("找哪个", "place"),
        ("什么人能申请", "condition"),
        ("几时到账", "time"),
        ("流程是怎样的", "how"),
        ("押金钱呢", None),
        ("年休假有几天", None),
        ("会费交多少", None),
        ("公司拖欠工资怎么办", None),
        ("我们厂里的工资一直拖着，问他什么时候给他就说快了", None),
        ("谢谢", None),
        ("", None),
    ],
)
def test_a_question_for_a_detail_and_nothing_else_is_recognised(text: str, detail: str | None) -> None:
    assert asked_for(text) == detail


@pytest.mark.parametrize(
    ("detail", "sentence"),
    [
        ("papers", "① 带三样：身份证；照片；合同。"),
        ("place", "② 到区社保中心办，不收费。"),
        ("money", "② 到区社保中心办，不收费。"),
        ("time", "30天内办好。"),
    ],
)
def test_the_sentences_that_tell_it_are_said_whole(detail: str, sentence: str) -> None:
    assert told(ENTRY, detail, "") == [sentence]


def test_what_a_message_names_is_found_only_where_all_of_it_stands() -> None:
    assert told(ENTRY, NAMED, "那试用期呢") == ["试用期也能办。"]
    assert told(ENTRY, NAMED, "那没有合同呢") == []
    assert told(ENTRY, NAMED, "呢") == []


def test_nothing_is_told_that_does_not_stand_in_the_entry() -> None:
    for entry in load_entries().values():
        for detail in ("time", "money", "papers", "place", "condition", "how"):
            found = told(entry, detail, "")
            assert len(found) <= MOST_SENTENCES
            assert all(sentence in text_for(entry, "worker") for sentence in found)


def test_the_steps_are_how_it_is_done_where_there_are_any() -> None:
    assert told(ENTRY, "how", "") == ["① 带三样：身份证；照片；合同。", "② 到区社保中心办，不收费。"]


def test_what_a_list_holds_is_no_length_of_time() -> None:
    entry = Entry(
        id="test.content", title="怎么公示", answer="登记时问清公示写哪些内容。三天以内公示完。", sources=("劳动法#50",)
    )
    assert told(entry, "time", "") == ["三天以内公示完。"]
