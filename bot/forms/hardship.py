"""Hardship assistance (困难帮扶): what happened, the household, what help there has been."""

import re
from dataclasses import replace
from typing import Any

from bot.entities.extract import extract
from bot.forms import choices, common, personal
from bot.forms.field import Field, Form, Reader
from bot.forms.moves import plain
from bot.forms.questions import is_question
from bot.understanding import Understanding

_REASONS = {
    "illness": r"病|癌|症|瘤|中风|脑梗|手术|住院|医疗|治疗|化疗|透析|瘫",
    "accident": r"意外|事故|车祸|受伤|工伤|残疾|摔|骨折",
    "job_loss": r"失业|下岗|没(?:了)?工作|丢(?:了)?工作|辞退|停工|倒闭|没活干",
    "school": r"上学|学费|读书|大学|高考|助学|孩子.{0,4}学|子女.{0,4}学",
    "disaster": r"灾|台风|洪|地震|[着失起]火|烧(?:光|毁|没|掉|了|得)|淹|塌",
    "other": r"其他|别的|收入低|养老|赡养|离婚|单亲|去世|过世|还债|欠债",
}

_read_reason = choices.choice(_REASONS)
_read_told_reason = choices.choice({key: words for key, words in _REASONS.items() if key != "other"})
_WISH = re.compile(r"申请|帮帮|帮忙|帮一[下把]|帮扶|补助|救助|困难|怎么|工会|^(?:我|本人)?(?:名?叫|姓名)|电话|手机")
_LEAST_STORY = 12  # characters that say more than the reason
_HOUSEHOLD = re.compile(
    r"^(?:家里|我家|一共|就)*[一两二三四五六七八九十\d]个人$|(?:老婆|老公|爱人|妻子|丈夫|父母)[^，]{0,4}(?:上班|工作|打工)|"
    r"[一两二三四五六七八九十\d]口(?:人|之家)|挣钱|(?:没|没有)(?:收入|上班)|养家|"
    r"(?:一个人|独自|自己|单身|单亲)(?:带|养|拉扯|抚养|照顾)|带着?[一两二三四五\d]个?(?:小孩|孩子|娃|儿子|女儿)"
)
# A sum a month is of the household beside such words, and part of the story without them.
_WITH_INCOME = re.compile(rf"{_HOUSEHOLD.pattern}|(?:每月|每个月|一个月|月入|月收入|月薪|工资)[^，。]{{0,4}}\d{{3,5}}")
_MEMBER = re.compile(r"(?:我)?(?:(?P<no>还?不是?)|是)(?:工会)?会员|(?P<never>没(?:有)?)(?:入|加入)过?(?:工)?会")
_HELP = "低保|医疗救助|临时救助|大病救助|水滴筹|轻松筹"


def _gathered_reason(said: Understanding) -> Any:
    """Find the reason in what a message said; who asks whether the union can help tells it beside the question."""
    clauses = (replace(said, text=clause) for clause in re.split(r"[，,。；;！!\s]", plain(said)))
    return next(filter(None, map(_read_told_reason, clauses)), None)


def _gathered_story(said: Understanding) -> Any:
    """Take a message that names its reason in a whole sentence as the details (得了乳腺癌，化疗花了二十几万)."""
    household = (_gathered_household(said) or "").split("，")
    told = "，".join(
        c for c in re.split(r"[，,。；;！!\s]", plain(said)) if c and c not in household and _is_of_story(c)
    )
    if len(told) < _LEAST_STORY or _gathered_reason(said) is None:
        return None
    return choices.text(_LEAST_STORY)(replace(said, text=told))


def _is_of_story(clause: str) -> bool:
    """Tell whether a clause is neither a wish nor about who and where the person is, nor an item of its own."""
    kinds = {entity.kind for entity in extract(clause)}
    if _MEMBER.search(clause) or re.search(_HELP, clause):
        return False
    return not (_WISH.search(clause) or kinds & {"person", "phone", "id_number", "district", "employer"})


def _gathered_clauses(pattern: str) -> Reader:
    """Return a reader that finds the clauses of the request that tell one item; of other messages it reads nothing."""

    def read(said: Understanding) -> Any:
        clauses = [c for c in re.split(r"[，,。；;！!\s]", plain(said)) if c]
        told = [c for c in clauses if re.search(pattern, c)]
        if is_question(said) or (said.intent != "hardship" and told != clauses):
            return None
        return "，".join(told) or None

    return read


def _gathered_household(said: Understanding) -> Any:
    """Find who lives together and on what, in the request or in what is told beside the question whether one can."""
    if not _HOUSEHOLD.search(plain(said)):
        return None
    clauses = [c for c in re.split(r"[，,。；;！!\s]", plain(said)) if c]
    told = [c for c in clauses if _WITH_INCOME.search(c)]
    if said.intent != "hardship" and told != clauses:
        return None  # only what says nothing else is of the household whatever it is an answer to
    return "，".join(c for c in told if not is_question(replace(said, text=c))) or None


def _gathered_member(said: Understanding) -> Any:
    """Find whether they are a member in what a message said."""
    found = None if is_question(said) else _MEMBER.search(plain(said))
    return None if found is None else not (found["no"] or found["never"])


HARDSHIP = Form(
    name="hardship",
    service="hardship",
    fields=(
        common.CONSENT_FIELD,
        Field(
            "reason",
            read=_read_reason,
            gather=_gathered_reason,
            called="原因|困难",
            show=choices.shown_choice("hardship_reason"),
        ),
        Field(
            "story",
            read=choices.text(6, others=rf"{_HOUSEHOLD.pattern}|{_MEMBER.pattern}|^(?:{_HELP})$"),
            gather=_gathered_story,
            called="(?<!家庭)(?<!家里)(?<!家里的)情况|经过|具体",
            adds=choices.joined_text,
            more=personal.told_of_others,
            show=choices.shown_text,
        ),
        Field(
            "household",
            read=choices.text(3, others=rf"{_MEMBER.pattern}|^(?:{_HELP})$"),
            gather=_gathered_household,
            called="家(?:里|庭)的?(?:情况)?|几口人",
            optional=True,
            show=choices.shown_text,
        ),
        Field(
            "other_help",
            read=choices.text(2, others=_MEMBER.pattern),
            gather=_gathered_clauses(_HELP),
            called=f"其他帮助|帮助|补助|{_HELP}",
            optional=True,
            show=choices.shown_text,
        ),
        Field(
            "member",
            read=choices.yes_or_no(
                r"^(?:我)?(?:已经|早就)?(?:是|入[了过]|有|加入[了过])", r"不是|没(?:有)?(?:入|加入|参加|办)?"
            ),
            gather=_gathered_member,
            called="会员|入过会|(?:入|加入|参加)过工会",
            optional=True,
            show=choices.show_yes_no,
        ),
        common.EMPLOYER,
        common.PLACE,
        common.NAME,
        common.PHONE,
    ),
)
