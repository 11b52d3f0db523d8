"""Readers of what belongs to a person: name, how to reach them, ID number, whether the employer may know."""

import re
from typing import Any

from bot.entities import id_numbers, people_names, phones, places
from bot.entities.entity import Entity
from bot.entities.lexicon import lexicon
from bot.entities.normalise import normalise
from bot.forms.bare import looks_like_no_name
from bot.forms.field import Problem
from bot.forms.moves import is_courtesy, is_no, is_yes, plain
from bot.forms.questions import is_question
from bot.privacy import mask_id_number, mask_phone
from bot.understanding import Understanding
from bot.wording import say

# In place of a number: the person is reached in this conversation only.
WECHAT_ONLY = "wechat"
# The kind under which what was told earlier holds the wish to be kept secret (facts.py).
WISH = "keep_from_employer"

_NAME = re.compile(
    r"(?:我是|我叫|我姓|叫我?|姓名?|名字(?:是|叫)?|是)?[：:\s]*"
    r"([\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff·]{3,15}|[A-Za-z][A-Za-z .'-]{1,40})"
)
# Behind an occupation of one's own; the names of others and of firms are none.
_CALLED = re.compile(
    r"(?<!老板)(?<!对方)(?<!同事)(?:骑手|快递员|司机|外卖员|员工|职工|工人|保安|保洁|护工|保姆|月嫂|服务员)叫(?P<name>[\u4e00-\u9fff·]{2,8})(?=$|[，,。；;\s\d])"
)
# A name before a number (黄蓉 13800000000), or behind what one does (骑手张三丰); 骑手高温 is none.
_BEFORE_NUMBER = re.compile(r"(?:^|[，,。；;\s])(?P<name>[\u4e00-\u9fff]{2,4})[，,:：\s]*(?=1[3-9]\d{9}(?!\d))")
_BEHIND_WORK = re.compile(
    r"(?:^|[，,。；;\s是的])(?:美团|饿了么|外卖|快递|网约车|货车|滴滴)*(?:骑手|快递员|司机|外卖员|保安|保洁员?|护工|保姆|月嫂|服务员)(?P<name>[\u4e00-\u9fff]{3,4})(?=$|[，,。；;\s\d])"
)
_TITLE = re.compile(r"(?:我?姓|我?是|叫我?)?([\u4e00-\u9fff])(?:先生|女士|小姐|师傅|阿姨|老师|同志|工)?")
_NOT_A_NAME = re.compile(
    r"(.)\1+|(?:男|女)(?:性|士|人|生|同志)?$|.*的$|.*(?:什么|怎么|随便|匿名|保密|公司|老板|工资|投诉|登记|电话|名字|可以|好的|不|没|谢|你|我|他|它|吗|吧|了|呢|啊|哈)"
)
_KEEP_SECRET = re.compile(
    r"(?:不想|别|不要|不能|不让|千万|不可以|勿要).{0,4}(?:让|给|叫|被|告诉|透露|公开|泄露|说出|知道)|匿名|保密|怕.{0,6}(?:知道|报复)"
)
_OPENLY = re.compile(
    r"(?<!^要)(?:不|不用|不需要|不要|不必|无需|没必要)(?:要|用|想)?匿名|实名|不(?:用|需要|必)保密|(?:可以|能|不怕|就是要)(?:让|被|给).{0,6}知道|公开"
)
_FORM_OF_ADDRESS = re.compile(r"(?:先生|女士|小姐|师傅|阿姨|老师|同志|工)$|^[老小]")
# 改成不匿名 holds 匿名; 要不匿名吧 proposes it.
_NEED_NOT_HIDE = re.compile(
    r"(?<!^要)(?:不|别|没必要|无需|取消)(?:用|需要|要|必|想|是|再|打算)*(?:对单位|对公司)?匿名|"
    r"不(?:用|需要|必|再)(?:给我|帮我)?保密|不怕.{0,6}(?:知道|报复)"
)
_EITHER = re.compile(r"(?:随便|都行|都可以|无所谓|看你们|听你们的)(?:吧|的|了)?")
_LANDLINE = re.compile(
    r"(?<![\d-])(?:(?P<area>0(?:10|2\d|[3-9]\d{2}))[-\s)）]?)?(?P<number>[2-9]\d{6,7})(?:[-转\s]{1,2}(?P<extension>\d{1,6}))?(?!\d)"
)
_WECHAT = re.compile(
    r"(?:只|就|在|用|通过|可以|请)*(?:在)?(?:微信|公众号|这里|这儿)(?:上|里)?(?:联系|找我|说|沟通|回复|就行|就好|就可以|吧)|"
    r"^(?:只有|就|用)?微信(?:联系|吧)?$|没有?(?:手机|电话|号码)|没(?:手机|电话)|不(?:方便|能|想|要|用)(?:接|留|给)?(?:听)?(?:打)?电话|不(?:方便|想|能)留"
)
# Whose number it is, where it is not one's own: 他们人事姓刘 电话13900000099, 老板电话…. 公司欠薪 电话… is one's own.
_OTHERS = (
    r"(?:老板娘?|老总|[\u4e00-\u9fff]总|人事|[Hh][Rr]|经理|领导|主管|店长|站长|组长|班长|"
    r"工头|包工头|负责人|法人|财务|会计|房东|中介|对方|前台|他们?|她)"
)
_RELATIVE = (
    r"(?:老婆|老公|妻子|丈夫|爱人|儿子|女儿|孩子|爸爸?|妈妈?|父亲|母亲|"
    r"哥哥?|姐姐?|弟弟?|妹妹?|同事|工友|朋友|老乡|亲戚)"
)
_NUMBER_OF = r"(?:的)?(?:手机号?码?|电话号?码?|号码|联系方式|联系电话|座机)?(?:是|打)?[:：\s]*$"
_OTHERS_NUMBER = re.compile(
    rf"{_OTHERS}(?:(?:姓|叫|是)?(?P<name>[\u4e00-\u9fff]{{1,3}}?)[，,\s]*)??(?P<of>{_NUMBER_OF})|(?:公司|单位|厂里?|店里?|站点)(?:的)?(?:电话|座机|联系方式|联系电话|号码)(?:是)?[:：\s]*$"
)
_RELATIVES_NUMBER = re.compile(rf"{_RELATIVE}{_NUMBER_OF}")
_ASKS = re.compile(r"[?？吗么]|怎么|为什么|什么|能不能|可不可以")
_NO_ID = re.compile(
    r"不(?:太|大)?(?:想|愿意?|方便|肯|能|敢|要|用)?(?:给|填|留|提供|写|登记|说|报|透露)(?:你们?|我的?|自己的?)*身份证|"
    r"身份证(?:号码?|号)?(?:我|就|也|这个)*(?:不(?:太)?(?:想|愿意?|方便|肯|能|敢)(?:给|填|留|提供|写|登记|说|报)|不(?:给|填|留|提供|写))"
)
_ID_LIKE = re.compile(r"(?<![\dA-Za-z])\d{12,19}[Xx]?(?![\dA-Za-z])")
_WECHAT_ID = re.compile(r"(?:微信号?|wx|vx|VX|v信)[是:：\s]*[A-Za-z0-9_-]{5,20}")


