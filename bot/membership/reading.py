"""One row of a member register that is kept in a file: what its cells say, and what is wrong with them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot import clock
from bot.entities import places
from bot.entities.normalise import normalise
from bot.membership import persons
from bot.membership.access import BadValue
from bot.membership.model import CARDS, DUES, MEMBER, MEMBER_STATES, RETAINED
from bot.sheets import Row

# Headings, by the keys that rows have them under.
COLUMNS = {
    "name": ("姓名",),
    "id_number": ("身份证号", "身份证号码", "证件号码"),
    "phone": ("手机号", "手机", "手机号码", "联系电话"),
    "organisation": ("所在工会", "所属工会", "工会编码"),
    "employer": ("单位", "工作单位", "单位名称"),
    "district": ("区",),
    "street": ("街镇",),
    "special_group": ("就业群体", "特殊群体"),
    "state": ("会籍状态", "状态"),
    "dues": ("会费类别",),
    "card": ("会员卡",),
    "joined_on": ("入会日期", "入会时间"),
}
REQUIRED = ("name", "id_number")

_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")


@dataclass(frozen=True)
class Entry:
    """What a row says.

    Attributes:
        line: Where it stands in the file.
        organisation: The code or name of the union that holds the membership; empty where the row does not say.
        values: Columns of the table `members`, only those whose cells are not empty.
    """

    line: int
    organisation: str
    values: Mapping[str, Any]


def read(row: Row) -> tuple[Entry, list[str]]:
    """Return what a row says and every reason why it cannot be used (empty where it can).

    No reason repeats a name or a number of a person: they end up on screens and in logs.
    """
    problems = [row.problem] if row.problem else []
    values: dict[str, Any] = {}
    for key, text in row.values.items():
        if key == "organisation" or not text:
            continue
        try:
            values[key] = _READERS[key](text)
        except BadValue as error:
            problems.append(str(error))
    problems += [f"缺少{COLUMNS[key][0]}" for key in REQUIRED if not row.values.get(key)]
    if values.get("street") and row.values.get("district"):
        problems += _street(values)
    elif values.get("street"):
        problems.append("填了街镇，没有填区")
    return Entry(row.line, row.values.get("organisation", ""), values), problems


def _street(values: dict[str, Any]) -> list[str]:
    """Give a street its official name; say so where the district has none of that name."""
    if "district" not in values:
        return []
    official = places.official_street(values["street"], values["district"])
    if official is None:
        return [f"{values['district']}没有叫“{values['street'][:20]}”的街镇"]
    values["street"] = official
    return []


def _district(text: str) -> str:
    plain = normalise(text).removeprefix("上海市")
    full = next((name for name in places.districts() if plain in (name, name.removesuffix("区"), name[:2])), None)
    if full is None:
        raise BadValue(f"区“{text[:20]}”不是上海 16 个区之一")
    return full


def _short(heading: str, limit: int) -> Callable[[str], str]:
    def read_short(text: str) -> str:
        if len(text) > limit or not text.isprintable():
            raise BadValue(f"{heading}最多 {limit} 个字，不能有换行")
        return text

    return read_short


def _one_of(heading: str, words: Mapping[str, str]) -> Callable[[str], str]:
    """Return a reader of one of some words, or of their keys."""
    known = {word: key for key, word in words.items()} | {key: key for key in words}

    def read_one(text: str) -> str:
        if text not in known:
            raise BadValue(f"{heading}“{text[:20]}”不认识，可以填：{'、'.join(words.values())}")
        return known[text]

    return read_one


def _day(text: str) -> date:
    match = _DATE.fullmatch(normalise(text).replace(" ", ""))
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        raise BadValue(f"入会日期“{text[:20]}”不是日期，例：2026-01-31")
    if day > clock.today():
        raise BadValue(f"入会日期 {day} 还没有到")
    return day


_READERS: dict[str, Callable[[str], Any]] = {
    "name": persons.name,
    "id_number": persons.id_number,
    "phone": persons.phone,
    "employer": _short("单位", 100),
    "district": _district,
    "street": _short("街镇", 50),
    "special_group": persons.group,
    "state": _one_of("会籍状态", {key: MEMBER_STATES[key] for key in (MEMBER, RETAINED)}),
    "dues": _one_of("会费类别", DUES),
    "card": _one_of("会员卡", CARDS),
    "joined_on": _day,
}
