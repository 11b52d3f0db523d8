import pytest

from bot.organisations import finding


@pytest.fixture
def unions(grow):
    """A city with one district, two of its streets, joint and enterprise unions, and service points."""
    pudong, huamu, zhangjiang = "浦东新区", "花木街道", "张江镇"
    city = grow("city", "city")
    district = grow("pd", "district", city, district=pudong)
    bureau = grow("bureau", "bureau", city, employers=["某某医院"])
    street = grow("huamu", "street", district, district=pudong, street=huamu)
    town = grow("zhangjiang", "street", district, district=pudong, street=zhangjiang)
    rows = [city, district, bureau, street, town]
    rows += [
        grow("tower", "joint", town, district=pudong, street=zhangjiang, areas=["喝茶大厦"], employers=["黑木崖茶馆"]),
        grow("village", "joint", town, district=pudong, street=zhangjiang, areas=["光明顶村"]),
        grow("riders", "joint", district, district=pudong, groups=["rider", "courier"]),
        grow("firm", "enterprise", street, district=pudong, street=huamu, employers=["上海日月神教（集团）有限公司"]),
    ]
    return {row.code: row for row in rows}


def code(row):
    return row.code if row else None


def test_unions_are_found_by_their_place(session, unions):
    assert code(finding.city(session)) == "city"
    assert code(finding.district(session, "浦东新区")) == "pd"
    assert code(finding.street(session, "浦东新区", "花木街道")) == "huamu"


@pytest.mark.parametrize("name", ["张江镇", "张江"])
def test_a_street_is_found_by_its_everyday_name(session, unions, name):
    assert code(finding.street(session, "浦东新区", name)) == "zhangjiang"


def test_a_street_with_two_spellings_is_one(session, grow):
    grow("gumei", "street", grow("city", "city"), district="闵行区", street="古美街道")
    assert [code(finding.street(session, "闵行区", name)) for name in ("古美路街道", "古美")] == ["gumei", "gumei"]


@pytest.mark.parametrize(
    ("district", "street"), [(None, "花木街道"), ("浦东新区", None), ("青浦区", "花木街道"), ("外地", "x")]
)
def test_a_place_without_a_union_has_none(session, unions, district, street):
    assert finding.street(session, district, street) is None


def test_no_district_is_no_union(session, unions):
    assert finding.district(session, None) is None
    assert finding.joint(session, None) is None


def test_the_joint_union_of_an_area_takes_people_in(session, unions):
    """Opinion 五（一）2: villages, neighbourhoods, parks, streets and buildings have joint unions."""
    assert code(finding.joint(session, "浦东新区", "张江镇", "喝茶大厦3楼")) == "tower"
    assert code(finding.joint(session, "浦东新区", "张江", "光明顶")) == "village"


def test_several_joint_unions_and_no_area_is_none_of_them(session, unions):
    assert finding.joint(session, "浦东新区", "张江镇") is None
    assert finding.joint(session, "浦东新区", "张江镇", "别的大厦") is None


def test_a_joint_union_of_the_whole_street_comes_before_none(session, unions, grow):
    grow("whole", "joint", unions["zhangjiang"], district="浦东新区", street="张江镇")
    assert code(finding.joint(session, "浦东新区", "张江镇")) == "whole"
    assert code(finding.joint(session, "浦东新区", "张江镇", "光明顶村")) == "village"


def test_without_a_street_the_districts_own_joint_union_counts(session, unions, grow):
    assert finding.joint(session, "浦东新区") is None  # the riders' takes in riders only
    grow("own", "joint", unions["pd"], district="浦东新区")
    assert code(finding.joint(session, "浦东新区")) == "own"


@pytest.mark.parametrize(
    "name",
    [
        "上海日月神教（集团）有限公司",
        "上海日月神教(集团)有限公司",
        "上海 日月神教（集团）有限公司",
        "上海日月神教（集團）有限公司",
    ],
)
def test_an_enterprise_union_is_found_however_its_name_is_set(session, unions, name):
    assert code(finding.enterprise(session, name)) == "firm"
    assert code(finding.enterprise(session, name, "浦东新区")) == "firm"


