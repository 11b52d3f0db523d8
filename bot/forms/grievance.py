"""The grievance (诉求): what happened, where, which employer, since when, how much, how many, and who tells it."""

import re
from dataclasses import replace
from typing import Any

from bot.forms import readers
from bot.forms.facts import LONGEST_TROUBLE, join_trouble, trouble
from bot.forms.field import Field, Form, Problem, Values
from bot.forms.moves import is_no, is_yes, plain
from bot.privacy import mask_phone, mask_text
from bot.understanding import Understanding

_MONEY_TOPICS = ("wage.", "termination.", "insurance.", "injury.", "hours.", "contract.double_pay", "leave.")
_MONEY = re.compile(r"钱|工资|薪|补偿|赔|押金|奖金|提成|社保|保险|费|工伤|罚")
_SHOWN_TROUBLE = 80  # characters in the summary


def about_money(values: Values) -> bool:
    """Tell whether the matter has a sum in it: by its topic, by its words, or because one was named."""
    matter = values.get("matter") or {}
    topic, text = matter.get("topic") or "", matter.get("text") or ""
    return values.get("amount") is not None or topic.startswith(_MONEY_TOPICS) or bool(_MONEY.search(text))


def _told(said: Understanding) -> Any:
    """Read the trouble where it was asked for: it is the person's own, whoever it speaks of."""
    return _matter(replace(said, intent="grievance"))


def _matter(said: Understanding) -> Any:
    """Find a trouble of the person's own."""
    told = trouble(said)
    return {"text": told, "topic": said.topics[0].id if said.topics else None} if told else None


def _matter_in_words(said: Understanding) -> Any:
    """Take any account of what happened that is more than a word."""
    words = plain(said)
    if is_yes(said) or is_no(said) or said.intent in ("grievance", "out_of_scope") or not words:
        return None
    if len(words) < 4 or not re.search(r"[\u4e00-\u9fff]{3}", words):
        return Problem("grievance_wrong_matter")
    return {"text": said.text.strip()[:LONGEST_TROUBLE], "topic": said.topics[0].id if said.topics else None}


def _show_matter(value: dict[str, Any]) -> str:
    text = mask_text(value["text"])
    return text if len(text) <= _SHOWN_TROUBLE else text[:_SHOWN_TROUBLE] + "……"


GRIEVANCE = Form(
    name="grievance",
    service="grievance",
    fields=(
        Field("consent", read=readers.agreement),
        Field(
            "matter",
            read=_told,
            accept=_matter_in_words,
            gather=_matter,
            adds=join_trouble,
            called="事情|情况|经过|内容|诉求|描述|问题",
            show=_show_matter,
        ),
        Field(
            "place",
            read=readers.place,
            gather=readers.gathered_place,
            called="地点|地方|地址|位置|区域|区|街道|街镇|镇",
            show=readers.show_place,
        ),
        Field(
            "employer",
            read=readers.employer,
            accept=readers.employer_in_words,
            gather=readers.gathered_employer,
            called="单位|公司|厂名|厂|店名|企业|雇主|用人单位",
            optional=True,
        ),
        Field(
            "since",
            read=readers.since,
            accept=readers.since_in_words,
            gather=readers.gathered_since,
            called="开始时间|时间|日期|什么时候",
            optional=True,
        ),
        Field(
            "amount",
            read=readers.amount,
            gather=lambda said: said.entities.get("amount"),
            called="金额|数额|钱数|欠款|涉及金额|款项|多少钱",
            optional=True,
            needed=about_money,
            show=readers.show_amount,
        ),
        Field(
            "people",
            read=readers.people,
            gather=readers.gathered_people,
            called="人数|涉及人数|几个人|多少人",
            optional=True,
            show=readers.show_people,
        ),
        Field(
            "name",
            read=readers.person_name,
            accept=readers.person_name_in_words,
            gather=lambda said: said.entities.get("person"),
            called="姓名|名字|我的名|称呼",
        ),
        Field(
            "phone",
            read=readers.phone,
            gather=lambda said: said.entities.get("phone"),
            called="电话|手机|号码|联系方式|手机号",
            show=mask_phone,
        ),
        Field(
            "anonymous",
            read=readers.secrecy,
            called="匿名|保密|对单位匿名",
            optional=True,
            unknown=True,
            show=readers.show_yes_no,
        ),
    ),
)
