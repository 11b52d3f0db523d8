"""Training: check everything first, train only when something changed, say what happened in one line."""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bot.knowledge.validate import validate
from bot.nlu.examples import read_examples
from bot.nlu.lexicon import SECTIONS, LexiconError, patterns
from bot.nlu.quiet import quietly
from bot.paths import ROOT

# What a model is made from: when any of it changes, the model is trained anew. The knowledge entries are
# both answered from and learned from: a message may use words of the answer that no example has.
_INPUTS = (
    "domain.yml",
    "config.yml",
    "data/nlu",
    "data/rules",
    "data/stories",
    "data/responses",
    "data/lexicon",
    "data/knowledge",
)
_TRAINING_FOLDERS = ("nlu", "rules", "stories", "responses")
_CODE = ROOT / "bot" / "nlu"
_LIBRARIES = ("rasa", "scikit-learn", "jieba", "opencc")

Progress = Callable[[str], None]


class TrainingError(Exception):
    """The data is not fit for training, or training failed; the message is one line for the maintainer."""


@dataclass(frozen=True)
class TrainingResult:
    """What came of a training.

    Attributes:
        path: The model archive.
        seconds: How long it took.
        fresh: True when a model was trained now, False when the one at hand still fits its inputs.
    """

    path: Path
    seconds: float
    fresh: bool


def _files(root: Path) -> Iterator[Path]:
    """Yield every file that decides what a model is like, in a fixed order."""
    for name in _INPUTS:
        path = root / name
        yield from sorted(path.rglob("*.yml")) if path.is_dir() else [path] * path.is_file()
    yield from sorted(_CODE.glob("*.py"))


def fingerprint(root: Path = ROOT) -> str:
    """Return a short hash of all that goes into a model: data, settings, our components, library versions."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library}={version(library)};".encode())
    for path in _files(root):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_path(out_dir: Path, root: Path = ROOT) -> Path:
    """Return where the model of the present inputs is, or would be, in `out_dir`."""
    return out_dir / f"model-{fingerprint(root)}.tar.gz"


def train(
    out_dir: Path, force: bool = False, progress: Progress = lambda line: None, root: Path = ROOT
) -> TrainingResult:
    """Check the data and train a model into `out_dir`, unless the one there was made from the same inputs.

    Args:
        out_dir: The folder for models; made if it is missing. Models of other inputs are removed from it.
        force: Train even if nothing changed.
        progress: Called with one line at a time about what is going on.
        root: The project's folder (domain.yml, config.yml, data/).

    Raises:
        TrainingError: Something in the data is wrong, or Rasa could not train.
    """
    started = time.monotonic()
    path = model_path(out_dir, root)
    progress("检查内容……")
    _check_knowledge(root, progress)
    _check_lexicon()
    if path.is_file() and not force:
        progress("内容没有变化，不用重新训练。")
        return TrainingResult(path, time.monotonic() - started, fresh=False)
    _check_rasa_data(root)
    progress("训练中……")
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_dir) as unfinished:
        # Moved into place at the end, so that a training cut short leaves no half-written model behind.
        _train_with_rasa(root, Path(unfinished), path.name)
        (Path(unfinished) / path.name).replace(path)
    for old in out_dir.glob("model-*.tar.gz"):
        if old != path:
            old.unlink()
    return TrainingResult(path, time.monotonic() - started, fresh=True)


def _check_knowledge(root: Path, progress: Progress) -> None:
    """Refuse entries with errors, mention warnings."""
    problems = validate(root)
    for problem in problems:
        if not problem.is_error:
            progress(f"Warning: {problem}")
    errors = [str(problem) for problem in problems if problem.is_error]
    if errors:
        more = f" (and {len(errors) - 1} more: make check lists them)" if len(errors) > 1 else ""
        raise TrainingError(errors[0] + more)


def _check_lexicon() -> None:
    """Refuse word lists that would fail on the first message, the ones that find danger above all."""
    try:
        for name, section in SECTIONS:
            patterns(name, section)
    except LexiconError as error:
        raise TrainingError(str(error)) from error


def _importer_arguments(root: Path, folders: Iterable[str] = _TRAINING_FOLDERS) -> dict[str, object]:
    """Return what Rasa's importer is given: only the folders of data/ that are Rasa's."""
    paths = [root / "data" / name for name in folders]
    return {
        "config": str(root / "config.yml"),
        "domain": str(root / "domain.yml"),
        "training_files": [str(path) for path in paths if path.is_dir()],
    }


def _check_rasa_data(root: Path) -> None:
    """Refuse a domain, rules or examples that Rasa would only warn about and then go on without.

    Rasa loads an empty domain, with a warning, when domain.yml is not valid. Examples are read by ourselves here:
    Rasa takes two seconds for them, every time.
    """
    for name in ("domain.yml", "config.yml"):
        if not (root / name).is_file():
            raise TrainingError(f"{name}: missing in {root}")
    with quietly() as warned:
        # Importing Rasa brings TensorFlow, some seconds that a start with an up-to-date model need not spend.
        from rasa.shared.core.domain import Domain
        from rasa.shared.exceptions import RasaException
        from rasa.shared.importers.importer import TrainingDataImporter
        from rasa.validator import Validator

        try:
            domain = Domain.load(str(root / "domain.yml"))
            if domain.is_empty():
                raise TrainingError("domain.yml: says nothing; it should list intents, slots and actions")
            arguments = _importer_arguments(root, [name for name in _TRAINING_FOLDERS if name != "nlu"])
            importer = TrainingDataImporter.load_from_config(
                arguments["config"], arguments["domain"], arguments["training_files"]
            )
            intents = {label.partition("/")[0] for label in read_examples(root / "data" / "nlu")}
            unknown = intents - set(domain.intents)
            validator = Validator.from_importer(importer)
            sound = (
                validator.verify_domain_validity()
                and validator.verify_intents_in_stories(ignore_warnings=True)
                and validator.verify_actions_in_stories_rules()
                and validator.verify_forms_in_stories_rules()
                and validator.verify_form_slots()
                and validator.verify_slot_mappings()
            )
        except RasaException as error:
            raise TrainingError(f"domain.yml or data/: {_one_line(error)}") from error
    if unknown:
        raise TrainingError(f"data/nlu: intents that domain.yml does not list: {', '.join(sorted(unknown))}")
    if not sound:
        told = _one_line(warned[-1].message) if warned else "run `rasa data validate` to see what"
        raise TrainingError(f"domain.yml, data/rules or data/stories do not fit together: {told}")


def _train_with_rasa(root: Path, folder: Path, name: str) -> None:
    """Let Rasa train; whatever it raises or exits with becomes one TrainingError."""
    with quietly():
        from rasa.model_training import train as rasa_train

        try:
            result = rasa_train(
                **_importer_arguments(root), output=str(folder), force_training=True, fixed_model_name=name
            )
        except (Exception, SystemExit) as error:
            raise TrainingError(f"training failed: {_one_line(error)}") from error
    if not result.model:
        raise TrainingError("training failed: Rasa made no model; data/nlu seems to be empty")


def _one_line(error: object) -> str:
    """Return an error's text without its line breaks."""
    return " ".join(str(error).split())
