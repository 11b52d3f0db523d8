"""Fields that many services ask for, and the matter that is told."""

import re
from dataclasses import replace
from typing import Any

from bot.entities.extract import extract
from bot.forms import choices, personal, readers, safety, workplace
from bot.forms.choices import shown_text
from bot.forms.facts import LONGEST_TROUBLE, join_trouble, trouble
from bot.forms.field import CONSENT, Field, Problem, Values
from bot.forms.moves import is_no, is_yes, plain
from bot.services import SERVICES
from bot.understanding import Understanding

_MONEY_TOPICS = ("wage.", "termination.", "insurance.", "injury.", "hours.", "contract.double_pay", "leave.")
_MONEY = re.compile(
    r"钱|工资|薪|补偿|赔|押金|奖金|提成|津贴|补贴|社保|保险|公积金|(?<!免)费(?![力劲心])|工伤|罚(?![站抄跑])|欠|加班"
)
# What a topic that is about money as a rule is not about, where no word of money stands beside it.
_NO_MONEY = re.compile(r"骂|吼|凶|羞辱|侮辱|霸凌|孤立|骚扰|打人|动手|威胁|宿舍|厕所|监控|没收手机")


def about_money(values: Values) -> bool:
    """Tell whether the matter has a sum in it: by its topic, by its words, or because one was named."""
    matter = values.get("matter") or {}
    topic, text = matter.get("topic") or "", matter.get("text") or ""
    if values.get("amount") is not None or _MONEY.search(text):
        return True
    return topic.startswith(_MONEY_TOPICS) and not (safety.is_about(text) or _NO_MONEY.search(text))


def _topic(said: Understanding, told: str) -> str | None:
    """Return the topic of what is told: the likeliest, unless its words are of something else.

    Words that the classifier does not know have a likeliest topic as well (a canteen's food: wages), and what is
    offered and tapped then is no better.
    """
    topic = said.topics[0].id if said.topics else None
    if topic is None or not topic.startswith(_MONEY_TOPICS):
        return topic
    return None if safety.is_about(told) and not _MONEY.search(told) else topic


def _told(said: Understanding) -> Any:
    """Read the trouble where it was asked for: it is the person's own, whoever it speaks of."""
    return _matter(replace(said, intent="grievance"))


def _matter(said: Understanding) -> Any:
    """Find a trouble of the person's own."""
    told = trouble(said)
    return {"text": told, "topic": _topic(said, told)} if told else None


def _told_of_others(said: Understanding) -> Any:
    """Take what is told of others, their number among it, as more of the matter."""
    told = personal.told_of_others(said)
    return {"text": told, "topic": None} if told else None


def _matter_in_words(said: Understanding) -> Any:
    """Take any account of what happened that is more than a word."""
    words = plain(said)
    if is_yes(said) or is_no(said) or said.intent in (*SERVICES, "out_of_scope") or not words:
        return None
    if len(words) < 4 or not re.search(r"[\u4e00-\u9fff]{3}", words):
        return Problem("field_wrong_matter")
    return {"text": said.text.strip()[:LONGEST_TROUBLE], "topic": _topic(said, said.text)}


def _follow_sum(matter: Any, name: str, old: Any, new: Any) -> Any:
    """Put a corrected sum into what was told in the place of the old one, so that the two do not contradict."""
    if name != "amount" or old is None or new is None:
        return matter
    text = matter["text"]
    for entity in reversed(extract(text)):
        if entity.kind == "amount" and entity.value == old:
            text = f"{text[: entity.start]}{readers.show_amount(new)}{text[entity.end :]}"
    return {**matter, "text": text}


CONSENT_FIELD = Field(CONSENT, read=choices.agreement, ends=lambda value: value is False)

MATTER = Field(
    "matter",
    read=_told,
    accept=_matter_in_words,
    gather=_matter,
    adds=join_trouble,
    more=_told_of_others,
    follows=_follow_sum,
    called="事情|情况|经过|内容|诉求|描述|问题",
    show=lambda value: shown_text(value["text"]),
)

PLACE = Field(
    "place",
    read=readers.place,
    gather=readers.gathered_place,
    called="地点|地方|地址|位置|区域|区|街道|街镇|镇",
    show=readers.show_place,
)

EMPLOYER = Field(
    "employer",
    read=workplace.employer,
    accept=workplace.employer_in_words,
    gather=workplace.gathered_employer,
    called="单位|公司|厂名|厂|店名|企业|雇主|用人单位",
    optional=True,
)

SINCE = Field(
    "since",
    read=readers.since,
    accept=readers.since_in_words,
    gather=readers.gathered_since,
    called="开始时间|时间|日期|什么时候",
    optional=True,
)

AMOUNT = Field(
    "amount",
    read=readers.amount,
    gather=lambda said: said.entities.get("amount"),
    called="金额|数额|钱数|欠款|涉及金额|款项|多少钱",
    optional=True,
    needed=about_money,
    show=readers.show_amount,
)

PEOPLE = Field(
    "people",
    read=readers.people,
    gather=readers.gathered_people,
    called="人数|涉及人数|几个人|多少人",
    optional=True,
    show=readers.show_people,
)

NAME = Field(
    "name",
    read=personal.person_name,
    accept=personal.person_name_in_words,
    gather=personal.gathered_name,
    called="姓名|(?<!单位|公司|店的|厂的)名字|我的名|称呼",
)

PHONE = Field(
    "phone",
    read=personal.contact,
    gather=personal.own_number,
    called="电话|手机|号码|联系方式|手机号",
    show=personal.show_contact,
)

ID_NUMBER = Field(
    "id_number",
    read=personal.id_number,
    gather=lambda said: said.entities.get("id_number"),
    warns=personal.wrong_id_number,
    called="身份证(?:号码?|号)?|证件(?:号码?)?",
    show=personal.show_id_number,
)
