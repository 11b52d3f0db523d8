"""A possible collective dispute is reported: what filing it means."""

from datetime import datetime

from actions.cadre import CadreService
from actions.context import Turn
from bot.cases.filing import AT_ONCE, Filing
from bot.cases.model import RISK_REPORT as KIND
from bot.forms.field import Values
from bot.forms.personal import number_or_none
from bot.forms.risk_report import RISK_REPORT


class RiskReportService(CadreService):
    """Takes a report down and files it as a case of the highest priority; filing it raises the warning."""

    name, form = RISK_REPORT.service, RISK_REPORT

    def filing(self, values: Values, started_at: datetime, turn: Turn) -> Filing:
        """Return the case."""
        told = {name: values[name] for name in ("so_far", "expected", "on_site") if values[name] is not None}
        return Filing(
            kind=KIND,
            summary=values["cause"],
            district=values["place"]["district"],
            street=values["place"]["street"],
            employer=values["employer"],
            people=values["people"],
            name=values["name"],
            phone=number_or_none(values["phone"]),
            urgency=AT_ONCE,
            started_at=started_at,
            details={**told, **self.verified(turn)},
        )
