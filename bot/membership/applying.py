"""Applying to join: the application, its route and the word on it that is owed, in one transaction, and once."""

from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import clock
from bot.cases.calendar import work_calendar
from bot.cases.terms import time_to_decide
from bot.conversations import outbox
from bot.conversations.model import SYSTEM
from bot.employers.recognising import recognised_and_held
from bot.membership import persons, telling
from bot.membership.events import PERSON_ACTOR, note
from bot.membership.model import LEFT, OPEN, RECEIVED, Member, MembershipApplication
from bot.membership.routing import Workplace, route
from bot.membership.telling import Outcome


@dataclass(frozen=True)
class Application:
    """What a person gives to join (opinion 四 first duty: under their real name).

    Attributes:
        name: Their name.
        phone: Their mobile number.
        id_number: Their resident identity number.
        workplace: Where they work.
        member_elsewhere: Whether they say that they are a member already; None where they do not know.
    """

    name: str
    phone: str
    id_number: str
    workplace: Workplace = field(default_factory=Workplace)
    member_elsewhere: bool | None = None


@dataclass(frozen=True)
class Applied:
    """What came of applying.

    Attributes:
        outcome: received: there is a new application, or the same filing found its own. open_already: this person
            has one that is not decided yet. member_already: they are in the register.
        application: The new or the open one; None for a member.
    """

    outcome: Outcome
    application: MembershipApplication | None


def apply(
    session: Session,
    application: Application,
    conversation_id: int | None,
    message_id: int | None,
    source_key: str,
) -> Applied:
    """Take an application down, route it, and owe the person the word on it.

    Who they are is told by the keyed hash of the ID number: one person has one open application and is one member,
    also when two processes take the same person down at the same moment. Filing under the same key again changes
    nothing.

    Args:
        session: Its unit of work; the caller commits.
        application: What the person gave.
        conversation_id: Where it was given; None at a union's counter.
        message_id: The message that confirmed it; the reply answers it.
        source_key: What filed it, unique: `message:ID`.

    Raises:
        BadValue: The name, phone or ID number is not acceptable.
    """
    row = _row(session, application, conversation_id, source_key)
    applied = _known(session, row)
    if applied is None:
        # A failed insert means that another process was faster by a moment, and has committed meanwhile.
        inserted = _inserted(session, row)
        applied = Applied("received", row) if inserted else _known(session, row)
    if applied is None:
        raise RuntimeError("an application was refused as a duplicate, but there is no other one")
    if conversation_id is not None:
        draft = outbox.Draft(
            telling.reply(session, applied.application, applied.outcome, conversation_id),
            author=SYSTEM,
            data={"outcome": "service", "service": "join", "result": applied.outcome},
        )
        outbox.owe(session, conversation_id, draft, f"join:{source_key}", message_id)
    return applied


def known_already(session: Session, id_number: str, conversation_id: int) -> str | None:
    """Return the word for a person who need not apply, as `apply` would owe it, or None where they may.

    Args:
        session: Any session.
        id_number: Their resident identity number.
        conversation_id: Where they gave it.

    Raises:
        BadValue: It is none.
    """
    number = persons.id_number(id_number)
    known = _known(session, MembershipApplication(id_hash=persons.fingerprint(session, number)))
    return telling.reply(session, known.application, known.outcome, conversation_id) if known else None


def by_number(session: Session, number: str) -> MembershipApplication | None:
    """Return the application of a number."""
    wanted = sa.select(MembershipApplication).where(MembershipApplication.number == number.strip().upper())
    return session.execute(wanted).scalar_one_or_none()


def of_conversation(session: Session, conversation_id: int) -> list[MembershipApplication]:
    """Return the applications filed in a conversation, newest first, so that a person can be told how they stand."""
    wanted = sa.select(MembershipApplication).where(MembershipApplication.conversation_id == conversation_id)
    return list(session.execute(wanted.order_by(MembershipApplication.id.desc())).scalars())


def _row(
    session: Session, application: Application, conversation_id: int | None, source_key: str
) -> MembershipApplication:
    place = application.workplace
    number = persons.id_number(application.id_number)
    return MembershipApplication(
        source_key=source_key,
        state=RECEIVED,
        name=persons.name(application.name),
        phone=persons.phone(application.phone),
        id_number=number,
        id_hash=persons.fingerprint(session, number),
        employer=place.employer,
        district=place.district,
        street=place.street,
        area=place.area,
        special_group=place.group,
        has_union=place.has_union,
        member_elsewhere=application.member_elsewhere,
        conversation_id=conversation_id,
    )


def _known(session: Session, row: MembershipApplication) -> Applied | None:
    """Return what is there already for this filing or this person.

    The open application is looked for before the member: one turns into the other in a single commit, so looked for
    in this order one of the two is always seen.
    """
    wanted = sa.select(MembershipApplication)
    same = session.execute(wanted.where(MembershipApplication.source_key == row.source_key)).scalar_one_or_none()
    if same is not None:
        return Applied("received", same)
    of_person = wanted.where(MembershipApplication.id_hash == row.id_hash, MembershipApplication.state.in_(OPEN))
    if (open_one := session.execute(of_person).scalar_one_or_none()) is not None:
        return Applied("open_already", open_one)
    member = sa.select(Member.id).where(Member.id_hash == row.id_hash, Member.state != LEFT)
    return Applied("member_already", None) if session.execute(member).first() else None


def _inserted(session: Session, row: MembershipApplication) -> bool:
    """Route an application and write it with its number and first event; false when it was there by then."""
    employer = recognised_and_held(session, row.employer, row.district, row.street)
    row.employer_id = employer.id if employer else None
    place = Workplace(row.employer, row.district, row.street, row.area, row.special_group, row.has_union)
    found = route(session, place, employer)
    row.organisation, row.routing_rule = found.organisation, found.rule
    row.due_at = work_calendar().after(clock.now(), time_to_decide())
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
            row.number = f"R{clock.today():%Y%m%d}{row.id:05d}"
            organisation_id = found.organisation.id if found.organisation else None
            note(
                session,
                "applied",
                row,
                actor=PERSON_ACTOR,
                to_state=RECEIVED,
                organisation_id=organisation_id,
                to_organisation_id=organisation_id,
                detail={"rule": found.rule},
            )
    except IntegrityError:
        return False
    return True
