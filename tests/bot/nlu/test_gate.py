"""What must not be left to probabilities."""

import pytest
import yaml

from bot.nlu.gate import (
    Subject,
    asked_of_us,
    decide,
    has_own_sum,
    is_crisis,
    may_bind,
    only_asks,
    subject_of,
    wants_computing,
    wants_filing,
    wants_human,
    wants_opinion,
    wishes_weighed,
)
from bot.nlu.normalize import normalize, plain
from bot.paths import ROOT

LIMITS = next(
    component
    for component in yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    if component["name"].endswith(".Gate")
)
HELD_OUT = ROOT / "tests" / "nlu"


@pytest.mark.parametrize(
    "text",
    [
        "我想跳楼",
        "不想活了",
        "要自杀",
        "再不给钱我要砍人",
        "他说要喝农药",
        "爬塔吊了",
        "有人爬上塔吊了",
        "工友晕倒喘不上气",
        "我要砍死老板",
        "法院不判我就杀了他",
        "快来救命",
        "工地塌方埋了人",
        "我想跳樓",
        "我爸掉下来没了，公司不赔，我也不想活了",
        "工友从架子上掉下来，呼吸没了，公司不叫救护车",
        "同事从脚手架上掉下来，老板走了没人管",
    ],
)
def test_danger_to_life_is_recognised(text: str) -> None:
    assert is_crisis(plain(text))


@pytest.mark.parametrize(
    "text",
    [
        "累死了",
        "气死我了",
        "老板作死",
        "讨薪要跳槽",
        "跳楼价甩卖",
        "死工资怎么算加班费",
        "岗位被砍掉了",
        "不想活动",
        "同事上班晕倒算工伤吗",
        "上个月触电住院了，能赔多少",
        "打死人判几年",
        "公司说信息泄露要我赔",
        "苯中毒诊断费谁出",
        "上班晕倒送医院当天人就没了",
        "从梯子上掉下来老板是个人",
        "我爸在工地上干活从架子上掉下来没了，公司一分钱不给",
        "厂里不肯赔，我哥被埋在里面没了",
        "汽车打不着火",
    ],
)
def test_what_only_sounds_like_danger_is_not_taken_for_it(text: str) -> None:
    assert not is_crisis(plain(text))


@pytest.mark.parametrize("text", ["转人工", "人工", "找真人", "客服", "轉人工！！！", "我要跟真人说话", "叫个活人来"])
def test_the_wish_for_a_person_is_recognised(text: str) -> None:
    assert wants_human(plain(text))


@pytest.mark.parametrize(
    "text",
    [
        "人工费谁出",
        "人工智能会抢饭碗吗",
        "我是做客服的",
        "公司找人工作不给钱",
        "你是机器人吗",
        "老板换人了",
        "派人来跟公司谈一次",
    ],
)
def test_other_persons_and_trades_are_not_a_wish_for_one(text: str) -> None:
    assert not wants_human(plain(text))


@pytest.mark.parametrize("text", ["习近平对工会怎么看", "共产党好不好", "你怎么评价总理", "你覺得總書記怎麼樣"])
def test_what_we_think_of_leaders_is_an_opinion(text: str) -> None:
    assert wants_opinion(plain(text))


@pytest.mark.parametrize("text", ["习近平总书记关于工会工作的论述有哪些", "共产党员能当工会主席吗", "工会理论怎么看"])
def test_what_leaders_said_is_no_opinion_of_ours(text: str) -> None:
    assert not wants_opinion(plain(text))


@pytest.mark.parametrize("text", ["绑定 10000001", "我要绑定账号", "綁定", " 73519024 ", "７３５１９０２４"])
def test_an_account_is_bound_by_its_word_or_by_a_code_alone(text: str) -> None:
    assert may_bind(text)


@pytest.mark.parametrize(
    "text", ["我想入会，身份证310101199001011234", "310101199001011234", "绑定 13800000001", "欠我12345678", "20250301"]
)
def test_no_other_number_binds_an_account(text: str) -> None:
    assert not may_bind(text)


@pytest.mark.parametrize("name", ["not_crisis", "not_human"])
def test_held_out_harmless_sentences_stay_harmless(name: str) -> None:
    check = {"not_crisis": is_crisis, "not_human": wants_human}[name]
    texts = yaml.safe_load((HELD_OUT / f"{name}.yml").read_text(encoding="utf-8"))

    assert [text for text in texts if check(plain(text))] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("老板不发工资", Subject.STRONG),
        ("老板没给钱", Subject.WEAK),
        ("今年几岁", Subject.NONE),
        ("离婚房子归谁", Subject.FOREIGN),
        ("离婚请婚假工资怎么算", Subject.STRONG),
        ("学生会怎么报名", Subject.FOREIGN),
        ("公积金能贷多少，首付几成", Subject.FOREIGN),
        ("广州最低工资多少", Subject.FOREIGN),
        ("德国一年几天年假，法定的年假", Subject.FOREIGN),
        ("拒绝集体协商会怎么样", Subject.STRONG),
        ("深圳社保转到上海怎么办", Subject.STRONG),
        ("德国公司不给年假", Subject.STRONG),
        ("工会经费所得税怎么扣", Subject.STRONG),
    ],
)
def test_the_words_show_what_a_message_is_about(text: str, shown: Subject) -> None:
    assert subject_of(normalize(text)) is shown


