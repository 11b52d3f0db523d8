"""What tells more of a matter that was filed, by its words: 又欠了一个月, 我有录音, 工友李四也一起.

They open no service and ask nothing. To the classifier they are a new grievance, a far topic or nothing at all, so
whoever has something open is asked whether they are meant for it.
"""

import re

from bot.forms.moves import is_said_outright, plain
from bot.forms.questions import is_question
from bot.services import SERVICES
from bot.understanding import Understanding

_LONGEST = 80  # characters; a story of its own is longer
_SHORTEST = 2
_COURTESY = 8  # of words that are a courtesy and nothing else
_PROOF = (
    r"(?:录音|录像|视频|合同|聊天记录|微信记录|通话记录|记录|转账|流水|工资条|工资单|证据|证人|照片|截图|考勤|打卡|"
    r"欠条|收据|收条|诊断|病历)"
)
_THEM = r"(?:老板|公司|单位|厂里?|他们|对方|人事|主管|经理|领导|工头|包工头|财务)"
_MORE = tuple(
    map(
        re.compile,
        (
            r"(?:又|再次|还在|还是|依然|仍然|一直)(?:欠|拖|扣|不(?:给|发|交|签|肯|让|承认)|没(?:给|发|交|签|钱|动静)|说没|骂|威胁|逼|赶|打人|催)",
            r"现在(?:是|有|变成|变|成了?|一共|总共|欠|差|拖)",
            r"(?:工友|同事|老乡|同乡|别人|他|她|人|[\u4e00-\u9fff]{2})也?(?:一起|要?加入|要?参加)|(?:一共|总共|现在)有?[\d一二两三四五六七八九十几]+个?人",
            rf"^(?:我们?|这里|这边|手里|手上|手机里|都|也|还|另外|对了|[，,\s])*有.{{0,6}}{_PROOF}|^(?:这|那|这个|这份|这张)是.{{0,10}}{_PROOF}",
            r"(?:不想|不要|不用|不|想要?|要|改成|改为)(?:再)?匿名(?:了|$)|实名",
            r"不是.{1,12}[，,\s]*(?:而?是).{1,12}|(?:金额|数字|人数|时间|日期|地址|公司名)[^，,\s]{0,4}(?:不对|错了|有误)",
            rf"{_THEM}.{{0,2}}(?:又|还是|还在|今天|昨天|昨晚|前天|刚|现在|已经|一直|终于|答应|承诺|威胁)",
            r"我(?:很|非常|真的|还是|对结果)?不(?:满意|服)|重新办理?$",
        ),
    )
)


def is_statement(said: Understanding) -> bool:
    """Tell whether a message tells something: it was written, asks nothing, calls nobody and wants no service."""
    words = plain(said)
    if len(words) < _SHORTEST or len(words) > _LONGEST or said.text.startswith("/"):
        return False
    if said.intent in ("crisis", "human", "choose", "cancel", "back"):
        return False
    if said.intent in ("greet", "thanks", "bye", "about_bot") and len(words) <= _COURTESY:
        return False
    if said.intent in SERVICES and is_said_outright(said):
        return False
    return not is_question(said)


def tells_more(said: Understanding) -> bool:
    """Tell whether a message tells how a matter went on, what there is to prove it, or what of it is wrong."""
    words = plain(said)
    return (
        _SHORTEST <= len(words) <= _LONGEST
        and said.intent not in ("crisis", "human", "choose")
        and not is_question(said)
        and any(pattern.search(words) for pattern in _MORE)
    )
