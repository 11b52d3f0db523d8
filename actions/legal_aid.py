"""Legal aid: what filing it means."""

from datetime import datetime

from actions.context import Turn
from actions.service import CaseService
from bot import clock
from bot.cases.filing import URGENT, USUAL, Filing
from bot.cases.model import LEGAL_AID as KIND
from bot.forms.field import Values
from bot.forms.legal_aid import LEGAL_AID, last_day
from bot.forms.personal import number_or_none
from bot.reply import Reply
from bot.wording import say

_URGENT_DAYS = 30
_DETAILS = ("stage", "left_on", "happened_on", "due", "income")


class LegalAidService(CaseService):
    """Takes a request for legal aid down and files it as a case; what is soon too late is urgent."""

    name, form = LEGAL_AID.service, LEGAL_AID

    def filing(self, values: Values, started_at: datetime, turn: Turn) -> Filing:
        """Return the case."""
        last = last_day(values)
        left = (last - clock.today()).days if last else None
        # Only what the person has checked in the summary: a day that was said may be gathered for another item as well.
        checked = {field.name for field in LEGAL_AID.listed(values)}
        told = {name: values.get(name) for name in _DETAILS if name in checked}
        details = {**told, "arbitration_until": last.isoformat() if last else None}
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
            urgency=URGENT if left is not None and 0 <= left <= _URGENT_DAYS else USUAL,
            started_at=started_at,
            details={name: value for name, value in details.items() if value is not None},
        )

    def after(self, values: Values) -> tuple[Reply, ...]:
        """Return the list of what to bring."""
        return (Reply(say("legal_aid_bring"), "service", service=self.name),)