@pytest.mark.parametrize("name", ["日月神教", "上海日月神教（集团）有限公司花木分公司", "", None, "%", '"'])
def test_another_name_is_another_employer(session, unions, name):
    assert finding.enterprise(session, name) is None


def test_an_enterprise_of_another_district_is_another_one(session, unions):
    assert finding.enterprise(session, "上海日月神教（集团）有限公司", "青浦区") is None


def test_two_enterprise_unions_of_one_name_are_neither(session, unions, grow):
    grow("second", "enterprise", unions["zhangjiang"], district="浦东新区", employers=["上海日月神教（集团）有限公司"])
    assert finding.enterprise(session, "上海日月神教（集团）有限公司") is None


def test_names_of_latin_letters_are_told_apart_by_case(session, unions, grow):
    grow("abc", "enterprise", unions["huamu"], employers=["ABC"])
    assert code(finding.enterprise(session, "ABC")) == "abc"
    assert finding.enterprise(session, "AbC") is None


def test_a_joint_union_or_bureau_covers_employers_by_name(session, unions):
    assert code(finding.covering(session, "黑木崖茶馆", "浦东新区")) == "tower"
    assert code(finding.covering(session, "某某医院", "浦东新区")) == "bureau"
    assert finding.covering(session, "别的茶馆", "浦东新区") is None


def test_a_special_group_is_served_by_the_nearest_union_that_serves_it(session, unions, grow):
    """Opinion 五（二）3."""
    assert code(finding.serving(session, "rider", "浦东新区", "花木街道")) == "riders"
    grow("street-riders", "joint", unions["huamu"], district="浦东新区", street="花木街道", groups=["rider"])
    assert code(finding.serving(session, "rider", "浦东新区", "花木街道")) == "street-riders"
    assert code(finding.serving(session, "rider", "浦东新区", "张江镇")) == "riders"
    assert finding.serving(session, "rider", "青浦区") is None
    assert finding.serving(session, "care", "浦东新区") is None
    assert finding.serving(session, None, "浦东新区") is None


def test_a_union_for_the_whole_city_serves_every_district(session, unions, grow):
    grow("all-riders", "bureau", unions["city"], groups=["rider"])
    assert code(finding.serving(session, "rider", "青浦区")) == "all-riders"
    assert code(finding.serving(session, "rider")) == "all-riders"
    assert code(finding.serving(session, "rider", "浦东新区")) == "riders"


def test_a_service_point_is_the_streets_then_the_districts_then_the_citys(session, unions, grow):
    grow("city-aid", "city", unions["city"], kind="legal_aid_office")
    assert code(finding.service_point(session, "legal_aid_office", "浦东新区", "花木街道")) == "city-aid"
    grow("pd-aid", "district", unions["pd"], kind="legal_aid_office", district="浦东新区")
    assert code(finding.service_point(session, "legal_aid_office", "浦东新区", "花木街道")) == "pd-aid"
    grow("huamu-aid", "street", unions["huamu"], kind="legal_aid_office", district="浦东新区", street="花木街道")
    assert code(finding.service_point(session, "legal_aid_office", "浦东新区", "花木街道")) == "huamu-aid"
    assert code(finding.service_point(session, "legal_aid_office", "青浦区")) == "city-aid"
    assert finding.service_point(session, "rest_stop", "浦东新区") is None


def test_a_service_point_is_no_union(session, grow):
    city = grow("city", "city")
    grow("aid", "district", city, kind="legal_aid_office", district="浦东新区")
    assert finding.district(session, "浦东新区") is None


def test_closed_ones_are_never_found(session, unions):
    for row in unions.values():
        row.closed = True
    session.flush()
    assert finding.city(session) is None
    assert finding.street(session, "浦东新区", "花木街道") is None
    assert finding.enterprise(session, "上海日月神教（集团）有限公司") is None
    assert finding.serving(session, "rider", "浦东新区") is None


def test_the_union_of_one_enterprise_serves_its_own_people_only(session, unions, grow):
    grow("parcels", "enterprise", unions["huamu"], district="浦东新区", street="花木街道", groups=["rider"])
    assert code(finding.serving(session, "rider", "浦东新区", "花木街道")) == "riders"
