"""What a page's form asks to be done: done, or the page once more with the reason and what was written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sanic import Request
from sqlalchemy.orm import Session

from integrations.desk.context import desk_of
from integrations.desk.errors import not_found
from integrations.desk.pages.rendering import Typed, fields

T = TypeVar("T")
_Errors = type[Exception] | tuple[type[Exception], ...]


@dataclass(frozen=True)
class Attempt:
    """An action that could not be done; without values, a page that is only looked at.

    Attributes:
        problem: Why, in one line for whoever tried.
        action: Its name, so that the page opens its form again.
        typed: What was written in it.
    """

    problem: str = ""
    action: str = ""
    typed: Typed = field(default_factory=Typed)

    @property
    def status(self) -> int:
        """The HTTP status of the page."""
        return 422 if self.problem else 200

    @property
    def shown(self) -> dict[str, Any]:
        """What the page's template needs of it."""
        return {"problem": self.problem, "failed": self.action, "typed": self.typed}


LOOKING = Attempt()


async def attempted(
    request: Request,
    action: str,
    change: Callable[[Session], T],
    *,
    what: str,
    missing: _Errors,
    refused: _Errors,
    wakes: tuple[str, ...] = ("outbox",),
) -> T | Attempt:
    """Do what a form asks for; return what came of it, or the attempt that its page is shown with once more.

    Args:
        request: The request with the form.
        action: The name of what is done.
        change: Does it, in a unit of work of its own.
        what: The Chinese name of the thing that it is done to.
        missing: What is raised where there is no such thing, or it is none of theirs.
        refused: What is raised where it cannot be done; the message is for whoever tried.
        wakes: Who is woken once it is done.

    Raises:
        Refused: There is no such thing (404).
    """
    try:
        return await desk_of(request).write(change, wakes=wakes)
    except missing:
        raise not_found(what) from None
    except refused as error:
        return Attempt(str(error), action, fields(request))
