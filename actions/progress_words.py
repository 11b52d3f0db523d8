"""What a person says to their case, by its words: to add, to withdraw, to go on, a score, enough."""

import re

from bot.forms.moves import is_no, is_yes, plain
from bot.understanding import Understanding

# What is asked.
NUMBER, MENU, NOTE, PHONE, NAME, WITHDRAW, REOPEN, AGAIN, SCORE, WORD = (
    "number",
    "menu",
    "note",
    "phone",
    "name",
    "withdraw",
    "reopen",
    "again",
    "score",
    "word",
)
STATUS, SETTLED = "status", "settled"  # asked for, not asked

_CHANGE = r"改|换|错|更正|修改|应该是|不对|不用了|停机"
_PHONE = r"(?:联系)?(?:电话|手机)(?:号码?)?|号码|联系方式"
_NAME = r"姓名|名字"
_WANTS = {
    NOTE: re.compile(r"补充|追加|再说|还有(?:情况|材料)|(?:加|交|补|发|传)(?:一?点|一?下|些)?材料|^材料$"),
    # Without a word of change it may be somebody else's: 电话多少, 我想打给他.
    PHONE: re.compile(rf"^(?:{_PHONE})$|(?:{_PHONE}).{{0,6}}(?:{_CHANGE})|(?:{_CHANGE}).{{0,6}}(?:{_PHONE})"),
    NAME: re.compile(rf"^(?:{_NAME})$|(?:{_NAME}).{{0,6}}(?:{_CHANGE})|(?:{_CHANGE}).{{0,6}}(?:{_NAME})"),
    WITHDRAW: re.compile(r"撤回|撤销|撤诉|不想(?:告|投诉|办)了|不办了"),
    REOPEN: re.compile(r"没(?:有)?解决|接着办|重新(?:办|打开)|继续办|再办"),
    SCORE: re.compile(r"打分|评分|评价|解决了"),
}
# Nothing else withdraws a case: a word that is read wrongly must not end it.
_WITHDRAWS = re.compile(
    r"(?:我|是的?|对|嗯|好的?|行|那|请|就|要|想|还是|同意|决定|确定|确认|帮我|给我|[，,\s])*"
    r"撤(?:回|销|诉|掉)?(?:它|(?:这个|这张|我的)?(?:工单|投诉|诉求|申请)|这个|这张)?[吧了啊呀的]*"
)
_KEEPS = re.compile(r"[不别没先][^，,。]{0,4}撤|先(?:不|别|放|等|留)|[再想]想|考虑|继续|接着|留着")
_OUT_OF_FIVE = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "零": 1,
    "0": 1,
    "十": 5,
    "满": 5,
    "一百": 5,
    "10": 5,
    "100": 5,
}
_SCORE = re.compile(
    r"(?:(?:我|就|那|打|给|评|个|你们|您们|算)*\s*)(?P<score>100|10|[0-5]|一百|[零一二两三四五十满])\s*(?P<mark>分|颗星|星)?"
    r"(?:吧|了|啊|呢|哦|嘛|好了)*(?:[，,。、；;！!\s]+(?P<word>.+))?"
)
# In the words of the options; whoever says another thing than these is asked for the number.
_IN_WORDS = {
    1: re.compile(r"(?:很|非常|太|极)?不满意.*|(?:很|太|真|好)?(?:差|烂|垃圾)(?:劲|评|了)?"),
    2: re.compile(r"不(?:太|大|怎么|是很)满意|(?:有点|比较)差"),
    3: re.compile(r"(?:还|就)?(?:一般般?|还行|还可以|还好|凑合|马马虎虎|中规中矩)"),
    4: re.compile(r"(?:还|比较|挺)(?:满意|不错)"),
    5: re.compile(r"(?:很|非常|特别|十分|太|超)满意|五星好评|满分"),
}
_PARTICLES = r"(?:吧|了|啊|呢|哦|嘛|的)*"
_SETTLED = re.compile(r"(?:解决|到账|拿到|收到|补上|结清|办好|补齐|发下来|发)了|满意")
_UNSETTLED = re.compile(r"没|不|未|只|但|可是|又|一半|一部分|还[差欠剩有要想]|除了")
_LONGEST = 20  # characters of an answer to whether the case is withdrawn
_LONGEST_STATUS = 30
_MINE = (
    r"(?:请问|麻烦|你好|您好|帮我?|给我?|我想|想|查询?|看看?|问|一下|下|我们?|你们|上次|刚才|之前|那个|这个|两个|几个|两件|"
    r"都|的|现在|到底|目前|今天|投诉|诉求|工单|登记|申请|援助|帮扶|调解|入会|单子|案子|事情?|社保|工资|合同|工伤|怎么|咋|为什么|"
    r"已经|也|还|好?[\d一二两三四五六七八九十半几]+个?(?:天|周|星期|礼拜|月)(?:多|了)?|了|[，,？?！!\s])*"
)
_END = r"(?:了|吗|么|呢|啊|呀|吧|没有?|到底|一下|怎么回事|[，,？?！!。\s])*"
_NEWS = r"(?:消息|结果|进展|回音|回复|动静|下文|答复|反应|人联系)"
_STATUS = re.compile(
    rf"{_MINE}(?:进度|进展|办到哪(?:儿|里|一步|步)?|到哪(?:儿|里|一步|步)?了?|(?:处理|办|弄|搞)(?:理)?(?:得|的)?(?:怎么样|怎样|如何|咋样)|"
    rf"(?:怎么样|咋样)了|什么情况了?|(?:还)?没(?:有)?(?:人|个人)?(?:理|管|联系|找|打电话给|处理|办)(?:我)?|"
    rf"(?:还)?没(?:有)?(?:个|什么|一点|任何)?{_NEWS}|有(?:没有)?(?:什么)?{_NEWS}|(?:办|处理)(?:好|完|下来)了?(?:没有?|吗)|批(?:下来|准)?了(?:没有?|吗))"
    rf"{_END}"
)
_WHEN = re.compile(
    rf"{_MINE}(?:(?:几时|什么时候|啥时候|多久|何时|哪天|几天|还要多久|多长时间)(?:才?能|会|可以|才)?(?:有)?"
    rf"(?:办好|处理好|办完|解决|办|处理|{_NEWS}|联系我?|好|给我?(?:答复|回复)|到)?|还要(?:等)?(?:多久|几天))(?:我)?{_END}"
)
_WHO = re.compile(
    r"谁(?:在|来|给我|帮我)?(?:办|管|负责|处理|经手|跟)|(?:哪个|什么)(?:部门|工会|人|单位)(?:在)?(?:办|管|负责)|"
    r"(?:电话|号码|联系方式)(?:是)?(?:多少|几号|什么|呢|有吗|给我)|打(?:电话)?给(?:他|谁|她|你们)|(?:怎么|如何)联系(?:他|她|你们|工会)|联系谁|找谁"
)
_MORE_FILES = re.compile(
    r"(?:等等|等一?下|稍等|别急|我|后面|这里|[，,\s])*(?:还有|再(?:发|传|来)|接着发|继续发)(?:[一二两三四五六几\d]+|好几)?(?:张|个|份|页|段)?"
    r"(?:照片|图片?|截图|没发|要发|没传|呢|的|吧|了)*"
)
_ENOUGH = re.compile(
    r"(?:没(?:有|了)?(?:别的|其他)?(?:了)?|不用了|不用|好的?|知道了|行|可以了|就这样|谢谢|先这样|返回|没事)+(?:了|吧|啊|谢谢)*"
)


