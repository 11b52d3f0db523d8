"""Hardship assistance (困难帮扶): what happened, the household, what help there has been."""

from bot.forms import choices, common
from bot.forms.field import Field, Form

_REASONS = {
    "illness": r"病|癌|手术|住院|医疗|治疗|化疗|透析|瘫",
    "accident": r"意外|事故|车祸|火灾|受伤|工伤|残疾|摔",
    "job_loss": r"失业|下岗|没(?:了)?工作|丢(?:了)?工作|辞退|停工|倒闭|没活干",
    "school": r"上学|学费|读书|大学|高考|助学|孩子.{0,4}学|子女.{0,4}学",
    "disaster": r"灾|台风|洪|地震",
    "other": r"其他|别的|收入低|养老|赡养|离婚|单亲|去世|过世|还债|欠债",
}

HARDSHIP = Form(
    name="hardship",
    service="hardship",
    fields=(
        common.CONSENT_FIELD,
        Field(
            "reason",
            read=choices.choice(_REASONS),
            gather=choices.choice({key: words for key, words in _REASONS.items() if key != "other"}),
            called="原因|困难",
            show=choices.shown_choice("hardship_reason"),
        ),
        Field(
            "story",
            read=choices.text(6),
            called="情况|经过|具体",
            adds=choices.joined_text,
            show=choices.shown_text,
        ),
        Field("household", read=choices.text(3), called="家里|家庭|几口人", optional=True, show=choices.shown_text),
        Field(
            "other_help",
            read=choices.text(2),
            called="其他帮助|帮助|补助",
            optional=True,
            show=choices.shown_text,
        ),
        Field(
            "member",
            read=choices.yes_or_no(r"^(?:我)?(?:已经|早就)?(?:是|入了|有)", r"不是|没(?:有)?(?:入|加入|参加|办)?"),
            called="会员",
            optional=True,
            show=choices.show_yes_no,
        ),
        common.EMPLOYER,
        common.PLACE,
        common.NAME,
        common.PHONE,
    ),
)
