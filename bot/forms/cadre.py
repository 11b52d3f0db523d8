"""Services of union cadres: what their forms have in common.

A cadre tells in one message what happened, who they are and what they want, wherever the form stands; each fact is
found in the clause that tells it.
"""

import re
from collections.abc import Collection
from typing import Any

from bot.entities import counts, people_names
from bot.entities.extract import extract
from bot.forms import bare, choices, common
from bot.forms.field import Field, Problem, Reader
from bot.forms.moves import is_no, is_yes, plain
from bot.forms.questions import is_question, wonders
from bot.understanding import Understanding
from bot.wording import say

_OFFICE = r"(?:副?主席|委员|干部|小?组长|专职|专干|主任|干事|书记)"
_IS = re.compile(
    rf"(?:我|本人|我们)?(?:就)?是.{{0,10}}(?:工会|主席|委员|干部|组长|专职|专干)|工会(?:的)?{_OFFICE}|当.{{0,4}}(?:主席|委员)"
)
_IS_NOT = re.compile(r"不是.{0,6}(?:干部|主席|工会)|普通(?:员工|职工|工人)|员工|打工的|没有?当")
# 镇工会干事周伯通; 我们主席在现场 names nobody.
_BEHIND_OFFICE = re.compile(rf"工会(?:的)?{_OFFICE}(?P<name>[\u4e00-\u9fff]{{2,4}})$")
_PHONE_BEHIND = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,4})[\s:：]*(?:电话|手机)?[\s:：]*$")
# What is looked up or ordered, and told to nobody: it is no answer in free words.
_LOOK_UPS = ("progress", "my_cases", "station", "bind", "unbind")
_LONGEST_LOOK_UP = 14  # characters
_LOOKS_UP = re.compile(
    r"(?:请|帮我|给我|我要|我想|麻烦)*(?:查|看|查看|查询|找)?(?:一下|下)?(?:我|本人)?(?:登记|提交|投诉|反映|申请|报|办)?(?:过|了)?的?"
    r"(?:工单|办理?进度|进度|申请|单子)(?:呢|吧|在哪|到哪了)*"
)


def clauses(said: Understanding) -> list[str]:
    """Return the clauses of a message that tells something; of a question, or of what was tapped, none."""
    return [] if is_question(said) else [clause for clause in re.split(r"[，,。；;！!\s]", plain(said)) if clause]


def free_words(least: int, also: Collection[str] = ()) -> Reader:
    """Return a reader of free words (choices.text) that takes neither a look-up nor a command for them."""
    read = choices.text(least, also)

    def checked(said: Understanding) -> Any:
        words = plain(said)
        looks_up = said.intent in _LOOK_UPS and len(words) <= _LONGEST_LOOK_UP
        return None if looks_up or _LOOKS_UP.fullmatch(words) else read(said)

    return checked


def _read(said: Understanding) -> Any:
    words = plain(said)
    if is_question(said):
        return None
    if is_no(said) or _IS_NOT.search(words):
        return False
    return True if is_yes(said) or _IS.search(words) else None


def _gather(said: Understanding) -> Any:
    return True if _IS.search(plain(said)) and not _IS_NOT.search(plain(said)) else None


def _gathered_name(said: Understanding) -> Any:
    """Find the name of who reports: said as such, behind the office, before the number, or at the very end."""
    found = common.NAME.gather(said)
    if found or is_question(said):
        return found
    words, told = plain(said), clauses(said)
    candidates = [match["name"] for clause in told if (match := _BEHIND_OFFICE.search(clause))]
    for phone in (entity for entity in extract(words) if entity.kind == "phone"):
        match = _PHONE_BEHIND.search(words[: phone.start])
        candidates += [match["name"]] if match else []
    candidates += told[-1:] if len(told) > 1 else []
    named = (name for name in candidates if bare.kind_of(name) == "person")
    return next(filter(None, map(people_names.name, named)), None)


def _gathered_people(said: Understanding) -> Any:
    """Find how many people it concerns, as exactly as it was said."""
    about = None if is_question(said) else counts.rough(plain(said))
    return {"least": about[0], "most": about[1]} if about else common.PEOPLE.gather(said)


def _people(said: Understanding) -> Any:
    """Read how many people it concerns: who reports a dispute has seldom counted them."""
    if wonders(said):
        return None
    read = common.PEOPLE.read(said)
    about = _gathered_people(said)
    return about if isinstance(about, dict) and (read is None or isinstance(read, Problem | int)) else read


def show_people(value: Any) -> str:
    """Return 3人, 约30人, 约20–30人 or 100多人."""
    if not isinstance(value, dict):
        return common.PEOPLE.show(value)
    if value["most"] is None:
        return say("cadre_people_more", least=value["least"])
    if value["most"] == value["least"]:
        return say("cadre_people_about", least=value["least"])
    return say("cadre_people_between", least=value["least"], most=value["most"])


def least_people(value: Any) -> int | None:
    """Return the number of people that a case has: the lower end of what was said roughly."""
    return value["least"] if isinstance(value, dict) else value


def rough_people(value: Any) -> dict[str, str]:
    """Return what a case says besides about a number of people that was said roughly; nothing for an exact one."""
    return {"people_about": show_people(value)} if isinstance(value, dict) else {}


# Until the person has bound their WeChat to a staff account, what they say is taken, and the case says so.
CADRE = Field(
    "cadre",
    read=_read,
    gather=_gather,
    called="身份|干部",
    show=lambda value: "是" if value else "否",
    ends=lambda value: value is False,
)
PEOPLE = Field(
    "people",
    read=_people,
    gather=_gathered_people,
    called=common.PEOPLE.called,
    optional=True,
    show=show_people,
)
NAME = Field(
    "name",
    read=common.NAME.read,
    accept=common.NAME.accept,
    gather=_gathered_name,
    called=common.NAME.called,
    show=common.NAME.show,
)