def wanted(words: str) -> str | None:
    """Return what is to be done to a case (one of the names above), or None."""
    return next((name for name, pattern in _WANTS.items() if pattern.search(words)), None)


def does_something(said: Understanding) -> bool:
    """Tell whether a message that asks for a case wants more than to see it: to add, withdraw, change or score."""
    return wanted(plain(said)) is not None


def score_in(words: str) -> tuple[int, str] | None:
    """Return the score (1 to 5) that a message gives, and the word behind it; None where it gives none.

    A full mark on any scale is a 5, none at all a 1; what stands between on another scale is asked for again.
    """
    match = _SCORE.fullmatch(words)
    if match is not None:
        figure = match["score"]
        if match["mark"] or (figure.isdigit() and 1 <= int(figure) <= 5) or figure in "一二两三四五":
            return _OUT_OF_FIVE[figure] if figure in _OUT_OF_FIVE else int(figure), match["word"] or ""
        return None
    for given, pattern in _IN_WORDS.items():
        if re.fullmatch(f"(?:我)?(?:觉得)?(?:{pattern.pattern}){_PARTICLES}", words):
            return given, ""
    return None


def gives_score(words: str) -> bool:
    """Tell whether a message gives a score by itself, without having been asked: a number with 分."""
    match = _SCORE.fullmatch(words)
    return match is not None and match["mark"] is not None and score_in(words) is not None


def withdraws(said: Understanding) -> bool | None:
    """Return what is said to 确定要撤回吗: yes, no, or None where it says neither (撤回了还能再投诉吗)."""
    words = plain(said)
    if is_no(said) or _KEEPS.search(words):
        return False
    return True if is_yes(said) or (len(words) <= _LONGEST and _WITHDRAWS.fullmatch(words)) else None


def is_settled(text: str) -> bool:
    """Tell whether words that are added after the result say that it is settled (钱收到了，谢谢)."""
    return bool(_SETTLED.search(text)) and not _UNSETTLED.search(text)


def asks_status(words: str) -> bool:
    """Tell whether words that are said of something filed ask how far it is: 处理得怎么样了, 咋还没人理我."""
    return len(words) <= _LONGEST_STATUS and bool(_STATUS.fullmatch(words))


def asks_when(words: str) -> bool:
    """Tell whether words under what is shown ask by when it is done; elsewhere they may be about anything."""
    return len(words) <= _LONGEST_STATUS and bool(_WHEN.fullmatch(words))


def asks_who(words: str) -> bool:
    """Tell whether words under what is shown ask who works on it, or how they are reached."""
    return len(words) <= _LONGEST_STATUS and bool(_WHO.search(words))


def says_more_files(words: str) -> bool:
    """Tell whether somebody who sends pictures says that more are to come."""
    return bool(_MORE_FILES.fullmatch(words))


def is_enough(words: str) -> bool:
    """Tell whether the person wants nothing more."""
    return bool(_ENOUGH.fullmatch(words))
