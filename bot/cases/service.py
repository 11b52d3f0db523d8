"""Filing a case: the case, its first event, its files and the word on it that is owed, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import clock
from bot.cases.model import Case, CaseEvent
from bot.cases.routing import organisation_for
from bot.conversations import outbox
from bot.conversations.model import SYSTEM, Attachment
from bot.wording import say

FILED = "filed"
GRIEVANCE = "grievance"


@dataclass(frozen=True)
class Grievance:
    """What a person filed.

    Attributes:
        summary: What happened, in their words.
        topic: The topic that it is about, where one was recognised.
        district: Where the employer is: the full name of the district.
        street: The street or town, where known.
        employer: The employer's name; None where the person does not know it.
        since: Since when, as the person said it, with the date where it is one; at most 50 characters.
        amount: Yuan.
        people: How many people it concerns.
        name: The person's name.
        phone: Their mobile number, 11 digits.
        anonymous: Whether their name is kept from the employer.
        started_at: When they began to tell it; pictures sent since then belong to it.
    """

    summary: str
    district: str
    name: str
    phone: str
    anonymous: bool
    started_at: datetime
    topic: str | None = None
    street: str | None = None
    employer: str | None = None
    since: str | None = None
    amount: int | None = None
    people: int | None = None


def file_grievance(
    session: Session, grievance: Grievance, conversation_id: int, message_id: int, source_key: str
) -> Case:
    """File a grievance and owe the person its number.

    Filing under the same key again, after a crash or from a second process, finds the first case and owes
    nothing more.

    Args:
        session: Its unit of work; the caller commits.
        grievance: What is filed.
        conversation_id: Where it was told.
        message_id: The message that confirmed it; the reply answers it.
        source_key: What filed it, unique: `message:ID`.
    """
    wanted = sa.select(Case).where(Case.source_key == source_key)
    case = session.execute(wanted).scalar_one_or_none()
    if case is None:
        case = _case(session, grievance, conversation_id, source_key)
        if not _inserted(session, case):  # Another process was faster by a moment, and has committed meanwhile.
            return session.execute(wanted).scalar_one()
        _attach(session, case, grievance.started_at)
        desk = case.organisation.name if case.organisation else say("grievance_desk_city")
        draft = outbox.Draft(
            say("grievance_filed", number=case.number, desk=desk),
            author=SYSTEM,
            data={"outcome": "service", "service": GRIEVANCE, "case": case.number},
        )
        outbox.owe(session, conversation_id, draft, f"case:{source_key}", message_id)
    return case


def _inserted(session: Session, case: Case) -> bool:
    """Write a case with its number and first event; false when its key was written meanwhile."""
    try:
        with session.begin_nested():
            session.add(case)
            session.flush()
            case.number = f"{clock.today():%Y%m%d}{case.id:05d}"
            session.add(CaseEvent(case=case, actor="person", action=FILED, detail={"number": case.number}))
    except IntegrityError:
        return False
    return True


def _case(session: Session, grievance: Grievance, conversation_id: int, source_key: str) -> Case:
    return Case(
        source_key=source_key,
        kind=GRIEVANCE,
        topic=grievance.topic,
        summary=grievance.summary,
        district=grievance.district,
        street=grievance.street,
        employer=grievance.employer,
        since=grievance.since,
        amount=grievance.amount,
        people=grievance.people,
        person_name=grievance.name,
        phone=grievance.phone,
        anonymous=grievance.anonymous,
        conversation_id=conversation_id,
        organisation=organisation_for(session, grievance.district),
    )


def _attach(session: Session, case: Case, since: datetime) -> None:
    """Give the case the files that the person has sent since `since` and that belong to no case yet."""
    session.execute(
        sa.update(Attachment)
        .where(
            Attachment.conversation_id == case.conversation_id,
            Attachment.case_id.is_(None),
            Attachment.created_at >= since,
        )
        .values(case_id=case.id)
        .execution_options(synchronize_session=False)
    )
