"""What the person hears of their case: every move that concerns them, in plain words, through the outbox.

Steps inside a union (who has it on their desk, reminders, escalation, notes between staff) are not told. Nobody is
told where the case has no conversation: it was filed at a window or by telephone.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.cases import trail
from bot.cases.model import ACCEPTED, CLOSED, REFERRED, REOPENED, RESOLVED, WAITING, WITHDRAWN, Case, CaseEvent
from bot.cases.rights import works_for
from bot.conversations import outbox
from bot.conversations.model import PERSON, SYSTEM
from bot.reply import Option
from bot.wording import say

SCORES = (1, 2, 3, 4, 5)


def tell(session: Session, case: Case, event: CaseEvent) -> None:
    """Owe the person the word on an event of their case, once; nothing where it is none of their concern.

    Args:
        session: The unit of work of the event.
        case: The case, as it is after it.
        event: The event, with its id.
    """
    words = _WORDS.get(event.action)
    if words is None or case.conversation_id is None or _is_their_own(event):
        return
    draft = outbox.Draft(
        words(case, event),
        options=_score_options(case) if _asks_for_score(case, event) else (),
        author=SYSTEM,
        data={"outcome": "service", "service": "progress", "case": case.number, "state": case.state},
    )
    outbox.owe(session, case.conversation_id, draft, f"case-event:{event.id}")


def desk_name(case: Case) -> str:
    """Return what the person reads for the union that has their case."""
    return case.organisation.name if case.organisation else say("case_desk_city")


def _score_options(case: Case) -> tuple[Option, ...]:
    # In the order of the scores, so that whoever types a number gives it.
    labels = say("case_score_options").split("\n")
    return tuple(
        Option(label, f'/score{{"case": "{case.number}", "score": {score}}}')
        for score, label in zip(SCORES, labels, strict=True)
    )


def _asks_for_score(case: Case, event: CaseEvent) -> bool:
    return event.action == CLOSED and event.from_state == RESOLVED


def _is_their_own(event: CaseEvent) -> bool:
    """Tell whether the person did it themselves, in the chat, and hears of it there as the answer to their words."""
    return event.actor == PERSON


def _plain(name: str) -> Callable[[Case, CaseEvent], str]:
    """Return the words that need the case's number, its union, and what was written."""

    def words(case: Case, event: CaseEvent) -> str:
        return say(name, number=case.number, desk=desk_name(case), text=event.detail.get("text", ""))

    return words


def _accepted(case: Case, event: CaseEvent) -> str:
    """Return the words that name the union of whoever accepted: it may be one above the holder."""
    staff = event.staff
    if staff is None or works_for(staff, case.organisation):
        return _plain("case_accepted")(case, event)
    desk = staff.organisation.name if staff.organisation else say("case_desk_city")
    return say("case_accepted", number=case.number, desk=desk)


def _referred(case: Case, event: CaseEvent) -> str:
    office = say(f"case_office_{event.detail['office']}")
    return say("case_referred", number=case.number, desk=desk_name(case), office=office)


def _closed(case: Case, event: CaseEvent) -> str:
    return _plain("case_closed" if _asks_for_score(case, event) else "case_closed_without_result")(case, event)


_WORDS: dict[str, Callable[[Case, CaseEvent], str]] = {
    trail.HANDED_OVER: _plain("case_handed_over"),
    ACCEPTED: _accepted,
    WAITING: _plain("case_waiting"),
    REFERRED: _referred,
    RESOLVED: _plain("case_resolved"),
    CLOSED: _closed,
    WITHDRAWN: _plain("case_withdrawn"),
    REOPENED: _plain("case_reopened"),
}
