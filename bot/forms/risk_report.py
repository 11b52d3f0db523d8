"""A warning of a possible collective dispute (群体性劳资纠纷预警, opinion 四（四）); reported by cadres."""

import re
from dataclasses import replace
from typing import Any

from bot.entities.extract import extract
from bot.forms import choices, common
from bot.forms.cadre import CADRE
from bot.forms.field import Field, Form, Reader
from bot.forms.moves import plain
from bot.forms.questions import is_question
from bot.understanding import Understanding

_HAPPENING = re.compile(r"停工|罢工|怠工|堵|围|聚集|聚在|拉横幅|上访|静坐|闹事|冲突|讨薪|讨要|跳楼|封路")
_EXPECTED = re.compile(
    r"(?:说|要|打算|准备|可能|扬言|约好).{0,4}(?:今晚|明天|明早|后天|下午|晚上|下周|过两天|[上下]午).{0,10}(?:去|到|上访|堵|围|拉|停|罢|闹)"
)
_ON_SITE = re.compile(
    r"(?:派出所|民警|警察|公安|街道|镇里|监察|工会|主席|书记|居委).{0,6}(?:在|到|赶到|已经到)(?:了)?(?:现场|场)"
)
_REPORTER = re.compile(r"^(?:我|本人)?(?:是|叫).{0,40}(?:工会|主席|委员|干部)|^(?:报告|上报|你好|您好)")
_LEAST_SITUATION = 8  # characters
_CAUSE = re.compile(
    r"(?:[\d一二两三四五六七八九十半几]+个?多?月)?(?:没|不|未)发(?:过)?(?:工资|薪水|钱)|"
    r"(?:拖欠|克扣|欠)(?:了|工人|员工|职工)*(?:[\d一二两三四五六七八九十半几]+个?多?月)?的?(?:工资|薪水|工钱|薪)|讨薪|讨要工资|"
    r"裁员|搬厂|搬迁|关厂|关门|倒闭|降薪|断缴社保|(?:没|不|未)交社保|老板跑路"
)


def _gathered_situation(said: Understanding) -> Any:
    """Take the message that reports the dispute as what is going on: nobody is to tell it twice in an emergency."""
    if said.intent not in ("risk_report", "grievance") or not _HAPPENING.search(plain(said)):
        return None
    told = "，".join(clause for clause in _clauses(said) if _is_of_situation(clause))
    return choices.text(_LEAST_SITUATION)(replace(said, text=told))


def _is_of_situation(clause: str) -> bool:
    """Tell whether a clause says what is going on, rather than who reports, what is feared, or who is there."""
    is_who = _REPORTER.search(clause) or {entity.kind for entity in extract(clause)} & {"person", "phone", "id_number"}
    return not (is_who or _EXPECTED.search(clause) or _ON_SITE.search(clause))


def _gathered_clause(pattern: re.Pattern[str]) -> Reader:
    """Return a reader of the clauses of the report that say one thing (说明天去区政府)."""

    def read(said: Understanding) -> Any:
        told = [clause for clause in _clauses(said) if pattern.search(clause)]
        return "，".join(told) if told and said.intent == "risk_report" else None

    return read


def _clauses(said: Understanding) -> list[str]:
    return [clause for clause in re.split(r"[，,。；;！!\s]", plain(said)) if clause]


def _gathered_cause(said: Understanding) -> Any:
    """Find the cause in what a message said."""
    found = None if is_question(said) else _CAUSE.search(plain(said))
    return found[0] if found else None


RISK_REPORT = Form(
    name="risk_report",
    service="risk_report",
    fields=(
        CADRE,
        common.CONSENT_FIELD,
        Field(
            "employer",
            read=common.EMPLOYER.read,
            accept=common.EMPLOYER.accept,
            gather=common.EMPLOYER.gather,
            called=common.EMPLOYER.called,
        ),
        common.PLACE,
        Field(
            "cause",
            read=choices.text(2),
            gather=_gathered_cause,
            called="起因|原因",
            adds=choices.joined_text,
            show=choices.shown_text,
        ),
        Field(
            "people",
            read=common.PEOPLE.read,
            gather=common.PEOPLE.gather,
            called=common.PEOPLE.called,
            optional=True,
            show=common.PEOPLE.show,
        ),
        Field(
            "so_far",
            read=choices.text(3),
            gather=_gathered_situation,
            called="现状|目前的?(?:情况)?|已经发生|经过",
            optional=True,
            show=choices.shown_text,
        ),
        Field(
            "expected",
            read=choices.text(3, also=("time",)),
            gather=_gathered_clause(_EXPECTED),
            called="预计|接下来(?:的事)?|可能",
            optional=True,
            show=choices.shown_text,
        ),
        Field(
            "on_site",
            read=choices.text(2, also=("person",)),
            gather=_gathered_clause(_ON_SITE),
            called="(?:谁在)?现场(?:有?(?:谁|什么人|人))?",
            optional=True,
            show=choices.shown_text,
        ),
        common.NAME,
        common.PHONE,
    ),
)
