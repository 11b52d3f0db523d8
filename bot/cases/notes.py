"""What is added to a case without moving it: words, files, the kinds of help it got, cases that belong to it."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import clock
from bot.cases import trail
from bot.cases.checks import MAX_REASON, check_supervisor
from bot.cases.errors import CaseError, MoveNotAllowed, NotCompetent, ReasonMissing, UnknownCase
from bot.cases.model import (
    CLOSED,
    IN_PROGRESS,
    REOPENED,
    RESOLVED,
    WAITING,
    WITHDRAWN,
    Case,
    CaseEvent,
    CaseHelp,
    CaseLink,
)
from bot.cases.moves import move
from bot.cases.rights import require_union, rights_of
from bot.conversations.files import free
from bot.conversations.model import PERSON, STAFF, Attachment
from bot.organisations import tree
from bot.organisations.model import CITY
from bot.staff.model import Staff
from bot.wording import say

# The four kinds of help that unions give together (四位一体, opinion 五（二）2), with the words that people read.
HELP = {
    "legal_aid": "法律援助",
    "legal_supervision": "法律监督",
    "collective_bargaining": "集体协商",
    "democratic_management": "民主管理",
}
MAX_NOTE = 2000


def note(
    session: Session,
    case_id: int,
    text: str,
    actor: str,
    staff: Staff | None = None,
    now: datetime | None = None,
    conversation_id: int | None = None,
) -> CaseEvent:
    """Add words to a case; when it waits for the person, or has its result, and they write, it goes on.

    Anybody who sees the case may add to it: the window that took it in, too.

    Args:
        session: Its unit of work; the caller commits.
        case_id: The case.
        text: The words, at most 2000 characters.
        actor: person or staff.
        staff: Who, when it is staff.
        now: The moment; the present one by default.
        conversation_id: Where the person says it.

    Raises:
        UnknownCase: There is no such case, or it is none of theirs.
        MoveNotAllowed: The case is over for the person: it has to be reopened first.
        ReasonMissing: There are no words, or too many.
    """
    text = text.strip()
    if not 0 < len(text) <= MAX_NOTE:
        raise ReasonMissing(f"请写 1 到 {MAX_NOTE} 个字")
    case, now = _case_for(session, case_id, actor, staff, conversation_id), now or clock.now()
    event = trail.record(session, case, trail.NOTE, actor, staff, at=now, text=text)
    go_on(session, case, actor, now, conversation_id)
    return event


def evidence(
    session: Session,
    case_id: int,
    attachment_ids: Collection[int],
    actor: str,
    staff: Staff | None = None,
    now: datetime | None = None,
    conversation_id: int | None = None,
) -> CaseEvent:
    """Add files that the person sent to a case; where they add them themselves, it goes on as with `note`.

    Args:
        session: Its unit of work; the caller commits.
        case_id: The case.
        attachment_ids: Files of the case's own conversation that belong to no case yet, at least one.
        actor: person or staff.
        staff: Who, when it is staff.
        now: The moment; the present one by default.
        conversation_id: Where the person says it.

    Raises:
        UnknownCase: There is no such case, or it is none of theirs.
        MoveNotAllowed: The case is over for the person.
        CaseError: None of the files can be added.
    """
    case, now = _case_for(session, case_id, actor, staff, conversation_id), now or clock.now()
    theirs = sa.and_(
        Attachment.id.in_(set(attachment_ids)),
        Attachment.conversation_id == case.conversation_id,
        free(),
    )
    ids = sorted(session.execute(sa.select(Attachment.id).where(theirs)).scalars())
    if not ids:
        raise CaseError("没有可以补充的材料：文件不是这位当事人发的，或者已经在别的工单里")
    session.execute(
        sa.update(Attachment)
        .where(Attachment.id.in_(ids))
        .values(case_id=case.id)
        .execution_options(synchronize_session=False)
    )
    session.expire(case, ["attachments"])
    event = trail.record(session, case, trail.EVIDENCE, actor, staff, at=now, attachments=ids)
    go_on(session, case, actor, now, conversation_id)
    return event


def tag_help(
    session: Session, case_id: int, kinds: Collection[str], staff: Staff, now: datetime | None = None
) -> CaseEvent | None:
    """Say which of the four kinds of help a case got; the event, or None when that was known already.

    Raises:
        UnknownCase: They do not see the case.
        NotCompetent: Another union has it.
        CaseError: There is no such kind.
    """
    if unknown := set(kinds) - set(HELP):
        raise CaseError(f"没有这种维权方式：{'、'.join(sorted(unknown))}")
    case = _locked(session, case_id)
    require_union(session, case, staff)
    known = set(session.execute(sa.select(CaseHelp.kind).where(CaseHelp.case_id == case.id)).scalars())
    if known == set(kinds):
        return None
    session.execute(
        sa.delete(CaseHelp)
        .where(CaseHelp.case_id == case.id, CaseHelp.kind.not_in(set(kinds)))
        .execution_options(synchronize_session=False)
    )
    session.add_all(CaseHelp(case_id=case.id, kind=kind) for kind in sorted(set(kinds) - known))
    session.expire(case, ["help_given"])
    return trail.record(session, case, trail.HELP, STAFF, staff, at=now or clock.now(), kinds=sorted(kinds))


def link(
    session: Session, case_id: int, other_id: int, staff: Staff, reason: str = "", now: datetime | None = None
) -> bool:
    """Say that two cases belong together; false when that was known already.

    Raises:
        UnknownCase: They do not see both.
        NotCompetent: Other unions have both.
        CaseError: It is one and the same case, or the reason is too long.
    """
    if case_id == other_id:
        raise CaseError("工单不能关联它自己")
    if len(reason) > 100:
        raise CaseError("关联的说明太长：最多 100 个字")
    first, second = (_locked(session, key, owes=False) for key in sorted((case_id, other_id)))
    rights = [rights_of(session, case, STAFF, staff) for case in (first, second)]
    if not any(rights):
        require_union(session, first, staff)
    if session.get(CaseLink, (first.id, second.id)) is not None:
        return False
    session.add(CaseLink(case_id=first.id, other_id=second.id, reason=reason.strip()))
    for case, other in ((first, second), (second, first)):
        trail.record(
            session, case, trail.LINKED, STAFF, staff, at=now or clock.now(), other=other.number, text=reason.strip()
        )
    return True


def linked(session: Session, case_id: int) -> list[Case]:
    """Return the cases that belong to a case, oldest first; who sees each of them is for the caller to ask."""
    smaller = sa.select(CaseLink.case_id).where(CaseLink.other_id == case_id)
    larger = sa.select(CaseLink.other_id).where(CaseLink.case_id == case_id)
    wanted = sa.select(Case).where(sa.or_(Case.id.in_(smaller), Case.id.in_(larger))).order_by(Case.id)
    return list(session.execute(wanted).scalars())


def supervise(
    session: Session, case_id: int, staff: Staff, on: bool, reason: str, now: datetime | None = None
) -> CaseEvent | None:
    """Put a case on the supervision list (督办) or take it off; the event, or None when it was so already.

    Raises:
        UnknownCase: They do not see the case.
        NotCompetent: They are no supervisor of the union that has it or of one above; or they take off the list what
            a union above theirs has put on it.
        ReasonMissing: There is no reason, or it is too long.
    """
    case = _locked(session, case_id)
    check_supervisor(rights_of(session, case, STAFF, staff))
    if not 0 < len(reason.strip()) <= MAX_REASON:
        raise ReasonMissing(f"请写一句原因，最多 {MAX_REASON} 个字")
    if case.supervised == on:
        return None
    if not on and not _reaches(session, staff, case.supervising_id):
        raise NotCompetent("这张工单是上级工会在督办：要由它，或者再上一级来取消")
    case.supervised, case.supervising_id = on, staff.organisation_id if on else None
    return trail.record(
        session, case, trail.SUPERVISED, STAFF, staff, at=now or clock.now(), on=on, text=reason.strip()
    )


def _reaches(session: Session, staff: Staff, union_id: int | None) -> bool:
    """Return whether a member of staff works for a union or for one above it; None is the city's desk."""
    if staff.organisation_id is None or staff.organisation.level == CITY:
        return True
    return union_id is not None and tree.covers(session, staff.organisation_id, union_id)