def test_a_question_that_leans_to_a_service_is_no_less_of_our_subject() -> None:
    assert asked_of_us({"ask": 0.6, "legal_aid": 0.3, "out_of_scope": 0.1}) == pytest.approx(0.9)
    assert asked_of_us({"legal_aid": 0.6, "ask": 0.3, "out_of_scope": 0.1}) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("text", "computes"),
    [("十级伤残，月工资7000，一共能拿多少", True), ("十级伤残鉴定去哪里", True), ("伤残补助怎么算", False)],
)
def test_own_numbers_need_no_form_for_their_sum(text: str, computes: bool) -> None:
    assert has_own_sum(text, "injury.disability") is computes


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("我要投诉公司拖欠工资", True),
        ("请工会帮我们讨薪", True),
        ("去哪里投诉公司", False),
        ("我要投诉公司需要什么材料", False),
        ("老板拖欠工资", False),
    ],
)
def test_filing_is_told_from_asking_about_it(text: str, files: bool) -> None:
    assert wants_filing(normalize(text)) is files


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("谁可以申请法律援助", True),
        ("先不申请，只想了解一下困难帮扶", True),
        ("我表弟找过工会律师，后来赢了", True),
        ("实名举报和匿名举报有什么区别", True),
        ("工友要集体停工，多少人算群体事件", True),
        ("我要申请法律援助，听说律师费很贵要多少钱来着", False),
        ("我不想仲裁，想申请调解", False),
        ("举报单位违法加班", False),
        ("请上级工会出面，老板说我违法", False),
        ("入会申请", False),
    ],
)
def test_asking_about_a_service_is_told_from_asking_for_it(text: str, asks: bool) -> None:
    assert only_asks(normalize(text)) is asks


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("月薪九千干了四年，帮我算补偿金", True),
        ("算一下我今年的年假", True),
        ("病假工资计算器", True),
        ("加班费怎么算", False),
        ("公司不给我算加班费", False),
        ("老板给我们算的加班费对吗", False),
        ("不用帮我算，讲讲补偿金按什么来", False),
        ("试用期算不算工龄", False),
    ],
)
def test_wanting_a_sum_is_told_from_asking_how_it_is_computed(text: str, wants: bool) -> None:
    assert wants_computing(normalize(text)) is wants


def test_a_service_that_is_only_asked_about_leaves_its_probability_to_the_question() -> None:
    weighed = wishes_weighed("谁能享受工会法律援助", {"legal_aid": 0.8, "ask": 0.2}, 0.7)

    assert weighed == {"ask": 1.0}


def test_a_question_that_may_be_of_any_matter_gets_no_surer_by_the_service_it_names() -> None:
    weighed = wishes_weighed("谁能享受法律援助", {"legal_aid": 0.8, "ask": 0.2}, 0.7)

    assert weighed == {"ask": 0.2}


@pytest.mark.parametrize(
    ("text", "chance", "kept"), [("入会", 0.9, True), ("入会", 0.5, False), ("我要入会", 0.5, True)]
)
def test_an_unsure_service_needs_a_word_of_a_wish(text: str, chance: float, kept: bool) -> None:
    weighed = wishes_weighed(text, {"join": chance, "ask": 1 - chance}, 0.7)

    assert ("join" in weighed) is kept


@pytest.mark.parametrize(
    "text",
    ["请上级工会派人来帮我们谈", "请工会的同志去跟老板说说", "请帮我绑定坐席台账号", "绑定工作人员身份"],
)
def test_whom_else_to_send_and_accounts_are_no_wish_for_a_person(text: str) -> None:
    assert not wants_human(plain(text))


@pytest.mark.parametrize(
    ("text", "chances", "topic", "intent"),
    [
        ("工资怎么算", {"ask": 0.9, "unclear": 0.1}, 0.3, "ask"),
        (normalize("13800000001"), {"join": 0.9, "ask": 0.1}, 0.1, "unclear"),
        ("工资怎么算", {"ask": 0.9, "unclear": 0.1}, 0.1, "unclear"),
        ("老板怎么这样", {"ask": 0.9, "unclear": 0.1}, 0.3, "unclear"),
        ("几号过年", {"ask": 0.9, "unclear": 0.1}, 0.4, "out_of_scope"),
        ("离婚怎么办", {"ask": 1.0}, 1.0, "out_of_scope"),
        ("我要投诉公司不发工资", {"ask": 0.9, "grievance": 0.1}, 0.9, "grievance"),
        ("老板拖了0个月工资", {"unclear": 0.5, "ask": 0.45}, 0.4, "ask"),
        ("今天心情", {"crisis": 0.4, "greet": 0.3}, 0.0, "unclear"),
        ("好的", {"affirm": 0.9, "deny": 0.1}, 0.0, "affirm"),
        ("好的", {"affirm": 0.3, "deny": 0.2}, 0.0, "unclear"),
        ("你好 我想问一下我家孩子今年上不上得了那个班", {"greet": 0.9}, 0.0, "out_of_scope"),
        ("公司的加班规定", {"out_of_scope": 0.5, "ask": 0.4}, 0.2, "unclear"),
        ("交警定对方全责 算工伤吗", {"out_of_scope": 0.9, "ask": 0.1}, 0.05, "unclear"),
        ("公司的加班规定", {"ask": 0.6, "out_of_scope": 0.4}, 0.6, "unclear"),
    ],
)
def test_what_is_too_uncertain_is_not_acted_on(text: str, chances: dict[str, float], topic: float, intent: str) -> None:
    name, confidence = decide(text, chances, topic, LIMITS)

    assert name == intent
    assert 0 <= confidence <= 1
