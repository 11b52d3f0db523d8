"""Rasa component: recognises the intent and the topics with linear models."""

from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.entries import load_entries
from bot.nlu.messages import NORMALIZED, TOPICS
from bot.nlu.model import DEFAULTS
from bot.nlu.recognizer import Recognizer, documents_of

# The best topics travel with a message in any case, more of them while they have some share: a message that leans
# on the one before it is understood from those (bot/followup.py).
TOPICS_KEPT, MOST_TOPICS, SHARE_KEPT = 5, 20, 0.01


def ranking(chances: Mapping[str, float], key: str) -> list[dict[str, Any]]:
    """Return `chances` (best first) as Rasa writes rankings, each name under `key`."""
    return [{key: name, "confidence": chance} for name, chance in chances.items()]


def kept(topics: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the topics that travel with a message, of a ranking of all of them."""
    return topics[:TOPICS_KEPT] + [t for t in topics[TOPICS_KEPT:MOST_TOPICS] if t["confidence"] >= SHARE_KEPT]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent):
    """Sets `intent`, `intent_ranking` and `topics`; training examples are `ask/<topic>` or plain intents."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings of the model (see bot/nlu/model.py)."""
        return DEFAULTS

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Take the settings and where the trained model is kept."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self.model: Recognizer | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LinearIntentClassifier":
        """Return an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LinearIntentClassifier":
        """Return the trained classifier; a model without one is an error, not an assistant that guesses."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier.model = Recognizer.load(folder, config)
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Train on all intent examples, and on the answers in data/knowledge/.

        Raises:
            TooFewExamples: There is nothing to tell apart.
        """
        examples = [example for example in training_data.intent_examples if example.get(NORMALIZED)]
        self.model = Recognizer.fit(
            [example.get(NORMALIZED) for example in examples],
            [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples],
            self._config,
            documents_of(load_entries()),
        )
        with self._storage.write_to(self._resource) as folder:
            self.model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training examples as they are: no component behind learns from our guesses."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Write intent, ranking and topics on every message that a person wrote."""
        read = [message for message in messages if message.get(NORMALIZED) is not None]
        if not read or self.model is None:
            return messages
        for message, guess in zip(read, self.model.predict([m.get(NORMALIZED) for m in read]), strict=True):
            intents = ranking(guess.intents, "name")
            message.set(INTENT, dict(intents[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, intents, add_to_output=True)
            message.set(TOPICS, kept(ranking(guess.topics, "id")), add_to_output=True)
        return messages
