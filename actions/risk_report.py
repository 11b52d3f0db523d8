"""A possible collective dispute is reported: what filing it means."""

from datetime import datetime

from actions.cadre import CadreService
from actions.context import Turn
from bot.cases.filing import AT_ONCE, Filing
from bot.cases.model import RISK_REPORT as KIND
from bot.forms.cadre import least_people, rough_people, show_people
from bot.forms.field import Values
from bot.forms.personal import number_or_none
from bot.forms.risk_report import RISK_REPORT
from bot.wording import say


class RiskReportService(CadreService):
    """Takes a report down and files it as a case of the highest priority; filing it raises the warning."""

    name, form = RISK_REPORT.service, RISK_REPORT

    def filing(self, values: Values, started_at: datetime, turn: Turn) -> Filing:
        """Return the case."""
        told = {name: values[name] for name in ("so_far", "expected", "on_site") if values[name] is not None}
        return Filing(
            kind=KIND,
            summary=_summary(values),
            district=values["place"]["district"],
            street=values["place"]["street"],
            employer=values["employer"],
            people=least_people(values["people"]),
            name=values["name"],
            phone=number_or_none(values["phone"]),
            urgency=AT_ONCE,
            started_at=started_at,
            details={**told, **rough_people(values["people"]), **self.verified(turn)},
        )


def _summary(values: Values) -> str:
    """Return the report in one line: whose dispute, how many people, and why."""
    people = show_people(values["people"]) if values["people"] is not None else None
    return say(
        "risk_report_summary", about="，".join(filter(None, [values["employer"], people])), cause=values["cause"]
    )
