"""Mediation of a labour dispute (劳动争议调解): both sides, the matter, what is asked, is the other side willing."""

from bot.forms import choices, common
from bot.forms.field import Field, Form

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
        Field("wish", read=choices.text(3), called="要求|诉求|想要", show=choices.shown_text),
        Field(
            "willing",
            read=choices.yes_or_no(
                r"愿意|肯|同意|答应|可以谈|有可能|应该(?:会|可以)",
                r"不(?:愿意|肯|同意|答应|谈|理|接)|拒绝|没(?:有)?答应|躲",
            ),
            called="(?:对方)?愿(?:不愿)?意",
            optional=True,
            show=choices.show_yes_no,
        ),
        common.NAME,
        common.PHONE,
    ),
)
