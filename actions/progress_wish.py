"""What plain words ask of something that was filed, without 查工单 before: 我要补充一下，…; 电话写错了; 撤回吧.

The words decide, not the classifier: to it they are a new grievance, a correction of a form, or nothing. They count
only where the person has filed something that they can be meant for (actions/progress.py).
"""

import re
from dataclasses import dataclass

from actions.progress_words import (
    NAME,
    NOTE,
    PHONE,
    REOPEN,
    SCORE,
    SETTLED,
    STATUS,
    WITHDRAW,
    asks_status,
    gives_score,
    is_settled,
)
from bot.forms.corrections import part
from bot.forms.moves import EDGES, plain
from bot.forms.personal import contact, full_name
from bot.forms.questions import is_question
from bot.progress import Filed
from bot.understanding import Understanding

_SHORTEST = 4  # characters of words to add
_LONGEST = 40  # characters of a wish that tells nothing besides

_ASKING = (
    r"(?:(?:你好|您好|对了|那个|哦|噢|哎|不好意思|麻烦|请问?|另外|还有|"
    r"能|能不能|可以|可不可以|帮|给|帮我|给我)[，,\s]*)*"
)
_I_WANT = r"(?:我们?|还|又|再|想|要|需要|得|有|一些|些|点|情况|东西|几句|个|[，,\s])*"
_FILED = (
    r"(?:(?:给|往|向|在)?(?:刚才|刚刚|上次|之前|前面|上面|我)?(?:的|那个|那张|这个|这张)*"
    r"(?:工单|投诉|诉求|申请|登记|单子|案子)?(?:里|上)?(?:面)?)"
)
# 补充 must be said of what is told, not of what it is a part of: 补充协议, 补充医疗保险.
_ADDS = re.compile(
    rf"{_ASKING}{_I_WANT}{_FILED}{_I_WANT}(?:补充|追加)(?P<mark>(?:一?下|几句|一?点|一些|个)*(?:情况|说明|材料|信息|内容|证据|照片)*"
    rf"(?:吗|么|可以吗)?[？?]?(?:[，,：:。；;！!\s]+|$)|(?:一?下|几句|一?点)(?:情况|说明)?)(?P<text>.*)",
    re.DOTALL,
)
# 能加进去吗 behind what is to be added, or alone; what goes into something else (社保补进去) is another matter.
_MAY_GO_IN = re.compile(
    rf"(?:(?P<text>.*?)[，,。；;！!\s]+)?(?:这个|这些|这条|这一条|那|也|都|还|请问|请|麻烦|你们?|您)*(?:能不能|可不可以|可以|能|帮我?|给我?)(?:再|也|把)*"
    rf"(?:这个|这些|这条|它)?(?:给我)?(?:加|补|写|添|放|记)(?:到|进|上)?{_FILED}(?:进去|进来|上去|里?去)(?:吗|么|不|伐|吧|嘛|一下)?[？?。]?",
    re.DOTALL,
)
_INTO_ELSE = re.compile(r"(?:社保|医保|公积金|工资|合同|名单|黑名单|群|补偿|工龄|工会|年假|考勤|加班费)$|微信群|黑名单")
_HAS_MORE = re.compile(
    r"(?:我们?|这里|这边|手里|手头|[，,\s])*(?:(?:还|又|另外|刚)(?:有|找到了?|想|要|拍了)+|有(?:几张|一些|些)?新的?)"
    r"(?:一?些|几张|新的?|点|个|份|发|传|交|给你们?|别的|其他)*(?:照片|图片|材料|证据|截图|录音|视频|资料|聊天记录|工资条|合同|情况)"
    r"(?:没|要|想|可以|需要|得|忘了?)*(?:传|发|交|补|提供|给|说|补充|上传|完|你们?|您|一下|过来|上来|了|的|呢)*[。！!]?"
)
_OF_OTHERS = re.compile(
    r"公司|单位|老板|厂里?|热线|12351|仲裁|工会|同事|对方|主管|经理|社保|医保|公积金|银行|工资[卡表条]"
)
_PHONE = r"(?:我的|我)?(?:联系|手机)?(?:电话号码|手机号码|手机号|电话|号码|手机|联系方式)"
_SLIP = r"(?:写|说|填|弄|打|报|输|记|留|搞|给)(?:的)?(?:错|不对|得不对)(?:了|啦|的)?"
_CHANGES = r"(?:换|改|变|更正|修改|更新|更改)(?:一?下|个|成|为|了|过)*"
_IS_WRONG = rf"(?:{_SLIP}|(?:不对|错了|有误)(?:了|啦)?|{_CHANGES}|(?:不用|停机|打不通|停用|注销)了?)"
_PHONE_WISH = re.compile(rf"{_PHONE}.{{0,6}}?{_IS_WRONG}|{_CHANGES}.{{0,4}}{_PHONE}|(?:新|正确)的?{_PHONE}(?:是|：|:)")
_NAME = r"(?:我的)?(?:姓名|名字)"
_NAME_WISH = re.compile(rf"{_NAME}.{{0,4}}?(?:{_SLIP}|不对|错了|{_CHANGES})|{_CHANGES}.{{0,4}}{_NAME}")
_FACTS = (
    r"(?:公司|单位|厂|企业|店|老板)(?:的)?(?:全称|名称|名字|名)?|"
    r"地址|地点|街道|金额|钱数|数字|工资|人数|时间|日期|身份证号?码?|情况"
)
_FACT_WISH = re.compile(
    rf"(?:(?P<fact>{_FACTS})(?:也|都|好像|那里|那个|我)*{_SLIP}|"
    rf"(?:我)?(?:要|想)(?:把)?(?:改|更正|修改)(?:一?下)?(?:刚才|之前|工单|里|上|的|那个)*(?P<other>{_FACTS}))"
    r"(?=$|[，,。！!\s吗]|应该|是|叫|改)"
)
# 金额不对，应该是24000; what is wrong with a wage and gives no other value is the trouble itself.
_FACT_IS = re.compile(
    r"(?P<fact>金额|钱数|数字|人数|时间|日期|地址|地点|(?:公司|单位|厂)(?:的)?(?:全称|名称|名字|名))[^，,。\s]{0,3}"
    r"(?:不对|错了|有误)[，,。\s]*(?:应该|应当|应为|是|改成|改为)"
)
_SOMEWHERE = re.compile(
    rf"{_ASKING}(?:我|刚才|刚刚|前面|之前|工单|登记|里面?|上面?|有(?:个|一个)?(?:地方|内容|信息)|的|好像|都)*{_SLIP}"
    rf"(?:[，,\s]*(?:我)?(?:想|要)?(?:改|更正|修改)(?:一?下)?)?(?:吗|么)?[。！!？?]?"
)
_INTO = re.compile(r"(?:应该是|应该叫|应当是|应为|应是|实际是|改成|改为|换成|正确的?是|是|叫|成|：|:)+(?P<value>.+)$")
_THING = (
    r"(?:刚才|刚刚|上次|之前|这次|这个|那个|这张|那张|我|的)*"
    r"(?:工单|投诉|诉求|申诉|申请|登记|案子|单子|举报|入会申请|入会)?"
)
_WANTS_NO_MORE = (
    r"不(?:想)?(?:再)?(?:投诉|告|申诉|申请|入会|入|加入|办|追究|调解|举报|弄|搞)(?:工会)?(?:他们?|老板|公司|单位)?了"
)
_TAKES_BACK = rf"(?:把|帮我|给我|请|麻烦)*{_THING}(?:给我|给|都)?(?:撤(?:回|销|诉|掉|了)?)(?:回来|{_THING})"
_WHICH = (
    r"(?:(?:[\u4e00-\u9fff]{1,8}?的?)?(?:这个|那个|这件|那件|这张|那张|的)"
    r"(?:投诉|诉求|申诉|申请|工单|单子|案子|事情?)?[，,\s]*)?"
)
_WITHDRAWS = re.compile(
    rf"{_ASKING}{_WHICH}(?:我|们|那|还是|算了|就|先|想|要|决定|怎么|如何|不用了?|问题|已经|都|解决了|[，,。\s])*"
    rf"(?:{_WANTS_NO_MORE}[，,。\s]*(?:就|那|还是|请|帮我|给我|我|想|要)*(?:{_TAKES_BACK}|取消{_THING})?|(?:想|要)?{_TAKES_BACK}|"
    rf"(?:想|要)?取消{_THING.rstrip('?')})(?:吧|了|啊|呀|掉|的|可以|行|[，,\s])*(?:吗|么)?[。！!？?]?"
)
_AGAIN = re.compile(
    r"(?:我|又|还是|现在|那|算了|刚才|后来|想了想|不|请|麻烦|帮我?|给我|能不能|能|可以|可不可以|[，,。\s])*(?:"
    r"(?:后悔|反悔|改主意|改变主意)了?.{0,12}|"
    r"(?:把|将)?(?:刚才|刚刚|上次|之前|那个|那张|这个|的|我)*(?:投诉|工单|诉求|申请|单子|案子)?(?:给我)?"
    r"(?:恢复|重新(?:办理?|打开|启动|受理|开始)|再打开|接着办|继续办|不撤了?)(?:一下|起来)?"
    r"(?:刚才|刚刚|上次|之前|撤回|撤掉|那个|那张|这个|的|我)*(?:投诉|工单|诉求|申请|单子|案子|事情?)?|"
    r"还是(?:要|想|得)(?:接着|继续|再)?(?:办|投诉|告|追究)(?:下去)?)(?:吧|了|啊|呀|行吗|可以吗|吗|好吗|[，,。！!？?\s])*"
)
_UNSOLVED = re.compile(r"(?:.{0,12}?)没(?:有)?(?:帮我|给我|真正|完全)*(?:解决|办好|处理好|落实|到账).{0,24}")
_JOINING = re.compile(r"入会|会员申请|加入工会")
_CASE = re.compile(r"投诉|诉求|申诉|举报|告(?!诉)|工单|援助|帮扶|调解")
_HOW_IS_JOINING = re.compile(
    r"(?:我|请问|帮我|查|看看?|一下|问|那个|的|[，,\s])*(?:入会|会员)的?(?:申请|手续|资料|审核)?"
    r"(?:现在|到底|都|是|的)*(?:怎么样|怎样|到哪|啥情况|什么情况|进度|批(?:下来|准|了)|通过|好了|办好|办得|有结果|审核|结果).{0,8}"
)


