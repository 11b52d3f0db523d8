"""An enterprise union asks the union above it to step in (上代下维权, opinion 五（二）1); for cadres."""

import re
from dataclasses import replace
from typing import Any

from bot.cases.own_union import CANNOT, DARES_NOT, NOT_WELL_PLACED
from bot.entities.extract import extract
from bot.forms import choices, common
from bot.forms.cadre import CADRE
from bot.forms.facts import trouble
from bot.forms.field import Field, Form
from bot.forms.moves import plain
from bot.understanding import Understanding

_LEAST_STORY = 6  # characters

# 不敢维权, 不便维权, 不能维权: the opinion's three, the plainest last.
_WHY = {
    DARES_NOT: r"不敢|怕|报复|打击|穿小鞋|饭碗",
    NOT_WELL_PLACED: r"不便|不方便|为难|兼|亲戚|老板的人|身份|夹在|尴尬|利益",
    CANNOT: r"不能|没(?:有)?(?:能力|办法|权|用|人)|不会|谈不(?:动|拢|下)|不理|解决不了|办不了|不懂|无能为力|不听|"
    r"不(?:让|许|准)(?:我们?|工会)?(?:管|过问|插手)",
}
_read_why = choices.choice(_WHY)
# In the request itself only words that speak of the union's own difficulty say why: 公司不理 may be the matter.
_TOLD_WHY = re.compile(
    r"不(?:太)?敢|怕|报复|穿小鞋|饭碗|不便|不方便|为难|夹在|尴尬|谈不(?:动|拢|下)|管不了|没(?:有)?(?:能力|办法)|无能为力|"
    r"不(?:让|许|准)(?:我们?|工会)?(?:管|过问|插手)"
)
_NOT_THE_MATTER = re.compile(
    r"上级|区里|街道|镇里|出面|代.{0,4}维权|请.{0,6}工会|^(?:我|本人)?(?:是|叫)|工会.{0,2}(?:主席|委员)"
)
_PERSONAL = {"person", "phone", "district", "employer"}


def _clauses(said: Understanding) -> list[str]:
    """Return the clauses of a message that asks for this service; of any other, none."""
    return re.split(r"[，,。；;！!\s]", plain(said)) if said.intent == "upper_union" else []


def _gathered_why(said: Understanding) -> Any:
    """Find the difficulty in the request: 我跟老板沾亲，不方便出面."""
    told = (replace(said, text=clause) for clause in _clauses(said) if _TOLD_WHY.search(clause))
    return next(filter(None, map(_read_why, told)), None)


def _gathered_story(said: Understanding) -> Any:
    """Find the matter in the request, without who asks, for what, and why."""
    told = "，".join(clause for clause in _clauses(said) if _is_of_matter(clause))
    matter = trouble(replace(said, text=told, intent="grievance"))
    return choices.text(_LEAST_STORY)(replace(said, text=matter)) if matter else None


def _is_of_matter(clause: str) -> bool:
    kinds = {entity.kind for entity in extract(clause)}
    return bool(clause) and not (_NOT_THE_MATTER.search(clause) or _TOLD_WHY.search(clause) or kinds & _PERSONAL)


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
            read=choices.text(_LEAST_STORY),
            gather=_gathered_story,
            called="事由|事情|情况|经过|事项|问题",
            adds=choices.joined_text,
            show=choices.shown_text,
        ),
        Field(
            "why",
            read=_read_why,
            gather=_gathered_why,
            called="难处|原因",
            show=choices.shown_choice("upper_union_reason"),
        ),
        Field("wish", read=choices.text(3), called="要求|希望|想请", show=choices.shown_text),
        common.PEOPLE,
        common.NAME,
        common.PHONE,
    ),
)
