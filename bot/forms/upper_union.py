"""An enterprise union asks the union above it to step in (上代下维权, opinion 五（二）1); for cadres."""

import re
from dataclasses import replace
from typing import Any

from bot.cases.own_union import CANNOT, DARES_NOT, NOT_WELL_PLACED
from bot.entities.extract import extract
from bot.forms import bare, choices, common
from bot.forms.cadre import CADRE, NAME, PEOPLE, clauses, free_words
from bot.forms.facts import trouble
from bot.forms.field import Field, Form
from bot.understanding import Understanding

_LEAST_STORY = 6  # characters

# 不敢维权, 不便维权, 不能维权: the opinion's three, the plainest last.
_WHY = {
    DARES_NOT: r"不敢|怕|报复|打击|穿小鞋|饭碗|滚蛋|开除|走人|得罪|辞退|炒(?:鱿鱼|掉|了)|丢(?:了)?工作",
    NOT_WELL_PLACED: r"不便|不方便|为难|兼|亲戚|老板的人|身份|夹在|尴尬|利益",
    CANNOT: r"不能|没(?:有)?(?:能力|办法|权|用|人)|不会|谈不(?:动|拢|下)|不理|解决不了|办不了|不懂|无能为力|不听|"
    r"不(?:让|许|准)(?:我们?|工会)?(?:管|过问|插手)",
}
_read_why = choices.choice(_WHY)
# In the request itself only words that speak of the union's own difficulty say why: 公司不理 may be the matter.
_TOLD_WHY = re.compile(
    r"不(?:太)?敢|怕|报复|穿小鞋|饭碗|滚蛋|得罪|不便|不方便|为难|夹在|尴尬|谈不(?:动|拢|下)|管不了|没(?:有)?(?:能力|办法)|无能为力|"
    r"不(?:让|许|准)(?:我们?|工会)?(?:管|过问|插手)"
)
_NOT_THE_MATTER = re.compile(
    r"上级|区里|街道|镇里|出面|代.{0,4}维权|请.{0,6}工会|^(?:我|本人)?(?:是|叫)|工会.{0,2}(?:主席|委员)"
)
# 希望街道派人来跟老板谈; that the union above steps in is the service itself.
_WISH = re.compile(
    r"^(?:我们?|职工们?|大家|工人们?)?(?:都|就|只)?(?:希望|要求|想请|请求|恳请|盼望?|想要?上级)(?P<what>.{2,})"
)
_THE_SERVICE = re.compile(r"工会(?!.*派).{0,6}(?:出面|维权|来|帮忙|帮帮|支持|介入|管|处理)(?:一下|一趟|吧)?$")
_ONLY_PEOPLE = re.compile(
    r"^(?:大概|大约|一共|总共|涉及|有|差不多)*[\d一二两三四五六七八九十百千几多来余]+[个名位号]?(?:职工|员工|工人|人)?$"
)
_PERSONAL = {"person", "phone", "district", "employer"}


def _gathered_why(said: Understanding) -> Any:
    """Find the difficulty in the request: 我跟老板沾亲，不方便出面."""
    told = (replace(said, text=clause) for clause in clauses(said) if _TOLD_WHY.search(clause))
    return next(filter(None, map(_read_why, told)), None)


def _gathered_story(said: Understanding) -> Any:
    """Find the matter in the request, without who asks, for what, and why."""
    told = "，".join(clause for clause in clauses(said) if _is_of_matter(clause))
    matter = trouble(replace(said, text=told, intent="grievance"))
    return choices.text(_LEAST_STORY)(replace(said, text=matter)) if matter else None


def _gathered_wish(said: Understanding) -> Any:
    """Find what the union above is to do: 希望街道派人来跟老板谈."""
    told = (match[0] for clause in clauses(said) if (match := _WISH.search(clause)))
    return next((wish for wish in told if not _THE_SERVICE.search(wish)), None)


def _is_of_matter(clause: str) -> bool:
    kinds = {entity.kind for entity in extract(clause)}
    others = (_NOT_THE_MATTER, _TOLD_WHY, _WISH, _ONLY_PEOPLE)
    is_other = any(pattern.search(clause) for pattern in others) or bare.kind_of(clause) is not None
    return not (is_other or kinds & _PERSONAL)


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
            read=free_words(_LEAST_STORY),
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
        Field(
            "wish",
            read=free_words(3),
            gather=_gathered_wish,
            called="要求|希望|想请",
            show=choices.shown_text,
        ),
        PEOPLE,
        NAME,
        common.PHONE,
    ),
)
