"""Rasa component: what must not be left to probabilities, and what is too uncertain to be acted on.

Danger to life and the wish for a person are recognised by word lists; a message that is not about work or
unions, or that the classifier is unsure of, is kept away from the answers.
"""

import re
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.calculators.from_message import personal_answer
from bot.calculators.wanted import named_in, topic_of_numbers
from bot.entities.normalise import normalise
from bot.nlu.lexicon import patterns
from bot.nlu.messages import ASK, NORMALIZED, TOPICS
from bot.nlu.normalize import LONG_NUMBER, plain, without_long_numbers
from bot.nlu.outright import asked_outright
from bot.services import CALCULATE, SERVICES

CRISIS, HUMAN, OUT_OF_SCOPE, UNCLEAR, GRIEVANCE = "crisis", "human", "out_of_scope", "unclear", "grievance"
OPINION, BIND = "opinion", "bind"

# The services that people also ask about without wanting them.
_ASKED_ABOUT = frozenset(
    {GRIEVANCE, "join", "legal_aid", "hardship", "mediation", "upper_union", "risk_report", "station"}
)

# What a message may be taken for as a whole while a clause of it asks for a service; a cadre's services are for the
# classifier to tell, and danger, a person and the foreign come before.
_OUTWEIGHED = frozenset({ASK, UNCLEAR, GRIEVANCE, CALCULATE, "join", "legal_aid", "hardship", "mediation", "progress"})

# Refused where the words are of another matter. Not hardship and station, whose own words are debts, school fees and
# housing estates, nor what cadres ask for.
_ONLY_OURS = frozenset({ASK, GRIEVANCE, CALCULATE, "join", "legal_aid", "mediation"})

# Said in a few words; a long message that looks like one only begins like one (你好，请问…).
MOVES = frozenset({"greet", "thanks", "bye", "affirm", "deny", "cancel", "back", "skip"})


# The word lists know the short ways to say it; shorter than this, a likeness is chance (人民广场, 李工, 工友).
SHORTEST_GUESS = 6

# A cadre's one-time code as the whole message; no day (20250301), which forms ask for.
_CODE_ALONE = re.compile(r"\s*(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))\d{8}\s*")


def is_crisis(text: str) -> bool:
    """Tell whether plain `text` speaks of danger to life that is present, not of a case that is told."""
    spoken = patterns("crisis", "idioms").sub(" ", text)

    def speaks_of(section: str) -> bool:
        return patterns("crisis", section).search(spoken) is not None

    return (
        speaks_of("danger")
        or (speaks_of("violence") and (speaks_of("intention") or not speaks_of("case")))
        or (speaks_of("emergency") and not speaks_of("told"))
    )


def wants_human(text: str) -> bool:
    """Tell whether plain `text` asks for a person."""
    return bool(patterns("human", "wish").search(patterns("human", "idioms").sub(" ", text)))


def wants_opinion(text: str) -> bool:
    """Tell whether plain `text` asks what we think of the country's leaders or the party."""
    return bool(patterns("opinion", "of_whom").search(text) and patterns("opinion", "judge").search(text))


def may_bind(text: str) -> bool:
    """Tell whether `text`, as written, may tie an account: it says 绑, or is a code of 8 digits and nothing else.

    Never with a phone number or an ID number in it: digits alone look much alike to the classifier.
    """
    masked = without_long_numbers(text)
    return LONG_NUMBER not in masked and ("绑" in plain(masked) or bool(_CODE_ALONE.fullmatch(masked)))


def wants_filing(text: str) -> bool:
    """Tell whether normalised `text` says that something be filed, rather than asking about it."""
    return bool(patterns("grievance", "file").search(text) and not patterns("grievance", "question").search(text))


def wants_computing(text: str) -> bool:
    """Tell whether normalised `text` wants something computed, rather than asks how it is computed."""
    return bool(patterns("calculate", "wish").search(text) and not patterns("calculate", "question").search(text))


