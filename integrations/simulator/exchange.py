"""Reading requests to the control API, and answering them."""

import asyncio
import math
from contextlib import suppress
from typing import Any

from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json

from integrations.simulator.chat import Push

LONGEST_WAIT = 50.0  # Seconds; below the server's own limit for an answer.


class BadRequest(ValueError):
    """A request to the control API is malformed; the message says how."""


def answer(data: Any, status: int = 200) -> HTTPResponse:
    """Answer with `data` as JSON."""
    return json(data, status=status, ensure_ascii=False)


async def push_answer(request: Request, push: Push) -> HTTPResponse:
    """Answer with a push, after waiting for it to settle where the request asks for that."""
    await wait_settled(request, push)
    return answer(push.as_json())


async def wait_settled(request: Request, push: Push) -> None:
    """Wait until the push has settled, for as long as `?wait=SECONDS` says."""
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(push.settled.wait(), seconds_of(request))


def error_answer(request: Request, error: Exception) -> HTTPResponse:
    """Answer a request that cannot be carried out: 404 for what does not exist, 400 for the rest."""
    return answer({"error": str(error)}, status=404 if isinstance(error, LookupError) else 400)


def body_of(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body; an empty body is an empty object.

    Raises:
        BadRequest: The body is something else.
    """
    if not request.body:
        return {}
    try:
        data = request.load_json()
    except InvalidUsage as error:
        raise BadRequest("the body is not JSON") from error
    if not isinstance(data, dict):
        raise BadRequest("the body is not a JSON object")
    return data


def text_of(data: dict[str, Any], name: str, default: str | None = None) -> str:
    """Return the text `name`.

    Raises:
        BadRequest: It is missing and has no default, or is not text.
    """
    value = data.get(name, default)
    if not isinstance(value, str):
        raise BadRequest(f"{name} must be text")
    return value


def number_of(data: dict[str, Any], name: str, default: float | None = None) -> float:
    """Return the number `name`, which may be written as text.

    Raises:
        BadRequest: It is missing and has no default, or is not a finite number.
    """
    try:
        number = float(data.get(name, default))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise BadRequest(f"{name} must be a number")
    return number


def place_of(data: dict[str, Any]) -> tuple[float, float]:
    """Return latitude and longitude in degrees.

    Raises:
        BadRequest: One is missing or out of range.
    """
    latitude, longitude = number_of(data, "latitude"), number_of(data, "longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadRequest("latitude or longitude is out of range")
    return latitude, longitude


def seconds_of(request: Request) -> float:
    """Return how long `?wait=SECONDS` allows the answer to take; 0 without it."""
    return min(LONGEST_WAIT, max(0.0, number_of({"wait": request.args.get("wait", "0")}, "wait")))
