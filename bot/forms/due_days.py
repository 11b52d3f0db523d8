"""The days that papers of a dispute set: a hearing that is to come, the day on which an award or a judgment came."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from bot.entities import dates
from bot.entities.date_forms import DAY, calendar_day, latest_day
from bot.entities.normalise import normalise
from bot.entities.numerals import whole

# A day that is still to come, or by which something is due, is not the day on which it happened.
DUE = re.compile(
    r"[号日](?:之?前|以前|截止|到期)|(?<![\d一二两三四五六七八九十])天(?:之?前|以前)|天(?:截止|到期)|"
    r"开庭|上诉期|期限|截止|最后一天|举证|交(?:材料|上诉状|答辩)"
)
AWARD, JUDGMENT, RULING = "award", "judgment", "ruling"
_WORDS = {JUDGMENT: "判决书", RULING: "裁定书", AWARD: "裁决书"}
_PAPERS = {
    JUDGMENT: re.compile(r"判决(?:书|下来|出来|了|结果|(?=$|[，,。；;\s]))|(?:收到|拿到)[^，。]{0,6}判决"),
    RULING: re.compile(r"裁定(?:书|下来|出来|了)|(?:收到|拿到)[^，。]{0,6}裁定"),
    AWARD: re.compile(r"裁决(?:书|下来|出来|了|结果|(?=$|[，,。；;\s]))|(?:收到|拿到)[^，。]{0,6}裁决"),
}
_CAME = re.compile(
    r"收到|拿到|到手|签收|送达|寄[到来]|下来|出来|^[\d一二三四五六七八九十年月日号今去前昨天上本这个]+的?(?:（.*）)?$"
)
_FINAL = re.compile(r"二审|终审|再审")  # against these nothing can be appealed
_RELATIVE = re.compile(
    r"今[天早晚日]|明[天早日]|昨|[前后]天|刚|[天周星期拜]前|[上下本这]个?(?:月|周|星期|礼拜)|天[后了]"
)
_FIXED = re.compile(r"（(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日）$")
_OVER = re.compile(r"已经|开完|过了")
_MONTH_DAY = re.compile(rf"(?<!年)(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?{DAY}[日号]")
_ONLY_DAY = re.compile(rf"(?<![\d月]){DAY}[日号]")
_DAYS_SINCE = re.compile(r"(?P<count>\d{1,3}|[一二两三四五六七八九十]+)天了")
_IN_DAYS = re.compile(r"(?P<count>\d{1,3}|[一二两三四五六七八九十]+)天(?:之|以)?后")


class Received(NamedTuple):
    """An award, a judgment or a ruling that came: which, and on what day."""

    paper: str
    on: date


def paper_in(text: str) -> str | None:
    """Return which paper a text speaks of, the latest in the course of a dispute; None for one that is final."""
    if _FINAL.search(text):
        return None
    return next((name for name, pattern in _PAPERS.items() if pattern.search(text)), None)


def received(text: str, today: date, about: str = "") -> Received | None:
    """Return which paper came and when: 11月12号收到的裁决书.

    Args:
        text: The words that hold the day.
        today: The day on which they were said.
        about: What was told before, where the paper is named only there.
    """
    paper = None if _FINAL.search(text) else paper_in(text) or paper_in(about)
    found = None if paper is None else next(filter(None, (_came_on(c, today) for c in clauses(text))), None)
    return Received(paper, found) if paper and found else None


def coming(text: str, today: date) -> date | None:
    """Return the next day, today counted in, on which something is due: 下个月8号开庭, 12月3号前要交上诉状."""
    days = (_due_on(clause, today) for clause in clauses(text) if DUE.search(clause) and not _OVER.search(clause))
    return min(filter(None, days), default=None)


def told(text: str, today: date) -> str | None:
    """Return what a message says of such days, in its own words; None where it says nothing of them."""
    parts = [clause for clause in clauses(text) if DUE.search(clause) and coming(clause, today)]
    if came := received(text, today):
        clause = next(c for c in clauses(text) if _came_on(c, today))
        parts.append(clause if paper_in(clause) else _WORDS[came.paper] + clause)
    return "，".join(parts) or None


def fixed(text: str, today: date) -> str:
    """Return the text with its date behind every day that was told from today on: 明天开庭（2026年11月23日）.

    A form is filled over days, and read by others later.
    """
    if not _RELATIVE.search(text):
        return text
    return "，".join(_with_date(clause, today) for clause in clauses(text))


def clauses(text: str) -> list[str]:
    """Return the clauses of a text, simplified."""
    words = normalise(text).replace("(", "（").replace(")", "）")
    return [clause for clause in re.split(r"[，,。；;！!\s]", words) if clause]


def _with_date(clause: str, today: date) -> str:
    if _FIXED.search(clause) or not _RELATIVE.search(clause):
        return clause
    day = (_due_on(clause, today) if DUE.search(clause) else _came_on(clause, today)) or dates.day(clause, today)
    return f"{clause}（{day:%Y年%-m月%-d日}）" if day else clause


def _came_on(clause: str, today: date) -> date | None:
    """Return the day of a clause on which a paper came: one behind, and none on which something else happened."""
    if DUE.search(clause) or not (_CAME.search(clause) or paper_in(clause)):
        return None
    day = _fixed_day(clause) or dates.day(clause, today)
    if day is None and (match := _DAYS_SINCE.search(clause)):
        day = today - timedelta(days=whole(match["count"]) or 0)
    if day is None and (match := _ONLY_DAY.search(clause)):
        day = latest_day(match, "", today)
    return day if day and day <= today else None


def _due_on(clause: str, today: date) -> date | None:
    if day := _fixed_day(clause):
        return day if day >= today else None
    found = [date.fromisoformat(entity.value) for entity in dates.find(clause, today)]
    if found:
        return min((day for day in found if day >= today), default=None)
    if match := _IN_DAYS.search(clause):
        return today + timedelta(days=whole(match["count"]) or 0)
    if match := _MONTH_DAY.search(clause):
        return _next(today, whole(match["day"]) or 0, whole(match["month"]) or 0)
    match = _ONLY_DAY.search(clause)
    return _next(today, whole(match["day"]) or 0) if match else None


def _fixed_day(clause: str) -> date | None:
    match = _FIXED.search(clause)
    return calendar_day(int(match["year"]), int(match["month"]), int(match["day"])) if match else None


def _next(today: date, number: int, month: int = 0) -> date | None:
    """Return the next day of that number, in that month of the year or, without one, in any."""
    months = [(today.year + (today.month + i - 1) // 12, (today.month + i - 1) % 12 + 1) for i in range(13)]
    days = (calendar_day(year, m, number) for year, m in months if month in (0, m))
    return next((day for day in days if day and day >= today), None)
