"""Every routing rule, with the clause of the guiding opinion that it comes from."""

import pytest

from bot.cases.filing import Filing
from bot.cases.routing import BY_NAME, RULES, route
from bot.organisations import tree
from bot.organisations.model import Organisation

FACTORY = "上海晨星电子有限公司"
ZHANGJIANG = {"district": "浦东新区", "street": "张江镇"}
AT_FACTORY = {**ZHANGJIANG, "employer": FACTORY, "anonymous": False}
ELSEWHERE = {"district": "浦东新区", "street": "花木街道", "anonymous": False}

# What is filed, who gets it, by which rule, and the clause of 沪工总基〔2017〕172号.
CASES = {
    "an enterprise union is asked first": (AT_FACTORY, "factory", "enterprise", "四（三）"),
    "an employer without a union goes to the joint union that names it": (
        {**ELSEWHERE, "employer": "上海白云餐饮有限公司"},
        "tower",
        "joint",
        "五（一）2",
    ),
    "a building's joint union takes in who works there": (
        {**ELSEWHERE, "area": "联洋大厦12楼"},
        "tower",
        "joint",
        "五（一）2",
    ),
    "else the street's union": (
        {**ZHANGJIANG, "employer": "不认识的公司", "anonymous": False},
        "zhangjiang",
        "street",
        "五（二）1",
    ),
    "a street without a union goes to the district": (
        {"district": "浦东新区", "street": "周浦镇", "anonymous": False},
        "pudong",
        "district",
        "五（二）1",
    ),
    "a district without a union goes to the city": (
        {"district": "崇明区", "anonymous": False},
        "city",
        "city",
        "六（二）",
    ),
    "nobody knows where: the city": ({"anonymous": False}, "city", "city", "六（二）"),
    "the enterprise union dares not: the union above": (
        {**AT_FACTORY, "own_union": "dares_not"},
        "zhangjiang",
        "own_union_passed_over",
        "五（二）1",
    ),
    "the enterprise union cannot: the union above": (
        {**AT_FACTORY, "own_union": "cannot"},
        "zhangjiang",
        "own_union_passed_over",
        "五（二）1",
    ),
    "the enterprise union is not well placed: the union above": (
        {**AT_FACTORY, "own_union": "not_well_placed"},
        "zhangjiang",
        "own_union_passed_over",
        "五（二）1",
    ),
    "the complaint is about the enterprise union itself: the union above": (
        {**AT_FACTORY, "own_union": "accused"},
        "zhangjiang",
        "own_union_passed_over",
        "五（二）1",
    ),
    "who stays unknown to the employer stays unknown in the enterprise": (
        {**AT_FACTORY, "anonymous": True},
        "zhangjiang",
        "anonymous",
        "五（二）1",
    ),
    "an enterprise union asks the one above to step in": (
        {**AT_FACTORY, "kind": "upper_union"},
        "zhangjiang",
        "upper_union_asked",
        "五（二）1",
    ),
    "a warning of a collective dispute goes to the street": (
        {**AT_FACTORY, "kind": "risk_report"},
        "zhangjiang",
        "risk_to_street",
        "四（四）",
    ),
    "legal aid goes to the district's office": (
        {**AT_FACTORY, "kind": "legal_aid"},
        "aid",
        "legal_aid_office",
        "五（二）2",
    ),
    "legal aid in a district without an office goes to its union": (
        {"kind": "legal_aid", "district": "闵行区"},
        "minhang",
        "legal_aid_office",
        "五（二）2",
    ),
    "mediation goes to the nearest committee": (
        {**AT_FACTORY, "kind": "mediation"},
        "mediators",
        "mediation_committee",
        "五（二）2",
    ),
    "a rider goes to the union that serves riders, before any enterprise's": (
        {**AT_FACTORY, "special_group": "rider"},
        "riders",
        "special_group",
        "五（二）3",
    ),
    "a group that no union serves goes the usual way": (
        {**AT_FACTORY, "special_group": "care"},
        "factory",
        "enterprise",
        "四（三）",
    ),
    "hardship is the enterprise union's to help with": (
        {**AT_FACTORY, "kind": "hardship"},
        "factory",
        "enterprise",
        "四（三）",
    ),
}


