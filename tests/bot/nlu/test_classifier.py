"""How what was recognised becomes Rasa's rankings."""

from bot.nlu.classifier import kept, ranking


def test_a_ranking_keeps_the_order_and_names_its_key() -> None:
    assert ranking({"wage.arrears": 0.75, "join.online": 0.25}, "id") == [
        {"id": "wage.arrears", "confidence": 0.75},
        {"id": "join.online", "confidence": 0.25},
    ]


def test_the_best_five_topics_are_kept_and_more_of_them_while_they_have_some_share() -> None:
    some = ranking({f"area.t{n}": 0.1 for n in range(9)}, "id")
    assert kept(some) == some
    assert len(kept(ranking({f"area.t{n}": 0.025 for n in range(40)}, "id"))) == 20
    assert len(kept(ranking({"area.sure": 0.99, **{f"area.t{n}": 0.001 for n in range(9)}}, "id"))) == 5


def test_without_topics_there_is_no_ranking() -> None:
    assert ranking({}, "id") == []
