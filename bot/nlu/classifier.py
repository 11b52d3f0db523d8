"""Rasa component: recognises the intent and the topics with the linear model."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.messages import ASK, NORMALIZED, TOPICS
from bot.nlu.model import DEFAULTS, LinearModel

_FILE = "linear.npz"
# The best topics travel with a message in any case, more of them while they have some share: a message that leans
# on the one before it is understood from those (bot/followup.py).
TOPICS_KEPT, MOST_TOPICS, SHARE_KEPT = 5, 20, 0.01


def intents_of(labels: dict[str, float]) -> list[dict[str, Any]]:
    """Return Rasa's intent ranking: the probabilities of all topics add up to that of `ask`."""
    chances: dict[str, float] = {}
    for label, chance in labels.items():
        name = label.partition("/")[0]
        chances[name] = chances.get(name, 0.0) + chance
    return _ranked(chances, "name")


def topics_of(labels: dict[str, float]) -> list[dict[str, Any]]:
    """Return the best topics, as shares of the probability of all topics.

    A share says: if this message asks about anything we know, then this probably. So a grievance
    (我要投诉老板拖欠工资) still tells what it is about.
    """
    chances = {label.partition("/")[2]: chance for label, chance in labels.items() if label.startswith(f"{ASK}/")}
    total = sum(chances.values()) or 1.0
    ranked = _ranked({topic: chance / total for topic, chance in chances.items()}, "id")
    return ranked[:TOPICS_KEPT] + [t for t in ranked[TOPICS_KEPT:MOST_TOPICS] if t["confidence"] >= SHARE_KEPT]


def _ranked(chances: dict[str, float], key: str) -> list[dict[str, Any]]:
    """Return `chances` as Rasa writes rankings, best first."""
    ordered = sorted(chances.items(), key=lambda item: -item[1])
    return [{key: name, "confidence": chance} for name, chance in ordered]


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
        self.model: LinearModel | None = None

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
            classifier.model = LinearModel.load(folder / _FILE, config)
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Train on all intent examples.

        Raises:
            TooFewExamples: There is nothing to tell apart.
        """
        examples = [example for example in training_data.intent_examples if example.get(NORMALIZED)]
        self.model = LinearModel.fit(
            [example.get(NORMALIZED) for example in examples],
            [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples],
            self._config,
        )
        with self._storage.write_to(self._resource) as folder:
            self.model.save(folder / _FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training examples as they are: no component behind learns from our guesses."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Write intent, ranking and topics on every message that a person wrote."""
        read = [message for message in messages if message.get(NORMALIZED) is not None]
        if not read or self.model is None:
            return messages
        for message, labels in zip(read, self.model.predict([m.get(NORMALIZED) for m in read]), strict=True):
            ranking = intents_of(labels)
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(TOPICS, topics_of(labels), add_to_output=True)
        return messages
