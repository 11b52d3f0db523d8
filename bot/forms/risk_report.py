"""A warning of a possible collective dispute (群体性劳资纠纷预警, opinion 四（四）); reported by cadres."""

import re
from dataclasses import replace
from typing import Any

from bot.entities.extract import extract
from bot.forms import choices, common
from bot.forms.cadre import CADRE, NAME, PEOPLE, clauses, free_words
from bot.forms.field import Field, Form, Reader
from bot.understanding import Understanding

_HAPPENING = re.compile(
    r"停工|罢工|怠工|堵|围|聚集|聚在|集合|拉横幅|上访|静坐|坐在|闹事|冲突|跳楼|封路|"
    r"不(?:干活|开工|上班|接单|跑单|出车|送货)|停(?:运|单|产|线)|关灯|拉闸"
)
_WHEN = (
    r"(?:今晚|今天(?:下午|晚上)|明[天早晚]|大?后天|下午|晚上|[上下]午|下(?:个)?(?:周|星期|礼拜)[一二三四五六日天末]?|"
    r"(?:周|星期|礼拜)[一二三四五六日天末]|下个?月|月底|过[一两几]天|这两天|\d{1,2}[号日])"
)
_DOES = r"(?:去|到|上访|信访|堵|围|拉|停|罢|闹|聚|集|走)"
_MAY = r"(?:说|要|打算|准备|可能|扬言|约好|商量|计划|号召|通知|估计)"
_EXPECTED = re.compile(rf"{_MAY}.{{0,6}}{_WHEN}.{{0,10}}{_DOES}|{_WHEN}.{{0,4}}{_MAY}.{{0,10}}{_DOES}")
_OFFICIALS = (
    r"(?:派出所|民警|警察|公安|街道|镇里|镇政府|监察|司法所|司法局|信访|人社|综治|"
    r"工会|主席|书记|居委|村委|厂长|经理|老板)"
)
_ON_SITE = re.compile(rf"{_OFFICIALS}.{{0,12}}(?:在|到|赶到|已经到)(?:了)?(?:现场|场)")
_REPORTER = re.compile(
    r"^(?:我|本人)?(?:是|叫).{0,40}(?:工会|主席|委员|干部)|^(?:报告|上报|你好|您好)|"
    r"工会(?:主席|干事|委员|干部)[\u4e00-\u9fff]{2,3}$"
)
# 紧急; 我要上报一个情况; 那我报一下: what a report begins with, and no part of it.
_LEAD = re.compile(
    r"(?:紧急|急|急报|特急|出事了|那|就|先|我们?|要|想|来|赶紧|马上|这里|这边|辖区|跟您|向您|给您|[：:])*"
    r"(?:(?:上报|报告|反映|汇报|说|报|有)(?:一下|一个|一起|个|起)?)?(?:紧急)?(?:情况|事情?|预警|(?:群体(?:性)?)?(?:事件|纠纷))?"
)
_PERSONAL = {"person", "phone", "id_number"}
_WHERE = {"district", "street", "employer"}
_LEAST_SITUATION = 8  # characters
_NUMBER = r"[\d一二两三四五六七八九十半几]+"
_PAY = r"(?:工资|薪水|工钱|薪|加班费|奖金|补偿金?|社保|公积金|货款|运费)"
_CAUSE = re.compile(
    rf"(?:嫌|不满|抗议|反对|(?:因为|由于)).{{2,20}}|"
    rf"(?:{_NUMBER}个?多?月)?(?:没|不|未)发(?:过)?(?:工资|薪水|钱)|"
    rf"(?:拖欠|克扣|欠)(?:了|工人|员工|职工)*(?:{_NUMBER}个?多?月)?的?{_PAY}|"
    rf"{_PAY}(?:被)?(?:拖欠|克扣)(?:了?{_NUMBER}个?多?月)?|"
    rf"(?:降|下调|调低|压低)(?:了)?(?:配送费|单价|工价|提成|{_PAY})|(?:配送费|单价|工价|提成)(?:被)?(?:降|下调|调低|压低)(?:了|低)?|"
    r"裁员|搬厂|搬迁|关厂|关门|倒闭|降薪|欠薪|断缴社保|(?:没|不|未)交社保|老板跑路"
)
_PROTEST = re.compile(r"讨薪|讨要工资")  # the cause where no better one is told
_SO = re.compile(r"^(?:是|因为|由于)(?=.{2})")
_NOT_SO = re.compile(r"[，,]?(?:而)?不是[^，,。]+$")  # 搬厂不是裁员; 老板不是东西 is another matter


