"""An existing register comes in whole or not at all, every bad row named; one person is one member."""

import threading

import pytest
import sqlalchemy as sa

from bot import sheets
from bot.membership import applying, changing, deciding, importing
from bot.membership.model import Lead, Member, MembershipEvent
from bot.staff.model import Audit
from tests.support.membership import NOON, actions, count, number_of, person, the_member

HEAD = "姓名,身份证号,手机号,所在工会,单位,区,街镇,就业群体,会费类别,会员卡,入会日期,会籍状态"


def row(
    n=1,
    name="张三丰",
    number=None,
    phone="13800000001",
    union="310115001L1",
    rest="上海暮云商贸有限公司,浦东,张江,,,,,",
):
    return f"{name},{number or number_of(n)},{phone},{union},{rest}"


def take(database, *lines, head=HEAD, **more):
    sheet = sheets.parse("会员.csv", "\n".join((head, *lines)).encode(), importing.COLUMNS, importing.REQUIRED)
    with database.work() as session:
        outcome = importing.take(session, sheet, **more)
        if outcome.done:
            session.commit()
    return outcome


def problems(outcome):
    return [str(problem) for problem in outcome.problems]


def test_a_row_becomes_a_member_with_everything_that_it_says(database, unions):
    full = "上海暮云商贸有限公司,浦东,张江,快递员,定额,已发,2020年1月5日,保留会籍"
    outcome = take(database, row(rest=full))
    assert (outcome.added, outcome.changed, outcome.same, outcome.problems, outcome.done) == (1, 0, 0, (), True)
    with database.reading() as session:
        member = the_member(session)
        assert (member.name, member.phone, member.id_number) == ("张三丰", "13800000001", number_of(1))
        assert (member.district, member.street, member.special_group) == ("浦东新区", "张江镇", "courier")
        assert (member.dues, member.card, member.state, str(member.joined_on)) == (
            "fixed",
            "issued",
            "retained",
            "2020-01-05",
        )
        assert (member.organisation_id, member.source, member.employer_id) == (unions.joint, "import", 1)
        assert actions(session) == [("imported", "system")]
        assert session.execute(sa.select(Audit.action, Audit.detail)).one() == (
            "members_imported",
            "1 added, 0 changed",
        )


def test_importing_again_changes_nothing_and_an_empty_cell_keeps_what_is_there(database, unions):
    take(database, row())
    assert (take(database, row(phone="")).same, count(database, MembershipEvent)) == (1, 1)
    outcome = take(database, row(phone="13900000000"))
    assert (outcome.added, outcome.changed, outcome.same) == (0, 1, 0)
    with database.reading() as session:
        member = the_member(session)
        assert (member.phone, member.events[-1].detail) == ("13900000000", {"changed": ["phone", "phone_hash"]})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row(name=""), "缺少姓名"),
        (row(number=number_of(1)[:-2] + "00"), "身份证号的校验码不对"),
        (row(number="3.10101E+17"), "身份证号被表格软件变成了科学计数"),
        (row(number="310101199013011234"), "身份证号里的出生日期不对"),
        (row(phone="1380000"), "手机号应为 11 位"),
        (row(union="不存在的工会"), "所在工会“不存在的工会”没有找到"),
        (row(union=""), "缺少所在工会"),
        (row(rest="某店,浦西区,,,,,,"), "不是上海 16 个区之一"),
        (row(rest="某店,浦东,莘庄镇,,,,,"), "浦东新区没有叫“莘庄镇”的街镇"),
        (row(rest="某店,,张江,,,,,"), "填了街镇，没有填区"),
        (row(rest="某店,浦东,,飞行员,,,,"), "特殊群体应为"),
        (row(rest="某店,浦东,,,免费,,,"), "会费类别“免费”不认识"),
        (row(rest="某店,浦东,,,,,去年,"), "入会日期“去年”不是日期"),
        (row(rest="某店,浦东,,,,,2027-01-01,"), "还没有到"),
        (row(rest="某店,浦东,,,,,,已离开"), "会籍状态“已离开”不认识"),
        (row(rest="某店,浦东,,,,,,,多,了"), "格子比列名多"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_reason_and_nothing_is_taken(database, unions, line, reason):
    outcome = take(database, row(2), line)
    (problem,) = problems(outcome)
    assert problem.startswith("第 3 行：") and reason in problem
    assert not any(value in problem for value in (number_of(1), "张三丰", "13800000001"))
    assert (outcome.done, count(database, Member)) == (False, 0)


def test_with_skip_bad_the_rest_is_taken(database, unions):
    outcome = take(database, row(1), row(2, phone="12"), row(3), skip_bad=True)
    assert (outcome.added, outcome.done, len(outcome.problems)) == (2, True, 1)
    assert count(database, Member) == 2


def test_one_person_twice_in_a_file_is_named_at_the_second_line(database, unions):
    with_x = next(number for n in range(99) if (number := number_of(n)).endswith("X"))
    again = row(number=with_x.lower(), name="张叁丰")
    assert problems(take(database, row(number=with_x), row(1), again)) == ["第 4 行：与第 2 行是同一个身份证号"]


def test_a_person_of_the_register_is_not_renamed_moved_or_brought_back_by_a_file(database, enrolled, staff, unions):
    enrolled(1)
    enrolled(2)
    gone = enrolled(3)
    with database.work() as session:
        changing.leave(session, gone, staff.street, "resigned")
        session.commit()
    outcome = take(database, row(1, name="李四"), row(2, union="徐汇区总工会"), row(3))
    assert [problem.split("：")[1] for problem in problems(outcome)] == [
        "这个身份证号在名册里是另一个姓名，请核对",
        "此人的会籍在另一家工会，换工会请办会籍接转",
        "名册里此人已经离开，要重新入会请走入会申请",
    ]


def test_one_union_can_be_named_for_the_whole_file(database, unions):
    assert take(database, row(union=""), organisation="徐汇区总工会").added == 1
    with database.reading() as session:
        assert the_member(session).organisation_id == unions.xuhui


def test_enough_people_of_one_employer_open_a_lead(database, unions):
    outcome = take(database, *(row(n) for n in range(3)), threshold=3)
    assert (outcome.leads, count(database, Lead)) == (1, 1)


def test_imports_of_one_person_at_once_are_one_member(database, unions):
    outcomes = []
    threads = [threading.Thread(target=lambda: outcomes.append(take(database, row(1)).added)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [0, 0, 1]
    assert (count(database, Member), count(database, MembershipEvent)) == (1, 1)


def test_an_import_and_an_enrolment_of_one_person_at_once_are_one_member(database, unions, staff):
    with database.work() as session:
        application = applying.apply(session, person(1), None, None, "test:1").application
        deciding.check(session, application.id, staff.city)
        deciding.approve(session, application.id, staff.city)
        session.commit()
    problems = []

    def enrol():
        with database.work() as session:
            deciding.enrol(session, application.id, staff.city)
            session.commit()

    def attempt(step):
        try:
            step()
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=attempt, args=(step,)) for step in (enrol, lambda: take(database, row(1)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (problems, count(database, Member)) == ([], 1)


def test_the_day_is_counted_in_shanghai(database, unions):
    assert take(database, row(rest=f"某店,浦东,,,,,{NOON.date()},")).added == 1
