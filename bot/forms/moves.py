"""What a message wants of a form, when it is no answer: stop, go back, leave out, ask something, agree.

Words decide before probabilities: the dialogue moves are short and few, and in the middle of a form a company
that is called 返璞 or a name like 安静 must not be taken for one.
"""

import re

from bot.entities.normalise import normalise
from bot.understanding import Understanding

# An intent that the words do not show must be this certain.
CERTAIN = 0.6
# In characters.
_LONGEST_MOVE = 20
_LONGEST_PHRASE = 24
# Intents that have an answer of their own, whatever is asked at the moment.
_SMALLTALK = ("greet", "thanks", "bye", "about_bot")
_ANSWERED = (*_SMALLTALK, "ask", "choose", "out_of_scope")

EDGES = " \t\n，,。.！!～~…、；;"
_CANCEL = re.compile(
    r"(?:(?:算了|不用了|还是|那就|那|我|先|就|吧|了|啊|哎|唉|要|想|现在)*"
    r"(?:取消(?:吧|登记|投诉|办理|申请|提交)?|退出(?:登记)?|不(?:想)?(?:办|填|弄|登记|投诉|搞|告|提交|报|继续)(?:了|啦|下去)+|"
    r"放弃(?:登记|提交|办理)?|算了(?:不弄|不办|不填)?|停止|终止|别(?:登记|弄|填)了)(?:吧|了|啊|啦|登记)*[，,。！!\s]*)+"
)
_BACK = re.compile(
    r"(?:我要|我想|请|麻烦|能不能)?(?:返回|退回|回到|回|退)?(?:到)?(?:上|前)一(?:步|题|项|个问题|个)(?:吧|呢|去)?|返回|后退|退回去?"
)
_UNKNOWN = (
    r"不(?:太|大|是很|怎么)?(?:清楚|知道|晓得|确定|记得|了解|方便说|想说|想填)|(?:说|记|讲|算|弄)不(?:清楚?|上来|准|好|来|得)|"
    r"忘(?:记|了|记了)|没(?:有|数|概念|算过)|无|跳过|略过|下一(?:个|题|项|步)|先不(?:说|填|写)|以后再(?:说|补)|不涉及|保密|空着|不填"
)
_SKIP = re.compile(
    rf"(?:(?:这个|这项|这一项|具体|到底|时间|金额|人数|多少|几个|几号|什么时候|我|也|真的?|都|还|暂时|太|实在|现在|就|那|可以|先|吧|了|啊|的|呢|哦)*"
    rf"(?:{_UNKNOWN})(?:具体|到底|多少|几个|几号|什么时候|钱|人|了|吧|啊|的|呢|哦|过)*[，,。、\s]*)+"
)
_YES = re.compile(
    r"(?:(?:我|都|就|可以|好|嗯|行|对|是|没错|同意|愿意|确认|确定|没(?:有)?问题|正确|要|需要|提交|现在|这样|ok|okay|yes|继续)"
    r"(?:的|了|吧|啊|呀|呢|上面|以上|内容|提交|登记)*[，,。！!、\s]*)+",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:(?:不|不是|不用|不要|不需要|不必|不行|不同意|不愿意|不可以|不对|不好|否|别|没必要|拒绝|no)(?:的|了|吧|啊|呀|谢谢|它|这个)*[，,。！!、\s]*)+",
    re.IGNORECASE,
)
_RETRY = re.compile(r"(?:我|那)?(?:再|重新)(?:试|来|说|填|写|输)(?:一次|一下|一遍)?(?:吧)?")
_WANTS_CHANGE = re.compile(
    r"(?:(?:[，,\s]|我|还|要|想|需要|有|有的|地方|一处|哪里|里面|内容|得|下|一下|等等|等一下)*(?:修改|更改|改|更正|错|写错|填错|不对)(?:了|一下|下|一项|内容|信息|资料)*[，,。！!\s]*)+"
)
_ON = re.compile(r"接着|继续|上次的")
_ANEW = re.compile(r"重新|重填|从头|新的|另外一件|再来")
_QUESTION = re.compile(
    r"[?？]|(?:吗|么|呢|嘛)[。！!~\s]*$|怎么|怎样|咋|如何|为什么|为啥|为何|凭什么|多少|多久|多长|几(?:天|号|点|年|个月|成|倍|时)|"
    r"哪(?!怕)|什么|啥|是不是|会不会|能不能|可不可以|有没有|要不要|该不该|算不算|行不行|是否|能否|谁|百分之几|"
    r"请问|问一下|问下|想问|咨询|想知道|(?:规定|标准|流程|条件|政策|电话|热线|材料|算法)(?:是|呢)?[。！!\s]*$"
)
_ASIDE = re.compile(r"^(?:对了|另外|还有|那个|顺便|等一下|等等)[，,\s]*")
# What people ask about the form itself, by the name that its answer has in the wording.
_ABOUT_FORM = {
    "why": re.compile(
        r"(?:为什么|为啥|干嘛|干什么|凭什么|一定|非|必须)[^，。]{0,6}(?:要|填|问|写|说|留|给)|(?:做|干|有)什么(?:用|区别|影响)|"
        r"会(?:不会)?.{0,6}(?:泄露|泄漏|透露|外传|知道|打击报复)|泄露|安全吗|保密吗|谁(?:能|会|可以)?看|给谁看|"
        r"(?:能|可以|能不能|可不可以)匿名|匿名(?:可以|行)?(?:吗|么)"
    ),
    "free": re.compile(
        r"^(?!.*(?:会费|入会|会员|热线|12351|仲裁|律师|援助|认定|鉴定)).*(?:收费|要钱|花钱|免费|要付钱|手续费)"
    ),
    "when": re.compile(
        r"(?:多久|多长时间|什么时候|几天|啥时候).{0,6}(?:结果|回复|回音|联系|打给|打电话|处理|解决|办好|找我)"
    ),
}
_WONDERS = re.compile(
    r"还?能|怎么|如何|会不会|是不是|有没有|要不要|算不算|多久|多长|几年|超过|过期|时效|电话|什么|为什么|哪"
)


