"""Whether two names mean one employer; the pairs of tests/employers/pairs.yml say what they should."""

import pytest

from bot.employers.core import core_of
from bot.employers.evaluation import HELD_OUT, TUNING, measure, read_pairs, report
from bot.employers.keys import keys_of
from bot.employers.matching import same
from bot.employers.sound import sounds


def test_there_are_200_pairs_in_two_halves_without_repetition():
    pairs = [(pair.first, pair.second) for half in (TUNING, HELD_OUT) for pair in read_pairs(half)]
    assert len(pairs) >= 200
    both = {frozenset(pair) for pair in pairs}
    assert len({frozenset((p.first, p.second)) for p in read_pairs(TUNING)} & both) == len(
        {frozenset((p.first, p.second)) for p in read_pairs(TUNING)}
    )
    tuned, held_out = ({frozenset((p.first, p.second)) for p in read_pairs(half)} for half in (TUNING, HELD_OUT))
    assert not tuned & held_out


@pytest.mark.parametrize("half", [TUNING, HELD_OUT])
def test_employers_are_told_apart_as_well_as_the_documentation_says(half):
    figures = measure(half)
    assert figures.precision >= 0.95
    assert figures.recall >= 0.95


def test_the_report_names_both_halves():
    lines = list(report(misses=True))
    assert lines[0].startswith("tuning: ") and lines[1].startswith("held_out: ")


@pytest.mark.parametrize("half", [TUNING, HELD_OUT])
def test_whoever_is_the_same_shares_a_key(half):
    for pair in read_pairs(half):
        a, b = core_of(pair.first), core_of(pair.second)
        if a and b and same(a, b, pair.first_district, pair.second_district):
            assert keys_of(a) & keys_of(b), (pair.first, pair.second)


def test_a_key_fits_into_its_column():
    assert max(len(key) for key in keys_of(core_of("装" * 60))) <= 40


def test_one_brand_in_two_districts_is_two_employers_but_one_registered_name_is_one():
    shop, company = core_of("大润发"), core_of("上海恒昌电子有限公司")
    assert not same(shop, shop, "杨浦区", "浦东新区")
    assert same(shop, shop, "杨浦区", None)
    assert same(company, company, "松江区", "闵行区")


def test_sounds_that_are_mixed_up_are_one():
    assert sounds("恒昌") == sounds("横仓") == ("hen", "can")
    assert sounds("ab恒") == ("a", "b", "hen")
