"""The conversations of this folder (README.md): where they are, and what each says that it shows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent

# What a conversation can show of its service.
KINDS = (
    *("straight", "first_message", "correction", "side_question"),
    *("wrong_three_times", "cancel", "coming_back", "two_services"),
)


@dataclass(frozen=True)
class Script:
    """One conversation.

    Attributes:
        name: Its folder and its sentence: `join/joins_as_an_employee_the_straight_way`.
        service: What it is about: the folder's name, or what its head says.
        shows: The kinds (`KINDS`) that it shows of the service.
        steps: What is said, and what is expected.
    """

    name: str
    service: str
    shows: tuple[str, ...]
    steps: tuple[dict[str, Any], ...]


def _read(path: Path) -> Script:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    name = path.relative_to(FOLDER).with_suffix("").as_posix()
    strange = set(content) - {"service", "shows", "steps"} | set(content.get("shows", ())) - set(KINDS)
    if strange:
        raise ValueError(f"{name}: {', '.join(sorted(strange))} is no key of a script, or no kind of conversation")
    service = content.get("service", path.parent.name)
    return Script(name, service, tuple(content.get("shows", ())), tuple(content["steps"]))


SCRIPTS = tuple(_read(path) for path in sorted(FOLDER.glob("*/*.yml")))
