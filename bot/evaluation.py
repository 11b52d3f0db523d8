"""How well messages are understood: held-out wording and questions nobody here wrote, as figures and a table."""

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import yaml

from bot import clock
from bot.answering import respond
from bot.calculators.from_message import guess, personal_answer
from bot.calculators.wanted import PREFIX, calculator_of, topic_of_numbers
from bot.evaluation_followups import measure_followups
from bot.nlu.perturb import perturb
from bot.paths import ROOT
from bot.services import CALCULATE, SERVICES
from bot.understanding import Understanding

HELD_OUT = ROOT / "tests" / "nlu"
# Only ever asked, never trained on or tuned by.
FOREIGN = ROOT.parent / "shared" / "eval"
SEED = 20261122
# 今年七月入职 means July of this year, and 仲裁还剩几天 counts from it.
OWN_NUMBERS_DAY = date(2026, 11, 22)


class EvaluationError(Exception):
    """An evaluation file cannot be read; the message says which one and what it should be."""


class Parser(Protocol):
    """What is measured: anything that understands a message (bot.nlu.interpreter.Interpreter)."""

    def parse(self, text: str) -> Understanding:
        """Return what is understood of one message."""
        ...


@dataclass
class Section:
    """The figures of one set.

    Attributes:
        name: What was measured.
        total: How many questions it has.
        counts: How many of them came out how.
        groups: The share right in each part of the set (an area, an intent).
        misses: The commonest confusions, `wanted → got`, with their number.
    """

    name: str
    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    groups: dict[str, float] = field(default_factory=dict)
    misses: list[tuple[str, int]] = field(default_factory=list)

    def share(self, outcome: str) -> float:
        """Return the part of the questions that came out so (0 to 1; 0 of an empty set)."""
        return self.counts[outcome] / self.total if self.total else 0.0


@dataclass
class Report:
    """All sections of one evaluation."""

    sections: list[Section]

    def to_json(self) -> str:
        """Return the figures as one JSON object, sections by name."""
        figures = {
            section.name: {
                "total": section.total,
                "counts": dict(section.counts),
                "groups": section.groups,
                "misses": [list(miss) for miss in section.misses],
            }
            for section in self.sections
        }
        return json.dumps(figures, ensure_ascii=False)

    def to_text(self) -> str:
        """Return a table for people."""
        lines: list[str] = []
        for section in self.sections:
            lines.append(f"{section.name} ({section.total})")
            for outcome, count in section.counts.items():
                lines.append(f"  {outcome:<36}{count:>5}{section.share(outcome):>8.1%}")
            if section.groups:
                lines.append("  right by part: " + ", ".join(f"{k} {v:.0%}" for k, v in section.groups.items()))
            lines += [f"    {miss} ×{count}" for miss, count in section.misses]
        return "\n".join(lines)


def evaluate(files: Sequence[Path] | None, interpreter: Parser) -> Report:
    """Measure the sets in `files`, or all that are at hand.

    Args:
        files: `.yml` with topic id → questions, intent or `calculator.NAME` → texts, or (named not_INTENT.yml) a
            list of texts that are not of that intent (not_service.yml: of no service; not_ours.yml: no answer, service
            or alarm); own_numbers.yml with the sum of the answer → questions; `.jsonl` with consultations;
            `.txt` with questions outside the subject. None means tests/nlu and, where they are at hand, the shared
            sets.
        interpreter: What is measured.

    Raises:
        EvaluationError: A file is missing or not of these forms.
    """
    if files is not None:
        return Report([section for path in files for section in _measure(path, interpreter)])
    topics: dict[str, list[str]] = {}
    for path in sorted((HELD_OUT / "topics").glob("*.yml")):
        topics.update(_yaml(path))
    others = [*sorted(HELD_OUT.glob("*.yml")), *sorted(FOREIGN.glob("*.jsonl")), *sorted(FOREIGN.glob("*.txt"))]
    sections = [*_topics("topics", topics, interpreter)] if topics else []
    return Report(sections + [section for path in others for section in _measure(path, interpreter)])


def _measure(path: Path, interpreter: Parser) -> Iterator[Section]:
    """Choose the measure by what the file holds."""
    if path.suffix == ".jsonl":
        yield _consultations(path, interpreter)
    elif path.suffix == ".txt":
        yield _outside(path, interpreter)
    else:
        content = _yaml(path)
        if isinstance(content, list):
            yield _never(path, content, interpreter)
        elif path.stem.startswith("followups"):
            counts, groups, misses = measure_followups(content, interpreter.parse)
            yield Section(path.stem, sum(counts.values()), counts, groups, misses.most_common(12))
        elif path.stem == "own_numbers":
            yield _own_numbers(path.stem, content, interpreter)
        elif any("." in key and not key.startswith(PREFIX) for key in content):
            yield from _topics(path.stem, content, interpreter)
        else:
            yield _intents(path.stem, content, interpreter)


def _read(path: Path) -> str:
    """Return a file's text."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "不是 UTF-8 编码"
        raise EvaluationError(f"{path} 读不了：{reason}") from error


def _yaml(path: Path) -> Any:
    """Return a YAML file's mapping or list of texts."""
    try:
        content = yaml.safe_load(_read(path))
    except yaml.YAMLError as error:
        raise EvaluationError(f"{path} 不是有效的 YAML：{str(error).splitlines()[0]}") from error
    lists = content.values() if isinstance(content, dict) else [content]
    wanted = dict if path.stem.startswith("followups") else str  # whole exchanges, or single texts
    if not all(isinstance(texts, list) and all(isinstance(text, wanted) for text in texts) for texts in lists):
        raise EvaluationError(f"{path} 不是评测集：应把主题或意图对应到一列问句（写法见 tests/nlu/README.md）")
    return content