def _situation(said: Understanding) -> str:
    """Return the clauses that say what is going on: not who reports, whose firm, what is feared, or who is there."""
    return "，".join(clause for clause in clauses(said) if _is_of_situation(clause))


def _is_of_situation(clause: str) -> bool:
    found = extract(clause)
    if _EXPECTED.search(clause) or _ON_SITE.search(clause) or _REPORTER.search(clause):
        return False
    if any(entity.kind in _PERSONAL for entity in found):
        return False
    rest = clause
    for entity in sorted((e for e in found if e.kind in _WHERE), key=lambda e: -e.start):
        rest = rest[: entity.start] + rest[entity.end :]
    return not _LEAD.fullmatch(re.sub(r"^[在是的]|[的在是有]$", "", rest))


def _gathered_situation(said: Understanding) -> Any:
    """Take the message that reports the dispute as what is going on: nobody is to tell it twice in an emergency."""
    told = _situation(said)
    if not _HAPPENING.search(told):
        return None
    return choices.text(_LEAST_SITUATION)(replace(said, text=told))


def _read_situation(said: Understanding) -> Any:
    """Read what is going on where it is asked, without what the same message says of other things."""
    read, told = free_words(3)(said), _situation(said)
    return told if isinstance(read, str) and told and len(clauses(said)) > 1 else read


def _gathered_clause(pattern: re.Pattern[str]) -> Reader:
    """Return a reader of the clauses that say one thing (说明天去区政府)."""

    def read(said: Understanding) -> Any:
        told = [clause for clause in clauses(said) if pattern.search(clause)]
        return "，".join(told) or None

    return read


def _gathered_cause(said: Understanding) -> Any:
    """Find the cause in what a message said: the grievance itself before the protest against it."""
    told = clauses(said)
    for pattern in (_CAUSE, _PROTEST):
        found = dict.fromkeys(match[0] for clause in told for match in pattern.finditer(clause))
        if found:
            return "，".join(list(found)[:2])
    return None


def _read_cause(said: Understanding) -> Any:
    """Read the cause; of 是搬厂不是裁员 the part that is so."""
    read = free_words(2)(said)
    if not isinstance(read, str):
        return read
    so = _NOT_SO.sub("", read)
    return _SO.sub("", so if _CAUSE.search(so) else read)


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
            read=_read_cause,
            gather=_gathered_cause,
            called="起因|原因",
            adds=choices.joined_text,
            show=choices.shown_text,
        ),
        PEOPLE,
        Field(
            "so_far",
            read=_read_situation,
            gather=_gathered_situation,
            called="现状|目前的?(?:情况)?|已经发生|经过",
            optional=True,
            show=choices.shown_text,
        ),
        Field(
            "expected",
            read=free_words(3, also=("time",)),
            gather=_gathered_clause(_EXPECTED),
            called="预计|接下来(?:的事)?|可能",
            optional=True,
            show=choices.shown_text,
        ),
        Field(
            "on_site",
            read=free_words(2, also=("person",)),
            gather=_gathered_clause(_ON_SITE),
            called="(?:谁在)?现场(?:有?(?:谁|什么人|人))?",
            optional=True,
            show=choices.shown_text,
        ),
        NAME,
        common.PHONE,
    ),
)
