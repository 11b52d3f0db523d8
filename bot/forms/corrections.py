"""Corrections: which field a message changes, and what it says instead (电话错了，是138…; 不对，是三个月)."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.entities.extract import everything, extract
from bot.entities.taken_back import without_taken_back
from bot.forms.bare import is_all
from bot.forms.field import Field
from bot.forms.moves import EDGES, plain
from bot.understanding import Understanding

# A longer message tells something; a correction is short.
_LONGEST = 60  # characters

_CHANGE = r"(?:改|修改|更正|更改|换|重填|重写|重新(?:填|写|输))"
_SLIP = r"(?:写|说|填|弄|打|报|输|记|搞|选)?(?:错|不对|有误|不准|不正确)(?:了|啦|的)?"
_FILL = r"(?:我|刚才|刚刚|前面|之前|给|也|都|是|又|好像|可能|那里|那边|那个|那一?项|这里|这一?项|这个|要|想|得|需要)*"
_INTO = re.compile(
    r"^[，,。：:；;！!\s]*(?:其实|准确地说)?(?:一下|下)?[，,：:\s]*(?:改成|改为|换成|变成|应该是|应当是|应是|应为|实际是|成|为|是|叫)*[：:\s]*"
)
_BEGINS_CHANGE = re.compile(
    rf"(?:我要|我想)?{_CHANGE}|刚才|刚刚|前面|等等|等一下|不对|写错|说错|填错|错了|其实|准确地?说|更正|应该是"
)
_GENERAL = re.compile(
    rf"^(?:等等|等一下|哎|啊|噢|哦|抱歉|不好意思)?[，,\s]*(?:刚才|刚刚|前面|我)*(?:不对|不是|{_SLIP}|更正(?:一下)?|其实|应该|应当)"
    r"[，,。！!\s]*(?:我|其实|应该|应当|而)*(?:是|改成|叫)(?P<rest>.+)$"
)
# 不对，我入过会的: what is so stands behind the mark, with no 是 before it.
_PLAINLY = re.compile(
    rf"^(?:等等|等一下|哎|啊|噢|哦|抱歉|不好意思)?[，,\s]*(?:刚才|刚刚|前面|我)*(?:不对|{_SLIP})(?:不对|了)*[，,。！!\s]+(?P<rest>.+)$"
)
# 不是18000，是8000; 公司不是蓝桥是红桥; 是2万不是18000
_NOT_BUT = re.compile(r"^(?P<head>[^，,。]*?)[，,]?不是(?P<old>[^，,。]{1,20}?)[，,。]?(?:而|应该|其实)?是(?P<new>.+)$")
_BUT_NOT = re.compile(r"^(?P<head>[^，,。]*?)是(?P<new>[^，,。]{1,20}?)[，,。]?不是(?P<old>[^，,。]{1,20})$")
_VALUES = ("amount", "people", "months", "date", "district", "street", "phone", "id_number", "employer", "person")
_NUMERALS = "一二三四五六七八九十"
_CIRCLED = "".join(map(chr, range(0x2460, 0x2474)))  # as the summary numbers its lines: ① to ⑳
_ITEM = re.compile(
    rf"(?P<mark>(?:我?要?(?:修改|改))?第|(?:我?要?(?:修改|改)))?(?P<number>\d{{1,2}}|[{_NUMERALS}{_CIRCLED}])(?:项|条|行|点|个)?"
)


def part(said: Understanding, text: str) -> Understanding:
    """Return a part of a message as a message of its own."""
    entities: dict[str, object] = {}
    for entity in extract(text):
        entities.setdefault(entity.kind, entity.value)
    return replace(said, text=text, entities=entities)


def begins_change(said: Understanding) -> bool:
    """Tell whether the message begins like a correction."""
    return bool(_BEGINS_CHANGE.match(plain(said)))


def mentions(said: Understanding, field: Field) -> bool:
    """Tell whether the message speaks of a field by its name."""
    return bool(re.search(field.called, plain(said)))


def named_change(said: Understanding, fields: Iterable[Field]) -> tuple[Field, Understanding | None] | None:
    """Find the field that a message wants to change by its name.

    Args:
        said: 改电话; 电话错了，是138…; 单位改成…; 我要改单位名称.
        fields: Those that may be changed.

    Returns:
        The field, and what the message says instead (None where it only names the field); None for any
        other message.
    """
    words = plain(said)
    if len(words) > _LONGEST:
        return None
    for field in fields:
        name = rf"(?:{field.called})(?:的?(?:名称|名字|全称|号码|信息|情况))?"
        match = re.search(
            rf"{_CHANGE}(?:一下|下|个)?(?:我的|我|这个|那个|刚才的|前面的|下)*{name}|"
            rf"{name}{_FILL}(?:{_SLIP}|{_CHANGE}(?=成|为|一下|下|$|[，,])|应该是|应当是)",
            words,
        )
        if match:
            behind = _INTO.sub("", words[match.end() :]).strip(EDGES)
            behind = re.sub(r"^不是[^，,。]{1,20}?[，,。]?(?:而)?是", "", behind)
            before = re.sub(r"^(?:等等|等一下|哎|刚才|刚刚|我|要|想|，)*是?", "", words[: match.start()]).strip(EDGES)
            value = behind or before
            return field, part(said, value) if len(value) > 1 or value.isdigit() else None
    return None


def replaced(said: Understanding) -> tuple[Understanding, Understanding, Understanding] | None:
    """Split a message that says what is not so and what is: 人数不是3个是5个.

    Returns:
        What stands before it (人数), what is not so (3个) and what is so (5个), each as a message of its own; None
        for any other message.
    """
    words = plain(said)
    match = (_NOT_BUT.match(words) or _BUT_NOT.match(words)) if len(words) <= _LONGEST else None
    return (part(said, match["head"]), part(said, match["old"]), part(said, match["new"])) if match else None


def general_change(said: Understanding) -> Understanding | None:
    """Return what a correction says that does not name its field (不对，是三个月), or None for any other message."""
    match = _GENERAL.match(plain(said))
    return part(said, match["rest"]) if match else None


def plain_change(said: Understanding) -> Understanding | None:
    """Return the whole of what a correction says is so (不对，我入过会的), or None for any other message."""
    words = plain(said)
    match = _PLAINLY.match(words) if len(words) <= _LONGEST else None
    return part(said, match["rest"]) if match else None


def unnamed_change(said: Understanding) -> list[Understanding]:
    """Return what a correction says that does not name its field: behind 是 first, then the whole of it."""
    rest = general_change(said)
    whole = plain_change(said) or (part(said, f"是{rest.text}") if rest else None)  # 不是 是会员
    return [told for told in (rest, whole) if told is not None]


def clauses(said: Understanding) -> list[Understanding]:
    """Return the clauses of a correction that are values and nothing else, each as a message of its own."""
    found = [clause for clause in re.split(r"[，,。；;、\s]+", plain(said)) if is_all(clause, *_VALUES)]
    return [part(said, clause) for clause in found]


def settled(said: Understanding) -> Understanding:
    """Return a message without what it takes back in the same breath: 3万 不对 是5万 says 5万."""
    text = without_taken_back(said.text, everything(said.text))
    return said if text == said.text else replace(said, text=text)


def item_number(said: Understanding) -> tuple[int, Understanding | None] | None:
    """Return the number of the summary's line that a message wants to change, and what it says instead."""
    match = _ITEM.match(plain(said))
    if match is None:
        return None
    digits = match["number"]
    if not match["mark"] and digits not in _CIRCLED and match.end() < len(plain(said)):
        return None
    if digits in _CIRCLED:
        number = _CIRCLED.index(digits) + 1
    else:
        number = int(digits) if digits.isdigit() else _NUMERALS.index(digits) + 1
    rest = re.sub(rf"^{_FILL}(?:{_SLIP}|{_CHANGE})?", "", plain(said)[match.end() :])
    value = _INTO.sub("", rest).strip(EDGES)
    return number, part(said, value) if value else None
