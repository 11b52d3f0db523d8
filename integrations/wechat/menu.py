"""The account's menu: read from data, checked against the platform's limits, and what a tap on it means."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.paths import DATA
from integrations.wechat.errors import MenuError

MENU_FILE = DATA / "wechat_menu.yml"

# The platform's limits. What is too long in bytes is refused; what is too wide is shown cut off.
MOST_BUTTONS, MOST_SUB_BUTTONS = 3, 5
_NAME_BYTES = {1: 16, 2: 60}
_NAME_WIDTH = {1: 4, 2: 8}  # in Chinese characters; two Latin letters take the place of one
_KEY_BYTES = 128
_URL_BYTES = 1024


@dataclass(frozen=True)
class Button:
    """A button: it opens others, says something for the person, or opens a page.

    Attributes:
        name: What is written on it.
        key: Comes back as the EventKey of a tap, for a button that says something.
        says: What a tap means, as if the person had typed it.
        url: The page that it opens.
        buttons: The buttons under it.
    """

    name: str
    key: str = ""
    says: str = ""
    url: str = ""
    buttons: tuple["Button", ...] = ()

    def payload(self) -> dict[str, Any]:
        """Return the button in the platform's form."""
        if self.buttons:
            return {"name": self.name, "sub_button": [button.payload() for button in self.buttons]}
        if self.url:
            return {"type": "view", "name": self.name, "url": self.url}
        return {"type": "click", "name": self.name, "key": self.key}


@dataclass(frozen=True)
class Menu:
    """The account's menu."""

    buttons: tuple[Button, ...]

    def payload(self) -> dict[str, Any]:
        """Return the menu in the form of `menu/create`."""
        return {"button": [button.payload() for button in self.buttons]}

    def text_for_key(self, event_key: str) -> str | None:
        """Return what a tap means, as if typed; None for a key that is no longer in the menu.

        Phones show an old menu for a day or so, so a key that is gone still comes.
        """
        return next((button.says for button in self._leaves() if button.key and button.key == event_key), None)

    def _leaves(self) -> Iterator[Button]:
        for button in self.buttons:
            yield from button.buttons or (button,)


def load(path: Path = MENU_FILE) -> Menu:
    """Read and check the menu.

    Args:
        path: A YAML file with `buttons:`, each with `name` and one of `buttons`, `key` with `says`, or `url`.

    Raises:
        MenuError: The file is missing or malformed, or over a limit; the message says which button.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise MenuError(f"{path.name}: cannot be read: {error}") from error
    if not isinstance(content, dict) or set(content) != {"buttons"}:
        raise MenuError(f"{path.name}: must hold `buttons:` and nothing else")
    menu = Menu(_buttons(content["buttons"], 1, path.name))
    keys = [button.key for button in menu._leaves() if button.key]
    for key in keys:
        if keys.count(key) > 1:
            raise MenuError(f"{path.name}: the key {key} stands at two buttons")
    return menu


def _buttons(raw: Any, level: int, where: str) -> tuple[Button, ...]:
    most = MOST_BUTTONS if level == 1 else MOST_SUB_BUTTONS
    if not isinstance(raw, list) or not 1 <= len(raw) <= most:
        raise MenuError(f"{where}: needs 1 to {most} buttons")
    return tuple(_button(item, level, where) for item in raw)


def _button(raw: Any, level: int, where: str) -> Button:
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
        raise MenuError(f"{where}: every button needs a name")
    name, where = raw["name"], f"{where}: {raw['name']}"
    _limit(name, _NAME_BYTES[level], "name", where)
    width = sum(1 if character.isascii() else 2 for character in name) / 2
    if not 0 < width <= _NAME_WIDTH[level]:
        raise MenuError(f"{where}: the name is shown cut off, at most {_NAME_WIDTH[level]} Chinese characters fit")
    does = set(raw) - {"name"}
    if does == {"buttons"} and level == 1:
        return Button(name, buttons=_buttons(raw["buttons"], 2, where))
    if does not in ({"key", "says"}, {"url"}) or not all(isinstance(raw[key], str) and raw[key] for key in does):
        raise MenuError(f"{where}: needs `key` and `says`, or `url`" + (", or `buttons`" if level == 1 else ""))
    if "url" in raw:
        _limit(raw["url"], _URL_BYTES, "url", where)
        if not raw["url"].startswith("https://"):
            raise MenuError(f"{where}: the url must begin with https://")
        return Button(name, url=raw["url"])
    _limit(raw["key"], _KEY_BYTES, "key", where)
    return Button(name, key=raw["key"], says=raw["says"])


def _limit(text: str, most: int, what: str, where: str) -> None:
    size = len(text.encode())
    if size > most:
        raise MenuError(f"{where}: the {what} takes {size} bytes, at most {most} are allowed")
