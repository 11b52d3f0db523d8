"""Readers of what many forms ask for: where, since when, how much, how many.

Each takes the message and returns the value (JSON types), a `Problem`, or None where the message says something
else. `bot.entities` knows how people write these things; here is only what a form makes of them. Employers are in
workplace.py, names and numbers of people in personal.py, general shapes in choices.py.
"""

import re
from datetime import date
from typing import Any

from bot import clock
from bot.entities import amounts, counts, dates, durations, places
from bot.forms.bare import is_all
from bot.forms.field import Problem
from bot.forms.moves import plain
from bot.forms.questions import is_question, wonders
from bot.understanding import Understanding

_LONGEST_SINCE = 50
_SHORT_TIME = 8  # characters: 前年, 大概去年年底
# A bare number above it is hardly a count of people, one below the other hardly a sum: then it is asked back.
_MOST_PEOPLE, _LEAST_AMOUNT = 500, 10
_ELSEWHERE = re.compile(
    r"不在上海|外地|外省|(?:北京|天津|重庆|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|四川|河北|山西|陕西|"
    r"海南|云南|贵州|辽宁|吉林|黑龙江|甘肃|青海|内蒙古|宁夏|新疆|西藏|香港|澳门|台湾|苏州|昆山|太仓|无锡|南京|常州|南通|"
    r"扬州|杭州|宁波|嘉兴|绍兴|湖州|合肥|广州|深圳|东莞|武汉)(?!.{0,2}路)"
)
_NOT_A_START = re.compile(r"入职|进厂|进(?:的)?公司|来上班|开始上班|参加工作|签(?:的|了)?合同|干了|做了|工作了")
# How long somebody has worked there is not how long the trouble lasts: 工资没结我都干了半年了.
_WORKED_FOR = re.compile(
    r"(?:干|做|工作|上班|待|呆|工龄)(?:了|满|都|快|有|将近|已经)*[\d一二两三四五六七八九十半]+(?:个?多?年|个?多?月)"
)
_MISSING_FOR = re.compile(
    r"(?:欠|拖|压|没|不|停|未)[^，。,；;]{0,8}(?:月|年)|(?:月|年)[^，。,；;]{0,8}(?:没|不|未|欠|拖)"
)
# The same where the length stands apart: 公司欠薪，三个月了.
_MISSING = re.compile(r"欠|拖|克扣|(?:没|不|未)(?:有)?(?:发|给|结|付|交|缴)")
_WORK = re.compile(r"上班|工作|打工|干|做|入职|进厂|合同|试用")
_ALREADY = re.compile(r"^(?:已经|到现在|现在|都|快|有|差不多|大概)+|[了啊呢吧]+$")
_TIME = re.compile(
    r"[年月日号天]|周(?=[一二三四五六日天末前])|[上这下本]周|星期|礼拜|以?前|底|初|中旬|开始|一直|久|最近|刚|昨|今|去年|春节|过年|国庆|中秋|元旦|端午|清明|"
    r"五一|十一|疫情|入职|半|夏|秋|冬|春"
)
_RATE = re.compile(r"每个?月|每天|一个月\s*[0-9一二两三四五六七八九]|一天\s*[0-9一二两三四五六七八九]|月薪|日薪|时薪")
_VAGUE_AMOUNT = re.compile(
    r"[一二两三四五六七八九]{2}(?:百|千|万)|几(?:百|千|万|十|k|w)|(?:好|挺|很|蛮)多|不少|上(?:百|千|万)|[大小]几|数(?:百|千|万)|到|至|[-~～]"
)
_VAGUE_PEOPLE = re.compile(r"几|十来|多个|好多|很多|不少|一群|一帮|全(?:厂|公司|部|班|车间|组|店)|大家|都|到|至|[-~～]")
_MORE_PEOPLE = re.compile(
    r"(?:还有|另外|加上)(?:另外)?[^，。,\d]{0,2}[0-9一二两三四五六七八九十]+(?:个|名|位)?(?:同事|工友|老乡|人)"
)


def place(said: Understanding) -> Any:
    """Read the district and the street (its official name where known); a sent location counts."""
    if wonders(said):
        return None
    found = gathered_place(said)
    if found is not None:
        return found
    words = plain(said)
    district = places.district(words)
    if district:
        street = places.street(words)
        return _place(district, street)
    return Problem("form_place_elsewhere") if _ELSEWHERE.search(words) else None


def gathered_place(said: Understanding) -> Any:
    """Find the place in what a message said."""
    district = said.entities.get("district")
    return _place(district, said.entities.get("street")) if district else None


