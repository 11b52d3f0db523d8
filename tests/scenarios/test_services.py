"""The services from outside, through channel and dialogue model: joining, going to and fro, how a case stands."""

import re

import pytest

from tests.scenarios.talk import ask, file_grievance, hear, number_in, tell

ID_NUMBER = "11010519491231002X"  # made up; its check character is right


@pytest.fixture
def simulator(system):
    with system.simulator() as client:
        yield client
        client.clear_faults()


def test_a_rider_joins_by_typing_by_number_and_by_label(simulator):
    person = simulator.person("令狐冲", follow=True)
    assert "您同意吗" in ask(person, "我要入会")
    assert "会员" in ask(person, "1")
    assert "哪一类工作" in ask(person, "还不是")
    assert "哪家单位" in ask(person, "我是送外卖的")
    assert "哪个区" in ask(person, "上海青石配送有限公司")
    ask(person, "浦东新区张江镇")
    ask(person, "不清楚")
    assert "姓名" in ask(person, "没有")
    assert "身份证号" in ask(person, "张三丰")
    ask(person, "1")
    said = ask(person, ID_NUMBER)
    assert "手机号" in said and ID_NUMBER not in said
    summary = ask(person, "13800000000")
    assert "核对" in summary and "110105********002X" in summary
    assert re.search(r"编号是 R\d+", ask(person, "1"))


def test_one_service_is_left_for_another_and_gone_on_with(simulator):
    person = simulator.person("任盈盈", follow=True)
    ask(person, "我要投诉")
    ask(person, "同意")
    ask(person, "公司拖欠工资")
    assert "我们接着填" in ask(person, "查工单")  # a look beside the form, which is still open to Rasa behind it
    said = ask(person, "我要申请法律援助")
    assert "先留着，去办申请法律援助" in said
    assert "什么纠纷" in ask(person, "1")
    said = ask(person, "取消")
    assert "没有提交" in said and "登记诉求" in said
    assert "哪个区" in ask(person, "接着填")
    assert "七天" in ask(person, "等一下再说")
    assert "没填完" in ask(person, "你好")


def test_the_nearest_station_is_told_for_a_location_or_honestly_not(simulator):
    person = simulator.person("杨过", follow=True)
    assert "您在哪儿" in ask(person, "帮我找最近的工会服务站")
    push = person.location(31.2040, 121.5900, "张江镇")
    person.next_message(after=push)
    said = "\n".join(message["text"] for message in person.received(push))
    assert "12351" in said or "地址" in said or "没找到" in said


def test_a_person_sees_adds_to_and_withdraws_the_case_they_filed(simulator, desk):
    person = simulator.person("小龙女", follow=True)
    file_grievance(person, phone="13800000009")
    number = re.search(r"\d{13,}", ask(person, "确认提交"))[0]
    assert number in ask(person, "我的工单办得怎么样了")
    ask(person, "补充情况")
    assert "补充好了" in ask(person, "昨天又发了一千")
    ask(person, "撤回")
    hear(person, "确定撤回", "已经撤回")
    assert desk.get(f"/cases/{number}").json()["state"] == "withdrawn"


def test_hardship_is_taken_down_without_a_union_and_goes_to_the_street(simulator, desk):
    person = simulator.person("段誉", follow=True)
    tell(person, "我要申请困难帮扶", "1", "1", f"今年5月查出胃癌，自费花了8万多，身份证{ID_NUMBER}")
    summary = tell(person, "四口人，就我一个人挣钱", "没有", "2", "没有单位", "杨浦区四平路街道", "段誉", "13800000021")
    assert "8万多" in summary and ID_NUMBER not in summary
    number = number_in(ask(person, "1"))
    case = desk.get(f"/cases/{number}").json()
    assert (case["kind"], case["organisation"], case["employer"]) == ("hardship", "四平路街道总工会", None)
    told = {line["label"]: line["value"] for line in case["details"]}
    assert told == {
        "困难原因": "生病",
        "家庭情况": "四口人，就我一个人挣钱",
        "得到过的帮助": "没有",
        "会员": "不是会员",
    }
    assert ID_NUMBER not in str(case) and "13800000021" not in str(case)


def test_mediation_tells_the_desk_what_is_asked_and_whether_the_other_side_is_willing(simulator, desk):
    person = simulator.person("慕容复", follow=True)
    tell(person, "我要申请调解", "同意", "公司辞退我，补偿谈不拢", "上海明日电子厂（虚构）", "浦东新区张江镇", "1")
    summary = tell(person, "付经济补偿两万", "2", "慕容复", "微信联系")
    assert "付经济补偿两万" in summary
    number = number_in(ask(person, "确认提交"))
    case = desk.get(f"/cases/{number}").json()
    assert (case["kind"], case["people"], case["phone"]) == ("mediation", 1, None)
    assert {"label": "对方态度", "value": "不愿意调解"} in case["details"]


def test_a_calculator_takes_options_by_number_and_amounts_in_words(simulator):
    person = simulator.person("王语嫣", follow=True)
    ask(person, "帮我算经济补偿")
    assert "入职" in ask(person, "1")  # by its number
    assert "今天" in ask(person, "2021年3月1号")
    ask(person, "1")  # today
    said = ask(person, "八千")
    assert "8000元" in said and "《劳动合同法》" in said and "47" in said


def test_whoever_does_not_agree_leaves_nothing_behind(system, simulator, desk):
    person = simulator.person("阿朱", follow=True)
    before = desk.get("/cases").json()["cases"]
    assert "您同意吗" in ask(person, "我要申请困难帮扶，我叫阿朱，得了重病，电话13800000022")
    assert "什么都没有留下" in ask(person, "不同意")
    assert desk.get("/cases").json()["cases"] == before
    assert "没有登记过" in ask(person, "查工单")
    again = ask(person, "我要申请困难帮扶")
    assert "您同意吗" in again and "阿朱" not in again and "0022" not in again and "生病" not in again
