"""What a person says to their case, by its words: to add, to withdraw, to go on, a score, enough."""

import re

from bot.forms.moves import is_no, is_yes, plain
from bot.understanding import Understanding

# What is asked.
NUMBER, MENU, NOTE, PHONE, NAME, WITHDRAW, REOPEN, SCORE, WORD = (
    "number",
    "menu",
    "note",
    "phone",
    "name",
    "withdraw",
    "reopen",
    "score",
    "word",
)
STATUS = "status"  # asked for, not asked

_WANTS = {
    NOTE: re.compile(r"补充|追加|再说|还有(?:情况|材料)|材料"),
    PHONE: re.compile(r"电话|手机|号码|联系方式"),
    NAME: re.compile(r"姓名|名字"),
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
_SCORE = re.compile(r"(?:打|给|我打)?\s*(?P<score>[1-5一二两三四五])\s*(?:分|颗星|星)?(?:[，,。、\s]+(?P<word>.+))?")
_SETTLED = re.compile(r"(?:解决|到账|拿到|收到|补上|结清|办好|补齐|发下来|发)了|满意")
_UNSETTLED = re.compile(r"没|不|未|只|但|可是|又|一半|一部分|还[差欠剩有要想]|除了")
_LONGEST = 20  # characters of an answer to whether the case is withdrawn
_SCORES = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
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
    """Return the score (1 to 5) that a message gives, and the word behind it; None where it gives none."""
    match = _SCORE.fullmatch(words)
    if match is None:
        return None
    figure = match["score"]
    return int(figure) if figure.isdigit() else _SCORES[figure], match["word"] or ""


def withdraws(said: Understanding) -> bool | None:
    """Return what is said to 确定要撤回吗: yes, no, or None where it says neither (撤回了还能再投诉吗)."""
    words = plain(said)
    if is_no(said) or _KEEPS.search(words):
        return False
    return True if is_yes(said) or (len(words) <= _LONGEST and _WITHDRAWS.fullmatch(words)) else None


def is_settled(text: str) -> bool:
    """Tell whether words that are added after the result say that it is settled (钱收到了，谢谢)."""
    return bool(_SETTLED.search(text)) and not _UNSETTLED.search(text)


def is_enough(words: str) -> bool:
    """Tell whether the person wants nothing more."""
    return bool(_ENOUGH.fullmatch(words))
