"""Reading what a request carries, with a clear refusal for what it should not."""

from json import dumps
from typing import Any

from sanic import Request
from sanic.response import HTTPResponse, json

from integrations.desk.errors import Refused

MAX_PAGE = 1_000_000


def answer(body: Any, status: int = 200) -> HTTPResponse:
    """Return `body` as JSON, Chinese left readable."""
    return json(body, status=status, ensure_ascii=False)


def body_of(request: Request) -> dict[str, Any]:
    """Return the request's JSON object.

    Raises:
        Refused: The body is something else.
    """
    body = request.json
    if not isinstance(body, dict):
        raise Refused(400, "bad_json", "请求内容应为一个 JSON 对象")
    try:
        dumps(body, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # half a character, which no database keeps
        raise Refused(400, "bad_json", "请求内容里有不完整的字符") from None
    return body


def text_in(body: dict[str, Any], name: str) -> str:
    """Return a field that must be text (it may be empty).

    Raises:
        Refused: It is missing or something else.
    """
    value = body.get(name)
    if not isinstance(value, str):
        raise Refused(422, "invalid", f"缺少 {name}，或不是文字")
    return value


def number_in(request: Request, name: str, default: int, low: int, high: int) -> int:
    """Return a whole number of the query string.

    Raises:
        Refused: It is not one, or out of its range.
    """
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal()) or len(text) > 19 or not low <= int(text) <= high:
        raise Refused(422, "invalid", f"{name} 应为 {low} 到 {high} 之间的整数")
    return int(text)
