"""Joining the union (入会): what kind of work, for whom and where, and who applies."""

import re
from typing import Any

from bot.cases.special_groups import group_of
from bot.forms import bare, choices, common, personal, readers
from bot.forms.field import Field, Form, Problem
from bot.forms.moves import is_courtesy, is_no, is_yes, plain
from bot.forms.questions import is_question
from bot.organisations.groups import GROUPS
from bot.understanding import Understanding

EMPLOYEE = "employee"
ID_CONSENT = "id_consent"
_WORDS = {
    "rider": r"外卖|送餐|骑手|闪送|跑腿|众包|配送",
    "courier": r"快递|物流|分拣|仓储",
    "driver": r"司机|网约车|货车|代驾|出租|滴滴|开车|货拉拉",
    "domestic": r"家政|保姆|月嫂|育儿嫂|钟点工|住家",
    "care": r"护工|护理|养老院|陪护",
    "estate_agent": r"房产|中介|房屋经纪",
    EMPLOYEE: r"职工|员工|上班|公司|工厂|厂里|办公|文员|保安|保洁|服务员|普工|工人|其他|别的|都不是|不在里面",
}
# What somebody is, or a company, where the name of a building is asked.
_WORK = re.compile(r"(?:员|工|司机|骑手|师傅|白领|保姆|公司)$")
_DELIVERS = {
    "rider": re.compile(r"(?:送|跑|干|做)[\u4e00-\u9fff]{0,4}(?:外卖|众包|闪送)|(?:送|跑)(?:美团|饿了么)|跑单"),
    "courier": re.compile(r"(?:送|跑|干|做)[\u4e00-\u9fff]{0,4}快递"),
    "driver": re.compile(r"(?:开|跑)(?:的)?(?:滴滴|网约车|出租|货车|大货|货拉拉)"),
}
_EMPLOYED = re.compile(r"在[\w（）()·&\-]{2,24}(?:公司|厂|店|院|学校|酒店)(?:里|里面)?上班")
_NO_MEMBER = re.compile(r"不是(?:工会)?(?:的)?会员|没(?:有)?(?:入|加入|参加)过?(?:工会|会(?!员))|没入过")
_NOT_YET = re.compile(r"不是|不会员|没(?:有)?(?:入|加|参加)|还没|第一次|头一[次回]")
_IS = re.compile(r"(?:(?:我|已经|早就|就)*(?:是|对|没错|嗯)(?:的|了|啊|呀)?[，,。\s]*)+")
_MEMBER = re.compile(r"(?:是|有).{0,6}(?:会员|会籍)|(?:入|加入|参加)[过了].{0,4}会|入过|已经(?:入|加入|参加)")
_read_kind = choices.choice(_WORDS)


def _gathered_kind(said: Understanding) -> Any:
    """Find the special group in what a message said (送美团外卖); who belongs to none is asked."""
    if said.text.startswith("/") or is_question(said):
        return None
    delivers = (group for group, pattern in _DELIVERS.items() if pattern.search(plain(said)))
    return group_of(said.text) or next(delivers, None) or (EMPLOYEE if _EMPLOYED.search(plain(said)) else None)


def _gathered_member(said: Understanding) -> Any:
    """Find that they are no member in what a message said; that they are one ends the form, and is asked."""
    return False if not is_question(said) and _NO_MEMBER.search(plain(said)) else None


def _member(said: Understanding) -> Any:
    """Read whether they are a member already; a yes ends the form, so that 同意, 有工会 or 好像是 is none."""
    words = plain(said)
    if is_question(said) or choices.is_unsure(said):
        return None
    if is_no(said) or _NOT_YET.search(words):
        return False
    return True if _IS.fullmatch(words) or _MEMBER.search(words) else None


def _area(said: Understanding) -> Any:
    words = plain(said)
    if isinstance(elsewhere := readers.place(said), Problem):
        return elsewhere  # 苏州吴江
    if is_question(said) or not re.fullmatch(r"[\w（）()·&\-，,]{2,30}", words):
        return None
    if bare.kind_of(words) or is_yes(said) or is_no(said) or is_courtesy(said) or _WORK.search(words):
        return None
    return words if re.search(r"[\u4e00-\u9fff]{2}", words) else None


def _gathered_area(said: Understanding) -> Any:
    found = re.search(
        r"[\u4e00-\u9fff]{2,10}(?:村(?:委会?)?(?!街道|路)|居委|园区|科技园|产业园|软件园|大厦|大楼|广场|商务楼)",
        plain(said),
    )
    return found[0].removeprefix("我在").removeprefix("在") if found else None


def _gathered_union(said: Understanding) -> Any:
    """Find whether the employer has a union in what a message said (单位没有工会)."""
    found = re.search(
        r"(?:^|单位|公司|厂里?|店里?|我们)(?:是|都|也|自己|其实|现在|本来|已经|还|就)*(?P<no>没有?|有)工会", plain(said)
    )
    return None if found is None or is_question(said) else found["no"] == "有"


def shown_kind(value: str) -> str:
    """Return what people read for a kind of work."""
    return GROUPS.get(value, "单位职工")


JOIN = Form(
    name="join",
    service="join",
    fields=(
        common.CONSENT_FIELD,
        Field(
            "member",
            read=_member,
            gather=_gathered_member,
            called="会员|会籍|入过会|(?:入|加入|参加)过工会",
            optional=True,
            show=choices.show_yes_no,
            ends=lambda value: value is True,
        ),
        Field("kind", read=_read_kind, gather=_gathered_kind, called="工作|工种|职业|岗位", show=shown_kind),
        common.EMPLOYER,
        common.PLACE,
        Field(
            "area",
            read=_gathered_area,
            accept=_area,
            gather=_gathered_area,
            called="园区|楼宇|大楼|村|居委",
            optional=True,
        ),
        Field(
            "has_union",
            read=choices.yes_or_no(r"^(?:单位|公司|厂里|我们)*有(?:的|工会|一个)?", r"没(?:有)?"),
            gather=_gathered_union,
            called="单位工会|有没有工会",
            optional=True,
            needed=lambda values: values.get("employer") is not None,
            show=choices.show_yes_no,
        ),
        Field(
            "name",
            read=personal.known_full_name,
            accept=personal.full_name,
            gather=personal.gathered_name,
            called=f"{common.NAME.called}|真名|实名|全名",
        ),
        Field(
            ID_CONSENT,
            read=choices.agreement,
            ends=lambda value: value is False,
            show=choices.show_yes_no,
        ),
        common.ID_NUMBER,
        Field(
            "phone",
            read=personal.mobile,
            gather=personal.own_number,
            called=common.PHONE.called,
            show=personal.show_contact,
        ),
    ),
)
