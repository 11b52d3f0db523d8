"""The rankings that ours is compared with."""

import numpy as np
import pytest

from bot.nlu.rivals import RIVALS, Both

TEXTS = ["拖欠工资怎么办", "老板不发工资", "怎么网上入会", "手机上入会"]
TOPICS = np.array(["wage.arrears"] * 2 + ["join.online"] * 2)
DOCUMENTS = {"wage.arrears": ["拖欠工资去监察大队"], "join.online": ["网上入会打开申工社"]}


@pytest.mark.parametrize("name", sorted(RIVALS))
def test_each_ranks_the_topic_that_shares_words_first(name: str) -> None:
    rival = RIVALS[name](TEXTS, TOPICS, DOCUMENTS)

    join, wage = rival.scores(["工资拖欠三个月"])[0]  # topics in alphabetical order

    assert wage > join
    assert rival.size > 0


def test_two_rankings_count_alike_whatever_the_size_of_their_scores() -> None:
    class Fixed:
        size = 1.0

        def __init__(self, scores: list[float]):
            self._scores = np.array([scores])

        def scores(self, texts: list[str]) -> np.ndarray:
            return self._scores

    both = Both(Fixed([0.0, 100.0, 100.0]), Fixed([0.1, 0.2, 0.3]), Fixed([5.0, 5.0, 5.0]))

    assert both.scores(["工资"])[0].argmax() == 2
    assert both.size == 3