def show_place(value: dict[str, str | None]) -> str:
    """Return 浦东新区张江镇."""
    return f"{value['district']}{value['street'] or ''}"


def since(said: Understanding) -> Any:
    """Read since when, as a day, a month, or for how long."""
    words = plain(said)
    if wonders(said):
        return None
    day = dates.day(words, clock.today())
    if day is not None:
        return _since(_shown_day(day, words), words)
    months = durations.months(words)
    if months:
        return _since(f"已有{_shown_months(months)}", words)
    return since_in_words(said) if len(words) <= _SHORT_TIME and not is_question(said) else None


def since_in_words(said: Understanding) -> Any:
    """Take a time as it was said (大概去年年底)."""
    words = plain(said)
    return words[:_LONGEST_SINCE] if 1 < len(words) <= 30 and _TIME.search(words) else None


def gathered_since(said: Understanding) -> Any:
    """Find since when in what a message said about the trouble; when a job began is something else."""
    words = plain(said)
    day = said.entities.get("date")
    if day and day < clock.today().isoformat() and not _NOT_A_START.search(words):  # 明天停工 began nothing yet
        return _shown_day(date.fromisoformat(day), words)
    if "months" in said.entities and _MISSING_FOR.search(words) and not _WORKED_FOR.search(words):
        return f"已有{_shown_months(said.entities['months'])}"
    months = _months_apart(words)
    return f"已有{_shown_months(months)}" if months else None


def _months_apart(words: str) -> int | None:
    """Return how long something has been owed where a clause of its own tells it: 公司欠薪，一万八，三个月了."""
    clauses = [clause for clause in re.split(r"[，,。；;！!\s]+", words) if clause]
    if not _MISSING.search(words):
        return None
    for before, clause in zip(["", *clauses], clauses, strict=False):
        if is_all(_ALREADY.sub("", clause), "months") and not _WORK.search(before):
            return durations.months(clause)
    return None


def amount(said: Understanding) -> Any:
    """Read a sum in yuan; 好几千 is too vague to be one."""
    words = plain(said)
    if wonders(said):
        return None
    if _RATE.search(words) and not re.search(r"一共|总共|合计", words):
        return Problem("form_amount_total")
    value = said.entities.get("amount") or amounts.amount(words)
    if value is not None and value < _LEAST_AMOUNT and re.fullmatch(r"[\d一二两三四五六七八九]", words):
        return Problem("form_amount_small")
    if value is not None:
        return value
    return Problem("form_amount_vague") if _VAGUE_AMOUNT.search(words) and not is_question(said) else None


def show_amount(value: int) -> str:
    """Return 18000元."""
    return f"{value}元"


def people(said: Understanding) -> Any:
    """Read how many people it concerns, the person included."""
    words = plain(said)
    if wonders(said):
        return None
    value = gathered_people(said) or counts.people(words)
    if value is not None and value > _MOST_PEOPLE and not re.search(r"[人名个位]|员工|职工|同事", words):
        return Problem("form_people_number")
    if value is not None:
        return value
    if re.fullmatch(r"(?:就|只有|只|是)*(?:我|本人|自己)+(?:一个|一人|1个|个人|一个人|1个人|1人)?", words):
        return 1
    return Problem("form_people_vague") if _VAGUE_PEOPLE.search(words) and not is_question(said) else None


def gathered_people(said: Understanding) -> Any:
    """Find how many people it concerns; 还有两个同事 leaves the person out."""
    value = said.entities.get("people")
    return value + 1 if value and _MORE_PEOPLE.search(plain(said)) else value


def show_people(value: int) -> str:
    """Return 3人."""
    return f"{value}人"


def _place(district: str, street: str | None) -> dict[str, str | None]:
    official = places.official_street(street, district) if street and district in places.districts() else None
    return {"district": district, "street": official or street}


def _shown_day(day: date, words: str) -> str:
    exact = day.day != 1 or re.search(r"1[号日]|一[号日]|初一|-0?1$", words)
    return f"{day:%Y年%-m月%-d日}" if exact else f"{day:%Y年%-m月}"


def _shown_months(months: int) -> str:
    years, rest = divmod(months, 12)
    return (f"{years}年" if years else "") + (f"{rest}个月" if rest else "")


def _since(value: str, words: str) -> str:
    # What the person said stays beside the date where it says more (今年8月到现在).
    return f"{value}（{words}）" if 5 < len(words) <= 20 and re.fullmatch(r"[\w\u4e00-\u9fff]+", words) else value
