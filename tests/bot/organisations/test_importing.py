import threading
import time

import pytest
import sqlalchemy as sa

from bot import sheets
from bot.cases.model import Case
from bot.membership.model import Member
from bot.organisations import importing, tree
from bot.organisations.model import Organisation
from bot.organisations.reading import COLUMNS

TREE = """
编码 | 名称 | 层级 | 类别 | 上级编码 | 区 | 街镇 | 覆盖单位 | 电话
C | 市总工会 | 市 | | | | | |
PD | 浦东新区总工会 | 区 | | C | 浦东新区 | | |
QP | 青浦区总工会 | 区 | | C | 青浦区 | | |
HM | 花木街道总工会 | 街镇 | | PD | 浦东新区 | 花木街道 | |
XJ | 徐泾镇总工会 | 街镇 | | QP | 青浦区 | 徐泾 | |
F1 | 日月神教工会 | 企业 | | HM | | | 日月神教有限公司 |
S1 | 花木服务站 | | 职工服务站 | HM | | | | 12351
"""


def row_of(session, code):
    return session.execute(sa.select(Organisation).where(Organisation.code == code)).scalar_one_or_none()


def reasons(outcome):
    assert not outcome.done
    return {problem.line: problem.reason for problem in outcome.problems}


def count(session):
    return session.execute(sa.select(sa.func.count()).select_from(Organisation)).scalar_one()


def test_organisations_are_added_with_their_tree(session, take):
    outcome = take(TREE)
    assert (outcome.added, outcome.changed, outcome.same, outcome.problems) == (7, 0, 0, ())
    firm = row_of(session, "F1")
    assert [above.code for above in tree.line_above(session, firm.id)] == ["HM", "PD", "C"]
    assert firm.employers == ["日月神教有限公司"]


def test_what_a_row_leaves_open_comes_from_the_one_above(session, take):
    take(TREE)
    assert (row_of(session, "F1").district, row_of(session, "F1").street) == ("浦东新区", "花木街道")
    station = row_of(session, "S1")
    assert (station.level, station.kind, station.street) == ("street", "service_station", "花木街道")


def test_a_streets_everyday_name_is_kept_as_the_official_one(session, take):
    take(TREE)
    assert row_of(session, "XJ").street == "徐泾镇"


def test_the_same_file_again_changes_nothing(session, take):
    take(TREE)
    before = {row.code: row.changed_at for row in session.execute(sa.select(Organisation)).scalars()}
    outcome = take(TREE)
    assert (outcome.added, outcome.changed, outcome.same) == (0, 0, 7)
    session.flush()
    session.expire_all()
    assert {row.code: row.changed_at for row in session.execute(sa.select(Organisation)).scalars()} == before


def test_a_known_code_is_updated_and_absent_rows_and_columns_stay(session, take):
    take(TREE)
    outcome = take("编码 | 名称 | 服务时间\nF1 | 黑木崖工会 | 周一 9:00")
    assert (outcome.added, outcome.changed, outcome.same) == (0, 1, 0)
    firm = row_of(session, "F1")
    assert (firm.name, firm.hours, firm.employers, firm.level) == (
        "黑木崖工会",
        "周一 9:00",
        ["日月神教有限公司"],
        "enterprise",
    )
    assert count(session) == 7


def test_an_empty_cell_empties(session, take):
    take(TREE)
    take("编码 | 电话\nS1 | ")
    assert row_of(session, "S1").phone is None


def test_a_changed_parent_moves_the_branch(session, take):
    take(TREE)
    take("编码 | 上级编码 | 区 | 街镇\nF1 | XJ | |")
    firm = row_of(session, "F1")
    assert [above.code for above in tree.line_above(session, firm.id)] == ["XJ", "QP", "C"]
    assert (firm.district, firm.street) == ("青浦区", "徐泾镇")
    outcome = take("编码 | 名称 | 层级 | 上级编码\nJ | 联合工会 | 联合工会 | XJ\nF1 | 日月神教工会 | 企业 | J")
    assert (outcome.added, outcome.changed) == (1, 1)
    assert [above.code for above in tree.line_above(session, firm.id)] == ["J", "XJ", "QP", "C"]


def test_rows_may_stand_in_any_order(session, take):
    heading, *rows = TREE.strip().splitlines()
    assert take("\n".join([heading, *reversed(rows)])).added == 7
    assert len(tree.line_above(session, row_of(session, "F1").id)) == 3