def person_name(said: Understanding) -> Any:
    """Read a person's name by its surname."""
    words = plain(said)
    if is_question(said) or is_courtesy(said):
        return None
    parts = (people_names.name(part) for part in re.split(r"[，,。；;\s]+", words))
    found = said.entities.get("person") or people_names.name(words) or next(filter(None, parts), None)
    return None if found and normalise(found) in lexicon("employers")["brands"] else found


def gathered_name(said: Understanding) -> Any:
    """Find the person's own name in what a message said: 我叫陈二狗, 美团骑手叫陈二狗."""
    found = said.entities.get("person")
    if found or is_question(said):
        return found
    for pattern in (_CALLED, _BEFORE_NUMBER, _BEHIND_WORK):
        match = pattern.search(plain(said))
        if match and not looks_like_no_name(match["name"]) and (name := people_names.name(match["name"])):
            return name
    return None


def known_full_name(said: Understanding) -> Any:
    """Read a whole name by its surname, without which no correction is taken for a name (不对 我是男的)."""
    return None if person_name(said) is None else full_name(said)


def person_name_in_words(said: Understanding) -> Any:
    """Take a name without a known surname, or a form of address (王女士)."""
    words = plain(said)
    if is_yes(said) or is_courtesy(said):
        return None  # 嗯哼
    if match := _TITLE.fullmatch(words):
        name = match[0].removeprefix("我").lstrip("姓是叫我")
        return name if len(name) > 1 else None  # a surname alone calls nobody
    match = _NAME.fullmatch(words)
    if match is None or _NOT_A_NAME.match(match[1]) or _is_something_else(match[1]):
        return None
    return match[1]


def full_name(said: Understanding) -> Any:
    """Read a person's whole name, as it stands on the ID card; 王女士 is none."""
    value = person_name(said)
    if value is None:
        value = person_name_in_words(said)
    if isinstance(value, str) and _FORM_OF_ADDRESS.search(value):
        return Problem("form_name_full")
    return value


def mobile(said: Understanding) -> Any:
    """Read a mobile number; one is needed where others are to be told apart by it."""
    value = contact(said)
    if value is None or isinstance(value, Problem):
        return value
    return value if len(value) == 11 and value.isdigit() else Problem("form_phone_mobile")


