"""Pages of employers: under which names people wrote them, and deciding that two are one or one is two.

A merge or split moves the cases of every branch, so the city's and the districts' supervisors decide; an enterprise's
own union cannot make the cases on its employer look like several.
"""

from typing import Any

import sqlalchemy as sa
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql import ColumnElement

from bot.cases.model import Case
from bot.cases.visibility import visible_to
from bot.employers import merging
from bot.employers.merging import EmployerError
from bot.employers.model import Employer, EmployerDecision, EmployerName
from bot.membership.access import within
from bot.membership.model import Member
from bot.organisations.model import CITY, DISTRICT, Organisation
from bot.staff.model import AGENT, SUPERVISOR, Staff
from bot.staff.service import ROLES
from bot.staff.sessions import SignedIn
from bot.warnings.model import EarlyWarning
from bot.warnings.visibility import visible_to as warning_visible_to
from integrations.desk import auth, spellings
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, not_found
from integrations.desk.pages.attempts import LOOKING, Attempt, attempted
from integrations.desk.pages.rendering import Typed, asked, fields, page, page_number, row_id, several
from integrations.desk.present import warnings as present

employers = Blueprint("desk-employers")

_PAGE_SIZE = 50
_ONE = "/desk/employers/<employer_id:int>"


@employers.get("/desk/employers", name="employers")
@auth.requires(AGENT)
async def list_employers(request: Request, who: SignedIn) -> HTTPResponse:
    """Show employers that the viewer has to do with; `q` is a part of a name as anybody wrote it."""
    text, number = asked(request, "q"), page_number(request)

    def look(session: Session) -> dict[str, Any]:
        staff = session.get(Staff, who.staff_id)
        where = [Employer.merged_into_id.is_(None), _known_to(staff)]
        decides = _may_decide(session, staff)
        if text:
            where.append(spellings.containing(staff, text, decides))
        total = session.execute(sa.select(sa.func.count(Employer.id)).where(*where)).scalar_one()
        pages = max(1, -(-total // _PAGE_SIZE))
        wanted = _counted(staff).where(*where).order_by(Employer.name, Employer.id)
        rows = session.execute(wanted.limit(_PAGE_SIZE).offset((min(number, pages) - 1) * _PAGE_SIZE))
        lines = [present.employer(*row) for row in rows]
        return {"lines": lines, "total": total, "page": min(number, pages), "pages": pages, "may_decide": decides}

    query = Typed({"q": text} if text else {})
    return page(request, who, "employers.html", query=query, **await desk_of(request).read(look))


@employers.get(_ONE, name="employer")
@auth.requires(AGENT)
async def one(request: Request, who: SignedIn, employer_id: int) -> HTTPResponse:
    """Show one employer."""
    return await _employer_page(request, who, employer_id)


@employers.post(f"{_ONE}/merge", name="merge")
@auth.requires(SUPERVISOR)
async def merge(request: Request, who: SignedIn, employer_id: int) -> HTTPResponse:
    """Make another employer a part of this one."""
    typed = fields(request)

    def run(session: Session, staff: Staff) -> None:
        merging.merge(session, employer_id, _other(session, staff, typed["to"], employer_id), staff)

    return await _decide(request, who, employer_id, "merge", run)


@employers.post(f"{_ONE}/split", name="split")
@auth.requires(SUPERVISOR)
async def split(request: Request, who: SignedIn, employer_id: int) -> HTTPResponse:
    """Make some names of this employer an employer of their own."""
    given = several(request, "names")

    def run(session: Session, staff: Staff) -> None:
        own = {name.id for name in session.get(Employer, employer_id).names}
        keys = [key for key in map(row_id, given) if key is not None]
        if not keys or not own.issuperset(keys):
            raise EmployerError("请勾选要拆出去的名称")
        merging.split(session, keys, staff)

    return await _decide(request, who, employer_id, "split", run)


@employers.post(f"{_ONE}/undo", name="undo")
@auth.requires(SUPERVISOR)
async def undo(request: Request, who: SignedIn, employer_id: int) -> HTTPResponse:
    """Take a decision about this employer back."""
    typed = fields(request)

    def run(session: Session, staff: Staff) -> None:
        key = row_id(typed["decision"]) or 0
        row = session.get(EmployerDecision, key)
        if row is None or employer_id not in (row.from_id, row.to_id):
            raise EmployerError("没有这次合并或拆分")
        merging.undo(session, key, staff)

    return await _decide(request, who, employer_id, "undo", run)


async def _decide(request: Request, who: SignedIn, employer_id: int, action: str, run: Any) -> HTTPResponse:
    def change(session: Session) -> None:
        staff = session.get(Staff, who.staff_id)
        if not _may_decide(session, staff):
            raise Refused(403, "forbidden", "单位的合并和拆分由市、区工会的班长或管理员来定")
        _found(session, staff, employer_id)
        run(session, staff)

    done = await attempted(request, action, change, what="单位", missing=(), refused=EmployerError, wakes=())
    if isinstance(done, Attempt):
        return await _employer_page(request, who, employer_id, done)
    return redirect(f"/desk/employers/{employer_id}", status=303)


async def _employer_page(
    request: Request,
    who: SignedIn,
    employer_id: int,
    attempt: Attempt = LOOKING,
) -> HTTPResponse:
    def look(session: Session) -> dict[str, Any]:
        staff = session.get(Staff, who.staff_id)
        row = _found(session, staff, employer_id)
        _, names, cases = session.execute(_counted(staff).where(Employer.id == employer_id)).one()
        on_it = sa.select(EarlyWarning).where(EarlyWarning.employer_id == row.id, warning_visible_to(staff))
        decides = _may_decide(session, staff)
        decided = sa.select(EmployerDecision).where(
            sa.or_(EmployerDecision.from_id == row.id, EmployerDecision.to_id == row.id)
        )
        return {
            "employer": present.employer(row, names, cases),
            "names": [
                {"id": name.id, "written": name.written, "district": name.district}
                for name in spellings.shown(session, staff, row, decides)
            ],
            "warnings": [
                present.line(item) for item in session.execute(on_it.order_by(EarlyWarning.id.desc())).scalars()
            ],
            "decisions": [
                present.decision(item)
                for item in session.execute(decided.order_by(EmployerDecision.id.desc())).scalars()
                if decides
            ],
            "may_decide": decides,
        }

    found = await desk_of(request).read(look)
    return page(request, who, "employer.html", attempt.status, **attempt.shown, **found)


def _found(session: Session, staff: Staff, employer_id: int) -> Employer:
    """Return an employer that somebody has to do with, or one that was merged into such a one.

    Raises:
        Refused: There is none.
    """
    row = session.get(Employer, employer_id)
    keys = {row.id, row.merged_into_id or row.id} if row is not None else set()
    if (
        not keys
        or session.execute(sa.select(Employer.id).where(Employer.id.in_(keys), _known_to(staff))).first() is None
    ):
        raise not_found("单位")
    return row


def _other(session: Session, staff: Staff, text: str, employer_id: int) -> int:
    """Return the employer that somebody wrote: its whole name, or its number in the list.

    Raises:
        EmployerError: None or several are meant.
    """
    text = text.strip()[:100]
    if not text:
        raise EmployerError("请写另一家单位的名称或编号")
    written = sa.select(EmployerName.employer_id).where(EmployerName.written == text)
    named = sa.or_(Employer.name == text, Employer.id.in_(written))
    if (key := row_id(text)) is not None:
        named = Employer.id == key
    where = (named, Employer.merged_into_id.is_(None), Employer.id != employer_id, _known_to(staff))
    keys = session.execute(sa.select(Employer.id).where(*where).limit(6)).scalars().all()
    if len(keys) > 1:
        raise EmployerError(f"叫“{text}”的单位不止一家，请写编号：{'、'.join(map(str, keys))}")
    if not keys:
        raise EmployerError(f"没有找到“{text}”，请写名单里的全名或编号")
    return keys[0]


def _may_decide(session: Session, staff: Staff) -> bool:
    if ROLES.index(staff.role) < ROLES.index(SUPERVISOR):
        return False
    own = session.get(Organisation, staff.organisation_id) if staff.organisation_id is not None else None
    return own is None or own.level in (CITY, DISTRICT)


def _known_to(staff: Staff) -> ColumnElement:
    """Return the condition that somebody sees a case, a member or a warning of an employer; the city sees all."""
    if staff.organisation_id is None:
        return sa.true()
    return sa.or_(
        sa.select(Case.id).where(Case.employer_id == Employer.id, visible_to(staff)).exists(),
        sa.select(Member.id).where(Member.employer_id == Employer.id, within(staff, Member.organisation_id)).exists(),
        sa.select(EarlyWarning.id).where(EarlyWarning.employer_id == Employer.id, warning_visible_to(staff)).exists(),
    )


def _counted(staff: Staff) -> Any:
    """Return the query of employers with their number of names and of cases that somebody sees."""
    names = sa.select(sa.func.count(EmployerName.id)).where(EmployerName.employer_id == Employer.id)
    cases = sa.select(sa.func.count(Case.id)).where(Case.employer_id == Employer.id, visible_to(staff))
    wanted = sa.select(Employer, names.scalar_subquery(), cases.scalar_subquery())
    return wanted.options(joinedload(Employer.merged_into))
