"""Rasa component: writes the normalised text beside the message, for the classifier and the gate."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.messages import NORMALIZED, needs_reading
from bot.nlu.normalize import normalize


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TextNormalizer(GraphComponent):
    """Normalises what people wrote; the text itself stays as it is."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TextNormalizer":
        """Return the component (it has no settings)."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Return `messages` with the normalised text on them."""
        for message in messages:
            if needs_reading(message):
                message.set(NORMALIZED, normalize(message.get(TEXT)))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Do the same for the training examples."""
        self.process(training_data.training_examples)
        return training_data