def _locked(session: Session, case_id: int, owes: bool = True) -> Case:
    case = trail.lock(session, case_id, owes)
    if case is None:
        raise UnknownCase
    return case


def _case_for(session: Session, case_id: int, actor: str, staff: Staff | None, conversation_id: int | None) -> Case:
    """Lock a case for somebody who wants to add to it."""
    case = _locked(session, case_id)
    rights_of(session, case, actor, staff, conversation_id)
    if actor == PERSON and case.state in (CLOSED, WITHDRAWN):
        raise MoveNotAllowed("这张工单已经办结或撤回了，要补充请先重新打开")
    return case


def go_on(session: Session, case: Case, actor: str, now: datetime, conversation_id: int | None) -> None:
    """Set a case going again once the person has added something to it.

    One that waits for them goes on. One that has its result is taken up again, with the terms of a case that was
    reopened: nobody would look at it otherwise, and what they said would close with it by itself.
    """
    if actor == PERSON and case.state == WAITING:
        move(session, case.id, IN_PROGRESS, PERSON, now=now, conversation_id=conversation_id)
    elif actor == PERSON and case.state == RESOLVED:
        why = say("progress_reopened_by_note")
        move(session, case.id, REOPENED, PERSON, reason=why, now=now, conversation_id=conversation_id)
