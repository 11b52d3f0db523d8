"""The account's menu, checked by the platform's rules (official page of menu/create)."""

from typing import Any

from integrations.simulator.errors import ApiError

TOP_BUTTONS, SUB_BUTTONS = 3, 5
TOP_NAME_BYTES, SUB_NAME_BYTES = 16, 60
KEY_BYTES, URL_BYTES = 128, 1024

# The type, and the field that it needs.
BUTTON_TYPES = {
    "click": "key",
    "view": "url",
    "scancode_push": "key",
    "scancode_waitmsg": "key",
    "pic_sysphoto": "key",
    "pic_photo_or_album": "key",
    "pic_weixin": "key",
    "location_select": "key",
    "media_id": "media_id",
    "miniprogram": "appid",
}


def check_menu(data: Any) -> list[dict[str, Any]]:
    """Return the buttons of a menu that may be published.

    Args:
        data: The body of `menu/create`: `{"button": […]}`.

    Raises:
        ApiError: With the platform's code for what is wrong.
    """
    buttons = data.get("button") if isinstance(data, dict) else None
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= TOP_BUTTONS:
        raise ApiError(40016)
    for button in buttons:
        _check_name(button, TOP_NAME_BYTES)
        children = button.get("sub_button")
        if not children:
            _check_action(button)
            continue
        if not isinstance(children, list) or len(children) > SUB_BUTTONS:
            raise ApiError(40023)
        for child in children:
            _check_name(child, SUB_NAME_BYTES)
            _check_action(child)
    return buttons


def _check_name(button: Any, limit: int) -> None:
    name = button.get("name") if isinstance(button, dict) else None
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= limit:
        raise ApiError(40018)


def _check_action(button: dict[str, Any]) -> None:
    needed = BUTTON_TYPES.get(button.get("type", ""))
    if needed is None:
        raise ApiError(40017)
    value = button.get(needed)
    limit = URL_BYTES if needed == "url" else KEY_BYTES
    if not isinstance(value, str) or not 1 <= len(value.encode()) <= limit:
        raise ApiError(40020 if needed == "url" else 40019)
