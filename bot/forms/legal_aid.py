"""Legal aid (法律援助): the dispute, how far it has come, by when something is due, and whose it is.

By 法律援助法 第四十二条 the means of migrant workers who claim wages or injury benefits are not looked into, so the
income is not asked where the matter is one of those.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from bot import clock
from bot.entities import dates
from bot.forms import choices, common, due_days
from bot.forms.corrections import part
from bot.forms.field import Field, Form, Values
from bot.forms.moves import plain
from bot.forms.questions import wonders
from bot.forms.time_limits import (
    ARBITRATION,
    COURT,
    MEDIATION,
    NOT_YET,
    STILL_THERE,
    before_arbitration,
    in_arrears,
    of_injury,
    remark,
)
from bot.understanding import Understanding
from bot.wording import say

_STAGES = {
    COURT: r"法院|起诉|一审|二审|判决|上诉|打官司|传票|^(?!.*仲裁).*开庭",
    ARBITRATION: r"仲裁",
    MEDIATION: r"调解",
    NOT_YET: r"还没|没有?(?:开始|申请|走|动|办)|刚(?:刚)?发生|什么都没|都没有|没做|打算|准备",
}
# 还没申请仲裁, 准备起诉, 仲裁没去: what has not begun is no stage.
_STEP = r"(?:劳动)?(?:仲裁|起诉|法院|打官司|调解)"
_DO = r"(?:去|到|申请|提起?|提交|走|找|办|做|打|搞|弄|上|过)"
_NOT_BEGUN = re.compile(
    rf"(?:没有?|未|不曾|准备|打算|想要?)(?:想好|开始|{_DO})*{_STEP}|{_STEP}(?:这一步)?(?:也|都|还)*(?:没有?|未){_DO}"
)
_LEAVING = re.compile(r"离职|辞职|辞退|开除|解雇|裁|离开|走的|走人|解除|不干")
# What says in passing how far it has come; the wish to go there (想去仲裁) says nothing.
_TOLD_STAGE = re.compile(
    r"(?:已经|正在|在|刚)(?:申请|提|打|走|去)?(?:了|过)?(?:劳动)?(?:仲裁|法院|打官司|调解)|"
    r"仲裁(?:委)?(?:输|赢|裁|受理|开庭|申请了|结果|了)|(?:法院|一审|二审)(?:判|受理|立案|开庭|输|赢|了)|判决(?:书|下来|了)"
)
# Who has been summoned or sued, or holds a judgment, is in court, whatever else is told of the arbitration before.
_TOLD_COURT = re.compile(
    r"传票|起诉了?(?:我|本人)|已经?(?:去|到|向)?(?:法院)?起诉|(?<!没)起诉了|法院.{0,10}(?:开庭|受理|立案|判|裁定)|"
    r"(?:一审|二审)(?:判|受理|立案|开庭|输|赢|了)|判决(?:书|下来|出来)"
)
_TOLD_AWARD = re.compile(r"裁决(?:书|下来|出来)")
_SITUATIONS = {
    "low_income": r"低保|特困|低收入|困难家庭|建档",
    "hard": r"困难|没(?:有)?收入|失业|难|紧",
    "usual": r"一般|普通|还行|正常|可以",
}


def _needs_income(values: Values) -> bool:
    matter = values.get("matter") or {}
    return not ((matter.get("topic") or "").startswith("wage.") or of_injury(values) or in_arrears(values))


_read_stage = choices.choice(_STAGES)
_read_due = choices.text(2, also=("time",))


def _stage(said: Understanding) -> Any:
    """Read how far it has come; what is said not to have begun yet counts only where nothing else has."""
    words = plain(said)
    begun = _NOT_BEGUN.sub("", words)
    if begun == words:
        return _read_stage(said)
    return None if wonders(said) else _read_stage(replace(said, text=begun)) or NOT_YET


def _day(said: Understanding) -> Any:
    """Read a day as ISO text; one that is still to come is none."""
    words = plain(said)
    found = None if wonders(said) else dates.day(words, clock.today())
    return found.isoformat() if found and found <= clock.today() else None


def _left_on(said: Understanding) -> Any:
    """Read the day of leaving, or that they work there still."""
    words = plain(said)
    if not wonders(said) and any(word in words for word in ("还在", "没离开", "没离职", "没走", "在职", "没辞")):
        return STILL_THERE
    return _day(said)


def _gathered_left_on(said: Understanding) -> Any:
    """Find the day of leaving in what a message said: the one in the clause that speaks of it."""
    return next(filter(None, (_day(clause) for clause in _clauses(said) if _LEAVING.search(clause.text))), None)


def _gathered_happened_on(said: Understanding) -> Any:
    """Find the day on which it happened in what a message said: none by which something is due, nor a paper's."""
    came = due_days.received(plain(said), clock.today())
    days = (_day(clause) for clause in _clauses(said) if not due_days.DUE.search(clause.text))
    return next((day for day in days if day and (came is None or day != came.on.isoformat())), None)


