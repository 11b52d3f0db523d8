"""Legal aid: what filing it means."""

from datetime import date, datetime

from actions.context import Turn
from actions.service import CaseService
from bot import clock
from bot.cases.filing import AT_ONCE, URGENT, USUAL, Filing
from bot.cases.model import LEGAL_AID as KIND
from bot.cases.service import DUE_FIRST
from bot.forms.field import Values
from bot.forms.legal_aid import LEGAL_AID
from bot.forms.personal import number_or_none
from bot.forms.time_limits import URGENT_DAYS, nearest, running
from bot.reply import Reply
from bot.wording import say

_AT_ONCE_DAYS = 3  # what is due sooner cannot wait for a working day
_DETAILS = ("stage", "left_on", "happened_on", "due", "income")


class LegalAidService(CaseService):
    """Takes a request for legal aid down and files it as a case; what is soon too late is urgent."""

    name, form = LEGAL_AID.service, LEGAL_AID

    def filing(self, values: Values, started_at: datetime, turn: Turn) -> Filing:
        """Return the case."""
        limit = running(values)
        # Only what the person has checked in the summary: a day that was said may be gathered for another item as well.
        checked = {field.name for field in LEGAL_AID.listed(values)}
        told = {name: values.get(name) for name in _DETAILS if name in checked}
        first = nearest(values)
        until = {f"{limit.name}_until": limit.last.isoformat()} if limit else {}
        details = {**told, **until, DUE_FIRST: first.isoformat() if first else None}
        return Filing(
            kind=KIND,
            summary=values["matter"]["text"],
            topic=values["matter"]["topic"],
            district=values["place"]["district"],
            street=values["place"]["street"],
            employer=values["employer"],
            amount=values.get("amount"),
            name=values["name"],
            phone=number_or_none(values["phone"]),
            urgency=_urgency(first),
            started_at=started_at,
            details={name: value for name, value in details.items() if value is not None},
        )

    def after(self, values: Values) -> tuple[Reply, ...]:
        """Return the list of what to bring."""
        return (Reply(say("legal_aid_bring"), "service", service=self.name),)


def _urgency(first: date | None) -> int:
    """Return how urgent a case is whose first day that must not be missed is `first`."""
    left = (first - clock.today()).days if first else None
    if left is None or left > URGENT_DAYS:
        return USUAL
    return AT_ONCE if left <= _AT_ONCE_DAYS else URGENT
