"""What changes in a membership beside its place: dues, card, group, phone; keeping it without a job; leaving."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot import clock
from bot.membership import persons
from bot.membership.access import BadValue, NotNow, take
from bot.membership.events import note, tell_member
from bot.membership.model import CARDS, DUES, LEFT, MEMBER, MEMBER_STATES, RETAINED, Member, MembershipEvent
from bot.organisations.groups import GROUPS
from bot.staff.model import Staff

# Why a membership is kept without a job (工会会员会籍管理办法), and why one ends.
RETAINING = {"unemployed": "失业", "retired": "退休", "military": "服兵役"}
LEAVING = {"resigned": "本人退会", "removed": "长期不交会费、不参加组织生活", "deceased": "去世"}

_COLUMNS = {"dues": DUES, "card": CARDS, "special_group": GROUPS}


def change(
    session: Session,
    member_id: int,
    staff: Staff,
    dues: str | None = None,
    card: str | None = None,
    special_group: str | None = None,
    phone: str | None = None,
) -> list[str]:
    """Change what is given of a member; return the names of the columns that are different now.

    The card is what the member's services hang on (opinion 四 second duty), so when it was given, lost or taken back
    can be read from the events.

    Args:
        session: Its unit of work; the caller commits.
        member_id: The member, in the branch of `staff`.
        staff: Who does it.
        dues: One of model.DUES.
        card: One of model.CARDS.
        special_group: One of bot.organisations.groups; empty for none.
        phone: A mobile number.

    Raises:
        NotFound: The member is not in their branch.
        NotNow: The member has left (only the card can still be taken back).
        BadValue: A value is not acceptable.
    """
    given = {"dues": dues, "card": card, "special_group": special_group}
    for column, value in given.items():
        if value is not None and value not in _COLUMNS[column] and (value or column != "special_group"):
            raise BadValue(f"只能填 {'、'.join(_COLUMNS[column].values())} 之一")
    member = take(session, Member, member_id, staff)
    if member.state == LEFT and (dues or special_group is not None or phone):
        raise NotNow("这位会员已经离开，只能登记会员卡收回")
    before = {}
    for column, value in given.items():
        if value is not None and (value or None) != getattr(member, column):
            before[column] = [getattr(member, column), value or None]
            setattr(member, column, value or None)
    if phone and (number := persons.phone(phone)) != member.phone:
        before["phone"] = [member.phone, number]
        member.phone, member.phone_hash = number, persons.fingerprint(session, number)
    if before:
        note(session, "changed", member, staff=staff, detail=before)
    return list(before)


def retain(session: Session, member_id: int, staff: Staff, reason: str) -> None:
    """Keep a membership for the time without a job: no dues are due; a new job is a transfer.

    Args:
        session: Its unit of work; the caller commits.
        member_id: The member, in the branch of `staff`.
        staff: Who does it.
        reason: One of RETAINING.

    Raises:
        NotFound: The member is not in their branch.
        NotNow: The membership is not in force.
        BadValue: The reason is none of these.
    """
    member, event = _end(session, member_id, staff, (MEMBER,), RETAINED, reason, RETAINING)
    member.dues = "exempt"
    tell_member(session, member, event, "membership_retained")


def leave(session: Session, member_id: int, staff: Staff, reason: str) -> None:
    """End a membership; the row stays, and the same person comes back as the same member.

    Args:
        session: Its unit of work; the caller commits.
        member_id: The member, in the branch of `staff`.
        staff: Who does it.
        reason: One of LEAVING.

    Raises:
        NotFound: The member is not in their branch.
        NotNow: They have left already.
        BadValue: The reason is none of these.
    """
    member, event = _end(session, member_id, staff, (MEMBER, RETAINED), LEFT, reason, LEAVING)
    member.left_on = clock.today()
    if reason == "resigned":
        tell_member(session, member, event, "membership_left")


def _end(
    session: Session,
    member_id: int,
    staff: Staff,
    states: tuple[str, ...],
    to: str,
    reason: str,
    reasons: Mapping[str, str],
) -> tuple[Member, MembershipEvent]:
    if reason not in reasons:
        raise BadValue(f"原因应为 {'、'.join(reasons.values())} 之一")
    member = take(session, Member, member_id, staff)
    if member.state not in states:
        raise NotNow(f"这位会员现在是“{MEMBER_STATES[member.state]}”，不能这样办")
    before, member.state = member.state, to
    event = note(session, to, member, staff=staff, from_state=before, to_state=to, detail={"reason": reason})
    return member, event
