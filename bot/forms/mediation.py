"""Mediation of a labour dispute (劳动争议调解): both sides, the matter, what is asked, is the other side willing."""

import re
from dataclasses import replace
from typing import Any

from bot.entities import people_names
from bot.forms import choices, common
from bot.forms.field import Field, Form, Problem
from bot.forms.moves import plain
from bot.forms.questions import is_question
from bot.understanding import Understanding

_WISH = re.compile(
    r"(?:^|[，,。；;\s])(?:我们?|就)*(?:要求|希望|想要|诉求是)(?:他们|公司|单位|对方|能|是)*(?P<wish>[^，,。；;\s]{3,})"
)
# What is asked in the short words of everybody who has read about it: N+1, 补2N, 赔偿金.
_SHORT_WISH = re.compile(
    r"(?:(?:我们?|就|要|想要|要求|希望|公司|单位|他们|老板|补|赔|给|付|偿)*(?:[2两二]\s?n|n(?:\s?\+\s?1)?)(?:的|个月|工资|补偿金?|赔偿金?)*|"
    r"(?:要|要求|给|付)*(?:赔偿金?|补偿金?|道歉|复工|复职))",
    re.IGNORECASE,
)
# The other side need be no firm: 包工头李四, 老板叫李四. A name alone may be the own one, given too early.
_PERSON = re.compile(
    r"(?:我们?的?|对方|是|就是|一个)*(?P<role>包工头|工头|承包人|老板娘?|雇主|东家|房东|个体户?|私人)(?:名?叫|是)?(?P<name>[\u4e00-\u9fff]{2,4})"
)
# 公司不肯给 is the matter; only who will not sit down is not willing.
_TALKS = r"(?:谈|调解|协商|坐下来)"
_UNWILLING = re.compile(rf"(?:不(?:愿意?|肯|同意|想|跟我们?|和我们?)|拒绝)(?:跟我们?|和我们?)?{_TALKS}")
_WILLING = re.compile(rf"(?<!不)(?:愿意|同意|肯|答应)(?:跟我们?|和我们?)?{_TALKS}")


def _wish(said: Understanding) -> Any:
    """Read what is asked of the other side."""
    return said.text.strip() if _SHORT_WISH.fullmatch(plain(said)) else choices.text(3)(said)


def _other_side(said: Understanding) -> Any:
    """Read who the other side is: an employer, or a person such as the foreman."""
    found = common.EMPLOYER.read(said)
    if found is not None and not isinstance(found, Problem):
        return found
    match = _PERSON.fullmatch(re.sub(r"[\s，,：:]", "", plain(said)))
    if match is None or not people_names.name(match["name"]):
        return found
    return f"{match['role']}{match['name']}"


def _gathered_wish(said: Understanding) -> Any:
    """Find what is asked of the other side in what a message said: 我要求补发两个月工资."""
    found = None if is_question(said) else _WISH.search(plain(said))
    return choices.text(3)(replace(said, text=found["wish"])) if found else None


def _gathered_willing(said: Understanding) -> Any:
    """Find whether the other side will talk in what a message said: 公司不肯谈."""
    if is_question(said):
        return None
    if _UNWILLING.search(plain(said)):
        return False
    return True if _WILLING.search(plain(said)) else None


MEDIATION = Form(
    name="mediation",
    service="mediation",
    fields=(
        common.CONSENT_FIELD,
        common.MATTER,
        Field(
            "employer",
            read=_other_side,
            accept=common.EMPLOYER.accept,
            gather=common.EMPLOYER.gather,
            called=f"{common.EMPLOYER.called}|对方(?!愿)",
        ),
        common.PLACE,
        common.PEOPLE,
        replace(common.AMOUNT, needed=lambda values: values.get("amount") is not None),  # taken down, never asked
        Field("wish", read=_wish, gather=_gathered_wish, called="要求|诉求|想要", show=choices.shown_text),
        Field(
            "willing",
            read=choices.yes_or_no(
                r"愿意|肯|同意|答应|可以谈|有可能|应该(?:会|可以)",
                r"不(?:愿意|肯|同意|答应|谈|理|接)|拒绝|没(?:有)?答应|躲",
            ),
            gather=_gathered_willing,
            called="(?:对方)?愿(?:不愿)?意",
            optional=True,
            show=choices.show_yes_no,
        ),
        common.NAME,
        common.PHONE,
    ),
)
