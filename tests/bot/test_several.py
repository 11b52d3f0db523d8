"""Several answers in one reply, one detail, the same a third time."""

import pytest

from bot.answering import answer, respond
from bot.details import NAMED
from bot.knowledge.entries import load_entries
from bot.knowledge.render import ANSWER_BYTES
from bot.several import answer_again, answer_detail, answer_several
from bot.understanding import TopicGuess, Understanding, Unsure

TWO = ("contract.double_pay", "insurance.backpay")


def test_two_answers_come_in_the_order_asked_with_the_sources_of_both() -> None:
    reply = respond(Understanding("…", "ask", topics=(TopicGuess(TWO[1], 0.9),), questions=TWO))
    titles = [load_entries()[topic].title for topic in TWO]

    assert (reply.outcome, reply.topic, reply.suggestions[0]) == ("answer", TWO[0], TWO[1])
    assert 0 < reply.text.index(titles[0]) < reply.text.index(titles[1])
    assert reply.text.count("依据：") == 2
    assert {c for topic in TWO for c in load_entries()[topic].citations} == set(reply.citations)
    assert len(set(reply.citations)) == len(reply.citations)
    assert [option.payload for option in reply.options[:2]] == [f'/choose{{"topic": "{topic}"}}' for topic in TWO]


@pytest.mark.parametrize("audience", ["worker", "cadre"])
def test_any_two_or_three_answers_fit_into_one_message(audience) -> None:
    topics = list(load_entries())
    for first in range(0, len(topics) - 2, 3):
        for count in (2, 3):
            reply = answer_several(topics[first : first + count], audience)
            assert len(reply.text.encode()) <= ANSWER_BYTES
            assert 0 < len(reply.options) <= 4


def test_what_is_asked_beyond_three_is_offered_and_said() -> None:
    topics = ("wage.arrears", "contract.double_pay", "leave.annual_days", "join.online")
    reply = answer_several(topics)

    assert "4件" in reply.text and "一次最多答三件" in reply.text
    assert reply.options[0].payload == '/choose{"topic": "join.online"}'
    assert load_entries()["join.online"].title not in reply.text
    assert reply.suggestions[:3] == topics[1:]


def test_a_question_that_is_not_sure_is_named_and_offered_beside_the_answers() -> None:
    unsure = (Unsure("怎么入会", ("join.online", "join.apply")), Unsure("孩子上学怎么办"))
    reply = respond(Understanding("…", "ask", questions=TWO, unsure=unsure))

    assert "4件" in reply.text and "“怎么入会”、“孩子上学怎么办”" in reply.text
    payloads = [option.payload for option in reply.options]
    assert payloads[:2] == ['/choose{"topic": "join.online"}', '/choose{"topic": "join.apply"}'] and len(payloads) == 4
    assert len(reply.text.encode()) <= ANSWER_BYTES


def test_a_service_among_the_questions_is_offered_beside_the_one_answer() -> None:
    reply = respond(Understanding("…", "ask", questions=TWO[:1], unsure=(Unsure("我要入会", ("join",)),)))

    assert (reply.outcome, reply.topic) == ("answer", TWO[0])
    assert "2件" in reply.text and "“我要入会”" in reply.text and reply.options[0].payload == "/join"


def test_numbers_of_people_in_a_question_that_is_said_again_are_masked() -> None:
    reply = respond(Understanding("…", "ask", questions=TWO, unsure=(Unsure("打13800000000找谁"),)))
    assert "13800000000" not in reply.text


def test_topics_without_an_entry_are_left_out_of_several() -> None:
    reply = respond(Understanding("…", "ask", topics=(TopicGuess("wage.arrears", 0.9),), questions=("x.y", TWO[0])))

    assert reply == answer("wage.arrears")


def test_a_detail_is_quoted_and_the_whole_answer_offered() -> None:
    reply = answer_detail("injury.apply", "papers", "要什么材料")

    assert (reply.outcome, reply.topic) == ("answer", "injury.apply")
    assert "工伤认定申请表" in reply.text and reply.citations
    assert len(reply.text) < len(answer("injury.apply").text)
    assert reply.options[0].payload == '/choose{"topic": "injury.apply"}'


def test_a_detail_that_the_answer_does_not_tell_leads_to_the_hotline_and_a_person() -> None:
    reply = answer_detail("injury.apply", NAMED, "那外星人呢")

    assert (reply.outcome, reply.citations) == ("clarify", ())
    assert "12351" in reply.text
    assert reply.options[-1].payload == "/human"


def test_a_repeated_answer_gives_way_to_a_person() -> None:
    again = answer_again(answer("wage.arrears"))

    assert again.options[0].payload == "/human" and len(again.options) <= 4
    assert again.text != answer("wage.arrears").text and "转人工" in again.text
