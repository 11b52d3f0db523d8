"""The person's score for a closed case: 1 to 5, and a word."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import clock
from bot.cases import trail
from bot.cases.errors import CaseError, MoveNotAllowed, UnknownCase
from bot.cases.model import CLOSED, CaseEvent
from bot.cases.notifying import SCORES
from bot.cases.rights import rights_of
from bot.conversations.model import PERSON

MAX_WORD = 500


def score(
    session: Session,
    case_id: int,
    score: int,
    word: str = "",
    *,
    conversation_id: int,
    now: datetime | None = None,
) -> CaseEvent:
    """Take down the person's score for their closed case; a later one takes the place of an earlier one.

    Args:
        session: Its unit of work; the caller commits.
        case_id: The case.
        score: 1 (worst) to 5.
        word: What they say besides; longer words are cut at 500 characters. Empty keeps an earlier word.
        conversation_id: Where the person says it.
        now: The moment; the present one by default.

    Raises:
        UnknownCase: There is no such case, or it is not theirs.
        MoveNotAllowed: The case is not closed.
        CaseError: The score is none of 1 to 5.
    """
    if score not in SCORES:
        raise CaseError("请打 1 到 5 分")
    case = trail.lock(session, case_id)
    if case is None:
        raise UnknownCase
    rights_of(session, case, PERSON, conversation_id=conversation_id)
    if case.state != CLOSED:
        raise MoveNotAllowed("工单办结以后才能打分")
    case.score = score
    case.score_word = word.strip()[:MAX_WORD] or case.score_word
    return trail.record(session, case, trail.SCORED, PERSON, at=now or clock.now(), score=score, text=word[:MAX_WORD])
