"""How well messages are understood that lean on what was said before, or that ask several things."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.followup import Thread, complete
from bot.understanding import Understanding

Case = Mapping[str, Any]


def measure_followups(
    content: Mapping[str, Sequence[Case]], parse: Callable[[str], Understanding]
) -> tuple[Counter[str], dict[str, float], Counter[str]]:
    """Measure the cases of a file like tests/nlu/followups.yml.

    Args:
        content: The cases by kind: leaning, detail, clear, away, clarified, several, single. A case has `say`, what
            was before it (`after` a topic, `offered` topics), and what is right (`topic`, `topics`, `intent`,
            `detail`).
        parse: Understands a message by itself.

    Returns:
        How many cases came out right, asked back and wrong; the share right of each kind; the misses.
    """
    counts: Counter[str] = Counter({"right": 0, "asked back": 0, "wrong": 0})
    groups: dict[str, float] = {}
    misses: Counter[str] = Counter()
    for kind, cases in content.items():
        right = 0
        for case in cases:
            thread = Thread(topic=case.get("after"), offered=tuple(case.get("offered", ())))
            meant = complete(parse(case["say"]), thread)
            if is_right(kind, case, meant):
                right += 1
                continue
            counts["asked back" if meant.intent == "unclear" else "wrong"] += 1
            misses[f"{kind}: {case.get('after', '')} {case['say']} → {_as_text(meant)}"] += 1
        counts["right"] += right
        groups[kind] = right / len(cases)
    return counts, groups, misses


def is_right(kind: str, case: Case, meant: Understanding) -> bool:
    """Tell whether a message was understood as its case says."""
    if "intent" in case:  # something that is no question of a topic: thanks, a person, a service
        return meant.intent in _any(case["intent"])
    if kind == "several":
        wanted = case["topics"]
        return len(wanted) == len(meant.questions) and all(
            topic in _any(right) for topic, right in zip(meant.questions, wanted, strict=True)
        )
    if kind == "single":
        return not meant.questions
    if meant.intent != "ask" or meant.questions or meant.topics[0].id not in _any(case["topic"]):
        return False
    # A detail that is a topic of its own (多久 after 怎么申请劳动仲裁) is answered as that.
    return kind != "detail" or meant.topics[0].id != case["after"] or meant.detail == case["detail"]


def _any(right: str | list[str]) -> list[str]:
    return right if isinstance(right, list) else [right]


def _as_text(meant: Understanding) -> str:
    topics = meant.questions or tuple(topic.id for topic in meant.topics[:1])
    return " ".join(filter(None, (meant.intent, *topics, meant.detail)))
