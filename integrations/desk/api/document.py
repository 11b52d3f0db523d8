"""The API's own description (OpenAPI 3.0), kept beside the code in openapi.yml; a test compares it with the routes."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from bot.staff.model import AGENT
from bot.staff.sessions import SignedIn
from integrations.desk import auth
from integrations.desk.api.values import answer

document = Blueprint("api-document")


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """Return the OpenAPI document."""
    return yaml.safe_load(Path(__file__).with_name("openapi.yml").read_text(encoding="utf-8"))


@document.get("/openapi.json", name="openapi")
@auth.requires(AGENT)
async def openapi(request: Request, who: SignedIn) -> HTTPResponse:
    """Return the description."""
    return answer(description())