def test_a_case_goes_to_the_competent_union_by_the_rule_of_the_clause(database, world):
    with database.work() as session:
        for name, (told, code, rule, clause) in CASES.items():
            way = route(session, Filing(summary="有事", **told))
            assert (way.organisation.code, way.rule, BY_NAME[rule].clause) == (code, rule, clause), name


def test_every_rule_is_tried_here():
    assert {rule.name for rule in RULES} | {"city"} == {rule for _, _, rule, _ in CASES.values()}


@pytest.mark.parametrize(
    ("told", "hidden"),
    [
        ({"own_union": "accused"}, True),
        ({"own_union": "dares_not", "kind": "legal_aid"}, True),
        ({"anonymous": True}, True),
        ({"anonymous": True, "kind": "mediation"}, True),
        ({"kind": "upper_union", "anonymous": True}, False),
        ({}, False),
    ],
)
def test_the_enterprise_union_is_kept_out_where_it_is_passed_over_whatever_the_kind(database, world, told, hidden):
    with database.work() as session:
        way = route(session, Filing(summary="有事", **{**AT_FACTORY, **told}))
        assert (way.hidden_from.code if way.hidden_from else None) == ("factory" if hidden else None)


def test_without_any_union_the_citys_desk_has_it(database):
    with database.work() as session:
        way = route(session, Filing(summary="有事", **AT_FACTORY))
        assert (way.organisation, way.rule) == (None, "city")


def test_a_closed_union_gets_nothing(database, world):
    with database.work() as session:
        for code in ("factory", "zhangjiang"):
            session.get(Organisation, world.unions[code]).closed = True
        session.flush()
        way = route(session, Filing(summary="有事", **AT_FACTORY))
        assert (way.organisation.code, way.rule) == ("pudong", "district")


def test_where_the_union_above_is_closed_the_next_one_steps_in(database, world):
    with database.work() as session:
        session.get(Organisation, world.unions["zhangjiang"]).closed = True
        session.flush()
        way = route(session, Filing(summary="有事", **{**AT_FACTORY, "own_union": "cannot"}))
        assert way.organisation.code == "pudong"


def test_every_rule_says_why_in_a_line_and_names_a_clause():
    for rule in BY_NAME.values():
        assert rule.why and "\n" not in rule.why and rule.clause[0] in "四五六"
        assert len(rule.name) <= 40  # the column's width


PASSED_OVER = [{"anonymous": True}, {"anonymous": False, "own_union": "accused"}]


def enterprise(session, world, code, **values):
    row = Organisation(code=code, name=code, level="enterprise", parent_id=world.unions["zhangjiang"], **values)
    row.district, row.street = "浦东新区", "张江镇"
    session.add(row)
    session.flush()
    tree.place(session, row)
    return row


@pytest.mark.parametrize("told", [*PASSED_OVER, {"anonymous": False}])
def test_another_firms_own_union_does_not_get_a_couriers_case_because_it_has_couriers(database, world, told):
    with database.work() as session:
        enterprise(session, world, "parcels", groups=["courier"])
        filing = Filing(summary="有事", **ZHANGJIANG, employer="另一家快递", special_group="courier", **told)
        assert route(session, filing).organisation.code == "zhangjiang"


@pytest.mark.parametrize("told", PASSED_OVER)
def test_no_enterprises_union_gets_what_is_to_pass_over_the_enterprise(database, world, told):
    with database.work() as session:
        group = enterprise(session, world, "group")
        shop = enterprise(session, world, "shop", employers=["上海分号有限公司"])
        shop.parent_id = group.id
        tree.place(session, shop)
        filing = Filing(summary="有事", **ZHANGJIANG, employer="上海分号有限公司", **told)
        assert route(session, filing).organisation.code == "zhangjiang"


def test_an_enterprise_union_that_asks_is_helped_by_the_groups_union(database, world):
    with database.work() as session:
        group = enterprise(session, world, "group")
        shop = enterprise(session, world, "shop", employers=["上海分号有限公司"])
        shop.parent_id = group.id
        tree.place(session, shop)
        filing = Filing(summary="有事", **ZHANGJIANG, employer="上海分号有限公司", kind="upper_union")
        assert route(session, filing).organisation.code == "group"