def has_own_sum(text: str, topic: str) -> bool:
    """Tell whether the answer to `topic` computes what `text`, as written, tells, so that no form is needed."""
    return personal_answer(topic_of_numbers(topic, text, {}), text, {}) is not None


def only_asks(text: str) -> bool:
    """Tell whether normalised `text` asks about a service (谁可以申请法律援助), rather than for it."""

    def says(section: str) -> bool:
        return patterns("service", section).search(text) is not None

    return says("declined") or ((says("question") or says("told")) and not says("wish"))


class Subject(IntEnum):
    """How far the words of a message show that it is about work or unions."""

    FOREIGN = 0  # words of another matter, nothing sure of ours
    NONE = 1
    LAW = 2  # words of any legal matter
    WEAK = 3  # words that are also used in other matters
    STRONG = 4


def subject_of(text: str) -> Subject:
    """Return what the words of normalised `text` show."""
    if patterns("subject", "borrowed").search(text) and not patterns("subject", "here").search(text):
        return Subject.FOREIGN
    if patterns("subject", "strong").search(text):
        return Subject.STRONG
    if patterns("subject", "foreign").search(text):
        return Subject.FOREIGN
    if patterns("subject", "weak").search(text):
        return Subject.WEAK
    return Subject.LAW if patterns("subject", "law").search(text) else Subject.NONE


def wishes_weighed(text: str, chances: Mapping[str, float], surely: float) -> Mapping[str, float]:
    """Return the probabilities of the intents, without the services where `text` only asks about one.

    What a service loses goes to the others in proportion where the words are surely of work or unions. Other words
    (谁能申请法律援助) may be of any matter: there the question gets no surer by it, and is asked back.

    Args:
        text: The normalised text.
        chances: The intents with their probabilities, best first.
        surely: The probability from which a service needs no word of a wish.
    """
    best, chance = next(iter(chances.items()))
    wished = patterns("service", "wish").search(text) or chance >= surely
    if best not in _ASKED_ABOUT or (wished and not only_asks(text)):
        return chances
    rest = {intent: chance for intent, chance in chances.items() if intent not in _ASKED_ABOUT}
    total = sum(rest.values()) if subject_of(text) is Subject.STRONG else 1.0
    return {intent: chance / total for intent, chance in rest.items()} if total else chances


def asked_of_us(chances: Mapping[str, float]) -> float:
    """Return the probability that a message asks about work or unions.

    Where it is read as a question, what leans to a service (入会以后能申请法律援助吗) is of our subject all the same:
    the more is known of services, the more of a question's probability goes to them, and it gets no more foreign by it.
    """
    leaning = SERVICES if next(iter(chances), None) == ASK else ()
    return chances.get(ASK, 0.0) + sum(chances.get(service, 0.0) for service in leaning)


def decide(text: str, chances: Mapping[str, float], topic: float, limits: Mapping[str, float]) -> tuple[str, float]:
    """Return the intent to act on, and its confidence.

    Args:
        text: The normalised text.
        chances: The intents with their probabilities, best first.
        topic: The probability of the best topic (not its share).
        limits: The thresholds of config.yml.
    """
    if not text.strip(f"{LONG_NUMBER} "):
        return UNCLEAR, 1.0  # nothing but marks, pictures or a phone number
    intent, confidence = next(iter(chances.items()))
    subject = subject_of(text)
    if intent in _ONLY_OURS and subject is Subject.FOREIGN:
        return OUT_OF_SCOPE, 1 - topic
    if intent in (ASK, UNCLEAR) and wants_filing(text):
        return GRIEVANCE, max(confidence, chances.get(GRIEVANCE, 0.0))
    if intent in (CRISIS, HUMAN) and len(text) < SHORTEST_GUESS:
        return UNCLEAR, 1 - confidence
    if intent == UNCLEAR and subject is Subject.STRONG and topic >= limits["topic"]:
        return ASK, chances[ASK]
    if intent == ASK:
        return _decide_question(subject, chances, topic, limits)
    if intent == OUT_OF_SCOPE and subject is Subject.STRONG and confidence < limits["outside_at_work"]:
        return UNCLEAR, 1 - confidence
    if intent in MOVES and len(text) > limits["move_length"]:
        return (UNCLEAR if subject > Subject.NONE else OUT_OF_SCOPE), 1 - confidence
    if confidence < limits[CRISIS if intent == CRISIS else "intent"]:
        return UNCLEAR, 1 - confidence
    return intent, confidence


