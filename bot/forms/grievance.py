"""The grievance (诉求): what happened, where, which employer, since when, how much, how many, and who tells it."""

from bot.forms import choices, common, personal, safety
from bot.forms.field import Field, Form, Values
from bot.wording import say


def _remark(values: Values) -> str:
    """Return what comes before the case itself: where people have fallen ill, a doctor."""
    return say("grievance_see_doctor") if safety.is_of_many(values["matter"]["text"]) else ""


GRIEVANCE = Form(
    name="grievance",
    service="grievance",
    fields=(
        common.CONSENT_FIELD,
        common.MATTER,
        common.PLACE,
        common.EMPLOYER,
        common.SINCE,
        common.AMOUNT,
        common.PEOPLE,
        common.NAME,
        common.PHONE,
        Field(
            "anonymous",
            read=personal.secrecy,
            gather=personal.gathered_secrecy,
            called="匿名|保密|对单位匿名",
            optional=True,
            unknown=True,
            show=choices.show_yes_no,
        ),
    ),
    remark=_remark,
)
