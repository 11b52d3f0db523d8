"""Mediation of a labour dispute (劳动争议调解): both sides, the matter, what is asked, is the other side willing."""

import re
from dataclasses import replace
from typing import Any

from bot.forms import choices, common
from bot.forms.field import Field, Form
from bot.forms.moves import plain
from bot.forms.questions import is_question
from bot.understanding import Understanding

_WISH = re.compile(
    r"(?:^|[，,。；;\s])(?:我们?|就)*(?:要求|希望|想要|诉求是)(?:他们|公司|单位|对方|能|是)*(?P<wish>[^，,。；;\s]{3,})"
)
# 公司不肯给 is the matter; only who will not sit down is not willing.
_TALKS = r"(?:谈|调解|协商|坐下来)"
_UNWILLING = re.compile(rf"(?:不(?:愿意?|肯|同意|想|跟我们?|和我们?)|拒绝)(?:跟我们?|和我们?)?{_TALKS}")
_WILLING = re.compile(rf"(?<!不)(?:愿意|同意|肯|答应)(?:跟我们?|和我们?)?{_TALKS}")


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
            read=common.EMPLOYER.read,
            accept=common.EMPLOYER.accept,
            gather=common.EMPLOYER.gather,
            called=f"{common.EMPLOYER.called}|对方(?!愿)",
        ),
        common.PLACE,
        common.PEOPLE,
        Field("wish", read=choices.text(3), gather=_gathered_wish, called="要求|诉求|想要", show=choices.shown_text),
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
