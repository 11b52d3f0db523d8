"""Understanding messages in this process, without a server: for `assistant ask` and `assistant evaluate`."""

import tempfile
from pathlib import Path
from typing import Any

from bot.nlu.quiet import quietly
from bot.understanding import Understanding


class ModelError(Exception):
    """The model file is missing or cannot be loaded; the message says what to do."""


class Interpreter:
    """A loaded model. Not for use from several threads at once."""

    def __init__(self, runner: Any, target: str):
        """Take Rasa's graph runner and the name of its node that yields the parsed message."""
        self._runner = runner
        self._target = target

    @classmethod
    def load(cls, model_path: Path) -> "Interpreter":
        """Load a model archive that `bot.nlu.training.train` wrote (about five seconds, mostly imports).

        Raises:
            ModelError: There is no such file, or it is not a model of this version.
        """
        if not model_path.is_file():
            raise ModelError(f"{model_path}: no such model; run `assistant train` first")
        with quietly(), tempfile.TemporaryDirectory() as folder:
            # Importing Rasa brings TensorFlow, some seconds that `assistant --help` need not spend.
            from rasa.engine.loader import load_predict_graph_runner
            from rasa.engine.runner.dask import DaskGraphRunner
            from rasa.engine.storage.local_model_storage import LocalModelStorage

            try:
                metadata, runner = load_predict_graph_runner(
                    Path(folder), model_path, LocalModelStorage, DaskGraphRunner
                )
            except Exception as error:
                raise ModelError(f"{model_path}: cannot be loaded ({error}); run `assistant train`") from error
        if metadata.nlu_target is None:
            raise ModelError(f"{model_path}: holds no language understanding; run `assistant train`")
        return cls(runner, metadata.nlu_target)

    def parse(self, text: str) -> Understanding:
        """Return what is understood of one message (about 3 ms)."""
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER

        result = self._runner.run(
            inputs={PLACEHOLDER_MESSAGE: [UserMessage(text)], PLACEHOLDER_TRACKER: None}, targets=[self._target]
        )
        return Understanding.from_rasa(result[self._target][0].as_dict(only_output_properties=True))
