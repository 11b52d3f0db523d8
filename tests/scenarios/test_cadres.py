"""Cadres from outside: tying a WeChat to an account at the desk, what that opens, and losing all of it again."""

import re

import pytest
import sqlalchemy as sa

from bot import clock
from bot.staff.model import BindingCode
from tests.scenarios.talk import ask, hear, number_in, tell

# Nobody else in the scenarios has anything to do with this street: its cases are those of these tests.
STREET, DISTRICT = "五角场街道总工会", "杨浦区总工会"
FUNDS = "工会经费怎么算"
TO_CADRES = "工会要做的"  # in the cadre's wording of the answer to it
GRIEVANCE = (
    "我要投诉，我叫黄蓉，电话13800000011，在{place}的上海青石饭店（虚构）上班，"
    "老板拖欠我三个月工资一共一万八，就我一个人"
)


@pytest.fixture
def simulator(system):
    with system.simulator() as client:
        yield client
        client.clear_faults()


@pytest.fixture(scope="module")
def street(system):
    """Somebody of the street's union, signed in at the desk."""
    return system.account("huangyaoshi", "黄药师", STREET)


@pytest.fixture
def cadre(simulator, street):
    """The same person on their WeChat, which is tied to the account."""
    person = simulator.person("黄药师", follow=True)
    assert "绑好了" in ask(person, f"绑定 {street.binding_code()}")
    return person


def filed(person, place):
    """File a grievance that is told in one sentence and return its number."""
    return number_in(tell(person, GRIEVANCE.format(place=place), "同意", "不匿名", "确认提交"))


def to_do(person):
    """Return the numbers of the cases that 我的工单 lists."""
    return set(re.findall(r"[①-⑳] (\d{13}) ", ask(person, "我的工单")))


def test_a_cadre_gets_their_wording_and_services_with_the_code_and_loses_them_with_unbinding(simulator, street):
    person = simulator.person("岳不群", follow=True)
    before = ask(person, FUNDS)
    assert TO_CADRES not in before and "第43条" in before
    assert "工会主席" in ask(person, "我要请上级工会出面")  # whether they are one
    ask(person, "取消")
    greeted = ask(person, f"绑定 {street.binding_code()}")
    assert "账号“黄药师”" in greeted and "1. 我的工单" in greeted
    after = ask(person, FUNDS)
    assert TO_CADRES in after and "第43条" in after
    assert "您同意吗" in ask(person, "我要请上级工会出面")  # not asked what the account says already
    ask(person, "取消")
    assert "确定把这个微信和账号" in ask(person, "解绑")
    assert "解绑好了" in ask(person, "确定解绑")
    assert ask(person, FUNDS) == before
    assert "工会主席" in ask(person, "我要报告群体纠纷")
    ask(person, "取消")
    assert "没有登记过" in ask(person, "我的工单")


def test_a_code_that_is_wrong_used_or_too_old_ties_nothing(system, simulator, street, cadre):
    person = simulator.person("左冷禅", follow=True)
    used = street.binding_code()
    assert "绑好了" in ask(cadre, f"绑定 {used}")
    old = street.binding_code()
    database = system.database()
    with database.work() as session:  # a quarter of an hour goes by
        session.execute(sa.update(BindingCode).values(expires_at=clock.now()))
        session.commit()
    database.close()
    wrong = f"{(int(old) + 1) % 10**8:08d}"
    for code in (used, old, wrong):
        assert "这个绑定码不能用" in ask(person, f"绑定 {code}"), code
    assert "8 位数字" in ask(person, "绑定 1234")
    ask(person, "取消")
    assert TO_CADRES not in ask(person, FUNDS)
    assert TO_CADRES in ask(cadre, FUNDS)  # whose WeChat stays tied


def test_a_cadre_accepts_notes_and_closes_by_chat_and_the_worker_hears_of_it(simulator, street, cadre):
    worker, elsewhere = simulator.person("黄蓉", follow=True), simulator.person("郭靖", follow=True)
    number = filed(worker, "杨浦区五角场街道")
    filed(elsewhere, "虹口区")
    assert to_do(cadre) == {number}
    shown = ask(cadre, "1")
    assert "138****0011" in shown and "黄*" in shown and "黄蓉" not in shown
    seen = worker.state()["last"]
    assert "受理好了" in ask(cadre, "受理")
    assert "记好了" in ask(cadre, "记录：已电话联系，约好周三面谈")
    assert "确定办结吗" in tell(cadre, "办结", "饭店已把欠的工资打到您卡上，请查收")
    assert "办结好了" in ask(cadre, "1")
    assert worker.next_message(after=seen, where=lambda message: "饭店已把欠的工资" in message["text"])
    told = "".join(message["text"] for message in worker.received(seen))
    assert f"{STREET}已经接手" in told and "约好周三面谈" not in told
    assert to_do(cadre) == set()
    case = street.get(f"/cases/{number}").json()
    assert (case["state"], case["assignee"]) == ("resolved", "黄药师")
    assert "约好周三面谈" in str(case["events"])


def test_a_disabled_account_is_no_cadres_any_more_at_once(system, simulator):
    mine = system.account("linghuchong", "令狐冲", STREET)
    person = simulator.person("令狐冲", follow=True)
    ask(person, f"绑定 {mine.binding_code()}")
    assert TO_CADRES in ask(person, FUNDS)
    ask(person, "我的工单")
    account = mine.get("/staff/me").json()["id"]
    unused = mine.binding_code()
    assert system.desk().post(f"/staff/{account}/disable").status_code == 200
    assert "没有登记过" in ask(person, "我的工单")
    assert TO_CADRES not in ask(person, FUNDS)
    assert "不能用" in ask(person, f"绑定 {unused}")
    assert mine.get("/staff/me").status_code == 401


def test_a_report_by_chat_alarms_street_and_district_at_once(system, simulator, street, cadre):
    district = system.account("hongqigong", "洪七公", DISTRICT)
    other = system.account("ouyangfeng", "欧阳锋", "虹口区总工会")
    assert "110、120" in ask(cadre, "我要报告群体纠纷")
    summary = tell(
        cadre,
        "同意",
        "上海白驼山玩具厂（虚构）",
        "杨浦区五角场街道",
        "两个月没发工资，老板联系不上",
        "200人",
        "一百多人聚在厂门口，没有冲突",
        "说明天上午去区政府",
        "公司工会主席和派出所民警",
        "洪七公",
        "13800000012",
    )
    assert "200人" in summary and "138****0012" in summary
    number = number_in(hear(cadre, "确认提交", "它的上级工会"))
    case = street.get(f"/cases/{number}").json()
    assert (case["kind"], case["urgency_label"], case["organisation"]) == ("risk_report", "特急", STREET)

    def alarms(desk):
        rows = desk.get("/warnings/alarms").json()["alarms"]
        return [row["number"] for row in rows if row["employer"] == "上海白驼山玩具厂（虚构）"]

    ((warning,), (same,)) = alarms(street), alarms(district)
    assert warning == same and alarms(other) == []
    page = district.http.get(f"/desk/warnings/{warning}").text
    for words in ("特急", "工会干部上报", "约 200 人", number, STREET, DISTRICT, "聚集"):
        assert words in page, words
    assert number in tell(cadre, "我的工单")
    csrf = street.http.headers["X-CSRF-Token"]
    confirmed = street.http.post(f"/desk/warnings/{warning}/confirm", data={"csrf": csrf, "text": "已到现场"})
    assert confirmed.status_code == 200
    assert alarms(district) == []
