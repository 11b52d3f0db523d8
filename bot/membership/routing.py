"""Which union takes a person in: the nearest that can (opinion 五（一）2: 就近入会)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.employers.model import Employer
from bot.membership.outside import own_union
from bot.organisations import finding
from bot.organisations.model import Organisation


@dataclass(frozen=True)
class Workplace:
    """Where somebody works, as they say it.

    Attributes:
        employer: The employer's name as written; None where there is none (riders of a platform) or it is not known.
        district: The district's full name.
        street: The street, town or park.
        area: The village, neighbourhood, park, street front or building in it.
        group: The special group they belong to, one of bot.organisations.groups.
        has_union: Whether they say that the employer has a union of its own; None where they do not know.
    """

    employer: str | None = None
    district: str | None = None
    street: str | None = None
    area: str | None = None
    group: str | None = None
    has_union: bool | None = None


@dataclass(frozen=True)
class Route:
    """The union that takes an application, None for the city's desk, and the name of the rule that chose it."""

    organisation: Organisation | None
    rule: str


# The rules, as the desk shows them: what they rest on and what they say.
RULES = {
    "enterprise": "单位有自己的工会（工会法第三条）",
    "covering": "有联合工会或产业工会覆盖这家单位（五（一）3）",
    "serving": "有专门服务这个就业群体的工会（五（二）3）",
    "joint": "单位没有工会，到就近的联合工会（五（一）2）",
    "street": "附近没有可确定的联合工会，到街镇总工会（五（一）2）",
    "district": "街镇不明或没有街镇总工会，到区总工会（五（一）2）",
    "city": "在哪个区不明，到市总工会",
    "desk": "工会名录里还找不到能接的工会，由市里的工作台分派",
}


def route(session: Session, workplace: Workplace, employer: Employer | None = None) -> Route:
    """Return the union that can take a person in, by the first rule that finds one.

    Args:
        session: Any session.
        workplace: Where they work.
        employer: The employer as recognised: where the person says that it has a union of its own, that is looked
            for under every name of the employer, not only under the one that they wrote.
    """
    place = workplace.district, workplace.street
    found = (
        ("enterprise", lambda: _enterprise(session, workplace, employer)),
        ("covering", lambda: finding.covering(session, workplace.employer, workplace.district)),
        ("serving", lambda: finding.serving(session, workplace.group, *place)),
        ("joint", lambda: finding.joint(session, *place, workplace.area)),
        ("street", lambda: finding.street(session, *place)),
        ("district", lambda: finding.district(session, workplace.district)),
        ("city", lambda: finding.city(session)),
    )
    for rule, find in found:
        if organisation := find():
            return Route(organisation, rule)
    return Route(None, "desk")


def _enterprise(session: Session, workplace: Workplace, employer: Employer | None) -> Organisation | None:
    found = finding.enterprise(session, workplace.employer, workplace.district)
    if found is None and workplace.has_union and employer is not None:
        return own_union(session, employer, workplace.district)
    return found
