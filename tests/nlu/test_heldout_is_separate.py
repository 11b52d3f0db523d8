"""The held-out questions are never training examples, nor nearly so: otherwise they would measure memory."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from bot.paths import DATA

HELD_OUT = Path(__file__).parent
TRAINING = DATA / "nlu"
NEARLY_EQUAL = 0.85

# What a person writes inside Rasa's entity marks: [浦东](district) or [浦东]{"entity": "district"}.
ENTITY_MARK = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def test_no_held_out_question_is_a_training_example() -> None:
    training = list(training_examples(TRAINING))
    assert training, f"no training examples found in {TRAINING}"

    clashes = list(find_clashes(held_out_questions(HELD_OUT), training))

    lines = [f"{question} [{where}] ~ {example} [{source}]" for question, where, example, source in clashes]
    assert not clashes, "held-out questions that training has (nearly) seen:\n" + "\n".join(lines)


def test_no_held_out_question_stands_under_two_headings() -> None:
    seen: dict[str, str] = {}
    for question, where in held_out_questions(HELD_OUT):
        first = seen.setdefault(normalised(question), where)
        assert first == where, f"{question} stands in {first} and in {where}"


def test_punctuation_spaces_width_and_entity_marks_do_not_make_a_difference() -> None:
    training = [('老板拖了 [三个月](months) 工资，[18000]{"entity": "amount"}！', "grievance.yml: grievance")]

    clashes = list(find_clashes([("老板拖了三个月工资１８０００", "intents.yml: grievance")], training))

    assert len(clashes) == 1


def test_a_question_with_one_particle_more_is_nearly_equal() -> None:
    training = [("没有签书面劳动合同能不能要二倍工资", "contract.yml: ask/contract.double_pay")]

    clashes = list(find_clashes([("没有签书面劳动合同能不能要二倍工资呀", "contract.yml")], training))

    assert len(clashes) == 1


def test_a_question_of_the_same_topic_in_other_words_is_no_clash() -> None:
    training = [("没签劳动合同能要二倍工资吗", "contract.yml: ask/contract.double_pay"), ("拜拜", "smalltalk.yml: bye")]

    held_out = [("入职半年没签过合同是不是要给我双份的钱", "contract.yml"), ("掰掰", "intents.yml: bye")]

    assert list(find_clashes(held_out, training)) == []


def held_out_questions(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every held-out sentence with the file and heading it stands under.

    The conversations and follow-ups are left out: an answer to a form's question (同意, a name) is no wording to
    keep apart, and 要多久 is what everybody says.
    """
    for path in sorted(folder.glob("topics/*.yml")) + sorted(folder.glob("*.yml")):
        if path.stem.startswith("followups"):
            continue
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        headings = content if isinstance(content, dict) else {"": content}
        for heading, questions in headings.items():
            for question in questions:
                yield question, f"{path.name}: {heading}"


def training_examples(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every training example of Rasa's YAML files with the file and intent it stands under."""
    for path in sorted(folder.rglob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for block in content.get("nlu") or ():
            if "intent" not in block:
                continue  # lookups, synonyms and regexes are terms, not sentences
            examples = block["examples"]
            lines = examples.splitlines() if isinstance(examples, str) else [e["text"] for e in examples]
            for line in lines:
                if text := line.strip().removeprefix("-").strip():
                    yield text, f"{path.name}: {block['intent']}"


def find_clashes(
    held_out: Iterable[tuple[str, str]], training: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield (question, where, example, source) for each pair that is equal or nearly equal."""
    known = [(normalised(text), text, source) for text, source in training]
    known_bigrams = [bigrams(plain) for plain, _, _ in known]
    for question, where in held_out:
        plain = normalised(question)
        own = bigrams(plain)
        for (other, example, source), others in zip(known, known_bigrams, strict=True):
            if plain == other or similar(own, others):
                yield question, where, example, source


def normalised(text: str) -> str:
    """Return the text without entity marks, punctuation and spaces, in lower case and half width."""
    plain = unicodedata.normalize("NFKC", ENTITY_MARK.sub(r"\1", text)).lower()
    return "".join(character for character in plain if character.isalnum())


def bigrams(plain: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters; none for a single character, which only equality compares."""
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def similar(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether the Jaccard similarity of two bigram sets reaches the limit."""
    if min(len(one), len(other)) < NEARLY_EQUAL * max(len(one), len(other), 1):
        return False  # the smaller set cannot cover enough of the larger one: spares most comparisons
    shared = len(one & other)
    return shared >= NEARLY_EQUAL * (len(one) + len(other) - shared)
