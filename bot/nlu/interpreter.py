"""Understanding messages in this process, without a server: for `assistant ask` and `assistant evaluate`."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.nlu.quiet import quietly
from bot.understanding import Understanding


class ModelError(Exception):
    """The model file is missing or cannot be loaded; the message says what to do."""


Parse = Callable[[str], dict[str, Any]]


def load_runner(model_path: Path) -> Parse:
    """Return what parses a text, by the model archive at `model_path`, into Rasa's parse data.

    Raises:
        ModelError: There is no such file, or it is not a model of this version.
    """
    if not model_path.is_file():
        raise ModelError(f"{model_path}: no such model; run `assistant train` first")
    with quietly(), tempfile.TemporaryDirectory() as folder:
        # Importing Rasa brings TensorFlow, some seconds that `assistant --help` need not spend.
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
        from rasa.engine.loader import load_predict_graph_runner
        from rasa.engine.runner.dask import DaskGraphRunner
        from rasa.engine.storage.local_model_storage import LocalModelStorage

        try:
            metadata, runner = load_predict_graph_runner(Path(folder), model_path, LocalModelStorage, DaskGraphRunner)
        except Exception as error:
            raise ModelError(f"{model_path}: cannot be loaded ({error}); run `assistant train`") from error
    target = metadata.nlu_target
    if target is None:
        raise ModelError(f"{model_path}: holds no language understanding; run `assistant train`")

    def parse(text: str) -> dict[str, Any]:
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text)], PLACEHOLDER_TRACKER: None}
        message = runner.run(inputs=inputs, targets=[target])[target][0]
        return dict(message.as_dict(only_output_properties=True))

    return parse


class Interpreter:
    """A loaded model. Not for use from several threads at once."""

    def __init__(self, parse: Parse):
        """Take what makes Rasa's parse data of a text."""
        self._parse = parse

    @classmethod
    def load(cls, model_path: Path) -> "Interpreter":
        """Load a model archive that `bot.nlu.training.train` wrote (about five seconds, mostly imports).

        Raises:
            ModelError: There is no such file, or it is not a model of this version.
        """
        return cls(load_runner(model_path))

    def parse(self, text: str) -> Understanding:
        """Return what is understood of one message (about 3 ms)."""
        return Understanding.from_rasa(self._parse(text))
