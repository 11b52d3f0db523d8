"""Who may read a conversation: the city's staff all of them, a union's staff those of its own cases."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases.model import Case
from bot.cases.visibility import Viewer, visible_to
from bot.conversations.model import Attachment
from bot.membership.access import within
from bot.membership.model import MembershipApplication


def may_read(session: Session, viewer: Viewer, conversation_id: int | None) -> bool:
    """Return whether somebody may read what was said in a conversation.

    A person tells one chat everything. Whoever may not see one of their cases, because it is kept from their own
    union (opinion 五（二）1) or belongs to another branch, does not read the chat in which it was told.
    """
    if conversation_id is None:
        return False
    if viewer.organisation_id is None:
        return True
    of_it = sa.select(sa.func.count()).select_from(Case).where(Case.conversation_id == conversation_id)
    every = session.execute(of_it).scalar_one()
    return every > 0 and session.execute(of_it.where(visible_to(viewer))).scalar_one() == every


def may_open(session: Session, viewer: Viewer, file: Attachment) -> bool:
    """Return whether somebody may open a file: of a case or an application that they see, of a chat that they read."""
    if file.case_id is not None and viewer.organisation_id is not None:
        wanted = sa.select(Case.id).where(Case.id == file.case_id, visible_to(viewer))
        return session.execute(wanted).first() is not None
    if file.application_id is not None and viewer.organisation_id is not None:
        theirs = within(viewer, MembershipApplication.organisation_id)
        wanted = sa.select(MembershipApplication.id).where(MembershipApplication.id == file.application_id, theirs)
        return session.execute(wanted).first() is not None
    return may_read(session, viewer, file.conversation_id)