@dataclass(frozen=True)
class Wish:
    """What a message asks of something that was filed.

    Attributes:
        do: note, phone, name, withdraw, reopen, score, settled, or status, which shows it with all that can be done.
        text: The words to add, the right number or name, the score, or why it is taken up again; empty where that is
            to be asked.
        about: What is to be put right that only staff may (单位, 金额); empty otherwise.
        joining: Whether it is about joining: True, False, or None where that is not said.
    """

    do: str
    text: str = ""
    about: str = ""
    joining: bool | None = None

    def fits(self, filed: Filed) -> bool:
        """Tell whether it can be meant for something as it stands."""
        if self.joining is not None and self.joining != (filed.kind == "join"):
            return False
        if self.do == REOPEN:
            return filed.has_result or filed.is_over
        if self.do == SCORE:
            return filed.wants_score
        if self.do == SETTLED:
            return filed.has_result
        if self.do == WITHDRAW:
            return filed.is_open
        return self.do == STATUS or filed.takes_more


def wish_of(said: Understanding) -> Wish | None:
    """Return what a message asks of something that was filed, or None for any other message."""
    words = plain(said)
    if not words or said.intent in ("crisis", "human"):
        return None
    if re.search("补充|追加", words[:_LONGEST]) and (added := _ADDS.fullmatch(words)):
        text = added["text"].strip(f"{EDGES}：:")
        if not text or len(text) >= _SHORTEST:
            return Wish(NOTE, text, joining=_of_joining(words.removesuffix(added["text"])))
    if (added := _MAY_GO_IN.fullmatch(words)) and not _INTO_ELSE.search(before := added["text"] or ""):
        text = before.strip(f"{EDGES}：:")
        if not text or len(text) >= _SHORTEST:
            return Wish(NOTE, text, joining=_of_joining(words.removeprefix(before)))
    if len(words) <= _LONGEST:
        for do, pattern in _FULL:
            if pattern.fullmatch(words):
                return Wish(do, joining=_of_joining(words))
        if _AGAIN.fullmatch(words):
            return Wish(REOPEN, words)
    return _correction(said, words) or _unsolved(said, words) or _end(said, words)


