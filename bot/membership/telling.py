"""What somebody who applies to join is told: who decides, by when, and where they can ask."""

from typing import Literal

from sqlalchemy.orm import Session

from bot import clock
from bot.cases.terms import time_to_decide
from bot.membership.model import MembershipApplication
from bot.organisations import finding
from bot.organisations.model import STATION, Organisation
from bot.wording import say

Outcome = Literal["received", "open_already", "member_already"]


def reply(session: Session, row: MembershipApplication | None, outcome: Outcome, conversation_id: int) -> str:
    """Return the words on an application; what belongs to somebody else's chat is not told in this one.

    Args:
        session: Any session.
        row: The new or the open application; None for a member.
        outcome: What came of applying (`applying.Applied`).
        conversation_id: The chat in which it is told.
    """
    if row is None:
        return say("membership_member_already")
    if outcome == "received":
        return _received(session, row)
    if row.conversation_id != conversation_id:
        return say("membership_open_elsewhere")
    return say("membership_open_already", number=row.number)


def _received(session: Session, row: MembershipApplication) -> str:
    union = row.organisation.name if row.organisation else say("membership_union_city")
    due = clock.local(row.due_at)
    words = [
        say(
            "membership_received",
            number=row.number,
            union=union,
            days=time_to_decide().days,
            day=f"{due.month}月{due.day}日",
        )
    ]
    if row.has_union and row.routing_rule not in ("enterprise", "covering"):
        words.append(say("membership_own_union_unlisted", union=union))
    place = _asking_place(session, row)
    words.append(_where(place) if place else say("membership_ask_hotline", number=row.number))
    return "\n".join([*words, say("membership_received_end")])


def _asking_place(session: Session, row: MembershipApplication) -> Organisation | None:
    """Return where the person can ask: the union that decides, else the service station near their work."""
    station = finding.service_point(session, STATION, row.district, row.street)
    known = (place for place in (row.organisation, station) if place is not None)
    return next((place for place in known if place.address or place.phone), None)


def _where(place: Organisation) -> str:
    phone = say("membership_phone", phone=place.phone) if place.phone else say("membership_phone_hotline")
    return say("membership_where", place="，".join(filter(None, (place.name, place.address, place.hours, phone))))
