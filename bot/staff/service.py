"""Desk accounts: making them, checking a password, and the trail of who did what."""

import re
import secrets
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from bot import clock
from bot.cases import releasing
from bot.conversations import holding
from bot.conversations.model import Conversation
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.staff import passwords, sessions
from bot.staff.model import ADMIN, AGENT, SUPERVISOR, Audit, Staff
from bot.staff.passwords import StaffError, WeakPassword
from bot.storage.engine import Database

__all__ = ["StaffError", "UnknownStaff", "UsernameTaken", "WeakPassword"]

ROLES = (AGENT, SUPERVISOR, ADMIN)  # each may do what those before it may
MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


class UsernameTaken(StaffError):
    """Another account has the name."""


class UnknownStaff(StaffError):
    """There is no such account."""


def add(
    session: Session, username: str, name: str, role: str, password: str, organisation_id: int | None = None
) -> Staff:
    """Make an account.

    Args:
        session: Its unit of work; the caller commits.
        username: For signing in: 2 to 50 letters, digits, `.`, `_` or `-`; kept in lower case.
        name: What people see, at most 50 characters.
        role: agent, supervisor or admin.
        password: See `passwords.check_rule`.
        organisation_id: The union whose branch they work for and see, or the service point whose cases they see;
            None is the city's, which sees all.

    Raises:
        StaffError: A value is not acceptable, or there is no such organisation.
        UsernameTaken: Another account has the name.
        WeakPassword: The password breaks the rule.
    """
    username, name = username.strip().lower(), name.strip()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,49}", username):
        raise StaffError("用户名要用 2 到 50 位字母、数字、点、横线或下划线，以字母或数字开头")
    if not 1 <= len(name) <= 50:
        raise StaffError("姓名（或工号）不能为空，最多 50 个字")
    if role not in ROLES:
        raise StaffError(f"角色不对：{role}，应为 {'、'.join(ROLES)} 之一")
    passwords.check_rule(password, username)
    _check_organisation(session, organisation_id)
    staff = Staff(
        username=username,
        name=name,
        role=role,
        organisation_id=organisation_id,
        password_hash=passwords.hash_password(password),
    )
    try:
        with session.begin_nested():
            session.add(staff)
    except IntegrityError:
        raise UsernameTaken(f"用户名 {username} 已经有了，请换一个") from None
    return staff


def list_all(session: Session, organisation_id: int | None = None) -> list[Staff]:
    """Return the accounts of a union's branch, or every one without a union, by username, with their union."""
    wanted = sa.select(Staff).order_by(Staff.username).options(joinedload(Staff.organisation))
    if organisation_id is not None:
        wanted = wanted.where(Staff.organisation_id.in_(tree.branch(organisation_id)))
    return list(session.execute(wanted).scalars())


def works_within(session: Session, staff: Staff, organisation_id: int | None) -> bool:
    """Return whether an account belongs to a union's branch; to the city's (None) every one does."""
    if organisation_id is None:
        return True
    return staff.organisation_id is not None and tree.covers(session, organisation_id, staff.organisation_id)


def get(session: Session, username: str) -> Staff:
    """Return an account.

    Raises:
        UnknownStaff: There is none of that name.
    """
    staff = session.execute(sa.select(Staff).where(Staff.username == username.strip().lower())).scalar_one_or_none()
    if staff is None:
        raise UnknownStaff(f"没有用户名为 {username} 的账号")
    return staff


def assign(session: Session, username: str, organisation_id: int | None) -> Staff:
    """Let an account work for a union (it sees the branch), a service point (its own cases) or the city (None: all).

    A branch has no part in the hotline's conversations: those it still holds go back into the queue. Open cases that
    are no longer their union's are free again for those who stay.

    Raises:
        UnknownStaff: There is no such account.
        StaffError: There is no such organisation, or nobody would be left to manage the city's accounts.
    """
    staff = get(session, username)
    _check_organisation(session, organisation_id)
    if organisation_id is not None:
        _keep_an_administrator(session, staff)
        for conversation_id in holding.held_by(session, staff.id):
            holding.requeue(session, conversation_id)
    staff.organisation_id = organisation_id
    session.flush()
    session.expire(staff, ["organisation"])
    releasing.release(session, staff)
    return staff


def disable(session: Session, username: str) -> Staff:
    """Disable an account: its sessions end at once, its conversations go back into the queue.

    Its open cases are free again for its colleagues, its WeChat is no longer a cadre's. Doing it twice is no error.

    Raises:
        UnknownStaff: There is no such account.
        StaffError: It is the last administrator's.
    """
    staff = get(session, username)
    _keep_an_administrator(session, staff)
    staff.disabled = True
    sessions.end_all(session, staff.id)
    for conversation_id in holding.held_by(session, staff.id):
        holding.requeue(session, conversation_id)
    tied = sa.update(Conversation).where(Conversation.cadre_id == staff.id)
    session.execute(tied.values(cadre_id=None, audience="worker").execution_options(synchronize_session="fetch"))
    releasing.release(session, staff)
    return staff