def test_contacts_are_encrypted(session, take):
    take("编码 | 名称 | 层级 | 联系人\nC | 市总工会 | 市 | 张三丰 主席 13800000000")
    stored = session.execute(sa.text("SELECT contacts FROM organisations")).scalar_one()
    assert "张三丰" not in stored
    assert "13800000000" not in stored
    assert row_of(session, "C").contacts[0]["name"] == "张三丰"


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("X | 某工会 | 街镇 | | NO | 浦东新区 | 花木街道 | |", "上级编码 NO 没有找到"),
        ("X | 某工会 | 街镇 | | | 浦东新区 | 塘桥街道 | |", "缺少上级编码"),
        ("X | 某工会 | 街镇 | | C | 浦东新区 | 塘桥街道 | |", "层级“街镇”不能直接放在“市”（C）下面"),
        ("X | 某工会 | 区 | | PD | 徐汇区 | | |", "层级“区”不能直接放在“区”（PD）下面"),
        ("X | 某工会 | 企业 | | S1 | | | |", "是服务点"),
        ("X | 某服务站 | 区 | 职工服务站 | HM | | | |", "服务点的层级应与所属工会 HM 一致（街镇）"),
        ("X | 某服务站 | 市 | 职工服务站 | | | | |", "缺少上级编码"),
        ("X | 某工会 | | | HM | | | |", "缺少层级"),
        ("X | 某工会 | 区 | | C | | | |", "缺少区"),
        ("X | 某工会 | 街镇 | | PD | 浦东新区 | | |", "缺少街镇"),
        ("X | 某工会 | 街镇 | | PD | 浦东新区 | 黑木崖街道 | |", "浦东新区没有叫“黑木崖街道”的街镇"),
        ("X | 某工会 | 局 | | C | | 花木街道 | |", "没有填区"),
        ("X | 某工会 | 街镇 | | PD | 青浦区 | 赵巷镇 | |", "区“青浦区”与上级 PD 的“浦东新区”不一致"),
        ("X | 某工会 | 企业 | | HM | | 张江镇 | |", "街镇“张江镇”与上级 HM 的“花木街道”不一致"),
        ("X | 某工会 | 街镇 | | PD | 浦东新区 | 花木街道 | |", "与 HM 花木街道总工会 重复"),
        ("X | 某工会 | 区 | | C | 浦东新区 | | |", "与 PD 浦东新区总工会 重复"),
        ("X | 某工会 | 市 | | | | | |", "与 C 市总工会 重复"),
        ("X | 某工会 | 企业 | | X | | | |", "上级绕成了一圈"),
        ("PD | 别的 | 区 | | C | 浦东新区 | | |", "编码 PD 与第 3 行重复"),
        ("X | 某工会 | 企业 | | HM | | | | 1", "电话“1”的写法不对"),
    ],
)
def test_a_row_that_cannot_stand_is_refused_with_line_and_reason(session, take, row, part):
    found = reasons(take(f"{TREE.strip()}\n{row}"))
    assert list(found) == [9]
    assert part in found[9]
    assert count(session) == 0


def test_every_bad_row_is_reported_at_once(session, take):
    found = reasons(take(f"{TREE.strip()}\nX | | 企业 | | HM | | | | 1\nY | 某工会 | 省 | | NO | | | |"))
    assert found[9] == "缺少名称；电话“1”的写法不对，例：021-12345678、13800000000、12351，几个号码用顿号分开"
    assert set(found) == {9, 10}


def test_a_row_below_a_bad_one_is_not_called_bad_itself(session, take):
    assert set(reasons(take(TREE.replace("HM | 花木街道总工会", "HM | ")))) == {5}


def test_bad_rows_and_those_below_them_are_skipped_if_wanted(session, take):
    outcome = take(TREE.replace("HM | 花木街道总工会", "HM | "), skip_bad=True)
    assert outcome.done
    assert [(problem.line, problem.reason) for problem in outcome.problems] == [
        (5, "缺少名称"),
        (7, "上级 HM（第 5 行）没有导入"),
        (8, "上级 HM（第 5 行）没有导入"),
    ]
    assert outcome.added == 4
    assert row_of(session, "HM") is None


def test_skipping_goes_all_the_way_down(session, take):
    outcome = take(TREE.replace("| 区 | | C | 浦东新区", "| 区 | | NO | 浦东新区"), skip_bad=True)
    assert [problem.line for problem in outcome.problems] == [3, 5, 7, 8]
    assert outcome.added == 3


def test_below_a_skipped_row_whose_organisation_is_there_already_the_rest_is_taken(session, take):
    take(TREE)
    outcome = take(TREE.replace("HM | 花木街道总工会", "HM | ").replace("日月神教工会", "黑木崖工会"), skip_bad=True)
    assert [problem.line for problem in outcome.problems] == [5]
    assert row_of(session, "HM").name == "花木街道总工会"
    assert row_of(session, "F1").name == "黑木崖工会"


def test_a_circle_through_several_is_refused(session, take):
    take(TREE)
    table = "编码 | 名称 | 层级 | 上级编码\nA | 甲工会 | 联合工会 | B\nB | 乙工会 | 联合工会 | A\nD | 丙工会 | 企业 | B"
    assert set(reasons(take(table))) == {2, 3}
    outcome = take(table, skip_bad=True)
    assert [problem.line for problem in outcome.problems] == [2, 3, 4]
    assert (outcome.added, outcome.changed) == (0, 0)


