"""What is offered under the result of a calculator: another number, the service it leads to, the rule behind it."""

from bot.calculators.wanted import TOPICS
from bot.offering import service_option, topic_options
from bot.reply import Option
from bot.services import AVAILABLE_SERVICES
from bot.wording import say

# Who sees what is due to them may want help to get it.
_LEADS_TO = {
    "severance": "legal_aid",
    "overtime": "grievance",
    "annual_leave": "grievance",
    "unsigned_contract": "legal_aid",
    "sick_pay": "grievance",
    "injury_benefit": "legal_aid",
    "arbitration_deadline": "legal_aid",
    "union_dues": "join",
}


def options(name: str) -> tuple[Option, ...]:
    """Return what is offered under the result of the calculator `name`; at most three."""
    again = say("calculate_option_again")
    service = _LEADS_TO.get(name)
    leading = (service_option(service),) if service in AVAILABLE_SERVICES else ()
    return (Option(again, again), *leading, *topic_options([TOPICS[name]]))
