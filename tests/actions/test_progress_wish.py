"""What plain words ask of something that was filed."""

import pytest

from actions.progress_wish import wish_of
from actions.progress_words import NOTE
from bot.understanding import Understanding


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("女儿考上的是复旦，能加进去吗", "女儿考上的是复旦"),
        ("还有，老板昨天又骂人了，能不能补进去", "还有，老板昨天又骂人了"),
        ("能加进去吗", ""),
        ("这个能写进工单里面去吗", ""),
    ],
)
def test_whether_something_can_go_in_is_the_wish_to_add_it(text: str, added: str) -> None:
    wish = wish_of(Understanding(text, "out_of_scope"))
    assert wish is not None and (wish.do, wish.text) == (NOTE, added)


@pytest.mark.parametrize(
    "text",
    [
        "公司欠我社保，能补进去吗",
        "能把我加进群里去吗",
        "你们能把我加进工会去吗",
        "我能加进去吗",
        "入会的时候户口能加进去吗",
    ],
)
def test_what_goes_into_something_else_is_no_wish_to_add(text: str) -> None:
    assert wish_of(Understanding(text, "ask")) is None
