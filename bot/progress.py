"""What a person hears of their own cases, and the one value of theirs that they may put right: the telephone number."""

import re
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from bot import clock
from bot.cases import moves, notes, scoring, trail
from bot.cases.errors import MoveNotAllowed, UnknownCase
from bot.cases.model import CLOSED, RECEIVED, RESOLVED, WAITING, WITHDRAWN, Case, CaseEvent
from bot.cases.notifying import desk_name
from bot.cases.rights import rights_of
from bot.conversations.model import PERSON, Attachment, Message
from bot.forms.asking import title
from bot.membership.applying import of_conversation
from bot.membership.model import MembershipApplication
from bot.wording import responses, say

#: A case's number: the day and at least five digits behind.
NUMBER = re.compile(r"(?<!\d)20\d{6}\d{5,}(?!\d)")
MOST_CASES = 5  # shown at once
_MOST_EVENTS = 3


def cases_of(session: Session, conversation_id: int) -> list[Case]:
    """Return the cases that a person filed in a conversation, newest first, at most `MOST_CASES`, with their events."""
    wanted = sa.select(Case).where(Case.conversation_id == conversation_id).order_by(Case.id.desc()).limit(MOST_CASES)
    return list(session.execute(wanted.options(selectinload(Case.events))).scalars())


def case_of(session: Session, conversation_id: int, number: str) -> Case | None:
    """Return the case of a number, where it was filed in this conversation; others' cases are not told of."""
    wanted = sa.select(Case).where(Case.number == number, Case.conversation_id == conversation_id)
    return session.execute(wanted.options(selectinload(Case.events))).scalar_one_or_none()


def waiting_case(session: Session, conversation_id: int) -> Case | None:
    """Return the person's case that waits for something of theirs, the newest, or None."""
    wanted = sa.select(Case).where(Case.conversation_id == conversation_id, Case.state == WAITING)
    return session.execute(wanted.order_by(Case.id.desc()).limit(1)).scalar_one_or_none()


def has_case(session: Session, conversation_id: int) -> bool:
    """Return whether a person has filed anything here."""
    found = sa.select(sa.exists().where(Case.conversation_id == conversation_id))
    return bool(session.execute(found).scalar_one())


def words_of(session: Session, conversation_id: int, message_id: int) -> str:
    """Return what a person wrote in one of their messages; empty where it is none of this conversation."""
    wanted = sa.select(Message).where(Message.id == message_id, Message.conversation_id == conversation_id)
    found = session.execute(wanted).scalar_one_or_none()
    return found.text.strip() if found else ""


def told(case: Case) -> str:
    """Return where a case stands and what happened last, in plain words."""
    values = {"number": case.number, "desk": desk_name(case), "kind": title(case.kind), "day": _day(case.created_at)}
    lines = [say("progress_case", state=say(f"progress_state_{case.state}", **values), **values)]
    lines += [line for line in map(_event, case.events) if line][-_MOST_EVENTS:]
    return "\n".join(lines)


def brief(case: Case) -> str:
    """Return a case in a few words, for a button: 11月22日 登记诉求."""
    return f"{clock.local(case.created_at):%-m月%-d日} {title(case.kind)} {case.number[-5:]}"


def applications(session: Session, conversation_id: int) -> str:
    """Return how the person's applications to join stand, a line each; empty where there are none."""
    return "\n".join(_application(row) for row in of_conversation(session, conversation_id)[:2])


def correct_phone(session: Session, case_id: int, conversation_id: int, phone: str | None) -> CaseEvent:
    """Put the telephone number on a person's case right, and write down that it was; a case that waits goes on.

    Args:
        session: Its unit of work; the caller commits.
        case_id: The case.
        conversation_id: Where the person says it.
        phone: The number; None where they are reached in the conversation only.

    Raises:
        UnknownCase: It is none of theirs.
        MoveNotAllowed: It is over.
    """
    case = trail.lock(session, case_id)
    if case is None:
        raise UnknownCase
    rights_of(session, case, PERSON, conversation_id=conversation_id)
    if case.state in (CLOSED, WITHDRAWN):
        raise MoveNotAllowed(say("progress_over"))
    case.phone, now = phone, clock.now()
    event = trail.record(session, case, trail.NOTE, PERSON, at=now, text=say("progress_phone_note"))
    notes.go_on(session, case, PERSON, now, conversation_id)
    return event


def score(session: Session, case_id: int, conversation_id: int, given: int, word: str = "") -> CaseEvent:
    """Take the person's score down; a case that has its result is closed by it.

    Raises:
        CaseError: It is none of theirs, or not done yet.
    """
    case = session.get(Case, case_id)
    if case is not None and case.state == RESOLVED:
        moves.close(session, case_id, PERSON, conversation_id=conversation_id)
    return scoring.score(session, case_id, given, word, conversation_id=conversation_id)


def files_of(session: Session, message_id: int) -> list[int]:
    """Return the files that came with a message and belong to no case yet, by their ids."""
    wanted = sa.select(Attachment.id).where(Attachment.message_id == message_id, Attachment.case_id.is_(None))
    return list(session.execute(wanted).scalars())


def choices(case: Case) -> str:
    """Return the name of the response that lists what the person may do with a case as it stands."""
    if case.state == RESOLVED:
        return "progress_options_resolved"
    if case.state == CLOSED:
        return "progress_options_closed"
    return "progress_options_withdrawn" if case.state == WITHDRAWN else "progress_options_open"


def _event(event: CaseEvent) -> str:
    name = f"progress_event_{event.action}"
    if name not in responses():
        return ""
    text = str(event.detail.get("text", "")) if event.action in (WAITING, RESOLVED) else ""
    union = event.to_organisation.name if event.to_organisation else ""
    words = say(name, text=text, union=union)
    return f"{clock.local(event.at):%-m月%-d日}：{words}" if event.action != RECEIVED else ""


def _application(row: MembershipApplication) -> str:
    return say("progress_application", number=row.number, state=say(f"progress_application_{row.state}"))


def _day(moment: datetime) -> str:
    return f"{clock.local(moment):%-m月%-d日}"
