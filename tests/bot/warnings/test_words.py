"""Words that tell of a collective dispute (issue 4: 停工, 堵门, 集体讨薪, 跳楼), and those that do not."""

import pytest

from bot.warnings.words import Sign, signs


@pytest.mark.parametrize(
    "text, act",
    [
        ("厂里工人已经停工两天了", "停工"),
        ("我们罷工了", "罢工"),
        ("大家在厂门口堵门", "堵门"),
        ("工友们拉横幅要工资", "拉横幅"),
        ("几十个人集体讨薪", "集体讨薪"),
        ("有人爬到塔吊上要跳楼", "跳楼"),
        ("车间的人都不上班了", "集体不上班"),
        ("工人把老板扣住了", "冲突"),
        ("几十个骑手聚集在站点门口", "聚集"),
        ("没办法，大家昨天在公司门口静坐", "静坐"),
        ("公司不发工资，工人没有办法，停工了", "停工"),
    ],
)
def test_what_people_do_together_is_a_sign(text, act):
    assert act in [sign.act for sign in signs(text)]


@pytest.mark.parametrize(
    "text",
    [
        "拖欠工资三个月",
        "没有堵门",
        "我们没有人停工，只想要工资",
        "大家不会去堵门的",
        "我没参加罢工",
        "为了防止停工，工会找老板谈",
        "停工留薪期工资怎么算",
        "公司停工停产三个月，只发生活费",
        "公司停工了，让我们在家等通知",
        "跳楼价处理旧手机",
        "手机罢工了，联系不上老板",
        "新闻里说有个厂罢工了",
        "隔壁厂在堵门",
        "去年他们停工过",
    ],
)
def test_what_is_denied_or_happens_elsewhere_or_only_sounds_like_it_is_none(text):
    assert signs(text) == []


@pytest.mark.parametrize(
    "text", ["我们明天要停工", "再不发工资就去堵公司大门", "大家准备集体上访", "要不要罢工我们在商量", "不给钱就拉横幅"]
)
def test_what_is_threatened_has_not_begun(text):
    assert signs(text) and not any(sign.begun for sign in signs(text))


def test_what_happens_here_too_counts_although_others_are_spoken_of():
    assert signs("网上说别的厂罢工了，我们也准备停工") == [Sign("停工", begun=False)]


def test_a_denial_holds_for_its_clause_only():
    assert [sign.act for sign in signs("没有堵门，但是已经停工了")] == ["停工"]


def test_an_act_is_named_once_and_the_begun_ones_first():
    assert signs("准备拉横幅。已经停工。又要停工。") == [Sign("停工", begun=True), Sign("拉横幅", begun=False)]


def test_a_name_of_a_sign_holds_nothing_of_what_was_written():
    assert "张三丰" not in str(signs("张三丰说明天停工"))
