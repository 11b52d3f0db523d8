"""Spans of time, in whole months.

What has not been completed is left off: 一个半月 is 1, 两个多月 is 2, 半年多 is 6. Spans shorter than a month,
ranges (两三个月), 大半年 and 好几年 give nothing, nor do words that only sound like spans: 三个月前, 一年内,
前两年, 上半年, 18年入职.
"""

import re

from bot.entities.entity import Entity
from bot.entities.normalise import normalise
from bot.entities.numerals import NUMBER, number, whole

#: Sixty years; no working life is longer.
LIMIT = 720

_TAIL = r"(?:零|又|加|外加|、)?(?P<{}>\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})个半?多?月"
_YEARS = rf"{NUMBER}(?P<more_years>多)?整?年(?P<half>半)?(?:多|整)?(?:{_TAIL.format('rest')})?"
_SPAN = re.compile(
    rf"(?:{_YEARS}|(?P<halfyear>半年)(?:{_TAIL.format('more')})?)(?!代|级|龄的|薪|终|级|度|月|以上学历|\d)"
    rf"|{NUMBER.replace('<number>', '<months>')}个?(?:多|半)?月"
    rf"|{NUMBER.replace('<number>', '<quarters>')}个?季度"
)
_MONTH_WORD = re.compile(r"\d月|[一三四五六七八九十]+月")
_AGO = re.compile(r"\s?(?:多|来)?(?:以前|之前|前|以后|之后|后(?!来)|之内|以内|内|到|至|-|~)")
_VAGUE_BEFORE = re.compile(
    r"(?:(?:每|每工作|每干)满?|[大小好上下后这那近头过早几第哪某全去今明]|不到|不足|不满|未满|没到|没满|最多|(?<![之以])前)\s?$|[年月][到至~-]$"
)
_VAGUE_MONTHS_BEFORE = re.compile(r"(?:[每这那第哪某上下]|大半|不到|不足|不满|未满|没到|没满)\s?$|[年月][到至~-]$")
# A single month or year is a span only where somebody says it went by; otherwise it is a rate (一个月4500).
_SPENT = re.compile(
    r"(?:欠|拖|干|做|工作|上班|待|呆|满|快|将近|刚|已经|过|有|了|等|超过|整整|差不多|签|合同|试用期|工龄|社保|入职|休|停)"
    r"[^，。,；;!！?？\d]{0,5}$"
)
_SPENT_BEHIND = re.compile(r"(?:了|多|没发|没给|没签|没交|没缴|不发|的?合同|试用期|工龄|的?社保)")
_OWED = re.compile(r"(?:欠|拖|压|没发|没给|没签|不发|未发|没交|停工|停薪|克扣)[^，。,；;!！?？]{0,6}$")
_OWED_BEHIND = re.compile(r"[多来]?(?:了)?的?(?:工资|薪水|工钱|社保)?(?:都)?(?:没|未|不)(?:发|给|签|交|缴|付)")
_WORKED = re.compile(r"(?:干|做|工作|上班|待|呆|工龄|满|有|已经|快|将近|共|超过|服务|签)[^，。,；;!！?？\d]{0,4}$")
_WORKED_BEHIND = re.compile(r"(?:多|半|了|工龄|以上|的?合同|的?经验|的?老员工|老员工)")
_RATE_BEHIND = re.compile(r"\s?(?:[0-9两三四五六七八九]|一[千万]|工资|休|放|歇|才|只|给|发|到手|拿|几|多少|一[次休放])")


def find(text: str) -> list[Entity]:
    """Return the durations in a normalised message, in months; what is owed or missing comes first."""
    ranked: list[tuple[int, int, Entity]] = []
    for match in _SPAN.finditer(text):
        value = _months(match, text)
        if value is None or not 1 <= value <= LIMIT:
            continue
        owed = _OWED.search(text[: match.start()]) or _OWED_BEHIND.match(text, match.end())
        ranked.append((0 if owed else 1, match.start(), Entity("months", value, match.start(), match.end())))
    return [entity for _, _, entity in sorted(ranked, key=lambda item: item[:2])]


def months(text: str) -> int | None:
    """Return the duration that an answer gives, in months, or None where it gives none; a bare number is none.

    A lone 一个月 or 一年, which inside a sentence may be a rate, counts here.
    """
    plain = normalise(text).strip(" 。.!！,，")
    found = find(plain) or find("已经" + plain)
    return found[0].value if found else None


def _months(match: re.Match[str], text: str) -> int | None:
    """Return the months of a match, or None where the words around it make it something else."""
    before = text[max(0, match.start() - 14) : match.start()]
    if _AGO.match(text, match.end()):
        return None
    if match["quarters"]:
        return None if _VAGUE_MONTHS_BEFORE.search(before) else _times(match["quarters"], 3)
    if match["months"]:
        return _plain_months(match, text, before)
    if _VAGUE_BEFORE.search(before) or text[match.end() :].startswith(("载", "到头", "四季", "一度")):
        return None
    if match["halfyear"]:
        return None if text[match.end() :].startswith(("奖", "报")) else 6 + (whole(match["more"] or "零") or 0)
    return _years(match, text, before)


def _years(match: re.Match[str], text: str, before: str) -> int | None:
    """Return the months of `N年…`, telling 干了18年 from 18年入职 and 2018年."""
    count = number(match["number"])
    if count is None or count > LIMIT // 12 or count * 12 != int(count * 12):
        return None
    compound = bool(match["half"] or match["rest"] or match["more_years"])
    spent = _WORKED.search(before) or _WORKED_BEHIND.match(text, match.end())
    if match["number"].isdigit() and len(match["number"]) == 2 and not (compound or spent):
        return None
    if count == 1 and not compound and not _is_spent(match, text, before):
        return None
    return int(count * 12) + (6 if match["half"] else 0) + (whole(match["rest"]) or 0 if match["rest"] else 0)


def _plain_months(match: re.Match[str], text: str, before: str) -> int | None:
    """Return the months of `N个月`, telling it from the month of the year (3月) and from a rate."""
    if "个" not in match[0] and (_MONTH_WORD.fullmatch(match[0]) or match["months"] not in ("两", "俩", "仨")):
        return None
    if _VAGUE_MONTHS_BEFORE.search(before):
        return None
    count = whole(match["months"])
    if count == 1 and match[0] in ("一个月", "1个月") and not _is_spent(match, text, before):
        return None
    return count


def _is_spent(match: re.Match[str], text: str, before: str) -> bool:
    """Say whether a lone month or year is told as time that went by."""
    if _SPENT_BEHIND.match(text, match.end()):
        return True
    return bool(_SPENT.search(before)) and not _RATE_BEHIND.match(text, match.end())


def _times(numeral: str, unit: int) -> int | None:
    count = whole(numeral)
    return None if count is None else count * unit
