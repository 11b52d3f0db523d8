"""Rasa components: a message that asks several things is understood question by question.

The splitter, first in the pipeline, puts every question beside the whole message, so that all components read them
like messages of their own; the joiner, last, keeps the whole message and notes the topics of its questions on it, and
those questions that nobody is sure of: none is dropped in silence.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.gate import OUT_OF_SCOPE, UNCLEAR, Subject, subject_of
from bot.nlu.messages import ASK, NORMALIZED, QUESTIONS, TOPICS, UNSURE, needs_reading
from bot.nlu.questions import split_questions
from bot.services import SERVICES


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class QuestionSplitter(GraphComponent):
    """Adds the questions of a message behind it."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "QuestionSplitter":
        """Return the component (it has no settings)."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Return the message, then its questions where it has several."""
        first, *others = messages
        parts = split_questions(first.get(TEXT)) if needs_reading(first) else []
        return [first, *others, *(Message({TEXT: part}) for part in parts)]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class QuestionJoiner(GraphComponent):
    """Notes the topics of several questions on the message that asks them."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return what a question has to reach; measured on tests/nlu, see docs/understanding.md."""
        return {
            # The least probability of its topic, and the least where its words do not show that it is about work
            # or unions: 怎么提 or 手机上可以办吗 only mean something together with the question before.
            "topic": 0.5,
            "topic_bare": 0.98,
            # From these a question that is not sure is offered by its topic, or by its service.
            "offer": 0.3,
            "service": 0.6,
            # Characters of a question outside the subject that is named; 凭什么呢 asks nothing of its own.
            "foreign_length": 5,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        """Take the thresholds."""
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "QuestionJoiner":
        """Return the joiner with the thresholds of config.yml."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Return the whole message only; one that asks several things we know becomes a question, if it was none."""
        whole, *parts = messages
        if not parts or not _may_ask(whole):
            return [whole]
        topics: list[str] = []
        unsure: list[Message] = []
        for part in parts:
            topic = self._topic(part, topics[-1:])
            if topic is None:
                unsure.append(part)
            elif topic not in topics:
                topics.append(topic)
        # What may be about a topic that is answered anyway, says the same again.
        others = [part for part in map(self._unsure, unsure) if part and not set(part["offers"]) & set(topics)]
        # Beside one question, the wish to file something is not just another question: the message stays whole.
        asks_more = any(offer not in SERVICES for part in others for offer in part["offers"])
        if len(topics) > 1 or (topics and asks_more):
            whole.set(QUESTIONS, topics, add_to_output=True)
            whole.set(UNSURE, others, add_to_output=True)
            surest = min(part.get(INTENT)["confidence"] for part in parts if part.get(INTENT)["name"] == ASK)
            whole.set(INTENT, {"name": ASK, "confidence": surest}, add_to_output=True)
        return [whole]

    def _topic(self, part: Message, before: list[str]) -> str | None:
        """Return the topic of one question, or None where it is not sure to be a question of its own."""
        if not part.get(TOPICS) or part.get(INTENT)["name"] != ASK:
            return None
        best = part.get(TOPICS)[0]
        bare = subject_of(part.get(NORMALIZED)) <= Subject.NONE
        same_area = any(_area(best["id"]) == _area(topic) for topic in before)
        needed = self._config["topic_bare" if bare and not same_area else "topic"]
        return best["id"] if part.get(INTENT)["confidence"] * best["confidence"] >= needed else None

    def _unsure(self, part: Message) -> dict[str, Any] | None:
        """Return a question that is not sure, with what it may be about; None for words that ask nothing themselves."""
        intent, text = part.get(INTENT), part.get(TEXT)
        if intent["name"] in SERVICES and intent["confidence"] >= self._config["service"]:
            return {"text": text, "offers": [intent["name"]]}
        subject = subject_of(part.get(NORMALIZED))
        chance = intent["confidence"] if intent["name"] == ASK else 1.0
        least = self._config["offer"]
        likely = [topic["id"] for topic in part.get(TOPICS) or () if topic["confidence"] * chance >= least]
        if subject >= Subject.LAW or (intent["name"] == ASK and likely):
            return {"text": text, "offers": likely}
        foreign = subject is Subject.FOREIGN or intent["name"] == OUT_OF_SCOPE
        return {"text": text, "offers": []} if foreign and len(text) >= self._config["foreign_length"] else None


def _may_ask(whole: Message) -> bool:
    """Tell whether a message may ask what its parts ask; a foreign or unsure one only with some word of work in it."""
    intent = whole.get(INTENT)["name"]
    at_work = subject_of(whole.get(NORMALIZED)) >= Subject.WEAK
    return intent == ASK or (intent in (UNCLEAR, OUT_OF_SCOPE) and at_work)


def _area(topic: str) -> str:
    return topic.partition(".")[0]