_NEEDED = {
    Subject.STRONG: "topic",
    Subject.WEAK: "topic_weak",
    Subject.LAW: "topic_law",
    Subject.NONE: "topic_alien",
}


def _decide_question(
    subject: Subject, chances: Mapping[str, float], topic: float, limits: Mapping[str, float]
) -> tuple[str, float]:
    """Answer a question only when its topic is probable enough for the words that it uses, and it hardly foreign."""
    if topic >= limits[_NEEDED[subject]] and chances.get(OUT_OF_SCOPE, 0.0) < limits["outside"]:
        return ASK, chances[ASK]
    if subject is Subject.NONE and topic < limits["topic_weak"]:
        return OUT_OF_SCOPE, 1 - topic
    return UNCLEAR, 1 - topic


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Gate(GraphComponent):
    """Has the last word on the intent. Where the thresholds come from: docs/understanding.md."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return thresholds that let everything through; the real ones stand in config.yml."""
        return {
            "topic": 0.0,
            "topic_weak": 0.0,
            "topic_law": 0.0,
            "topic_alien": 0.0,
            "outside": 1.1,
            "intent": 0.0,
            "service": 0.0,
            CRISIS: 0.0,
            "outside_at_work": 0.0,
            "move_length": 1000,
        }

    def __init__(self, config: Mapping[str, Any]) -> None:
        """Take the thresholds."""
        self._limits = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Gate":
        """Return the gate with the thresholds of config.yml."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide every message that a person wrote."""
        for message in messages:
            if message.get(NORMALIZED) is not None and message.get(INTENT):
                name, confidence = self._decide(message)
                chosen = {"name": name, "confidence": confidence}
                others = [i for i in message.get(INTENT_RANKING_KEY) if i["name"] != name]
                message.set(INTENT, chosen, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [dict(chosen), *others], add_to_output=True)
        return messages

    def _decide(self, message: Message) -> tuple[str, float]:
        """Ask the word lists first, then weigh the probabilities."""
        text = plain(message.get(TEXT))
        if is_crisis(text):
            return CRISIS, 1.0
        if wants_human(text):
            return HUMAN, 1.0
        if wants_opinion(text):
            return OPINION, 1.0
        chances = {i["name"]: i["confidence"] for i in message.get(INTENT_RANKING_KEY)}
        if not may_bind(message.get(TEXT)):
            chances.pop(BIND, None)
        text, shares = message.get(NORMALIZED), message.get(TOPICS)
        weighed = wishes_weighed(text, chances, self._limits["service"])
        topic = asked_of_us(weighed) * (shares[0]["confidence"] if shares else 0.0)
        name, confidence = decide(text, weighed, topic, self._limits)
        wanted = asked_outright(message.get(TEXT)) if name in _OUTWEIGHED else None
        if wanted and subject_of(text) is not Subject.FOREIGN:
            return wanted, 1.0
        # What no calculator computes (帮我算房贷) is left where the probabilities put it.
        if name in (ASK, UNCLEAR) and wants_computing(text) and named_in(normalise(message.get(TEXT))):
            return CALCULATE, max(confidence, chances.get(CALCULATE, 0.0))
        if (
            name == CALCULATE
            and not wants_computing(text)
            and shares
            and has_own_sum(message.get(TEXT), shares[0]["id"])
        ):
            return ASK, confidence
        return name, confidence
