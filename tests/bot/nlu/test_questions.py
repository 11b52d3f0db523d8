"""Where a message is cut into questions. Whether a part is one of its own is the classifier's to say."""

import pytest

from bot.nlu.questions import MOST_QUESTIONS, split_questions

TWO = ["没签合同能要双倍工资吗", "公司不交社保怎么办"]


@pytest.mark.parametrize(
    "text",
    [
        "没签合同能要双倍工资吗，还有公司不交社保怎么办",
        "没签合同能要双倍工资吗？公司不交社保怎么办？",
        "没签合同能要双倍工资吗，另外想问一下公司不交社保怎么办",
        "没签合同能要双倍工资吗还有公司不交社保怎么办",
        "没签合同能要双倍工资吗；公司不交社保怎么办",
        "没签合同能要双倍工资吗，公司不交社保怎么办",
        "没签合同能要双倍工资吗 公司不交社保怎么办",
        "没签合同能要双倍工资吗\n公司不交社保怎么办",
        "1. 没签合同能要双倍工资吗 2. 公司不交社保怎么办",
        "①没签合同能要双倍工资吗②公司不交社保怎么办",
        "第一，没签合同能要双倍工资吗；第二，公司不交社保怎么办",
        "沒簽合同能要雙倍工資嗎，還有公司不交社保怎麼辦",
    ],
)
def test_two_questions_are_cut_however_they_are_strung_together(text: str) -> None:
    assert split_questions(text) == TWO


def test_what_is_told_goes_with_the_question_behind_it_and_at_the_end_with_the_one_before() -> None:
    parts = split_questions("我干了三年，没交社保，能补吗？上个月被辞退，有补偿吗？我急用钱。")

    assert parts == ["我干了三年，没交社保，能补吗", "上个月被辞退，有补偿吗？我急用钱"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "？？？",
        "公司拖欠工资怎么办",
        "我还有五天年假没休，离职了公司说作废，怎么要钱",
        "老板先拖了一个月，后来又拖一个月，我去问他，他说没钱，孩子要交学费，我该怎么办",
        "老板说不要问为什么反正没钱，我现在很着急",
        "请问3.5个月的工资怎么算",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert split_questions(text) == []


def test_a_questionnaire_is_left_alone() -> None:
    assert split_questions("多少钱？" * (MOST_QUESTIONS + 1)) == []


def test_a_long_message_without_marks_is_cut_at_once() -> None:
    assert split_questions("我" * 2000 + " " * 2000 + "1. " * 500) == []
