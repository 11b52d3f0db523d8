"""An urgent warning finds its people: a word by WeChat to those who work for the unions that were told of it.

The desk shows it above every page as well (`queries.alarms`), but at night nobody looks there.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import clock
from bot.conversations import outbox
from bot.conversations.model import SYSTEM, Conversation
from bot.employers.model import Employer
from bot.staff.model import Staff
from bot.warnings import records
from bot.warnings.model import CONFIRM, RAISED, URGENT, EarlyWarning, WarningOrganisation
from bot.wording import say


def alert(session: Session, warning: EarlyWarning, conversation_id: int | None) -> None:
    """Owe the word on an urgent warning that nobody has confirmed to everybody told of it, each of them once.

    Args:
        session: The unit of work, which holds the warning's lock; the caller commits.
        warning: The warning, its unions told already.
        conversation_id: Where the case was filed that is weighed: whoever reports it is not told of it.
    """
    if warning.level != URGENT or warning.state != RAISED:
        return
    bound = (
        sa.select(Conversation.id, Staff.id)
        .join(Staff, Staff.id == Conversation.cadre_id)
        .join(WarningOrganisation, WarningOrganisation.organisation_id == Staff.organisation_id)
        .where(WarningOrganisation.warning_id == warning.id, ~Staff.disabled)
        .where(Conversation.id != (conversation_id or 0))
        .order_by(Conversation.id)
    )
    words = _words(session, warning)
    for chat, staff_id in session.execute(bound).all():
        draft = outbox.Draft(words, author=SYSTEM, data={"warning": warning.number})
        outbox.owe(session, chat, draft, f"warning:{warning.id}:{staff_id}")


def _words(session: Session, warning: EarlyWarning) -> str:
    employer = session.get(Employer, warning.employer_id) if warning.employer_id else None
    due = next(row.due_at for row in records.deadlines(session, warning.id) if row.duty == CONFIRM)
    return say(
        "warning_alert",
        number=warning.number,
        employer=employer.name if employer else say("warning_employer_unknown"),
        place="".join(filter(None, (warning.district, warning.street))) or say("warning_place_unknown"),
        people=warning.people,
        until=f"{clock.local(due):%-m月%-d日 %H:%M}",
    )
