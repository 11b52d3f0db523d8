"""The training examples as written, for checks and measurements that need no Rasa."""

from pathlib import Path

import yaml

from bot.paths import DATA

TRAINING = DATA / "nlu"


class ExamplesError(Exception):
    """A training file is not what Rasa reads; the message says which one and why."""


def read_examples(folder: Path = TRAINING) -> dict[str, list[str]]:
    """Return the examples of every intent (`ask/<topic>` or plain) in all files of `folder`.

    Raises:
        ExamplesError: A file is not YAML in Rasa's form, or an intent in it has no examples.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.yml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except yaml.YAMLError as error:
            raise ExamplesError(f"data/nlu/{path.name}: not valid YAML: {error}") from error
        if not isinstance(content, dict) or not isinstance(content.get("nlu", []), list):
            raise ExamplesError(f"data/nlu/{path.name}: should be a mapping with a list `nlu`")
        for block in content.get("nlu") or ():
            if "intent" not in block:
                continue
            lines = (line.strip() for line in str(block.get("examples") or "").splitlines())
            examples = [line[1:].strip() for line in lines if line.startswith("-") and line[1:].strip()]
            if not examples:
                raise ExamplesError(f"data/nlu/{path.name}: intent {block['intent']} has no examples")
            found.setdefault(block["intent"], []).extend(examples)
    return found
