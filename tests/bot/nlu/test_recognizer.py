"""The intent first, then the topic; what an answer says counts as well."""

from pathlib import Path

import pytest

from bot.knowledge.entries import Entry
from bot.nlu.model import DEFAULTS, TooFewExamples
from bot.nlu.recognizer import Recognizer, documents_of

TEXTS = ["拖欠工资", "不发工资", "工资没发", "怎么入会", "网上入会", "手机入会", "你好", "您好", "在吗"]
LABELS = ["ask/wage.arrears"] * 3 + ["ask/join.online"] * 3 + ["greet"] * 3
CONFIG = {**DEFAULTS, "generative": 0.2, "retrieval": 4.0}
ENTRIES = {
    "wage.arrears": Entry("wage.arrears", "公司拖欠工资怎么办", "先存证据。\n再去监察大队举报！", ("劳动合同法#30",)),
    "join.online": Entry("join.online", "怎么入会", "打开申工社。", ("工会法#3",), cadre="可以批量导入名单。"),
}


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.fit(TEXTS, LABELS, CONFIG, documents_of(ENTRIES))


def test_intents_and_topics_are_ranked_and_each_add_up(recognizer: Recognizer) -> None:
    (guess,) = recognizer.predict(["工资不发了"])

    assert next(iter(guess.intents)) == "ask"
    assert next(iter(guess.topics)) == "wage.arrears"
    assert sum(guess.intents.values()) == pytest.approx(1)
    assert sum(guess.topics.values()) == pytest.approx(1)
    assert guess.topic == pytest.approx(guess.intents["ask"] * guess.topics["wage.arrears"])


@pytest.mark.parametrize(("text", "topic"), [("监察大队", "wage.arrears"), ("批量导入", "join.online")])
def test_words_that_only_an_answer_has_point_to_its_topic(recognizer: Recognizer, text: str, topic: str) -> None:
    (guess,) = recognizer.predict([text])

    assert next(iter(guess.topics)) == topic


def test_the_sentences_of_title_answer_and_cadre_text_are_learned() -> None:
    assert documents_of(ENTRIES)["join.online"] == ["怎么入会", "打开申工社", "可以批量导入名单"]


def test_what_is_stored_says_the_same(recognizer: Recognizer, tmp_path: Path) -> None:
    recognizer.save(tmp_path)

    (guess,) = Recognizer.load(tmp_path, CONFIG).predict(["怎么入会"])
    (before,) = recognizer.predict(["怎么入会"])

    assert guess.intents == pytest.approx(before.intents, abs=1e-2)
    assert guess.topics == pytest.approx(before.topics, abs=1e-2)


def test_one_topic_is_too_few() -> None:
    with pytest.raises(TooFewExamples):
        Recognizer.fit(TEXTS[:3] + TEXTS[6:], LABELS[:3] + LABELS[6:], CONFIG, {})
