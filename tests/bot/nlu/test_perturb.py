"""Damage to sentences is small and repeatable."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.perturb import perturb


def test_the_same_seed_does_the_same_damage() -> None:
    text = "公司拖欠工资，怎么办？"

    assert perturb(text, random.Random(1)) == perturb(text, random.Random(1))
    assert len({perturb(text, random.Random(seed)) for seed in range(20)}) > 5


@given(st.text(max_size=40), st.integers())
def test_nothing_becomes_much_longer_or_vanishes(text: str, seed: int) -> None:
    damaged = perturb(text, random.Random(seed))

    assert bool(damaged) == bool(text)
    assert len(damaged) <= len(text) + 1


def test_marks_are_dropped() -> None:
    assert "，" not in perturb("你好，在吗？", random.Random(3))
