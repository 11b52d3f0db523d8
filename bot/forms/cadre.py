"""Services of union cadres: what their forms have in common."""

import re
from typing import Any

from bot.forms.field import Field
from bot.forms.moves import is_no, is_yes, plain
from bot.forms.questions import is_question
from bot.understanding import Understanding

_IS = re.compile(
    r"(?:我|本人|我们)?(?:就)?是.{0,10}(?:工会|主席|委员|干部|组长|专职|专干)|工会(?:副?主席|委员|干部|小组长|专职|专干|主任|干事)|当.{0,4}(?:主席|委员)"
)
_IS_NOT = re.compile(r"不是.{0,6}(?:干部|主席|工会)|普通(?:员工|职工|工人)|员工|打工的|没有?当")


def _read(said: Understanding) -> Any:
    words = plain(said)
    if is_question(said):
        return None
    if is_no(said) or _IS_NOT.search(words):
        return False
    return True if is_yes(said) or _IS.search(words) else None


def _gather(said: Understanding) -> Any:
    return True if _IS.search(plain(said)) and not _IS_NOT.search(plain(said)) else None


# Until the person has bound their WeChat to a staff account, what they say is taken, and the case says so.
CADRE = Field(
    "cadre",
    read=_read,
    gather=_gather,
    called="身份|干部",
    show=lambda value: "是" if value else "否",
    ends=lambda value: value is False,
)
