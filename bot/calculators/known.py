"""Numbers that come in one message after another: what was told before, and what a few more words add to it.

A topic that has a calculator asks for numbers (告诉我每月应发多少); 那我一个月九千呢 is then the answer, whatever it
would be on its own. Only a message that says little else is taken so: 工资拖欠三个月怎么办 is a question of its own.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot import clock
from bot.calculators.cases import SITUATIONS, Case, Guess, first_line
from bot.calculators.field import Kind
from bot.calculators.from_message import guess, told_answer
from bot.calculators.overtime import NAME as OVERTIME
from bot.calculators.registry import CALCULATORS
from bot.calculators.severance import NAME as SEVERANCE
from bot.calculators.spans import service_of
from bot.calculators.told import days_as_hours
from bot.calculators.wanted import BY_TOPIC, inputs_of, named_in
from bot.entities.normalise import normalise
from bot.money import plain, yuan
from bot.wording import say

Told = Mapping[str, str | bool]

_TO = "~"  # between the bounds of a loose number
_LONGEST = 32  # characters of a message that gives numbers and little else
# What may stand beside the numbers; whatever is left of the message besides makes it one of its own.
_BESIDE = re.compile(
    r"[去前今]年|老公|老婆|媳妇|对象|工资|月薪|薪水|薪资|收入|月入|税前|应发|工作日|工作|上班|入职|公司|厂里|单位|这里|这家|工龄|大概|大约|"
    r"差不多|左右|平均|总共|一共|累计|周[六日]|周末|星期[六日天]|礼拜[六日天]|双休日?|休息日|平时|下班后?|法定|节假日|国庆|春节|元旦|"
    r"五一|加班费?|上个?月|这个月|能|可以|应该|多少|小时|钟头|如果|要是|的话|另外|还有|经济补偿金?|补偿金?|赔偿金?|被?辞退|年假|"
    r"没休|病假|没签合同|伤残|工伤|鉴定|评|级|"
    r"[\d零〇一二两三四五六七八九十百千万半多kKwW.,，。？?！!、~～\s年月天日号个每块元钱那么我俺他她们呢吧了的呀啊哦嗯是有干做待呆在"
    r"加和跟拿得赔补给算帮按来就才也还都过满刚请休几]"
)
_BARE = {Kind.MONEY: "一个月{}", Kind.MONTHS: "干了{}"}
# What a correction begins with: 不对，是三天; 不是两个月是八个月.
_PUT_RIGHT = re.compile(
    r"^(?:(?:不对|(?:我|刚才)*(?:说|写)?错了|等等|其实)[，,。！!\s]*)*(?:不是[^，,。是]{1,12}?[，,]?(?:而|应该)?(?=是))?(?:我|其实|应该)*是?"
)
# How a value that stands alone is told in full, by what was told before and may be told anew.
_AGAIN = {
    "service_months": "干了{}",
    "unsigned_months": "没签合同干了{}",
    "total_months": "工龄{}",
    "start": "{}入职",
    "joined": "{}入职",
    "end": "{}离职",
    "left": "{}离职",
    "ended": "{}离职",
    "workday_hours": "加班{}",
    "rest_day_hours": "加班{}",
    "holiday_hours": "加班{}",
}
_LEAD_IN = re.compile(r"^(?:那么?|我|是|有|嗯|哦|大概|差不多)+")


def told_by(topic: str | None, text: str, entities: Mapping[str, Any]) -> dict[str, str | bool]:
    """Return what a message tells the calculator of `topic`, as `inputs_of`, and loose lengths as 24.5~35.5."""
    name = BY_TOPIC.get(topic or "")
    if topic is None or name is None or text.startswith("/"):
        return {}
    found = guess(topic, text, entities)
    loose: dict[str, str | bool] = {}
    if found is not None and found.calculator == name and len(found.cases) > 1:
        low, *_, high = (case.inputs for case in found.cases)
        loose = {
            key: f"{low[key]}{_TO}{high[key]}"
            for key in low
            if isinstance(low[key], Decimal) and key in high and low[key] != high[key]
        }
    return {**loose, **inputs_of(name, topic, text, entities)}


def exact(told: Told) -> Told:
    """Return what a calculator takes of the numbers told: all but the loose ones."""
    return {key: value for key, value in told.items() if _TO not in str(value)}


def added_by(
    topic: str | None, text: str, entities: Mapping[str, Any], told: Told | None = None
) -> dict[str, str | bool]:
    """Return what a short message adds to the numbers of `topic`; nothing where it speaks of something else.

    Args:
        topic: The topic answered last.
        text: The message as written.
        entities: What it said.
        told: The numbers told before, which it may put right.
    """
    words, name = _PUT_RIGHT.sub("", normalise(text)), BY_TOPIC.get(topic or "")
    is_other = name is None or len(words) > _LONGEST or bool(_BESIDE.sub("", words))
    if is_other or any(other != name for other in named_in(words)):
        return {}
    bare = _LEAD_IN.sub("", words).strip("，。？?！! 呢吧了")
    said = told_by(topic, words, entities)
    return said or _again(topic, bare, entities, told or {}) or _bare(topic, bare, entities)


def _again(topic: str | None, words: str, entities: Mapping[str, Any], told: Told) -> dict[str, str | bool]:
    """Return the one number told before that words alone put right: 3年8个月, 周六是三天, 去年3月8号."""
    found: dict[str, str | bool] = {}
    for key in told.keys() & _AGAIN.keys():
        reading = told_by(topic, _AGAIN[key].format(words.replace("是", "")), entities)
        found |= {key: reading[key]} if key in reading else {}
    return found if len(found) == 1 else {}


def _bare(topic: str | None, words: str, entities: Mapping[str, Any]) -> dict[str, str | bool]:
    """Return what words that are a number and nothing else can only be: 九千 a wage, 两年半 a length."""
    readings = [told_by(topic, form.format(words), entities) for form in _BARE.values()]
    found = [reading for reading in readings if reading]
    return found[0] if len(found) == 1 else {}


def known_answer(topic: str, told: Told, text: str, today: date | None = None) -> str | None:
    """Return the short answer to numbers told in several messages, as `personal_answer`; None where they are too few.

    Args:
        topic: The topic that they belong to.
        told: The numbers, as `inputs_of` gives them.
        text: The message that told the last of them.
        today: The day to count from; the clock's by default.
    """
    name = BY_TOPIC.get(topic)
    if name is None or not told:
        return None
    inputs: dict[str, Any] = dict(told)
    if name == SEVERANCE:
        inputs.setdefault("situation", SITUATIONS.get(topic, "unsure"))
    only = "医疗期" if name == "sick_pay" and topic != "wage.sick_pay" else ""
    words = "、".join(filter(None, (_words(name, key, value) for key, value in told.items())))
    note = days_as_hours(normalise(text)) if name == OVERTIME else ""
    cases = tuple(_case(name, inputs, bound) for bound in ((0, -1) if exact(told) != told else (0,)))
    found = Guess(name, cases, words, note, only, first_line(topic))
    return told_answer(found, today or clock.today()) or (_still_to_tell(name, words) if words else None)


def _case(name: str, inputs: Mapping[str, Any], bound: int) -> Case:
    """Return the reading of loose numbers at their lower (0) or upper (-1) bound."""
    loose = {key: value.split(_TO)[bound] for key, value in inputs.items() if isinstance(value, str) and _TO in value}
    return Case("、".join(_words(name, key, value) for key, value in loose.items()), {**inputs, **loose})


def _still_to_tell(name: str, words: str) -> str:
    """Return what is said where the numbers are too few for any sum: what there is, and the next one that it takes."""
    chosen = CALCULATORS[name]
    missing = chosen.derived[0] if chosen.derived else next(field for field in chosen.fields if field.required)
    return say("calculate_still_to_tell", known=words, title=missing.title)


def _words(name: str, key: str, value: str | bool) -> str:
    """Return a number that was told as people say it (2年6个月, 月工资9000元), or nothing for a choice."""
    calculator = CALCULATORS[name]
    field = next(field for field in (*calculator.fields, *calculator.derived) if field.name == key)
    if isinstance(value, str) and _TO in value:
        return "到".join(_words(name, key, bound) for bound in value.split(_TO))
    known = field.read(value)
    if isinstance(known, bool) or field.kind is Kind.CHOICE:
        return ""
    if field.kind is Kind.MONEY:
        return f"月工资{yuan(known)}" if key == "wage" else f"{field.title}{yuan(known)}"
    if field.kind is Kind.MONTHS:
        return str(service_of(known))
    if field.kind is Kind.HOURS:
        return f"{field.title.removesuffix('的小时数')}{plain(known)}小时"
    if field.kind is Kind.DATE:
        return f"{field.title}{known:%Y年%-m月%-d日}"
    unit = "天" if field.kind is Kind.DAYS else ""
    return f"{field.title}{plain(known)}{unit}"
