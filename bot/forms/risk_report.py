"""A warning of a possible collective dispute (群体性劳资纠纷预警, opinion 四（四）); reported by cadres."""

from bot.forms import choices, common
from bot.forms.cadre import CADRE
from bot.forms.field import Field, Form

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
        Field("cause", read=choices.text(4), called="起因|原因", adds=choices.joined_text, show=choices.shown_text),
        Field(
            "people",
            read=common.PEOPLE.read,
            gather=common.PEOPLE.gather,
            called=common.PEOPLE.called,
            optional=True,
            show=common.PEOPLE.show,
        ),
        Field("so_far", read=choices.text(3), called="现状|目前|已经发生|经过", optional=True, show=choices.shown_text),
        Field("expected", read=choices.text(3), called="预计|接下来|可能", optional=True, show=choices.shown_text),
        Field("on_site", read=choices.text(2), called="现场", optional=True, show=choices.shown_text),
        common.NAME,
        common.PHONE,
    ),
)
