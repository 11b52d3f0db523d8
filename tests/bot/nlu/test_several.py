"""Several questions in one message, through Rasa's own graph."""

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.interpreter import Interpreter
from bot.nlu.messages import NORMALIZED, TOPICS
from bot.nlu.several import QuestionJoiner


def test_the_topics_of_two_questions_come_with_the_message_in_the_order_asked(interpreter: Interpreter) -> None:
    text = "网上怎么加入工会？还有，老板不发工资怎么办？"
    understood = interpreter.parse(text)

    assert understood.questions == ("join.online", "wage.arrears")
    assert (understood.intent, understood.text) == ("ask", text)


def test_the_values_of_the_whole_message_are_kept(interpreter: Interpreter) -> None:
    understood = interpreter.parse("老板欠了我三个月工资怎么办，另外网上怎么加入工会")

    assert understood.entities["months"] == 3
    assert understood.questions == ("wage.arrears", "join.online")


def message(text: str, intent: str, topic: str, share: float) -> Message:
    data = {"text": text, NORMALIZED: text, "intent": {"name": intent, "confidence": 0.9}}
    return Message({**data, TOPICS: [{"id": topic, "confidence": share}]})


def test_a_question_that_is_not_sure_comes_with_what_it_may_be_about() -> None:
    joiner = QuestionJoiner(QuestionJoiner.get_default_config())
    sure = message("老板不发工资怎么办", "ask", "wage.arrears", 0.9)
    parts = [
        sure,
        message("怎么入会", "ask", "join.online", 0.45),
        message("公司的茶水间呢", "unclear", "chair.pay", 0.1),
    ]
    [whole] = joiner.process([message("…", "ask", "wage.arrears", 0.5), *parts])

    assert whole.get("questions") == ["wage.arrears"]
    assert whole.get("unsure") == [
        {"text": "怎么入会", "offers": ["join.online"]},
        {"text": "公司的茶水间呢", "offers": []},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "老板不发工资怎么办？工资一直拖着不给怎么办？",  # the same twice
        "老板不发工资怎么办？今天天气怎么样？",  # one that is not ours
        "老板不发工资怎么办？要多久？",  # one that leans on the other
        "老板不发工资怎么办？我不想活了怎么办？",
        "我要投诉老板，工资怎么要？网上怎么入会？",
        '/choose{"topic": "wage.arrears"}',
        "",
    ],
)
def test_everything_else_is_one_message(interpreter: Interpreter, text: str) -> None:
    assert interpreter.parse(text).questions == ()