def _due(said: Understanding) -> Any:
    """Read what is due and when, or when a paper came; a day told from today on is kept with its date."""
    words = _read_due(said)
    return due_days.fixed(words, clock.today()) if words else None


def _gathered_due(said: Understanding) -> Any:
    """Find what is due and when, or when a paper came, in what a message said: 12月8号开庭."""
    found = due_days.told(plain(said), clock.today())
    return due_days.fixed(found, clock.today()) if found else None


def _gathered_stage(said: Understanding) -> Any:
    """Find how far it has come in what a message said; where it tells of more than one stage, it is asked."""
    words = _NOT_BEGUN.sub("", plain(said))
    if _TOLD_COURT.search(words):
        return COURT
    if _TOLD_AWARD.search(words):
        return ARBITRATION
    clauses = [clause.text for clause in _clauses(said) if _TOLD_STAGE.search(clause.text)]
    told = {stage for stage in (COURT, ARBITRATION, MEDIATION) for text in clauses if re.search(_STAGES[stage], text)}
    return told.pop() if len(told) == 1 else None


def _clauses(said: Understanding) -> list[Understanding]:
    """Return the clauses of a message, each as a message of its own."""
    return [part(said, clause) for clause in re.split(r"[，,。；;！!\s]", plain(said)) if clause]


def _show_day(value: str) -> str:
    return say("legal_aid_still_there") if value == STILL_THERE else f"{date.fromisoformat(value):%Y年%-m月%-d日}"


LEGAL_AID = Form(
    name="legal_aid",
    service="legal_aid",
    fields=(
        common.CONSENT_FIELD,
        common.MATTER,
        Field(
            "stage",
            read=_stage,
            gather=_gathered_stage,
            called="阶段|走到哪(?:一)?步?了?|进展|进度",
            optional=True,
            show=choices.shown_choice("legal_aid_stage"),
        ),
        Field(
            "left_on",
            read=_left_on,
            gather=_gathered_left_on,
            called="离职(?:时间|日期)?|离开|时间|日期|日子|哪天",
            optional=True,
            needed=lambda values: before_arbitration(values) and "matter" in values and in_arrears(values),
            show=_show_day,
        ),
        Field(
            "happened_on",
            read=_day,
            gather=_gathered_happened_on,
            called="发生(?:时间|日期)?|日期|时间|日子|哪天",
            optional=True,
            needed=lambda values: before_arbitration(values) and "matter" in values and not in_arrears(values),
            show=_show_day,
        ),
        Field(
            "due",
            read=_due,
            gather=_gathered_due,
            called="期限|开庭|收到|日期|日子|时间",
            optional=True,
            needed=lambda values: not before_arbitration(values),
        ),
        common.PLACE,
        common.EMPLOYER,
        common.AMOUNT,
        Field(
            "income",
            read=choices.choice(_SITUATIONS),
            gather=choices.choice({"low_income": _SITUATIONS["low_income"]}),
            called="收入|经济",
            optional=True,
            needed=_needs_income,
            show=choices.shown_choice("legal_aid_income"),
        ),
        common.NAME,
        common.PHONE,
    ),
    remark=remark,
)
