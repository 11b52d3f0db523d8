import contextlib
import io

import pytest

from bot.entities.lexicon import lexicon
from bot.entities.places import district, districts, find, official_street, street, streets


def test_there_are_sixteen_districts():
    assert len(districts()) == 16


@pytest.mark.parametrize("name", districts())
def test_each_district_is_known_by_full_and_short_name(name):
    assert district(name) == name
    assert district(name.removesuffix("新区").removesuffix("区")) == name


@pytest.mark.parametrize(("home", "name"), [(home, name) for home in districts() for name in streets(home)])
def test_each_street_tells_its_district(home, name):
    assert (district(name), street(name)) == (home, name)
    assert (district(f"我在{home}{name}"), street(f"我在{home}{name}")) == (home, name)


def test_every_short_name_of_a_street_belongs_to_a_street_of_its_district():
    for home, place in lexicon("places")["districts"].items():
        for known in place["known"]:
            assert official_street(known, home) or known in ("川沙镇", "江湾镇", "九里亭"), known


def test_the_list_of_streets_agrees_with_jionlp():
    with contextlib.redirect_stdout(io.StringIO()):
        from jionlp.dictionary.dictionary_loader import china_location_loader
    theirs = china_location_loader(detail=True)["上海市"]["上海市"]
    # Farms, parks and zones that are no street or town; 金海 has become a street since.
    zones = ("区", "农场", "林场", "园区", "金海社区")
    for home in districts():
        expected = {name for name in theirs[home] if not name.startswith("_") and not name.endswith(zones)}
        assert expected <= set(streets(home)), home


@pytest.mark.parametrize("text", ["", "苏州", "宝山路", "黄浦江", "新桥", "虹桥", "建设"])
def test_other_places_are_none_of_shanghais(text):
    assert district(text) is None
    assert street(text) is None


def test_the_official_name_is_found_for_what_people_write():
    assert official_street("张江", "浦东新区") == "张江镇"
    assert official_street("張江", "浦东新区") == "张江镇"
    assert official_street("曹杨", "普陀区") == "曹杨新村街道"
    assert official_street("张江", "宝山区") is None


def test_a_district_that_is_named_wins_over_one_that_is_implied():
    assert district("公司注册在张江，我在宝山上班") == "宝山区"
    assert street("公司注册在张江，我在宝山上班") is None


def test_where_somebody_works_comes_before_where_they_live():
    assert (district("我住九亭，在七宝上班"), street("我住九亭，在七宝上班")) == ("闵行区", "七宝")
    assert (district("我住九亭"), street("我住九亭")) == ("松江区", "九亭")


def test_a_road_alone_behind_its_district_is_the_street_of_its_name():
    assert [entity.value for entity in find("闵行区江川路")] == ["闵行区", "江川路"]
    assert official_street("江川路", "闵行区") == "江川路街道"
    assert [entity.value for entity in find("闵行区江川路1000号")] == ["闵行区"]
