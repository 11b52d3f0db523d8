"""Questions in the middle of a form: whether a message is one, and what it asks about the form itself."""

import re

from bot.entities.employers import without_brands
from bot.forms.moves import CERTAIN, plain
from bot.understanding import Understanding

_SMALLTALK = ("greet", "thanks", "bye", "about_bot")
# Intents that have an answer of their own, whatever is asked at the moment.
_ANSWERED = (*_SMALLTALK, "ask", "choose", "out_of_scope")
_LONGEST_ABOUT = 24  # characters of a question about the form itself

_QUESTION = re.compile(
    r"[?？]|(?:吗|么|呢|(?<![这那]个)嘛)[。！!~\s]*$|怎么|怎样|咋|如何|为什么|为啥|为何|凭什么|多少|多久|多长|(?<![好十这前近])几(?:天|号|点|年|个月|成|倍|时)(?!前|了$)|"
    r"哪(?!怕)|什么|啥|是不是|会不会|能不能|可不可以|(?<!没)有没有|要不要|该不该|算不算|行不行|是否|能否|谁|百分之几|"
    r"请问|问一下|问下|想问|咨询|想知道|(?:规定|标准|流程|条件|政策|电话|热线|材料|算法)(?:是|呢)?[。！!\s]*$"
)
# 还没去仲裁呢 says that something goes on, and asks nothing.
_STILL = re.compile(r"((?:还|正)(?:没|未|不|在).*)呢[。！!~\s]*$")
_ASIDE = re.compile(r"^(?:对了|另外|还有|那个|顺便|等一下|等等)[，,\s]*")
_WHY = re.compile(
    r"(?:为什么|为啥|为何|干嘛|干什么|干吗|凭什么|一定|非得?|必须|能不能不|可以不|可不可以不)[^，。]{0,4}(?:要|填|问|写|说|留|给|提供|登记)(?P<what>.*)|"
    r"^(?:你们?|您|还|又)*(?:问|填|写|留)(?P<item>.{0,8}?)(?:干嘛|干吗|干什么|干啥|做什么|做啥)|"
    r"^(?P<also>.{0,8}?)(?:也|都|还)(?:要|得|必须|需要)(?:填|写|说|留|给|问)的?(?:吗|么|嘛|啊)?$|"
    r"^(?:那|要是|如果|我)*不(?:想)?(?:留|给|填|写|说|提供|交)(?P<without>.{1,6}?)(?:还|也|就)?(?:能|可以|行|成)|"
    r"(?P<before>.*)(?:做|干|有)(?:什么|啥)(?:用|区别|影响)|要(?P<asked>.{1,6})(?:干嘛|干什么|做什么|干啥|有什么用)"
)
_ITSELF = re.compile(
    r"(?:问|填|写|留|做|拿|收|同意|什么|在|哪里?|几|多少|时候|人|是|这个|这些|这么多|那么多|它|我的?|你们?|个|吗|么|啊|呀|呢|干嘛|的|了|吧|？|\?|\s)*"
)
# What else people ask about the form itself, by the name that its answer has in the wording.
_ABOUT_FORM = {
    "fear": re.compile(
        r"会(?:不会)?.{0,8}(?:泄露|泄漏|透露|外传|知道|报复|穿小鞋|找我麻烦|开除我|辞退我)|泄露|安全吗|保密吗|谁(?:能|会|可以)?看|给谁看|"
        r"(?:能|可以|能不能|可不可以)匿名|匿名(?:可以|行)?(?:吗|么)|(?:怕|担心|害怕|不敢).{0,10}(?:知道|报复|穿小鞋|开除|辞退|丢工作|找麻烦|说)"
    ),
    "free": re.compile(
        r"^(?!.*(?:会费|入会|会员|热线|12351|仲裁|律师|援助|认定|鉴定)).*(?:收费|要钱|花钱|免费|要付钱|手续费)"
    ),
    "how": re.compile(
        r"^(?:那|这个?|具体|我|要|该)*(?:怎么|咋|如何)(?:个)?(?:弄|办理?|操作|填|写|搞|登记)(?:法)?(?:啊|呀|呢|的|哦)?$"
    ),
    "when": re.compile(
        r"^(?:那|大概|一般|总共|一共)*(?:要|得|需要)?(?:等)?(?:多久|多长时间|几天)(?:啊|呀|呢|才?能?好)?$|"
        r"(?:多久|多长时间|什么时候|几天|啥时候).{0,6}(?:结果|回复|回音|联系|打给|打电话|处理|解决|办好|找我)"
    ),
}
_WONDERS = re.compile(
    r"还?能|怎么|如何|会不会|是不是|有没有|要不要|算不算|多久|多长|几年|超过|过期|时效|电话|什么|为什么|哪"
)


def is_question(said: Understanding) -> bool:
    """Tell whether the message asks something, by its words, or because a topic was tapped."""
    words = without_brands(_ASIDE.sub("", plain(said)))
    return said.intent == "choose" or bool(_QUESTION.search(_STILL.sub(r"\1", words)))


def is_known_question(said: Understanding) -> bool:
    """Tell whether the message asks something that has an answer."""
    if said.intent == "choose":
        return True
    return said.intent in ("ask", "about_bot") and is_question(said) and about_form(said) != "free"


def is_smalltalk(said: Understanding) -> bool:
    """Tell whether the message is a courtesy, or asks about something else altogether."""
    # A number is an answer to something, if not to what is asked; the classifier takes 8000 for a farewell.
    is_number = bool(re.fullmatch(r"[\d.,\s]+", plain(said)))
    courteous = said.intent in _SMALLTALK and said.confidence >= CERTAIN and not is_number
    return courteous or (said.intent == "out_of_scope" and is_question(said))


def asks_why(said: Understanding, called: str) -> bool:
    """Tell whether the message asks why something is asked for: 为什么要电话, 一定要填吗.

    Args:
        said: The message.
        called: What people call the item, as a regular expression. 公司为什么要扣我工资 asks about no item.
    """
    words = plain(said)
    match = _WHY.search(words) if len(words) <= _LONGEST_ABOUT else None
    if match is None:
        return False
    what = "".join(part for part in match.groups() if part)
    return bool(_ITSELF.fullmatch(re.sub(rf"{called}|姓名|名字|号码?|信息|身份证", "", what)))


def about_form(said: Understanding) -> str | None:
    """Return what the message asks about the form itself, by its name in the wording (fear, free …), or None."""
    words = plain(said)
    return next((name for name, pattern in _ABOUT_FORM.items() if pattern.search(words)), None)


def has_answer(said: Understanding) -> bool:
    """Tell whether there is an answer to the message that makes sense in the middle of a form."""
    return said.intent in _ANSWERED


def wonders(said: Understanding) -> bool:
    """Tell whether the message asks about a rule, so that a number in it is no answer (超过一年还能仲裁吗)."""
    return is_question(said) and bool(_WONDERS.search(plain(said)))