def _topics(name: str, content: dict[str, list[str]], interpreter: Parser) -> Iterator[Section]:
    """Measure topics as written, then as mistyped."""
    pairs = [(topic, question) for topic, questions in content.items() for question in questions]
    rng = random.Random(SEED)  # noqa: S311 - repeatable damage, not a secret
    yield _ranked(name, pairs, interpreter)
    yield _ranked(f"{name}, mistyped", [(topic, perturb(q, rng)) for topic, q in pairs], interpreter)


def _ranked(name: str, pairs: list[tuple[str, str]], interpreter: Parser) -> Section:
    """Count where the right topic stands in the ranking, and what the person would get."""
    section = Section(name, len(pairs), Counter({"topic first": 0, "topic in first three": 0}))
    groups: dict[str, list[bool]] = {}
    misses: Counter[str] = Counter()
    for topic, question in pairs:
        understood = interpreter.parse(question)
        ranked = [guess.id for guess in understood.topics]
        right = ranked[:1] == [topic]
        section.counts["topic first"] += right
        section.counts["topic in first three"] += topic in ranked[:3]
        outcome = {"ask": "answered", "unclear": "asked back"}.get(understood.intent, f"taken as {understood.intent}")
        section.counts[f"{outcome}, right topic first" if right else f"{outcome}, wrong topic first"] += 1
        groups.setdefault(topic.partition(".")[0], []).append(right)
        if not right:
            misses[f"{topic} → {ranked[0] if ranked else understood.intent}"] += 1
    section.groups = {area: sum(rights) / len(rights) for area, rights in groups.items()}
    section.misses = misses.most_common(8)
    return section


def _intents(name: str, content: dict[str, list[str]], interpreter: Parser) -> Section:
    """Count the messages understood as the intent, or opening the calculator, that they stand under."""
    section = Section(name, sum(map(len, content.values())), Counter({"right": 0}))
    misses: Counter[str] = Counter()
    for intent, texts in content.items():
        said = [interpreter.parse(text) for text in texts]
        got = Counter(_calculated(one) if intent.startswith(PREFIX) else one.intent for one in said)
        section.counts["right"] += got[intent]
        section.groups[intent] = got[intent] / len(texts)
        misses.update({f"{intent} → {other}": count for other, count in got.items() if other != intent})
    section.misses = misses.most_common(12)
    return section


def _calculated(said: Understanding) -> str:
    """Return the calculator that opens, or whose result stands in the answer; what was understood where none does."""
    if said.intent == CALCULATE:
        name = calculator_of(said)
        return f"{PREFIX}{name}" if name else CALCULATE
    topic = topic_of_numbers(said.topics[0].id, said.text, said.entities) if said.topics else ""
    if said.intent == "ask" and personal_answer(topic, said.text, said.entities) is not None:
        found = guess(topic, said.text, said.entities)
        return f"{PREFIX}{found.calculator}" if found else said.intent
    return said.intent


def _own_numbers(name: str, content: dict[str, list[str]], interpreter: Parser) -> Section:
    """Count the questions whose answer holds the sum that they stand under, asked on the day they were written."""
    section = Section(name, sum(map(len, content.values())), Counter({"right": 0}))
    with clock.fixed(OWN_NUMBERS_DAY):
        for wanted, texts in content.items():
            for text in texts:
                said = interpreter.parse(text)
                if wanted in respond(said).text:
                    section.counts["right"] += 1
                else:
                    topic = said.topics[0].id if said.topics else ""
                    section.misses.append((f"{wanted} → {said.intent} {topic}", 1))
    return section


def _never(path: Path, texts: list[str], interpreter: Parser) -> Section:
    """Count the texts of not_INTENT.yml that are rightly not taken as that intent.

    `service` stands for all of them, `ours` for everything that is done for somebody: answer, service, alarm, person.
    """
    intent = path.stem.removeprefix("not_")
    wrong = {"service": tuple(SERVICES), "ours": ("ask", "crisis", "human", *SERVICES)}.get(intent, (intent,))
    got = Counter(interpreter.parse(text).intent for text in texts)
    taken = sum(got[one] for one in wrong)
    return Section(
        path.stem,
        len(texts),
        Counter({"right": len(texts) - taken, f"taken as {intent}": taken}),
        misses=[(f"→ {one}", count) for one, count in got.most_common() if one in wrong],
    )


def _consultations(path: Path, interpreter: Parser) -> Section:
    """Compare what our answers cite with what the lawyers cited."""
    section = Section(path.stem)
    for line in _read(path).splitlines():
        try:
            item = json.loads(line)
            wanted = {(cited["title"], str(cited["article"])) for cited in item["cited"]}
            question = item["question"]
        except (ValueError, KeyError, TypeError) as error:
            raise EvaluationError(
                f"{path}：每行应是带 question 和 cited 的 JSON 对象（{type(error).__name__}）"
            ) from error
        reply = respond(interpreter.parse(question))
        section.total += 1
        section.counts[reply.outcome] += 1
        cited = {(citation.title, citation.article) for citation in reply.citations}
        section.counts["answer shares a law"] += bool({title for title, _ in cited} & {title for title, _ in wanted})
        section.counts["answer shares a law and article"] += bool(cited & wanted)
    return section


def _outside(path: Path, interpreter: Parser) -> Section:
    """Count what becomes of questions outside the subject; answering one is the mistake that matters."""
    texts = [line.strip() for line in _read(path).splitlines() if line.strip()]
    got = Counter(interpreter.parse(text).intent for text in texts)
    names = {"ask": "answered (wrong)", "unclear": "asked back", "out_of_scope": "refused (right)"}
    counts = Counter({names.get(intent, f"taken as {intent}"): count for intent, count in got.most_common()})
    return Section(path.stem, len(texts), counts)
