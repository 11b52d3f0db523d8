"""Which union a case goes to first: one ordered table of rules, each with the clause that it comes from.

The clauses are those of the guiding opinion (沪工总基〔2017〕172号). The first rule that fits and finds a union
decides, and its name is written on the case.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.cases.filing import Filing
from bot.cases.model import LEGAL_AID, MEDIATION, RISK_REPORT, UPPER_UNION
from bot.organisations import finding, tree
from bot.organisations.model import ENTERPRISE, Organisation
from bot.organisations.model import LEGAL_AID as LEGAL_AID_OFFICE
from bot.organisations.model import MEDIATION as MEDIATION_COMMITTEE

Finder = Callable[[Session, Filing], Organisation | None]


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        name: As it is written on the case.
        clause: The clause of the opinion that it comes from.
        why: What staff reads about it.
        applies: Whether it is about this filing.
        finders: Where to look for the union, in this order.
    """

    name: str
    clause: str
    why: str
    applies: Callable[[Filing], bool]
    finders: tuple[Finder, ...]


@dataclass(frozen=True)
class Route:
    """Where a case goes.

    Attributes:
        organisation: The union; None is the city's desk.
        rule: The name of the rule that decided.
        hidden_from: The enterprise union that may neither have the case nor see it, where there is such a union.
    """

    organisation: Organisation | None
    rule: str
    hidden_from: Organisation | None


def _enterprise(session: Session, filing: Filing) -> Organisation | None:
    return _by_name(finding.enterprise, session, filing)


def _covering(session: Session, filing: Filing) -> Organisation | None:
    return _by_name(finding.covering, session, filing)


def _by_name(
    find: Callable[[Session, str | None, str | None], Organisation | None], session: Session, filing: Filing
) -> Organisation | None:
    """Return whom an employer's name leads to, as written or else as recognised."""
    return find(session, filing.employer, filing.district) or find(session, filing.known_as, filing.district)


def _joint(session: Session, filing: Filing) -> Organisation | None:
    return finding.joint(session, filing.district, filing.street, filing.area)


def _street(session: Session, filing: Filing) -> Organisation | None:
    return finding.street(session, filing.district, filing.street)


def _district(session: Session, filing: Filing) -> Organisation | None:
    return finding.district(session, filing.district)


def _city(session: Session, filing: Filing) -> Organisation | None:
    return finding.city(session)


def _above_the_enterprise(session: Session, filing: Filing) -> Organisation | None:
    """Return the union right above the enterprise's own, wherever that one stands."""
    own = _enterprise(session, filing)
    return next((row for row in tree.line_above(session, own.id) if not row.closed), None) if own else None


def _serving(session: Session, filing: Filing) -> Organisation | None:
    return finding.serving(session, filing.special_group, filing.district, filing.street)


def _legal_aid_office(session: Session, filing: Filing) -> Organisation | None:
    # The district's office is competent, not that of a street (issue 4); the city's where the district has none.
    return finding.service_point(session, LEGAL_AID_OFFICE, filing.district)


def _mediation_committee(session: Session, filing: Filing) -> Organisation | None:
    return finding.service_point(session, MEDIATION_COMMITTEE, filing.district, filing.street)


# The kinds that service points of their own do.
OFFICES = {LEGAL_AID: LEGAL_AID_OFFICE, MEDIATION: MEDIATION_COMMITTEE}
# Kinds that are no matter for the enterprise's own union: their own rule places them, or the city does.
_OWN_RULE = frozenset({UPPER_UNION, RISK_REPORT, LEGAL_AID, MEDIATION})


def _in_general(filing: Filing) -> bool:
    return filing.kind not in _OWN_RULE


_ABOVE = (_above_the_enterprise, _street, _district)

RULES = (
    Rule(
        "upper_union_asked",
        "五（二）1",
        "企业工会请上级工会介入：交给它的上一级",
        lambda filing: filing.kind == UPPER_UNION,
        _ABOVE,
    ),
    Rule(
        "risk_to_street",
        "四（四）",
        "群体性纠纷预警：报街镇，没有街镇报区",
        lambda filing: filing.kind == RISK_REPORT,
        (_street, _district),
    ),
    Rule(
        "legal_aid_office",
        "五（二）2",
        "法律援助：交给区里的法律援助服务点",
        lambda filing: filing.kind == LEGAL_AID,
        (_legal_aid_office, _district),
    ),
    Rule(
        "mediation_committee",
        "五（二）2",
        "劳动争议调解：交给就近的调解组织",
        lambda filing: filing.kind == MEDIATION,
        (_mediation_committee, _street, _district),
    ),
    Rule(
        "own_union_passed_over",
        "五（二）1",
        "本单位工会不能、不敢、不便维权，或者反映的就是它：交给上级工会，它看不到",
        lambda filing: _in_general(filing) and filing.own_union is not None,
        _ABOVE,
    ),
    Rule(
        "special_group",
        "五（二）3",
        "特殊就业群体：交给服务这个群体的工会",
        lambda filing: _in_general(filing) and filing.special_group is not None,
        (_serving,),
    ),
    # The chair of an enterprise union may be the employer's man, and to the employer its office is the employer's
    # house: whoever wants to stay unknown to the employer is not to be known there. The clause's 不便维权.
    Rule(
        "anonymous",
        "五（二）1",
        "对单位匿名：不经过本单位工会，交给它的上一级",
        lambda filing: _in_general(filing) and filing.anonymous,
        (_above_the_enterprise,),  # an employer without a union of its own goes the usual way
    ),
    Rule("enterprise", "四（三）", "单位有工会：先由它办", _in_general, (_enterprise,)),
    Rule(
        "joint",
        "五（一）2",
        "单位没有工会：交给覆盖它的联合工会",
        _in_general,
        (_covering, _joint),
    ),
    Rule("street", "五（二）1", "交给街镇（园区）工会", _in_general, (_street,)),
    Rule("district", "五（二）1", "交给区工会", _in_general, (_district,)),
)
# Nothing fitted: the place is unknown, or there is no union for it yet.
CITY = Rule("city", "六（二）", "没有更合适的，交给市总工会", lambda filing: True, (_city,))
BY_NAME = {rule.name: rule for rule in (*RULES, CITY)}


def route(session: Session, filing: Filing) -> Route:
    """Return where a case goes first: always somewhere, at the least to the city's desk.

    Args:
        session: The session of the filing.
        filing: The facts, with `special_group` and `own_union` already looked for.
    """
    hidden_from = _enterprise(session, filing) if _passes_over(filing) else None
    for rule in RULES:
        if not rule.applies(filing):
            continue
        for find in rule.finders:
            found = find(session, filing)
            if found is not None and not _is_passed_over(session, filing, found, hidden_from):
                return Route(found, rule.name, hidden_from)
    return Route(_city(session, filing), CITY.name, hidden_from)


def _passes_over(filing: Filing) -> bool:
    """Return whether the enterprise union is kept out; where it asks itself, it is not."""
    return filing.kind != UPPER_UNION and (filing.own_union is not None or filing.anonymous)


def _is_passed_over(session: Session, filing: Filing, found: Organisation, hidden_from: Organisation | None) -> bool:
    """Return whether an organisation is kept out: any enterprise's, because the employer's may not be recognised."""
    if _passes_over(filing) and found.level == ENTERPRISE:
        return True
    return hidden_from is not None and tree.covers(session, hidden_from.id, found.id)