def contact(said: Understanding) -> Any:
    """Read a mobile number, a landline, or that the person is reached in this conversation only.

    Returns:
        Eleven digits, a landline with its area code (021-58880000, 021-58880000-8 with an extension),
        `WECHAT_ONLY`, a `Problem` that says what is wrong with the digits, or None.
    """
    words = plain(said)
    value = own_number(said, relatives=False)
    if value:
        return value
    if others_numbers(said.text, relatives=False):
        return Problem("form_phone_others")
    if _WECHAT_ID.search(words):
        return Problem("form_phone_wechat_id")
    if _WECHAT.search(words) and not _ASKS.search(words):
        return WECHAT_ONLY
    trouble = phones.trouble(words)
    if trouble == "missing" or is_question(said):
        return None
    line = _LANDLINE.search(words)
    if trouble in ("landline", "length", "prefix") and line and len(re.sub(r"\D", "", words)) >= 8:
        number = f"{line['area'] or '021'}-{line['number']}"
        if len(line["number"]) == 8 or (line["area"] or "")[:2] not in ("", "02", "01"):
            return f"{number}-{line['extension']}" if line["extension"] else number
    return Problem(f"form_phone_{trouble}")


def others_numbers(text: str, relatives: bool = True) -> list[Entity]:
    """Return the mobile numbers that a message tells as somebody else's.

    Args:
        text: The message.
        relatives: Whether the number of somebody near counts; it does not where the person was asked for one.
    """
    plain_text = normalise(text)
    found = []
    for entity in phones.find(plain_text):
        before = re.split(r"[。；;！!\n]|\d{11}", plain_text[: entity.start])[-1]
        match = _OTHERS_NUMBER.search(before)
        named = match["name"] if match else None
        is_others = match and (
            not named or len(named) == 1 or people_names.name(named) or _FORM_OF_ADDRESS.search(named)
        )
        if is_others or (relatives and _RELATIVES_NUMBER.search(before)):
            found.append(entity)
    return found


def own_number(said: Understanding, relatives: bool = True) -> str | None:
    """Return the mobile number that a message gives, unless it tells it as somebody else's (老板电话…)."""
    others = {entity.value for entity in others_numbers(said.text, relatives)}
    own = [entity.value for entity in phones.find(normalise(said.text)) if entity.value not in others]
    known: str | None = said.entities.get("phone")
    return known if known and known not in others else next(iter(own), None)


def told_of_others(said: Understanding) -> str | None:
    """Return a message that gives somebody else's number, which belongs to what happened; None for any other."""
    return said.text.strip() if others_numbers(said.text) and not is_question(said) else None


def show_contact(value: str) -> str:
    """Return a masked number, or that the person is reached in this conversation."""
    return say("form_wechat_only") if value == WECHAT_ONLY else mask_phone(value)


def number_or_none(value: str | None) -> str | None:
    """Return the number of a contact, or None where there is none."""
    return None if value == WECHAT_ONLY else value


def id_number(said: Understanding) -> Any:
    """Read an ID number, or say what is wrong with it."""
    words = plain(said)
    value = said.entities.get("id_number") or id_numbers.id_number(words)
    if value:
        return value
    trouble = id_numbers.trouble(words)
    return None if trouble == "missing" or is_question(said) else Problem(f"form_id_{trouble}")


def refuses_id_number(said: Understanding) -> bool:
    """Tell whether the message says that the person will not give their ID number, be it as a question."""
    return bool(_NO_ID.search(plain(said)))


def wrong_id_number(said: Understanding) -> Problem | None:
    """Say that a message about something else holds an ID number that cannot be right; other numbers are none."""
    words = plain(said)
    runs = _ID_LIKE.findall(words)
    is_meant = any(len(run) in (17, 18) for run in runs) or (runs and "身份证" in words)
    return Problem("form_id_early") if is_meant and id_numbers.id_number(words) is None else None


def show_id_number(value: str) -> str:
    """Return a masked ID number."""
    return mask_id_number(value)


def secrecy(said: Understanding) -> Any:
    """Read whether the person's name is kept from the employer."""
    words = plain(said)
    if is_question(said):
        return None
    if _OPENLY.search(words):
        return False
    if _KEEP_SECRET.search(words) or is_yes(said) or _EITHER.fullmatch(words):
        return True
    return False if is_no(said) else None


def gathered_secrecy(said: Understanding) -> Any:
    """Find the wish to be kept secret from the employer, or not to be, in what a message said.

    实名举报 is said to the union, and tells nothing of the employer.
    """
    if WISH in said.entities:
        return said.entities[WISH]
    words = plain(said)
    if is_question(said):
        return None
    if _NEED_NOT_HIDE.search(words):
        return False
    return True if _KEEP_SECRET.search(words) else None


def _is_something_else(words: str) -> bool:
    """Tell whether what stands where a name should is a place, a day or a well-known employer."""
    found = places.find(words)
    covered = bool(found) and max(e.end for e in found) - min(e.start for e in found) >= len(words) - 1
    timed = re.search(r"^(?:去|今|前|上|本|明)(?:年|个?月|周)|年[底初末]|^\d", words)
    return covered or bool(timed) or words in lexicon("employers")["brands"]