def test_a_line_that_is_far_too_long_is_refused(session, take):
    rows = [f"F{number} | 某工会 | 企业 | {f'F{number - 1}' if number else 'C'}" for number in range(14)]
    found = reasons(take("编码 | 名称 | 层级 | 上级编码\nC | 市总工会 | 市 |\n" + "\n".join(rows)))
    assert set(found.values()) == {"上面超过了 12 层"}


def test_what_a_row_does_to_those_below_it_is_its_own_fault(session, take):
    take(TREE)
    found = reasons(take("编码 | 区\nHM | 青浦区"))
    assert list(found) == [2]
    found = reasons(take("编码 | 类别\nHM | 爱心驿站"))
    assert "下级 F1 日月神教工会" in found[2]


def test_a_union_closes_with_all_below_it(session, take):
    take(TREE)
    assert "下级 F1 日月神教工会：上级 HM 花木街道总工会 已停用" in reasons(take("编码 | 停用\nHM | 是"))[2]
    assert take("编码 | 停用\nHM | 是\nF1 | 是\nS1 | 是").changed == 3
    assert row_of(session, "HM").closed


def test_another_union_can_take_the_place_of_a_closed_one(session, take):
    take(TREE)
    table = """
编码 | 名称 | 层级 | 上级编码 | 区 | 街镇 | 停用
HM | 花木街道总工会 | 街镇 | PD | 浦东新区 | 花木街道 | 是
HM2 | 花木街道总工会 | 街镇 | PD | 浦东新区 | 花木街道 |
F1 | 日月神教工会 | 企业 | HM2 | | |
S1 | 花木服务站 | | HM2 | | |
"""
    outcome = take(table)
    assert (outcome.added, outcome.changed) == (1, 3)


def test_a_union_with_open_cases_is_not_closed(session, take):
    """Its cases would be nobody's: they are handed on first."""
    take(TREE)
    firm = row_of(session, "F1")
    for number, state in enumerate(("received", "resolved", "closed", "withdrawn")):
        case = Case(source_key=str(number), kind="grievance", summary="s", state=state, organisation_id=firm.id)
        session.add(case)
    assert reasons(take("编码 | 停用\nF1 | 是")) == {2: "还有 2 件没有办结的工单，请先转给别的工会再停用"}
    assert not take("编码 | 停用\nF1 | 是\nS1 | 是", skip_bad=True).problems[1:]
    assert not firm.closed
    assert row_of(session, "S1").closed


def test_a_union_with_members_is_not_closed(session, take):
    """Where a membership is held must be somewhere (opinion 四, first duty)."""
    take(TREE)
    person = {"name": "张三丰", "name_hash": "-", "id_number": "-", "source": "import"}
    for number, state in enumerate(("member", "retained", "left")):
        union = row_of(session, "F1").id
        session.add(Member(**person, id_hash=str(number), state=state, organisation_id=union))
    assert reasons(take("编码 | 停用\nF1 | 是")) == {2: "还有 2 名会员，请先转给别的工会再停用"}


def test_closing_what_is_closed_already_asks_nothing(session, take):
    take(TREE)
    row_of(session, "F1").closed = True
    session.add(Case(source_key="1", kind="grievance", summary="s", organisation_id=row_of(session, "F1").id))
    assert take("编码 | 停用\nF1 | 是").same == 1


def sheet_of(table):
    return sheets.parse("a.csv", table.encode(), COLUMNS, ("code",))


def test_two_imports_at_once_add_nothing_twice(database):
    table = "编码,名称,层级,上级编码,区\nC,市总工会,市,,\nPD,浦东新区总工会,区,C,浦东新区"
    start, outcomes = threading.Barrier(2), []

    def run() -> None:
        start.wait()
        with database.work() as session:
            outcomes.append(importing.take(session, sheet_of(table)))
            session.commit()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((outcome.added, outcome.same) for outcome in outcomes) == [(0, 2), (2, 0)]


def test_ten_thousand_rows_are_taken_in_quickly(session):
    streets = [f"J{number},联合工会{number},联合工会,PD,浦东新区,区域{number}" for number in range(100)]
    firms = [f"F{number},某某工会{number},企业,J{number % 100},," for number in range(9_900)]
    table = "\n".join(
        [
            "编码,名称,层级,上级编码,区,覆盖范围",
            "C,市总工会,市,,,",
            "PD,浦东新区总工会,区,C,浦东新区,",
            *streets,
            *firms,
        ]
    )
    began = time.monotonic()
    assert importing.take(session, sheet_of(table)).added == 10_002
    again = time.monotonic()
    assert importing.take(session, sheet_of(table)).same == 10_002
    # Far above what it takes on a quiet machine: it catches what grows with the square.
    assert again - began < 60
    assert time.monotonic() - again < 30
