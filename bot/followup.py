"""What a message means after what was said before it: 那没签合同呢, 多久, 离职的那个.

The dialogue model understands every message by itself, and a message that is clear by itself stays as it is. Only a
message that leans on the one before is read anew, here and not in the NLU pipeline: what was said last is known to the
conversation, and the topics that travel with a message, weighed by how near they are to the last one, are enough.
(Understanding "title of the last topic + message" a second time was tried: four of 75 more came out right,
for a second pass through the model and a way to bring the last topic into it. See docs/understanding.md.)
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot import details
from bot.calculators.known import added_by, told_by
from bot.calculators.wanted import BY_TOPIC, packed, unpacked
from bot.entities.normalise import normalise
from bot.knowledge.entries import load_entries
from bot.nlu.lexicon import patterns
from bot.reply import Reply
from bot.services import SERVICES
from bot.understanding import TopicGuess, Understanding
from bot.wording import say

# The same reply is said twice; the third time a person is offered with it.
REPEATS_ALLOWED = 2

# How much likelier a topic is after another (Bayes: share in the message × nearness). The last topic itself has no
# words in a message that leans on it, so every topic gets a little share to begin with, and it the more where its
# answer names what the message names. Tried out on tests/nlu/followups.yml; halves and doubles change one or two of 75.
SAME, RELATED, SAME_AREA, OFFERED = 150.0, 40.0, 5.0, 50.0
FLOOR, NAMED_FLOOR = 0.001, 0.01
# What a label adds to its topic's share in a clarification when it holds what the message names, or half of it.
NAMED_LABEL, NAMED_FROM = 0.5, 0.5

# From these a re-read message is answered: the weighed probability, and the share in the message itself where
# nothing in its form shows that it leans on the last one.
ANSWER_FROM = 0.5
SHARE_FROM = 0.15
# The share (with what its label adds) from which a topic that was offered is chosen by a few words.
CHOSEN_FROM = 0.1
# Share of a near topic that has its own answer to a detail (多久 after 怎么申请劳动仲裁).
OWN_ANSWER_FROM = 0.2

# Whatever a few numbers are taken for by themselves, they belong to the topic that asks for them; a service, a person
# or an emergency is something else.
_MAY_GIVE_NUMBERS = ("ask", "unclear", "out_of_scope", "affirm", "deny", "skip", "opinion")
_LONGEST = 16  # characters of a message that leans on another
_FEW = 8  # characters of an answer to a clarification that is no question of its own
_LEANS = re.compile(r"(?:那么?(?![个边些里儿家时天年种位会])|要是|如果|假如|万一|换成|换了).*|.*呢|.*的话")
_NONE_OF_THEM = re.compile(r"(?:都|全)?不(?:是|对)(?:的|这些|这几个)?|没有(?:一个)?|(?:都|全)没有")
_THE_LAST = re.compile(r"(?:是|问|选|我要问?|我是问)*(?:最后|最下面)(?:那|一|那一)?个(?:吧|问题)?")
_EDGES = " \t\n，,。.！!？?；;~～"


@dataclass(frozen=True)
class Thread:
    """What the last replies were about; kept in the dialogue's slot `thread`, so it ends with the session.

    Attributes:
        topic: The topic answered last.
        offered: The topics of the clarification that was the last reply, in the order offered.
        said: A digest of the last reply's text.
        times: How often that was said in a row.
        told: The numbers told about the topic, packed (bot/calculators/wanted.py).
        services: What the options for services under the last answer send (`/join`), in their order.
    """

    topic: str | None = None
    offered: tuple[str, ...] = ()
    said: int = 0
    times: int = 0
    told: str = ""
    services: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> "Thread":
        """Read what `to_json` wrote; None is a conversation that begins."""
        if not data:
            return cls()
        return cls(**{**data, "offered": tuple(data["offered"]), "services": tuple(data.get("services", ()))})

    def to_json(self) -> dict[str, Any]:
        """Return the thread as JSON types."""
        return {**asdict(self), "offered": list(self.offered), "services": list(self.services)}

    def after(self, reply: Reply, heard: Understanding | None = None) -> "Thread":
        """Return the thread once `reply` is said to what was `heard`; a service or a person ends it."""
        if reply.outcome in ("service", "handoff"):
            return Thread()
        said = zlib.crc32(reply.text.encode())
        return Thread(
            topic=reply.topic or self.topic,
            # An open question (您想问哪方面的事) shows what people usually ask, not what this person may mean.
            offered=reply.suggestions if reply.text == say("clarify") else (),
            said=said,
            times=self.times + 1 if said == self.said else 1,
            told=self._told_after(reply, heard),
            services=self._services_after(reply),
        )

    def _services_after(self, reply: Reply) -> tuple[str, ...]:
        """Return the services that the last answer offers; of several under a question none is meant."""
        offered = tuple(o.payload for o in reply.options if not o.payload.startswith(("/choose", "/human")))
        if reply.outcome == "answer" or len(offered) == 1:
            return offered
        return self.services if reply.topic is None and not offered else ()

    def _told_after(self, reply: Reply, heard: Understanding | None) -> str:
        """Return the numbers known now: they add up as long as the same calculator takes them."""
        if reply.topic is None or heard is None:
            return self.told
        same = BY_TOPIC.get(reply.topic) == BY_TOPIC.get(self.topic or "")
        new = told_by(reply.topic, heard.text, heard.entities)
        return packed({**(unpacked(self.told) if same else {}), **new, **unpacked(str(heard.entities.get("told", "")))})

    def is_repeated(self, reply: Reply) -> bool:
        """Tell whether `reply` was said as often as it may be without a person being offered."""
        same = zlib.crc32(reply.text.encode()) == self.said
        return same and self.times >= REPEATS_ALLOWED and reply.outcome in ("answer", "out_of_scope")


def complete(said: Understanding, thread: Thread) -> Understanding:
    """Return what a message means after what was said before; one that is clear by itself stays as it is.

    Args:
        said: The message, understood by itself.
        thread: What was said before.
    """
    words = normalise(said.text).strip(_EDGES)
    if thread.offered and said.intent in ("deny", "unclear", "out_of_scope") and _NONE_OF_THEM.fullmatch(words):
        return replace(said, intent="unclear", topics=())
    may_add = said.intent in _MAY_GIVE_NUMBERS
    added = added_by(thread.topic, said.text, said.entities, unpacked(thread.told)) if may_add else {}
    if thread.topic and added:
        told = packed({**unpacked(thread.told), **added})
        entities = {**said.entities, "told": told}
        return replace(said, intent="ask", topics=(TopicGuess(thread.topic, 1.0),), questions=(), entities=entities)
    if said.intent in SERVICES and thread.offered and len(words) <= _FEW and not said.text.startswith("/"):
        return _among(said, words, thread.offered) or said  # 请律师那个 chooses a topic; it asks for no lawyer yet
    if said.intent not in ("ask", "unclear", "out_of_scope") or said.questions:
        return said
    if thread.offered:
        if _THE_LAST.fullmatch(words):
            return replace(said, intent="ask", topics=(TopicGuess(thread.offered[-1], 1.0),))
        in_few_words = said.intent != "ask" or len(words) <= _FEW
        chosen = _among(said, words, thread.offered) if in_few_words else None
        if chosen is not None:
            return chosen
    if thread.topic is None or thread.topic not in load_entries() or len(words) > _LONGEST:
        return said
    return _after(said, words, thread.topic)


def _after(said: Understanding, words: str, last: str) -> Understanding:
    """Return what a short message means after the answer to `last`."""
    weighed = _weighed(said, words, last)
    best = weighed[0]
    own_share = next((t.confidence for t in said.topics if t.id == best.id), 0.0)
    near = best.id != last and _nearness(best.id, last) > 1
    if _is_foreign(words) and not (near and own_share >= SHARE_FROM):
        return said
    detail = details.asked_for(words)
    if detail is not None:
        entry = load_entries().get(best.id)
        if near and own_share >= OWN_ANSWER_FROM and entry and details.is_title_of(detail, entry):
            return replace(said, intent="ask", topics=weighed)
        return _detail(said, last, detail)
    if _LEANS.fullmatch(words):
        if best.id == last:
            return _detail(said, last, details.NAMED)
        return replace(said, intent="ask" if best.confidence >= ANSWER_FROM else "unclear", topics=weighed)
    if said.intent != "ask" and near and best.confidence >= ANSWER_FROM and own_share >= SHARE_FROM:
        return replace(said, intent="ask", topics=weighed)
    return said


def _weighed(said: Understanding, words: str, last: str) -> tuple[TopicGuess, ...]:
    """Return the topics of a message and the last one, weighed by nearness to the last, best first."""
    named = bool(details.told(load_entries()[last], details.NAMED, words))
    near = dict.fromkeys((last, *load_entries()[last].related), 0.0)
    shares = near | {topic.id: topic.confidence for topic in said.topics}
    floors = {last: NAMED_FLOOR if named else FLOOR}
    return _ranked({t: (share + floors.get(t, FLOOR)) * _nearness(t, last) for t, share in shares.items()})


def _nearness(topic: str, last: str) -> float:
    """Return how much likelier `topic` is after `last` than a topic that has nothing to do with it."""
    if topic == last:
        return SAME
    entries = load_entries()
    related = topic in entries[last].related or (topic in entries and last in entries[topic].related)
    same_area = topic.partition(".")[0] == last.partition(".")[0]
    return max(RELATED if related else 1.0, SAME_AREA if same_area else 1.0)


def _among(said: Understanding, words: str, offered: tuple[str, ...]) -> Understanding | None:
    """Return the message as one of the topics offered, where its words choose one; None where they do not."""
    entries = load_entries()
    shares = {topic: 0.0 for topic in offered if topic in entries} | {t.id: t.confidence for t in said.topics}
    for topic in offered:
        named = details.named_share(words, entries[topic].title) if topic in entries else 0.0
        if named >= NAMED_FROM:
            shares[topic] += NAMED_LABEL * named
    weighed = _ranked({t: (share + FLOOR) * (OFFERED if t in offered else 1.0) for t, share in shares.items()})
    best = weighed[0]
    if best.id not in offered or best.confidence < ANSWER_FROM or shares[best.id] < CHOSEN_FROM:
        return None
    return replace(said, intent="ask", topics=weighed)


def _ranked(weights: Mapping[str, float]) -> tuple[TopicGuess, ...]:
    total = sum(weights.values())
    ordered = sorted(weights.items(), key=lambda item: -item[1])
    return tuple(TopicGuess(topic, weight / total) for topic, weight in ordered)


def _detail(said: Understanding, topic: str, detail: str) -> Understanding:
    return replace(said, intent="ask", topics=(TopicGuess(topic, 1.0),), detail=detail)


def _is_foreign(words: str) -> bool:
    """Tell whether the words are those of another matter altogether."""
    return bool(patterns("subject", "foreign").search(words) and not patterns("subject", "strong").search(words))