def reset_password(session: Session, username: str, password: str) -> Staff:
    """Give an account a new password, unlock it, and end its sessions.

    Raises:
        UnknownStaff: There is no such account.
        WeakPassword: The password breaks the rule.
    """
    staff = get(session, username)
    passwords.check_rule(password, staff.username)
    staff.password_hash = passwords.hash_password(password)
    staff.failures, staff.locked_until = 0, None
    sessions.end_all(session, staff.id)
    return staff


def ensure_admin(session: Session, password: str | None) -> str | None:
    """Make the first account, `admin`, where there is no account yet.

    Args:
        session: Its unit of work; the caller commits.
        password: The password to give it; one is made up without.

    Returns:
        The made-up password, to be shown once; None when one was given or an account exists.

    Raises:
        WeakPassword: The given password breaks the rule.
    """
    if session.execute(sa.select(sa.func.count()).select_from(Staff)).scalar_one():
        return None
    chosen = password or secrets.token_urlsafe(12)
    try:
        add(session, "admin", "管理员", ADMIN, chosen)
    except UsernameTaken:  # another process was faster by a moment
        return None
    return None if password else chosen


def authenticate(database: Database, username: str, password: str, address: str = "") -> Staff | None:
    """Check a sign-in and write down what came of it.

    The slow part, the hash, is computed between two short transactions; what counts is decided in the second one,
    so that guesses sent at the same time do not get past the lock. Whether the account is unknown, disabled, locked
    or the password wrong makes no difference to the caller, in the answer or in the time it takes.

    Args:
        database: Where the accounts are; this function makes its own units of work.
        username: As typed.
        password: As typed.
        address: Where the request came from, for the trail.

    Returns:
        The account, or None when the sign-in is refused.
    """
    wanted = sa.select(Staff).where(Staff.username == username.strip().lower())
    with database.reading() as session:
        known = session.execute(wanted).scalar_one_or_none()
        password_hash = known.password_hash if known else None
    right = passwords.matches(password, password_hash)
    with database.work() as session:
        staff = session.execute(wanted.with_for_update()).scalar_one_or_none()
        if staff is None:
            return None
        accepted = right and staff.password_hash == password_hash and _may_enter(staff)
        if accepted:
            staff.failures, staff.locked_until, staff.last_sign_in_at = 0, None, clock.now()
            audit(session, staff.id, "sign_in", address=address)
        else:
            _count_failure(session, staff, address)
        session.commit()
        return staff if accepted else None


def audit(
    session: Session,
    staff_id: int | None,
    action: str,
    subject: str | None = None,
    subject_id: int | None = None,
    detail: str | None = None,
    address: str = "",
) -> None:
    """Add a line to the audit trail; it names what was done or seen, never a personal value itself."""
    session.add(
        Audit(
            staff_id=staff_id,
            action=action,
            subject=subject,
            subject_id=subject_id,
            detail=detail,
            address=address[:45] or None,
        )
    )


def _check_organisation(session: Session, organisation_id: int | None) -> None:
    found = session.get(Organisation, organisation_id) if organisation_id is not None else None
    if organisation_id is not None and (found is None or found.closed):
        raise StaffError("没有这个工会或服务点，或者它已经停用：请换一个")


def _keep_an_administrator(session: Session, staff: Staff) -> None:
    """Check that the city has another administrator than this one: only they can manage every account."""
    if staff.role != ADMIN or staff.organisation_id is not None:
        return
    others = sa.select(sa.func.count()).where(
        Staff.role == ADMIN, ~Staff.disabled, Staff.organisation_id.is_(None), Staff.id != staff.id
    )
    if not session.execute(others).scalar_one():
        raise StaffError("这是最后一个管理员账号（管全市的），不能停用，也不能划给下级工会：请先添加另一个")


def _may_enter(staff: Staff) -> bool:
    return not staff.disabled and (staff.locked_until is None or staff.locked_until <= clock.now())


def _count_failure(session: Session, staff: Staff, address: str) -> None:
    """Count a refused sign-in; while an account is locked nothing is counted, so the lock ends when it says."""
    audit(session, staff.id, "sign_in_refused", address=address)
    if not _may_enter(staff):
        return
    staff.failures += 1
    if staff.failures >= MAX_FAILURES:
        staff.failures, staff.locked_until = 0, clock.now() + LOCKED_FOR
        audit(session, staff.id, "locked", "staff", staff.id, address=address)
