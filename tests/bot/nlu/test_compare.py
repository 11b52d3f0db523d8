"""How variants are measured."""

import numpy as np

from bot.nlu.compare import held_out, right, settings, topic_examples


def test_the_best_and_the_best_three_scores_are_compared_with_the_topic() -> None:
    names = np.array(["a", "b", "c", "d"])
    scores = np.array([[4.0, 3, 2, 1], [4, 3, 2, 1], [4, 3, 2, 1]])

    assert right(scores, ["a", "c", "d"], names) == (1 / 3, 2 / 3)


def test_variants_start_from_what_config_yml_says() -> None:
    assert settings()["learner"] == "svc"
    assert settings()["retrieval"] > 0


def test_every_held_out_topic_has_training_examples() -> None:
    texts, topics = topic_examples()

    assert len(texts) == len(topics)
    assert {topic for _, topic in held_out()[0]} <= set(topics)
