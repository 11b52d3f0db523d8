"""One detail of an answer that was given already: how long, how much, which papers, where, or what was named.

Nothing is made up here. The sentences of the entry that hold the detail are said again, by themselves; where there are
none, the person hears that, and who can tell.
"""

import re

from bot.entities.normalise import normalise
from bot.knowledge.entries import Entry
from bot.knowledge.render import text_for
from bot.nlu.lexicon import patterns
from bot.reply import Audience

# The detail that is no kind of its own: what the message names, in its own words.
NAMED = "named"

MOST_SENTENCES = 3
_LONGEST = 14  # characters of a question that asks for nothing but a detail

# How each detail is asked for, and what a sentence that tells it looks like.
_DETAILS = {
    "time": (
        r"多久|多长时间|几天|几个月|几年|多少天|什么时候|啥时候|几时|啥辰光|哪天|时间",
        r"(?:\d+|[一二三四五六七八九十两半几]+)(?:个工作日|天|日内|个月|年(?!休|假|终)|小时)|当[天场月]|按月|期限|[以之]内",
    ),
    "money": (
        r"多少钱|要钱|花钱|交钱|收钱|收费|付费|免费|费用|多少费|几块|几倍|几个钱|(?:拿|领|给|赔|补|交|发)(?:多少|几)|钱(?:呢|怎么算|怎么拿|谁[出付给])|谁(?:出|付|掏)钱",
        r"\d(?:万|千|百)?(?:元|块|%)|(?:\d|[一二两三四五六七八九])(?:倍|成)|百分之|(?:不|免|要|没有|另外)(?:另外|再)?(?:收|交|花|付)?(?:费|钱)|平均工资|个月工资|按.{0,12}(?:算|计)",
    ),
    "papers": (
        r"材料|资料|证件|文件|表格?|手续|(?:带|准备)[点些]?(?:什么|哪些|啥)",
        r"材料|资料|身份证|证明|证据|病历|诊断|合同(?:、|，)|流水|考勤|申请(?:书|表)|凭证|协议书|照片|记录",
    ),
    "place": (
        r"哪个(?:部门|单位|地方|区)|什么(?:地方|部门|单位|电话)|哪里|哪儿|[在去到找]哪(?!个)|找(?:谁|哪个|什么人|啥人)|电话|热线|网址|地址|什么平台",
        r"1\d{4}(?!\d)|随申办|申工社|小程序|网上|网站|窗口|仲裁委|劳动监察|人社局|社保中心|街道|街镇|镇里|法院|向[^，。；]{2,14}(?:申请|投诉|提|报)|[去到找][^，。；]{0,12}(?:局|院|委|工会|中心|所|处|站)",
    ),
    "condition": (
        r"(?:什么|哪些|啥)(?:条件|要求|资格)|条件|资格|(?:谁|(?:什么|哪些|啥)人)(?:能|可以)",
        r"条件|只要|才(?:能|可以|给|有)|符合|资格|不限|满\d|满[一二三四五六七八九十半]",
    ),
    "how": (
        r"怎么(?:办理|申请|办|弄|操作|申|走|搞|转)|如何(?:办理|申请)|(?:流程|步骤|程序)(?:是怎样|怎么走)?|先做什么|第一步(?:干嘛|干什么|做什么)?",
        r"[①②③④⑤]|^先|接下来|申请(?!仲裁)",
    ),
}
# What may stand beside it; a message with more in it than one other character asks something of its own.
_FILLER = re.compile(
    r"那么?|请问|一般|大概|大约|具体|总共|一共|到底|最[快多长晚]|一(?:年|次|个?月|张|份)|这个|这些|我们?|自己|需要|必须|应该|应当|可不可以|可以|是不是|"
    r"准备|申请|投诉|举报|提交|办理|结果|知道|解决|处理|到账|下来|出来|之内|多少|哪些|什么|啥|"
    r"[它问还就又都也是要不需得能会带交填打去到在等有用的了啊呀呢吗么嘛吧哦伐才内办弄告批给发拿领来些上里儿边钱做补开写找好完]"
)
_MOST_BESIDE = 1
_ASKED = {name: re.compile(core) for name, (core, _) in _DETAILS.items()}
_TOLD = {name: re.compile(told) for name, (_, told) in _DETAILS.items()}

# A list that is told with semicolons is one sentence: half of the papers to bring would be worse than none.
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”’）》】]*")
_STEP = re.compile(r"[①②③④⑤]")  # where there are steps, they are how it is done, and nothing else is
_EDGES = " \t\n，,。.！!？?；;~～"
# Words that do not say what a message is about.
_EMPTY = re.compile(
    r"会不会|能不能|要不要|可不可以|那么?|那个|就问|我问|我说|说的|问的|就是|要是|如果|假如|万一|的话|换成|这种|这样|情况|我们|我|你|您|他|她|是不是|是|了|吗|么|呢|啊|呀|吧|还|怎么(?:办|算)?|"
    r"也|就|都|请问|有没有|(?<![没有])有|(?<!不)[要会能算]|(?<!不)可以|的|\W"
)


def asked_for(text: str) -> str | None:
    """Return the name of the detail that a message asks for and nothing else, or None.

    A message that names a matter of work (会费交多少) asks something of its own.

    Example:
        那大概要多久啊 → time
    """
    words = normalise(text).strip(_EDGES)
    if len(words) > _LONGEST or patterns("subject", "strong").search(words):
        return None
    for name, asked in _ASKED.items():
        if asked.search(words) and len(_FILLER.sub("", asked.sub("", words))) <= _MOST_BESIDE:
            return name
    return None


def is_title_of(detail: str, entry: Entry) -> bool:
    """Tell whether an entry answers a detail and nothing else: 仲裁和打官司要多长时间 is the time itself."""
    return bool(_ASKED[detail].search(entry.title))


def told(entry: Entry, detail: str, text: str, audience: Audience = "worker") -> list[str]:
    """Return the sentences of an entry that tell a detail, in their order, at most MOST_SENTENCES.

    Args:
        entry: The answer.
        detail: What `asked_for` returned, or NAMED for a sentence that holds all that `text` names.
        text: The message.
        audience: Whose wording is quoted.
    """
    said = [sentence.strip() for sentence in _SENTENCE.findall(text_for(entry, audience))]
    if detail == NAMED:
        found = [sentence for sentence in said if named_share(text, sentence) == 1]
    else:
        steps = [sentence for sentence in said if detail == "how" and _STEP.match(sentence)]
        found = steps or [sentence for sentence in said if _TOLD[detail].search(sentence)]
    return found[:MOST_SENTENCES]


def named_share(text: str, sentence: str) -> float:
    """Return how much of what `text` names stands in `sentence`: the share of its pairs of characters (0 to 1)."""
    named = [word for word in _EMPTY.split(normalise(text)) if word]
    pairs = [word[i : i + 2] for word in named for i in range(len(word) - 1)]
    return sum(pair in sentence for pair in pairs) / len(pairs) if pairs else 0.0
