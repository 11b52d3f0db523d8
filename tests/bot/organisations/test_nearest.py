import pytest

from bot.organisations.nearest import by_words, metres_between, nearest

# Made-up points around People's Square.
LATITUDE, LONGITUDE = 31.2304, 121.4737


@pytest.fixture
def points(grow):
    city = grow("city", "city")
    district = grow("pd", "district", city, district="浦东新区")
    huamu = grow("huamu", "street", district, district="浦东新区", street="花木街道")
    grow("zhangjiang", "street", district, district="浦东新区", street="张江镇")
    grow("qp", "district", city, district="青浦区")
    near = {"kind": "service_station", "district": "浦东新区"}
    grow("far", "district", district, latitude=LATITUDE + 0.1, longitude=LONGITUDE, **near)
    grow("close", "district", district, latitude=LATITUDE + 0.01, longitude=LONGITUDE, **near)
    rest = {**near, "kind": "rest_stop", "street": "花木街道"}
    grow("rest", "street", huamu, latitude=LATITUDE, longitude=LONGITUDE + 0.02, **rest)
    grow("tower", "joint", huamu, district="浦东新区", street="花木街道", areas=["喝茶大厦"])


def codes(found):
    return [one.organisation.code for one in found]


def test_the_nearest_come_first_with_their_distance(session, points):
    found = nearest(session, LATITUDE, LONGITUDE)
    assert codes(found) == ["close", "rest", "far"]
    assert [one.metres for one in found] == pytest.approx([1112, 1902, 11119], abs=2)


def test_only_wanted_kinds_and_open_ones_count(session, points, grow):
    grow("closed", "city", kind="rest_stop", latitude=LATITUDE, longitude=LONGITUDE, closed=True)
    assert codes(nearest(session, LATITUDE, LONGITUDE, kinds=("rest_stop",))) == ["rest"]
    assert codes(nearest(session, LATITUDE, LONGITUDE, limit=1)) == ["close"]


def test_an_enterprises_own_union_is_nowhere_to_send_others(session, points, grow):
    inside = {"district": "浦东新区", "areas": ["喝茶大厦"], "latitude": LATITUDE, "longitude": LONGITUDE}
    grow("firm", "enterprise", **inside)
    assert "firm" not in codes(nearest(session, LATITUDE, LONGITUDE))
    assert "firm" not in codes(by_words(session, "喝茶大厦"))
    grow("mediators", "enterprise", kind="mediation_committee", **inside)
    assert codes(nearest(session, LATITUDE, LONGITUDE))[0] == "mediators"


def test_without_known_positions_there_is_none(session, grow):
    grow("city", "city")
    assert nearest(session, LATITUDE, LONGITUDE) == []


def test_distances_are_right_between_known_cities():
    # Shanghai to Beijing, about 1,067 km as the crow flies.
    assert metres_between(31.2304, 121.4737, 39.9042, 116.4074) == pytest.approx(1_067_000, rel=0.01)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("花木街道的工会在哪", ["huamu", "rest", "tower"]),
        ("我在浦东张江", ["zhangjiang", "close", "far"]),
        ("喝茶大厦附近有工会吗", ["tower"]),
        ("喝茶大廈", ["tower"]),
        ("青浦区", ["qp"]),
        ("不知道在哪里", []),
    ],
)
def test_places_in_words_are_understood(session, points, text, wanted):
    assert codes(by_words(session, text)) == wanted


def test_with_only_a_district_named_its_service_points_follow(session, points):
    stations = ("service_station", "rest_stop")
    assert codes(by_words(session, "浦东新区哪里有驿站", kinds=stations)) == ["close", "far", "rest"]
    assert codes(by_words(session, "浦东新区哪里有驿站", kinds=("rest_stop",))) == ["rest"]
