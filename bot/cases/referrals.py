"""Cases handed to offices outside the unions, and what came back (四方联动, opinion 五（二）2)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import clock
from bot.cases import trail
from bot.cases.errors import CaseError, ReasonMissing, UnknownCase
from bot.cases.model import IN_PROGRESS, REFERRED, CaseEvent, CaseReferral
from bot.cases.moves import move
from bot.cases.rights import require_union
from bot.conversations.model import STAFF
from bot.staff.model import Staff

OFFICES = {"human_resources": "人力资源和社会保障部门", "court": "法院", "justice": "司法行政部门"}
MAX_TEXT = 2000


def refer(
    session: Session,
    case_id: int,
    office: str,
    handed_over: str,
    reason: str,
    staff: Staff,
    now: datetime | None = None,
) -> CaseReferral:
    """Hand a case to an office outside the unions; the union keeps the case and asks how it stands.

    Args:
        session: Its unit of work; the caller commits.
        case_id: The case.
        office: One of OFFICES.
        handed_over: What was given to them: papers, by whom, to whom; at most 2000 characters.
        reason: Why.
        staff: Who does it.
        now: The moment; the present one by default.

    Raises:
        CaseError: There is no such office, or what `moves.move` raises.
    """
    if office not in OFFICES:
        raise CaseError(f"没有这个外单位：{office}，应为 {'、'.join(OFFICES)} 之一")
    words = _words(handed_over)
    now = now or clock.now()
    move(session, case_id, REFERRED, STAFF, staff, reason, now=now, office=office)
    referral = CaseReferral(case_id=case_id, office=office, handed_over=words, at=now)
    session.add(referral)
    session.flush()
    return referral


def came_back(session: Session, referral_id: int, answer: str, staff: Staff, now: datetime | None = None) -> CaseEvent:
    """Note what an office answered; the case goes on when no other office has still to answer.

    Args:
        session: Its unit of work; the caller commits.
        referral_id: The referral.
        answer: What came back, at most 2000 characters.
        staff: Who notes it.
        now: The moment; the present one by default.

    Raises:
        UnknownCase: There is no such referral, or they do not see its case.
        NotCompetent: Another union has the case.
        CaseError: The answer is noted already.
        ReasonMissing: There are no words, or too many.
    """
    words = _words(answer)
    now = now or clock.now()
    found = session.get(CaseReferral, referral_id)
    case = trail.lock(session, found.case_id) if found else None
    if case is None:
        raise UnknownCase
    require_union(session, case, staff)
    referral = session.get(CaseReferral, referral_id, populate_existing=True)
    if referral.back_at is not None:
        raise CaseError("这次转办的回复已经登记过了")
    referral.came_back, referral.back_at = words, now
    event = trail.record(session, case, trail.REFERRAL_BACK, STAFF, staff, at=now, office=referral.office, text=words)
    still_out = sa.select(CaseReferral.id).where(CaseReferral.case_id == case.id, CaseReferral.back_at.is_(None))
    if case.state == REFERRED and session.execute(still_out.limit(1)).first() is None:
        move(session, case.id, IN_PROGRESS, STAFF, staff, now=now)
    return event


def _words(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= MAX_TEXT:
        raise ReasonMissing(f"请写 1 到 {MAX_TEXT} 个字")
    return text
