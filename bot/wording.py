"""The bot's own wording, read from data/responses/ (the same files that Rasa's rules use)."""

from functools import lru_cache
from typing import Any

import yaml

from bot.paths import DATA


class WordingError(Exception):
    """A response is missing, or its text asks for a value that was not given."""


@lru_cache(maxsize=1)
def responses() -> dict[str, str]:
    """Return every response's text by name, without the `utter_` in front.

    Raises:
        WordingError: Two files define the same response.
    """
    found: dict[str, str] = {}
    for path in sorted((DATA / "responses").glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for name, variants in (content.get("responses") or {}).items():
            key = name.removeprefix("utter_")
            if key in found:
                raise WordingError(f"{path.name}: response {name} is defined twice")
            found[key] = variants[0]["text"].strip()
    return found


def say(name: str, /, **values: Any) -> str:
    """Return the response `name` (`utter_` left out) with `values` filled in.

    Raises:
        WordingError: There is no such response, or it needs a value that was not given.
    """
    try:
        return responses()[name].format(**values)
    except KeyError as error:
        raise WordingError(f"response {name}: {error.args[0]!r} is missing") from error