def plain(said: Understanding) -> str:
    """Return the words of a message for matching: simplified, no marks around; empty for what was tapped."""
    return "" if said.text.startswith("/") else normalise(said.text).strip(EDGES)


def says_cancel(said: Understanding) -> bool:
    """Tell whether the words are those of stopping."""
    return _is_all(_CANCEL, said)


def says_back(said: Understanding) -> bool:
    """Tell whether the words are those of going one step back."""
    return _is_all(_BACK, said)


def says_skip(said: Understanding) -> bool:
    """Tell whether the words are those of not knowing, or not wanting to say."""
    return _is_all(_SKIP, said)


def leans(said: Understanding, intent: str) -> bool:
    """Tell whether a short message was understood as the move `intent`, in words that are none of the usual ones."""
    return _certainly(said, intent) and len(plain(said)) <= _LONGEST_MOVE


def is_retry(said: Understanding) -> bool:
    """Tell whether the person wants to try once more."""
    return _is_all(_RETRY, said)


def wants_change(said: Understanding) -> bool:
    """Tell whether the person wants to change something, without saying what."""
    return _is_all(_WANTS_CHANGE, said)


def wants_on(said: Understanding) -> bool:
    """Tell whether the person wants to go on where they left."""
    return is_yes(said) or bool(_ON.search(plain(said)))


def wants_anew(said: Understanding) -> bool:
    """Tell whether the person wants to begin again."""
    return is_no(said) or bool(_ANEW.search(plain(said)))


def is_certain(said: Understanding) -> bool:
    """Tell whether the intent is beyond doubt."""
    return said.confidence >= CERTAIN


def is_said_outright(said: Understanding) -> bool:
    """Tell whether the word lists found the intent (data/lexicon): its probability is 1, which none other has."""
    return said.confidence >= 1.0


def is_yes(said: Understanding) -> bool:
    """Tell whether the message agrees and says nothing else."""
    return _is_all(_YES, said)


def is_no(said: Understanding) -> bool:
    """Tell whether the message refuses and says nothing else."""
    return _is_all(_NO, said)


def is_question(said: Understanding) -> bool:
    """Tell whether the message asks something, by its words, or because a topic was tapped."""
    return said.intent == "choose" or bool(_QUESTION.search(_ASIDE.sub("", plain(said))))


def is_known_question(said: Understanding) -> bool:
    """Tell whether the message asks something that has an answer."""
    if said.intent == "choose":
        return True
    return said.intent in ("ask", "about_bot") and is_question(said) and about_form(said) != "free"


def is_smalltalk(said: Understanding) -> bool:
    """Tell whether the message is a courtesy, or asks about something else altogether."""
    return _certainly(said, *_SMALLTALK) or (said.intent == "out_of_scope" and is_question(said))


def about_form(said: Understanding) -> str | None:
    """Return what the message asks about the form itself: why it asks, whether it is free, when one hears; or None."""
    words = plain(said)
    return next((name for name, pattern in _ABOUT_FORM.items() if pattern.search(words)), None)


def has_answer(said: Understanding) -> bool:
    """Tell whether there is an answer to the message that makes sense in the middle of a form."""
    return said.intent in _ANSWERED


def wonders(said: Understanding) -> bool:
    """Tell whether the message asks about a rule, so that a number in it is no answer (超过一年还能仲裁吗)."""
    return is_question(said) and bool(_WONDERS.search(plain(said)))


def _is_all(pattern: re.Pattern[str], said: Understanding) -> bool:
    """Tell whether a message is nothing but `pattern`; long ones never are, and would take these patterns long."""
    words = plain(said)
    return len(words) <= _LONGEST_PHRASE and bool(pattern.fullmatch(words))


def _certainly(said: Understanding, *intents: str) -> bool:
    return said.intent in intents and said.confidence >= CERTAIN
