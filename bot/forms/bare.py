"""What a few words are when they are nothing but one value: a place, a time, a name, a command.

Fields in free words ask for more than that, and what was typed a moment too late must not be taken down there.
"""

import re
from typing import Literal

from bot.entities import people_names
from bot.entities.extract import extract

Kind = Literal["command", "place", "time", "person", "employer"]

_COMMAND = re.compile(
    r"(?:我要|请|帮我)?(?:提交|确认|继续|下一步|完成|保存|发送|修改|返回|上一步|重来|再试一次|菜单|帮助|好了|填完了)(?:提交|申请|登记|吧|了)?"
)
# What the bot itself teaches people to reply (data/responses/): it is heard everywhere, and is no value anywhere.
_TAUGHT = re.compile(
    r"(?:我要|我想|请|麻烦|帮我|给我|先|再)*(?:(?:查|看|办)(?:一下|一查|看)?(?:我的)?(?:工单|进度|诉求)|我的工单|"
    r"(?:接着|继续)(?:填|办|写|弄|来|说)|(?:转|找|接)?人工(?:客服|服务)?|重新?填|从头(?:再)?(?:填|来)|上一步|取消|退出|"
    r"跳过|略过|等一下再说|(?:绑定|解绑)(?:账号|微信)?)(?:吧|啊|呀|呢|了|一下)?"
)
_PART_OF_DAY = re.compile(
    r"早上|早晨|上午|中午|下午|傍晚|晚上|凌晨|夜里|刚才|刚刚|现在|目前|左右|大概|\d{1,2}点(?:半|多)?"
)
_NAME_AND_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,4}[，,:：\s]*(?:电话|手机号?)?[:：\s]*1[3-9]\d{9}")
# Words that begin like a surname: 高血压, 水滴筹, 居委会, 安全.
_NO_NAME = re.compile(r"[病症癌炎压瘤筹贷款金钱保障补助捐委会社费薪资险全]")


def is_all(words: str, *kinds: str) -> bool:
    """Tell whether words are nothing but values of some kinds; the 明日 in 上海明日电子厂 is only a part."""
    spans = {(entity.start, entity.end) for entity in extract(words) if entity.kind in kinds}
    covered = {index for start, end in spans for index in range(start, end)}
    return bool(covered) and len(covered) >= len(words) - 1


def looks_like_no_name(words: str) -> bool:
    """Tell whether words that begin like a surname are none: 高血压, 水滴筹."""
    return bool(_NO_NAME.search(words))


def is_command(words: str) -> bool:
    """Tell whether words are one of the replies that the bot teaches: 查工单, 接着填, 上一步."""
    return bool(_TAUGHT.fullmatch(words))


def kind_of(words: str) -> Kind | None:
    """Return what words are that are one value and nothing else, or None where they say more."""
    if _COMMAND.fullmatch(words) or is_command(words):
        return "command"
    if is_all(words, "district", "street"):
        return "place"
    if is_all(words, "employer"):
        return "employer"
    if is_all(words, "phone", "id_number", "person") or _NAME_AND_NUMBER.fullmatch(words):
        return "person"
    rest = _PART_OF_DAY.sub("", words)
    if not rest or is_all(rest, "date"):
        return "time"
    return "person" if people_names.name(words) and not _NO_NAME.search(words) else None
