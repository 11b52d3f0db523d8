import pytest

from bot.entities.employers import employer, find


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("大润发", "大润发"),
        ("上海恒昌物流有限公司", "上海恒昌物流有限公司"),
        ("恒昌", "恒昌"),
        ("我在恒昌电子厂上班", "恒昌电子厂"),
        ("叫恒昌", "恒昌"),
        ("上海恒昌（集团）有限公司", "上海恒昌（集团）有限公司"),
        ("KFC", "KFC"),
    ],
)
def test_an_answer_to_where_do_you_work(answer, value):
    assert employer(answer) == value


@pytest.mark.parametrize(
    "answer", ["", "不知道", "没有", "一家电子厂", "电子厂", "公司", "工地", "浦东", "私企", "不想说", "我忘了", "110"]
)
def test_an_answer_that_names_no_employer_gives_nothing(answer):
    assert employer(answer) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("我在浦东张江的光明电子厂", "光明电子厂"),
        ("永福养老院克扣工资", "永福养老院"),
        ("松江的金鼎钢管厂把我辞退了", "金鼎钢管厂"),
        ("在中建八局三公司的工地", "中建八局三公司"),
        ("同济物业的保安", "同济物业"),
    ],
)
def test_a_proper_name_with_a_trade_is_an_employer_wherever_it_stands(said, value):
    assert employer(said) == value


@pytest.mark.parametrize(
    "said",
    [
        "我在浦东张江的一家电子厂",
        "隔壁服装厂都发钱了",
        "去年去了苏州电子厂",
        "牙科诊所把好牙拔了",
        "得了重病保险公司不赔",
        "村里几十家小厂",
        "小区物业的保安",
        "孩子上幼儿园",
        "我堂弟在苏州上班",
    ],
)
def test_what_only_describes_an_employer_names_none(said):
    assert {entity.kind for entity in find(said)} == set()


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("我在大海（上海）服饰有限公司上班", "大海（上海）服饰有限公司"),
        ("上海明日电子有限公司（虚构）拖欠我工资", "上海明日电子有限公司（虚构）"),
        ("我是闵行莘庄上海飞鹰塑胶制品厂的工会主席", "上海飞鹰塑胶制品厂"),
        ("我在饿了么跑单", "饿了么"),
    ],
)
def test_a_name_is_whole_and_has_no_address_before_it(said, value):
    assert [entity.value for entity in find(said)] == [value]
