from datetime import date

import pytest

from bot.membership.model import Member
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.staff.model import Staff
from bot.statistics import members


@pytest.fixture
def filled(database):
    """Two riders and one more in Pudong, one in Huangpu who has left."""
    with database.work() as session:
        unions = [
            Organisation(code=code, name=f"{district}总工会", level="district", district=district)
            for code, district in (("PD", "浦东新区"), ("HP", "黄浦区"))
        ]
        session.add_all(unions)
        session.flush()
        for union in unions:
            tree.place(session, union)
        for number, (union, group, left) in enumerate(
            [(0, "rider", None), (0, "rider", None), (0, None, None), (1, None, date(2026, 3, 1))]
        ):
            session.add(
                Member(
                    name="张三丰",
                    name_hash="n",
                    id_number="-",
                    id_hash=str(number),
                    district=unions[union].district,
                    special_group=group,
                    organisation_id=unions[union].id,
                    state="left" if left else "member",
                    source="import",
                    joined_on=date(2026, 2, 1),
                    left_on=left,
                )
            )
        staff = Staff(username="pd", name="张三丰", password_hash="-", organisation_id=unions[0].id)
        city = Staff(username="city", name="张三丰", password_hash="-")
        session.add_all([staff, city])
        session.commit()
    return database, city, staff


def test_members_are_counted_by_district_with_people_s_words_above_them(filled):
    database, city, _ = filled
    with database.reading() as session:
        table = members.figures(session, city, "district")
    assert {row.label: (row.values["members"], row.values["left"]) for row in table.rows} == {
        "浦东新区": (3, 0),
        "黄浦区": (0, 1),
    }
    assert [column.label for column in table.columns][:3] == ["会员", "企业外会员", "特殊就业群体会员"]
    assert table.total.values["joined"] == 4


def test_groups_have_their_chinese_names_and_the_others_a_line_of_their_own(filled):
    database, city, _ = filled
    with database.reading() as session:
        rows = members.figures(session, city, "group").rows
    assert {row.label: row.values.get("members") for row in rows} == {"没有写明": 1, "网约送餐员": 2}


def test_days_cut_what_happened_and_not_what_stands(filled):
    database, city, _ = filled
    with database.reading() as session:
        table = members.figures(session, city, "district", since=date(2026, 2, 15))
    assert (table.total.values["members"], table.total.values["joined"], table.total.values["left"]) == (3, 0, 1)
    assert table.title == "会员统计：按区（2026-02-15 起）"


def test_a_union_counts_its_own_branch(filled):
    database, _, staff = filled
    with database.reading() as session:
        table = members.figures(session, staff, "month")
    assert [(row.key, row.values["joined"]) for row in table.rows] == [("2026-02", 3)]
    assert table.total.values["left"] == 0
