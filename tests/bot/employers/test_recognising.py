"""Recognising employers: written differently, one employer (issue 4: 全称, 简称, 没有上海, 错一个字)."""

import threading

import pytest
import sqlalchemy as sa

from bot.employers.model import Employer, EmployerName
from bot.employers.recognising import recognise


@pytest.mark.parametrize("written", ["恒昌电子", "恒昌电子科技有限公司", "恒昌", "横昌电子", "恆昌電子", "恒昌电子厂"])
def test_another_spelling_is_the_same_employer(database, written):
    with database.work() as session:
        first = recognise(session, "上海恒昌电子科技有限公司", "松江区", "新桥镇")
        assert recognise(session, written, "松江区") is first


@pytest.mark.parametrize(
    "written, district",
    [("恒达电子", "松江区"), ("恒昌物流", "松江区"), ("恒昌电子", "闵行区"), ("昌恒电子", "松江区")],
)
def test_another_employer_is_a_new_one(database, written, district):
    with database.work() as session:
        first = recognise(session, "上海恒昌电子科技有限公司", "松江区")
        assert recognise(session, written, district).id != first.id


@pytest.mark.parametrize("written", [None, "", "不知道", "XX公司", "老板个人", "电子厂"])
def test_what_names_nobody_is_no_employer(database, written):
    with database.work() as session:
        assert recognise(session, written, "松江区") is None
        assert session.execute(sa.select(sa.func.count(Employer.id))).scalar_one() == 0


def test_a_new_employer_keeps_its_name_and_place(database):
    with database.work() as session:
        employer = recognise(session, " 恒昌电子 ", "松江区", "新桥镇")
        assert (employer.name, employer.district, employer.street) == ("恒昌电子", "松江区", "新桥镇")


def test_the_fullest_name_becomes_the_employers(database):
    with database.work() as session:
        employer = recognise(session, "恒昌电子", "松江区")
        recognise(session, "上海恒昌电子有限公司", "松江区")
        recognise(session, "恒昌", "松江区")
        assert employer.name == "上海恒昌电子有限公司"
        assert len(session.execute(sa.select(EmployerName)).scalars().all()) == 3


def test_branches_of_one_brand_are_one_employer_in_a_district_and_two_in_two(database):
    with database.work() as session:
        zhangjiang = recognise(session, "大润发张江店")
        assert recognise(session, "大润发康桥店", "浦东新区") is zhangjiang
        assert recognise(session, "大润发杨浦店", "杨浦区") is not zhangjiang
        assert recognise(session, "大润发", "杨浦区").district == "杨浦区"


def test_the_registered_name_is_the_company_wherever_it_is_said_to_be(database):
    with database.work() as session:
        company = recognise(session, "上海恒昌电子有限公司", "松江区")
        assert recognise(session, "上海市恒昌电子有限公司", "闵行区") is company


def test_a_name_without_a_place_is_the_employer_known_by_it_and_takes_its_first_place(database):
    with database.work() as session:
        somewhere = recognise(session, "恒昌电子")
        assert recognise(session, "上海恒昌电子有限公司", "松江区") is somewhere
        assert somewhere.district == "松江区"


def test_a_name_without_a_place_that_could_be_several_employers_is_none_of_them(database):
    with database.work() as session:
        shops = [recognise(session, "大润发", district) for district in ("杨浦区", "宝山区")]
        somewhere = recognise(session, "大润发")
        assert somewhere not in shops
        assert somewhere.district is None
        assert recognise(session, "大润发超市", "宝山区") is shops[1]


def test_a_spelling_met_before_stays_with_its_employer(database):
    """What staff decided is found first and never changed."""
    with database.work() as session:
        first = recognise(session, "恒昌电子", "松江区")
        other = Employer(name="别家")
        session.add(other)
        session.flush()
        session.execute(sa.update(EmployerName).values(employer_id=other.id, by_staff=True))
        assert recognise(session, "恒昌电子", "松江区").id == other.id != first.id
        assert recognise(session, "恒昌电子厂", "松江区").id == other.id


@pytest.mark.parametrize(
    "spellings",
    [["恒昌电子"] * 6, ["恒昌电子", "上海恒昌电子有限公司", "横昌电子", "恒昌电子厂", "恒昌", "恆昌電子"]],
)
def test_processes_that_meet_a_new_employer_at_once_make_one(database, spellings):
    start, found, failures = threading.Barrier(len(spellings)), [], []

    def meet(written):
        try:
            start.wait()
            with database.work() as session:
                found.append(recognise(session, written, "松江区").id)
                session.commit()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=meet, args=(written,)) for written in spellings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(set(found)) == 1
    with database.reading() as session:
        assert session.execute(sa.select(sa.func.count(Employer.id))).scalar_one() == 1
        assert session.execute(sa.select(sa.func.count(EmployerName.id))).scalar_one() == len(set(spellings))
