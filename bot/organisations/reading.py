"""One row of the organisations' table: what its cells say, and what is wrong with them by themselves."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.entities import places
from bot.entities.normalise import normalise
from bot.organisations.finding import employer_key
from bot.organisations.groups import GROUPS
from bot.organisations.model import (
    BUREAU,
    CITY,
    DISTRICT,
    ENTERPRISE,
    JOINT,
    LEGAL_AID,
    MEDIATION,
    PARK,
    REST_STOP,
    STATION,
    STREET,
    STUDIO,
    UNION,
)
from bot.sheets import Row, is_mangled

# Headings, by the keys that rows have them under.
COLUMNS = {
    "code": ("编码",),
    "name": ("名称",),
    "level": ("层级",),
    "kind": ("类别",),
    "parent": ("上级编码",),
    "district": ("区",),
    "street": ("街镇",),
    "areas": ("覆盖范围",),
    "employers": ("覆盖单位",),
    "groups": ("服务群体",),
    "address": ("地址",),
    "latitude": ("纬度",),
    "longitude": ("经度",),
    "hours": ("服务时间",),
    "phone": ("电话",),
    "contacts": ("联系人",),
    "closed": ("停用",),
}
LEVEL_NAMES = {
    CITY: "市",
    DISTRICT: "区",
    BUREAU: "局（产业）",
    STREET: "街镇",
    PARK: "园区",
    JOINT: "联合工会",
    ENTERPRISE: "企业",
}
KIND_NAMES = {
    UNION: "工会",
    STATION: "职工服务站",
    STUDIO: "工会工作室",
    REST_STOP: "爱心驿站",
    LEGAL_AID: "法律援助",
    MEDIATION: "调解委员会",
}
# The box around Shanghai with its islands, in degrees: what lies outside was mistyped.
LATITUDES, LONGITUDES = (30.6, 31.9), (120.8, 122.3)

_LEVELS = {"局": BUREAU, "产业": BUREAU, "开发区": PARK}
_KINDS = {"服务站": STATION, "工作室": STUDIO, "驿站": REST_STOP, "法律援助站": LEGAL_AID, "调委会": MEDIATION}
_GROUPS = {
    "家政": "domestic",
    "快递员": "courier",
    "物流员": "courier",
    "护工": "care",
    "护理员": "care",
    "房产中介": "estate_agent",
    "骑手": "rider",
    "外卖员": "rider",
    "网约车": "driver",
    "网约车司机": "driver",
    "货车司机": "driver",
}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,49}")
_PHONE = re.compile(
    r"(?:(?:0?21-?)?12351|(?:0?21-?)?[1-9]\d{7}|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4})(?:(?:转|-)\d{1,6})?", re.ASCII
)
_SEPARATORS = re.compile(r"[、；;，\n]+")
_MAX_LISTED = 2000
_YES, _NO = ("是", "已停用", "停用", "1", "true", "yes"), ("", "否", "0", "false", "no")


@dataclass(frozen=True)
class Entry:
    """What a row says.

    Attributes:
        line: Where it stands in the file.
        code: The organisation's code.
        values: Columns of the table `organisations` (and `parent`, a code), only those that the file has. A cell
            that is empty is None or an empty list.
    """

    line: int
    code: str
    values: Mapping[str, Any]


def read(row: Row) -> tuple[Entry, list[str]]:
    """Return what a row says and every reason why it cannot be used (empty where it can)."""
    problems = [row.problem] if row.problem else []
    values: dict[str, Any] = {}
    for key, text in row.values.items():
        try:
            values[key] = _READERS[key](normalise(text) if key in _NORMALISED else text)
        except ValueError as error:
            problems.append(str(error))
    problems += _position(row.values)
    return Entry(row.line, values.pop("code", None) or "", values), problems


def _code(text: str) -> str:
    if not text:
        raise ValueError("缺少编码")
    if is_mangled(text):
        raise ValueError(f"编码“{text}”被表格软件改成了科学计数，请把这一列设为文本再填一遍")
    if not _CODE.fullmatch(text):
        raise ValueError(f"编码“{text[:50]}”只能用字母、数字、点和横线，最多 50 个字符")
    return text


def _name(text: str) -> str:
    if not text:
        raise ValueError("缺少名称")
    return _short("名称", text, 100)


def _text(heading: str, limit: int) -> Callable[[str], str | None]:
    return lambda text: _short(heading, text, limit) if text else None


def _short(heading: str, text: str, limit: int) -> str:
    if len(text) > limit:
        raise ValueError(f"{heading}太长：最多 {limit} 个字")
    if not text.isprintable():
        raise ValueError(f"{heading}里不能有换行或看不见的字符")
    return text


def _one_of(heading: str, names: Mapping[str, str], more: Mapping[str, str]) -> Callable[[str], str | None]:
    """Return a reader of one of some names; their keys and a few short forms are understood too."""
    known = {key: key for key in names} | {name: key for key, name in names.items()} | dict(more)

    def read_name(text: str) -> str | None:
        text = text.replace("(", "（").replace(")", "）")
        if text and text not in known:
            raise ValueError(f"{heading}“{text[:20]}”不认识，可以填：{'、'.join(names.values())}")
        return known.get(text)

    return read_name


def _district(text: str) -> str | None:
    if not text:
        return None
    plain = text.removeprefix("上海市")
    full = next((name for name in places.districts() if plain in (name, name.removesuffix("区"), name[:2])), None)
    if full is None:
        raise ValueError(f"区“{text[:20]}”不是上海 16 个区之一")
    return full


def _listed(heading: str, limit: int, each: Callable[[str], str] = str) -> Callable[[str], list[str]]:
    """Return a reader of several things in one cell, parted by 、；，or line breaks."""

    def read_list(text: str) -> list[str]:
        parts = [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
        if len(parts) > _MAX_LISTED:
            raise ValueError(f"{heading}最多填 {_MAX_LISTED} 个")
        return list(dict.fromkeys(each(_short(heading, part, limit)) for part in parts))

    return read_list


def _phone(text: str) -> str | None:
    numbers = [number for number in re.split(r"[、/；;，,\n]+", text.replace(" ", "")) if number]
    for number in numbers:
        if not _PHONE.fullmatch(number):
            raise ValueError(f"电话“{number[:20]}”的写法不对，例：021-12345678、13800000000、12351，几个号码用顿号分开")
    return _short("电话", "、".join(numbers), 50) if numbers else None


def _contacts(text: str) -> list[dict[str, str]] | None:
    """Read 张三丰 主席 13800000000；李四: each a name, then a duty and a number where they are known."""
    contacts = []
    for part in _SEPARATORS.split(text):
        words = part.split()
        if not words:
            continue
        phone = words.pop() if len(words) > 1 and words[-1][-1].isdigit() else ""
        if phone and not _PHONE.fullmatch(phone):
            raise ValueError("联系人的电话写法不对，例：张三丰 主席 13800000000；李四 干事")
        name, duty = words[0], " ".join(words[1:])
        contacts.append({"name": _short("联系人", name, 30), "duty": _short("职务", duty, 50), "phone": phone})
    return contacts or None


def _closed(text: str) -> bool:
    if text.lower() not in (*_YES, *_NO):
        raise ValueError(f"停用“{text[:10]}”不认识，可以填：是、否")
    return text.lower() in _YES


def _degrees(heading: str, limits: tuple[float, float]) -> Callable[[str], float | None]:
    def read_degrees(text: str) -> float | None:
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            raise ValueError(f"{heading}“{text[:20]}”不是数字") from None
        if not limits[0] <= value <= limits[1]:
            raise ValueError(f"{heading} {text[:20]} 不在上海范围内（{limits[0]} 到 {limits[1]}），纬经度可能填反了")
        return value

    return read_degrees


def _position(values: Mapping[str, str]) -> list[str]:
    given = {bool(values.get("latitude")), bool(values.get("longitude"))}
    return ["纬度和经度要么都填，要么都不填"] if len(given) > 1 else []


_group = _one_of("服务群体", GROUPS, _GROUPS)
_NORMALISED = {"code", "parent", "latitude", "longitude", "phone", "contacts", "closed"}
_READERS: dict[str, Callable[[str], Any]] = {
    "code": _code,
    "name": _name,
    "level": _one_of("层级", LEVEL_NAMES, _LEVELS),
    "kind": _one_of("类别", KIND_NAMES, _KINDS),
    "parent": lambda text: _code(text) if text else None,
    "district": _district,
    "street": _text("街镇", 50),
    "areas": _listed("覆盖范围", 50),
    "employers": _listed("覆盖单位", 100, employer_key),
    "groups": _listed("服务群体", 20, lambda text: _group(text) or text),
    "address": _text("地址", 200),
    "latitude": _degrees("纬度", LATITUDES),
    "longitude": _degrees("经度", LONGITUDES),
    "hours": _text("服务时间", 100),
    "phone": _phone,
    "contacts": _contacts,
    "closed": _closed,
}
