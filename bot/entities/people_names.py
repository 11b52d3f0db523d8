"""The writer's own name, as written: a surname of data/lexicon/surnames.yml and one or two characters.

我叫, 姓名 and 联系人 are strong cues; 我是 and 本人 also begin many other sentences (我是骑手, 本人在…), so behind
them the name has to end there, or a place of work to follow. 我是工会干事林平之 tells it behind what one is.
Nicknames and forms of address (小王, 王师傅) are no names in a sentence.
"""

import re
from functools import lru_cache

from bot.entities.entity import Entity
from bot.entities.lexicon import alternatives, lexicon
from bot.entities.normalise import normalise

_GIVEN = r"(?:(?![的了吗呢吧啊是在不没被们么这那谁啥哪给我你他她])[\u4e00-\u9fff])"
_NOT_OTHERS = r"(?<!老板)(?<!同事)(?<!对方)(?<!法人)(?<!负责人)"
_STRONG = (
    rf"(?:{_NOT_OTHERS}我(?:的?名字)?(?:是叫|叫做?|名叫)|本人(?:姓名|名叫|叫)|(?:^|[，,。；;\s])名?叫|"
    rf"{_NOT_OTHERS}(?:姓名|名字|联系人|申请人|投诉人|反映人|举报人|求助人|来访人|来电人|当事人)(?:是|叫|为)?\s?[:：]?)\s?"
)
_WEAK = r"(?:(?<![你他她])我(?:就是|是)|本人(?:是|系)?|这里是|(?:^|[，,。；;\s])(?:我)?叫)\s?[:：]?\s?"
_END = r"(?=$|[\s，。,；;、.!！?？:：（(\d]|电话|手机|联系方式|身份证|今年|男|女|性别)"
_SOFT_END = (
    rf"(?:{_END}|(?=在|是|我|来自|住|想|要|被|从|做|于|现|原|工号|年龄|家住|籍贯|汉族|欠|拖|因|不|没|给|"
    r"老板|公司|单位|厂|工资|反映|投诉|求助))"
)
_WEAK_END = rf"(?:{_END}|(?=因(?!此|为什么)|在[^，。,；;\s]{{2,12}}(?:上班|工作|打工|干活|任职|做|当)))"
_ROLE = r"[\u4e00-\u9fffA-Za-z（）()·]{0,30}?(?:主席|干事|委员|代表|员工|书记|主任|组长|班长|负责人|[Hh][Rr]\s?)"
_ROLE_END = r"(?=$|[，。,；;、!！:：（(\d]|电话|手机|联系方式)"
_MINORITY = r"[\u4e00-\u9fff]{1,8}(?:[·•‧][\u4e00-\u9fff]{1,8})+"


def find(text: str) -> list[Entity]:
    """Return the names that people give as their own in a normalised message."""
    found = []
    for pattern in _patterns():
        for match in pattern.finditer(text):
            if _is_name(match["name"]):
                found.append(Entity("person", match["name"], match.start("name"), match.end("name")))
    return found


def name(text: str) -> str | None:
    """Return the name that an answer gives (张三丰, 我叫张三丰), simplified, or None where it looks like no name."""
    plain = normalise(text).strip(" 。.!！,，")
    found = find(plain)
    if found:
        return found[0].value
    match = re.fullmatch(rf"(?P<name>{_surname()}{_GIVEN}{{1,2}}|{_MINORITY}|{_with_me()})", plain)
    return match["name"] if match and _is_name(match["name"]) else None


def _is_name(candidate: str) -> bool:
    words = lexicon("surnames")
    if any(mark in candidate for mark in "·•‧"):
        return True
    if candidate in words["not_names"] or candidate.endswith(tuple(words["not_endings"])):
        return False
    occupations = lexicon("occupations")
    return candidate not in occupations["clear"] and candidate not in occupations["spoken"]


@lru_cache(maxsize=1)
def _surname() -> str:
    words = lexicon("surnames")
    return rf"(?:{alternatives(words['compound'])}|[{words['single']}])"


@lru_cache(maxsize=1)
def _with_me() -> str:
    """Return the pattern of a name like 任我行; 向我要 and 时我在 are none."""
    return rf"(?![向于时经常关]){_surname()}我(?![的了吗呢吧啊是在不没被们])[\u4e00-\u9fff]"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"(?:叫|喊)我(?P<name>{_surname()}{_GIVEN}{{1,2}})(?=就行|就好|即可|吧)"),
        re.compile(rf"{_STRONG}(?P<name>{_MINORITY}|{_surname()}{_GIVEN}{{1,2}}?{_SOFT_END})"),
        re.compile(rf"{_STRONG}(?P<name>{_with_me()}){_END}"),
        re.compile(rf"{_WEAK}(?P<name>{_MINORITY}|{_surname()}{_GIVEN}{{1,2}}?{_WEAK_END})"),
        re.compile(rf"(?<![你他她])我是{_ROLE}(?P<name>{_surname()}{_GIVEN}{{1,2}}{_ROLE_END})"),
    )
