"""What a message wants of a form, when it is no answer: stop, go back, leave out, leave it for later, agree.

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

EDGES = " \t\n，,。.！!～~…、；;"
_CANCEL = re.compile(
    r"(?:(?:算了|不用了|还是|那就|那|我|先|就|吧|了|啊|哎|唉|要|想|现在|[，,\s])*"
    r"(?:取消(?:吧|登记|投诉|办理|申请|提交)?|退出(?:登记)?|不(?:想)?(?:办|填|弄|登记|投诉|搞|告|提交|报|继续)(?:了|啦|下去)+|"
    r"放弃(?:登记|提交|办理)?|算了(?:不弄|不办|不填)?|停止|终止|别(?:登记|弄|填)了)(?:吧|了|啊|啦|登记)*[，,。！!\s]*)+"
)
# Given up for something else: 算了不调解了 直接仲裁吧.
_GIVES_UP = re.compile(
    r"(?:算了|那|那就|还是|我|就)*[，,\s]*(?:我们?)?不(?:想|要|用)?(?:调解|申请|援助|帮扶|投诉|登记|办)了(?=$|[，,。！!\s]*(?:我|就|还是|直接)*(?:直接|去|走|申请)?(?:仲裁|起诉|打官司|上法院|法院))"
)
_BACK = re.compile(
    r"(?:我要|我想|请|麻烦|能不能)?(?:返回|退回|回到|回|退)?(?:到)?(?:上|前)一(?:步|题|项|个问题|个)(?:吧|呢|去)?|返回|后退|退回去?"
)
_UNKNOWN = (
    r"不(?:太|大|是很|怎么)?(?:清楚|知道|晓得|确定|记得|了解|方便说|想说|想填)|(?:说|记|讲|算|弄)不(?:清楚?|上来|准|好|来|得)|"
    r"不详|未知|不明|忘(?:记|了|记了)|没(?:有?(?:名字|(?:固定)?(?:的)?(?:单位|公司))|有|数|概念|算过)|无|跳过|略过|下一(?:个|题|项|步)|先不(?:说|填|写)|以后再(?:说|补)|不涉及|保密|空着|不填|"
    r"不是(?:为了)?钱(?:的(?:事情?|问题))?|没(?:有)?多少钱?|[跟和与]钱(?:没|无)(?:有)?关系?|不关钱的事|没有?钱的事"
)
# 我不知道我是不是会员 asks nothing.
_UNKNOWN_WHETHER = re.compile(
    r"(?:我|也|真|都|这个|倒|还)*不(?:太|大)?(?:知道|清楚|晓得|确定|记得)(?:我|自己|算|到底|单位|公司|厂里?|我们|他们|这家|现在|以前)*"
    r"(?:是不是|有没有|算不算|入没入|是否)[^，,。？?]{0,3}(?:会员|工会|会)"
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
_LATER = re.compile(
    r"(?:(?:我|那|先|好的?|嗯|行|不好意思|现在|有点|在|要|就|吧|了|啊|[，,\s])*(?:"
    r"(?:等(?:一?下|一?会儿?|下班|有空)|待会儿?|过(?:一?会儿?|几天|两天)|晚点|晚一?些|回头|改天|明天|下次|有空|有时间|迟点|晚上)"
    r"(?:了|我|再|来)*(?:说|填|弄|办|聊|继续|讲|搞|写|登记|补|来)+|"
    r"(?:放|存|留|搁)(?:着|一下|一放|这儿|这里)|先(?:忙|去忙|这样|到这(?:儿|里)?|停)|(?:在|要|得|去)(?:忙|上班|开车|开会)|有点?事|暂停|停一?下)"
    r"(?:吧|了|啊|再说|一下|哈|去|呢)*[，,。！!\s]*)+"
)
# What somebody goes to do first, beside 回头再填: 我问下财务, 我先去医院拿单子.
_FIRST = re.compile(
    r"(?:我|那|先|要|得|再|还|想|现在|不好意思|[，,\s])*(?:去|到|问|查|找|看|拿|翻|打听|核实|核对|确认|商量|打个?电话|忙|吃饭|接孩子).{0,12}"
)
# The same in one breath: 我去问问同事再填, 等我找到合同再说.
_FIRST_THEN = re.compile(
    r"(?:好的?|那|嗯|先|[，,\s])*(?:等我|我(?:先|要|得|再|还是)*(?:去|问|查|找|看|拿|翻|核实|确认)).{0,10}?再(?:来)?(?:说|填|弄|办|写|登记|补)(?:吧|了)?"
)
_UNCHANGED = re.compile(r"(?:算了|还是|那就?|就|我|先|[，,\s])*不(?:用|想)?(?:改|换|补充?|更正|评|打分)了(?:吧|啊)?")
_WAIT = re.compile(
    r"(?:(?:你|您|先|请|麻烦|让我|我|再|那|好的?|嗯)*(?:等(?:一?等|一?下|一?会儿?|我)|稍等|稍候|慢(?:点|一点|慢来)|别急|"
    r"(?:看|想|找|查|翻|问)(?:一?看|一?想|一?找|一?下|一?问))(?:我|一?下|一?会儿?|啊|哈|吧|呀|先)*[，,。！!\s]*)+"
)
_HERE_AGAIN = re.compile(r"(?:我|好的?|嗯|现在|又|[，,\s])*(?:回来|来|在|好)了?(?:了|啊|呀|的|呢)+")
_WHERE_WERE_WE = re.compile(
    r"(?:你|您|我们|咱们|刚才|刚刚|那|现在|上次|刚|[，,\s])*(?:说|问|填|讲|聊|办|弄|写)到(?:哪|什么)(?:儿|里|一?步|一?项|地方)?(?:了|来着)*(?:啊|呀|呢)?|"
    r"(?:你|您|刚才|刚刚|上面|[，,\s])*(?:刚才|刚刚|上一句)?(?:是)?(?:问|说)(?:的|我|了|的是)*(?:什么|啥)(?:来着|啊|呀|呢)?|"
    r"(?:请|麻烦|你|您|再)*再(?:说|问|讲)(?:我)?(?:一遍|一次|一下)(?:吧)?"
)
_TOLD_ALREADY = re.compile(
    r"(?:(?:我|你|您|不是|是|上面|前面|刚才|刚刚|之前|早就|已经|都|就|跟你|给你|全|怎么又|还)*(?:说|讲|写|填|告诉|回答|发)(?:过|了|你|您|给你|完)+"
    r"(?:呀|啊|了|吗|嘛|的|呢|吧|一遍|好几遍|几遍)*[，,。！!？?\s]*)+"
)
_STAYS = re.compile(r"不(?:想|要|用)?(?:取消|退出)")
_RETRY = re.compile(r"(?:我|那)?(?:再|重新)(?:试|来|说|填|写|输)(?:一次|一下|一遍)?(?:吧)?")
_WANTS_CHANGE = re.compile(
    r"(?:(?:[，,\s]|我|还|要|想|需要|有|有的|地方|一处|哪里|里面|内容|得|下|一下|等等|等一下)*(?:修改|更改|改|更正|错|写错|填错|不对)(?:了|一下|下|一项|内容|信息|资料)*[，,。！!\s]*)+"
)
# A move has one of these characters, however it is worded; 杨过 or 返璞 alone is a name.
_HINTS = {
    "skip": re.compile(r"[不没无勿弗忘跳略空]|难说|算了|下一"),
    "cancel": re.compile(r"[不算取退停撤别罢]|放弃|拉倒"),
    "back": re.compile(r"[回退上前改错]"),
}
_COURTESY = re.compile(r"谢谢|感谢|多谢|哈哈|呵呵|嗯|哦|噢|啊|你好|您好|在吗|早上好|下午好|晚上好|再见|拜拜|辛苦")
_ON = re.compile(r"接着|继续|上次的|往下")
_ANEW = re.compile(r"重新|重填|从头|新的|另外一件|再来")


def plain(said: Understanding) -> str:
    """Return the words of a message for matching: simplified, no marks around; empty for what was tapped."""
    return "" if said.text.startswith("/") else normalise(said.text).strip(EDGES)


def says_cancel(said: Understanding) -> bool:
    """Tell whether the words are those of stopping."""
    words = plain(said)
    return _is_all(_CANCEL, said) or (len(words) <= _LONGEST_PHRASE and bool(_GIVES_UP.match(words)))


def says_back(said: Understanding) -> bool:
    """Tell whether the words are those of going one step back."""
    return _is_all(_BACK, said)


def says_skip(said: Understanding) -> bool:
    """Tell whether the words are those of not knowing, or not wanting to say."""
    return _is_all(_SKIP, said) or _is_all(_UNKNOWN_WHETHER, said)


def behind_skip(said: Understanding) -> str | None:
    """Return what stands behind words of not knowing or having none (没有 我下岗了), or None for any other message."""
    first, *others = re.split(r"[，,。！!；;\s]+", plain(said), maxsplit=1)
    return others[0] if others and _SKIP.fullmatch(first[:_LONGEST_PHRASE]) else None


def says_later(said: Understanding) -> bool:
    """Tell whether the words are those of leaving the form for later: 等一下再说, 我先忙, 我问下财务，回头再填."""
    if _is_all(_LATER, said) or _is_all(_FIRST_THEN, said):
        return True
    clauses = [clause for clause in re.split(r"[，,。！!；;\s]+", plain(said)) if clause]
    others = [clause for clause in clauses if not _LATER.fullmatch(clause)]
    is_short = len(plain(said)) <= _LONGEST_PHRASE
    return is_short and len(others) < len(clauses) and all(_FIRST.fullmatch(clause) for clause in others)


def says_wait(said: Understanding) -> bool:
    """Tell whether the words ask for a moment: 等一下, 我找找."""
    return _is_all(_WAIT, said)


def is_here_again(said: Understanding) -> bool:
    """Tell whether the words say that the person is back: 我回来了."""
    return _is_all(_HERE_AGAIN, said) and not is_yes(said)


def asks_where(said: Understanding) -> bool:
    """Tell whether the words ask what was asked last: 你刚才说到哪了."""
    return _is_all(_WHERE_WERE_WE, said)


def leaves_it_open(said: Understanding) -> bool:
    """Tell whether the words take a cancellation back: 不取消了 接着填."""
    return len(plain(said)) <= _LONGEST_MOVE and bool(_STAYS.search(plain(said)))


def says_told_already(said: Understanding) -> bool:
    """Tell whether the words say that it was told before: 我上面都说了呀."""
    return _is_all(_TOLD_ALREADY, said)


def says_unchanged(said: Understanding) -> bool:
    """Tell whether the words are those of leaving what is known as it is: 算了不改了."""
    return _is_all(_UNCHANGED, said)


def leans(said: Understanding, intent: str) -> bool:
    """Tell whether a short message was understood as the move `intent`, in words that are none of the usual ones."""
    words = plain(said)
    if intent == "cancel" and _STAYS.search(words):
        return False
    return _certainly(said, intent) and len(words) <= _LONGEST_MOVE and bool(_HINTS[intent].search(words))


def is_retry(said: Understanding) -> bool:
    """Tell whether the person wants to try once more."""
    return _is_all(_RETRY, said)


def wants_change(said: Understanding) -> bool:
    """Tell whether the person wants to change something, without saying what."""
    return _is_all(_WANTS_CHANGE, said)


def wants_on(said: Understanding) -> bool:
    """Tell whether the person wants to go on where they left."""
    return is_yes(said) or says_on(said)


def says_on(said: Understanding) -> bool:
    """Tell whether the words are those of going on: 接着填."""
    return bool(_ON.search(plain(said)) or _STAYS.search(plain(said)))


def wants_anew(said: Understanding) -> bool:
    """Tell whether the person wants to begin again."""
    return is_no(said) or bool(_ANEW.search(plain(said)))


def is_courtesy(said: Understanding) -> bool:
    """Tell whether the message begins with a courtesy, which nobody's name does."""
    return bool(_COURTESY.match(plain(said)))


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


def _is_all(pattern: re.Pattern[str], said: Understanding) -> bool:
    """Tell whether a message is nothing but `pattern`; long ones never are, and would take these patterns long."""
    words = plain(said)
    return len(words) <= _LONGEST_PHRASE and bool(pattern.fullmatch(words))


def _certainly(said: Understanding, *intents: str) -> bool:
    return said.intent in intents and said.confidence >= CERTAIN
