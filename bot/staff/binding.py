"""Cadres' WeChat: tied to their account by a one-time code from the desk, and untied again."""

import secrets
from datetime import timedelta
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import clock
from bot.conversations.locking import lock
from bot.conversations.model import Conversation
from bot.staff.model import BindingAttempt, BindingCode, Staff
from bot.staff.service import audit
from bot.staff.sessions import hash_token

CODE_DIGITS = 8
CODE_LASTS = timedelta(minutes=15)
# 5 tries an hour against 10^8 codes, of which a handful are good at any time.
MAX_ATTEMPTS = 5
ATTEMPTS_WITHIN = timedelta(hours=1)


class Bound(Enum):
    """What came of a code."""

    DONE = "done"
    WRONG = "wrong"  # unknown, used or expired: the answer does not tell which
    TOO_MANY = "too_many"


def new_code(session: Session, staff_id: int, address: str = "") -> str:
    """Make a code for an account (8 digits, good once, for 15 minutes); one made before is no longer good.

    Args:
        session: Its unit of work; the caller commits.
        staff_id: The account of whoever asks; a code is only made for oneself.
        address: Where the request came from, for the trail.
    """
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    session.execute(sa.delete(BindingCode).where(BindingCode.staff_id == staff_id))
    session.add(BindingCode(staff_id=staff_id, code_hash=hash_token(code), expires_at=clock.now() + CODE_LASTS))
    audit(session, staff_id, "binding_code", "staff", staff_id, address=address)
    return code


def bind(session: Session, conversation_id: int, code: str) -> Bound:
    """Tie a person's WeChat to the account that a code was made for; the account's WeChat before is untied.

    Args:
        session: Its unit of work; the caller commits, whatever comes of it: attempts are counted.
        conversation_id: The person's conversation.
        code: As typed, digits only.
    """
    conversation = lock(session, conversation_id)  # tries of one person are counted one after the other
    since = clock.now() - ATTEMPTS_WITHIN
    tried = sa.select(sa.func.count()).where(
        BindingAttempt.conversation_id == conversation_id, BindingAttempt.at > since
    )
    if session.execute(tried).scalar_one() >= MAX_ATTEMPTS:
        return Bound.TOO_MANY
    wanted = sa.select(BindingCode).where(
        BindingCode.code_hash == hash_token(code), BindingCode.expires_at > clock.now()
    )
    found = session.execute(wanted.with_for_update()).scalars().first()
    if found is None or session.get(Staff, found.staff_id).disabled:
        session.add(BindingAttempt(conversation_id=conversation_id))
        return Bound.WRONG
    staff_id = found.staff_id
    session.delete(found)
    before = sa.select(Conversation).where(Conversation.cadre_id == staff_id, Conversation.id != conversation_id)
    for other in session.execute(before.with_for_update()).scalars():
        _untie(other)
    session.flush()
    conversation.cadre_id, conversation.audience = staff_id, "cadre"
    audit(session, staff_id, "bound", "conversation", conversation_id)
    return Bound.DONE


def unbind(session: Session, conversation_id: int) -> bool:
    """Untie a person's WeChat from the account it is tied to; tell whether it was."""
    conversation = lock(session, conversation_id)
    if conversation.cadre_id is None:
        return False
    audit(session, conversation.cadre_id, "unbound", "conversation", conversation_id)
    _untie(conversation)
    return True


def cadre_of(session: Session, conversation_id: int) -> Staff | None:
    """Return the account that a person's WeChat is tied to, or None; a disabled account counts as none."""
    wanted = sa.select(Staff).join(Conversation, Conversation.cadre_id == Staff.id)
    return session.execute(wanted.where(Conversation.id == conversation_id, ~Staff.disabled)).scalar_one_or_none()


def _untie(conversation: Conversation) -> None:
    conversation.cadre_id, conversation.audience = None, "worker"
