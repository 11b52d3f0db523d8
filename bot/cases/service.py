"""Filing a case: the case, its first event, its files, its deadlines and the word on it, in one transaction."""

from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import clock
from bot.cases import deadlines, notifying, trail
from bot.cases.filing import Filing
from bot.cases.following_up import after_filing, employer_of
from bot.cases.model import RECEIVED, Case
from bot.cases.own_union import said_of_it
from bot.cases.routing import Route, route
from bot.cases.special_groups import group_of
from bot.conversations import outbox
from bot.conversations.files import free
from bot.conversations.model import PERSON, STAFF, SYSTEM, Attachment
from bot.employers.model import Employer
from bot.staff.model import Staff
from bot.wording import responses, say

WECHAT, DESK = "wechat", "desk"  # where a case comes from
DUE_FIRST = "due_first"  # of a case's details: the first day that must not be missed, as ISO text


def file(
    session: Session,
    filing: Filing,
    conversation_id: int | None,
    message_id: int | None,
    source_key: str,
    staff: Staff | None = None,
    source: str | None = None,
) -> Case:
    """File a case of any kind, send it on its way and owe the person its number.

    Filing under the same key again, after a crash or from a second process, finds the first case and owes
    nothing more.

    Args:
        session: Its unit of work; the caller commits.
        filing: What is filed.
        conversation_id: Where it was told; None for a case taken down at a window or by telephone.
        message_id: The message that confirmed it, where there is one; the reply answers it.
        source_key: What filed it, unique, at most 100 characters: `message:ID`, `desk:UUID`.
        staff: Who took it down, where it was not the person.
        source: wechat, desk or system; by default desk for staff and wechat for the person.
    """
    wanted = sa.select(Case).where(Case.source_key == source_key)
    case = session.execute(wanted).scalar_one_or_none()
    if case is not None:
        return case
    now = clock.now()
    employer = employer_of(session, filing)
    told = _completed(filing, employer)
    case = _case(told, route(session, told), conversation_id, source_key, staff)
    case.employer_id = employer.id if employer else None
    case.source = source or (DESK if staff else WECHAT)
    if not _inserted(session, case, staff, now):  # Another process was faster by a moment, and has committed meanwhile.
        return session.execute(wanted).scalar_one()
    if filing.started_at is not None:
        _attach(session, case, filing.started_at)
    deadlines.begin(session, case, now)
    if conversation_id is not None:
        _owe_number(session, case, conversation_id, message_id)
    after_filing(session, case, now)
    return case


def _completed(filing: Filing, employer: Employer | None) -> Filing:
    """Return a filing with what its words say besides: the special group, what is said of the own union, the matter."""
    return replace(
        filing,
        special_group=filing.special_group or group_of(filing.summary),
        own_union=filing.own_union or said_of_it(filing.summary),
        known_as=employer.name if employer else None,
        matter=filing.matter or (filing.topic.partition(".")[0] if filing.topic else None),
    )


def _inserted(session: Session, case: Case, staff: Staff | None, now: datetime) -> bool:
    """Write a case with its number and first event; false when its key was written meanwhile."""
    try:
        with session.begin_nested():
            session.add(case)
            session.flush()
            case.number = f"{clock.today():%Y%m%d}{case.id:05d}"
            trail.record(
                session,
                case,
                trail.FILED,
                STAFF if staff else (SYSTEM if case.source == SYSTEM else PERSON),
                staff,
                at=now,
                handed_to=case.organisation_id,
                number=case.number,
                rule=case.routing_rule,
            )
    except IntegrityError:
        return False
    return True


def _case(filing: Filing, way: Route, conversation_id: int | None, source_key: str, staff: Staff | None) -> Case:
    details = {**filing.details}
    if filing.own_union:
        details["own_union"] = filing.own_union
    if filing.area:
        details["area"] = filing.area
    return Case(
        source_key=source_key,
        kind=filing.kind,
        state=RECEIVED,
        topic=filing.topic,
        matter=filing.matter,
        urgency=filing.urgency,
        summary=filing.summary,
        district=filing.district,
        street=filing.street,
        employer=filing.employer,
        special_group=filing.special_group,
        since=filing.since,
        amount=filing.amount,
        people=filing.people,
        person_name=filing.name,
        phone=filing.phone,
        anonymous=filing.anonymous,
        details=details or None,
        conversation_id=conversation_id,
        organisation=way.organisation,
        organisation_id=way.organisation.id if way.organisation else None,
        routing_rule=way.rule,
        hidden_from_id=way.hidden_from.id if way.hidden_from else None,
        received_by_id=staff.organisation_id if staff else None,
    )


def _owe_number(session: Session, case: Case, conversation_id: int, message_id: int | None) -> None:
    draft = outbox.Draft(
        say("case_filed", number=case.number, next=_what_happens_next(session, case)),
        author=SYSTEM,
        data={"outcome": "service", "service": case.kind, "case": case.number},
    )
    outbox.owe(session, conversation_id, draft, f"case:{case.source_key}", message_id)


def _what_happens_next(session: Session, case: Case) -> str:
    """Return who does what with a new case and by when, in the words of its kind where there are any."""
    due = {duty: row.due_at for duty, row in deadlines.open_deadlines(session, case.id).items()}
    by_when = {duty: deadlines.shown(moment) for duty, moment in due.items()}
    own, desk = f"{case.kind}_next", notifying.desk_name(case)
    first = (case.details or {}).get(DUE_FIRST)
    if first and date.fromisoformat(first) <= clock.local(due[deadlines.RESOLVE]).date():
        # An answer that comes when the day is over is no promise to make.
        return say(f"{own}_close", desk=desk, day=f"{date.fromisoformat(first):%-m月%-d日}", **by_when)
    return say(own if own in responses() else "case_next", desk=desk, **by_when)


def _attach(session: Session, case: Case, since: datetime) -> None:
    """Give the case the files that the person has sent since `since` and that belong to no case yet."""
    session.execute(
        sa.update(Attachment)
        .where(
            Attachment.conversation_id == case.conversation_id,
            free(),
            Attachment.created_at >= since,
        )
        .values(case_id=case.id)
        .execution_options(synchronize_session=False)
    )