def looks_up(said: Understanding) -> bool:
    """Tell whether a message asks how far what was filed is, and nothing else."""
    words = plain(said)
    return len(words) <= _LONGEST and (asks_status(words) or bool(_HOW_IS_JOINING.fullmatch(words)))


_FULL = ((WITHDRAW, _WITHDRAWS), (NOTE, _HAS_MORE), (STATUS, _HOW_IS_JOINING), (STATUS, _SOMEWHERE))


def name_in(said: Understanding) -> str | None:
    """Return the name that a correction gives, or None."""
    match = _INTO.search(plain(said))
    value = full_name(part(said, match["value"].strip(EDGES))) if match else None
    return value if isinstance(value, str) else None


def _of_joining(words: str) -> bool | None:
    """Return whether words are about joining; None where they name neither that nor a case."""
    if _JOINING.search(words):
        return True
    return False if _CASE.search(words) else None


def _correction(said: Understanding, words: str) -> Wish | None:
    if len(words) > 2 * _LONGEST:
        return None
    if match := _FACT_IS.search(words):
        return Wish(NOTE, words, about=match["fact"])
    if match := _FACT_WISH.search(words):
        value = _INTO.search(words[match.end() :])
        return Wish(NOTE, words if value else "", about=match["fact"] or match["other"])
    politely = re.match(r"(?:请问)?(?:能|可以|我?想|我?要|麻烦|帮)", words) is not None
    if (is_question(said) and not politely) or _OF_OTHERS.search(words) or len(words) > _LONGEST:
        return None
    if _PHONE_WISH.search(words):
        value = contact(said) if re.search(r"\d{3}", words) else None
        return Wish(PHONE, value if isinstance(value, str) else "")
    return Wish(NAME, name_in(said) or "") if _NAME_WISH.search(words) else None


def _unsolved(said: Understanding, words: str) -> Wish | None:
    if is_question(said) or not _UNSOLVED.fullmatch(words):
        return None
    return Wish(REOPEN, words if len(words) > 8 else "")


def _end(said: Understanding, words: str) -> Wish | None:
    """Return the word on the end of a matter: a score, or that it is settled; or the question how far it is."""
    if gives_score(words):
        return Wish(SCORE, words)
    if asks_status(words):
        return Wish(STATUS, joining=_of_joining(words))
    settled = len(words) <= _LONGEST and not is_question(said) and is_settled(words)
    return Wish(SETTLED, words) if settled else None
