"""An enterprise union asks the union above it to step in (上代下维权, opinion 五（二）1); for cadres."""

from bot.cases.own_union import CANNOT, DARES_NOT, NOT_WELL_PLACED
from bot.forms import choices, common
from bot.forms.cadre import CADRE
from bot.forms.field import Field, Form

# 不敢维权, 不便维权, 不能维权: the opinion's three, the plainest last.
_WHY = {
    DARES_NOT: r"不敢|怕|报复|打击|穿小鞋|饭碗",
    NOT_WELL_PLACED: r"不便|不方便|为难|兼|亲戚|老板的人|身份|夹在|尴尬|利益",
    CANNOT: r"不能|没(?:有)?(?:能力|办法|权|用|人)|不会|谈不(?:动|拢|下)|不理|解决不了|办不了|不懂|无能为力|不听",
}

UPPER_UNION = Form(
    name="upper_union",
    service="upper_union",
    fields=(
        CADRE,
        common.CONSENT_FIELD,
        Field(
            "employer",
            read=common.EMPLOYER.read,
            accept=common.EMPLOYER.accept,
            gather=common.EMPLOYER.gather,
            called=f"{common.EMPLOYER.called}|工会名称|哪家工会",
        ),
        common.PLACE,
        Field(
            "story",
            read=choices.text(6),
            called="事情|情况|经过|事项|问题",
            adds=choices.joined_text,
            show=choices.shown_text,
        ),
        Field(
            "why",
            read=choices.choice(_WHY),
            called="难处|原因",
            show=choices.shown_choice("upper_union_reason"),
        ),
        Field("wish", read=choices.text(3), called="要求|希望|想请", show=choices.shown_text),
        common.PEOPLE,
        common.NAME,
        common.PHONE,
    ),
)
