"""Reading the employer's name: what could be one, and what is something else written in its place."""

import re
from functools import lru_cache
from typing import Any

from bot.entities import employers, people_names
from bot.entities.lexicon import alternatives, lexicon
from bot.forms.bare import is_all
from bot.forms.field import Problem
from bot.forms.moves import is_courtesy, is_no, is_yes, plain
from bot.forms.questions import is_question
from bot.understanding import Understanding

LONGEST_NAME = 50  # characters
_SHORT_KIND = 4  # characters behind 一家: 饭馆, 电子厂

_SHANGHAI_NAME = re.compile(
    r"上海(?![市的这那一有])[\u4e00-\u9fff（）()]{2,16}?"
    r"(?:公司|厂|店|院|中心|超市|学校|餐厅|酒楼|工作室|集团|银行|俱乐部|会所)"
)
_SENTENCE = re.compile(
    r"[了吗呢吧啊呀哪我你他她没不很给被让]|的(?!.{0,4}(?:店|厂|铺|馆|摊|公司|队)$)|老板|领导|那个|这个|哪个|附近|地方"
)
_TIME = re.compile(
    r"(?:大概|大约|差不多|从|是|在|到)*(?:(?:去|今|前|明|上|本|这|下|当|大前)+(?:个)?(?:年|月|周|星期|礼拜)|最近|刚刚?|一直|春节|过年|国庆|中秋|年[初底末]|月[初底末])"
    r"(?:的|年|月|初|底|末|中|旬|上|下|半|前|后|以来|开始|起|春节|过年|国庆|中秋|端午|元旦|五一|夏天|冬天|[\d一二三四五六七八九十]+月?份?)*"
)
# Said so, it is a name, whatever it looks like: 单位叫周黑鸭.
_CALLED = re.compile(
    r"(?:我们?(?:的)?)?(?:单位|公司|店|厂|企业|饭店|老板的店)(?:的?(?:名字|名称|全称))?(?:就)?(?:叫做?|名叫|是叫)(?P<name>[\w（）()·&\-]{2,30})"
)
_CALLED_SOMETHING = re.compile(
    r"(?:我们?|好像|应该|就|是)*叫(?:什么|啥|个什么)(?!名|呢|啊|吗|来着)(?P<name>[\w（）()·&\-]{2,20}?)(?:的|吧)?"
)
# Who is sent to work elsewhere is employed by the one who sends (劳动合同法 第五十八条): 在医院，劳务公司派的，叫….
_SENT_BY = re.compile(
    r"(?:劳务|派遣|家政|外包|中介|人力)(?:公司)?(?:那边|给|把我们?)?(?:派|外派|派遣|安排|外包)(?:来|去|过来|过去)?的?[，,。\s]*"
    r"(?:那家|那个|劳务|派遣|公司|单位|名字|就|是)*叫(?:做)?(?P<name>[\w（）()·&\-]{2,30})"
)
_NUMBER = re.compile(r"[\d一二两三四五六七八九十百千万几多余来好.,]+(?:个|人|元|块|钱|岁|名|位|年|月|天|%)*")
_GENERAL = re.compile(
    r"(?:是|就是|在|叫)*(?:一?家|一?个|某|小|大|那|这|老|私人|私营|外地)(?:家|个|小|大|私人|私营|普通|的)*"
)
_OF_UNION = re.compile(r"(?:有|没|无)(?:有|一个|自己的)*工会")  # 单位有工会 names no employer
_ROLE = re.compile(
    r"(?:包工头|工头|老板|老板娘|领导|经理|主管|组长|站长|店长|房东|中介|个人|私人|亲戚|朋友|熟人|老乡)+"
)


def employer(said: Understanding) -> Any:
    """Read the name of an employer."""
    words = plain(said)
    if sent := _SENT_BY.search(words):
        return sent["name"]
    called = _CALLED.fullmatch(words) or _CALLED_SOMETHING.fullmatch(words)
    if called:
        return called["name"]
    if is_question(said) or is_yes(said) or is_no(said) or is_courtesy(said) or _OF_UNION.search(words):
        return None
    found = said.entities.get("employer")
    if found:
        return found[:LONGEST_NAME]
    bare = _bare(words)
    problem = _problem(bare)
    return problem or (employers.employer(words) or "")[:LONGEST_NAME] or None


def employer_in_words(said: Understanding) -> Any:
    """Take what was written as the employer's name, if it could be one."""
    words = _bare(plain(said))
    if (
        is_yes(said)
        or is_no(said)
        or _SENTENCE.search(employers.without_brands(words))
        or is_courtesy(said)
        or _OF_UNION.search(words)
        or _describes(words)
    ):
        return None
    return words if re.fullmatch(r"[\w（）()·&\-]{2,20}", words) else None


def gathered_employer(said: Understanding) -> Any:
    """Find the employer's name in what a message said; one that begins with 上海 needs no company form behind it."""
    if sent := _SENT_BY.search(plain(said)):
        return sent["name"]
    found = said.entities.get("employer")
    if not found:
        match = _SHANGHAI_NAME.search(plain(said))
        found = employers.employer(match[0]) if match else None
    return (found or "")[:LONGEST_NAME] or None


def _bare(words: str) -> str:
    return re.sub(r"^(?:我(?:们)?(?:在|是)|在|叫|就是|是|公司|单位)+(?:叫|是)?", "", words)


def _problem(words: str) -> Problem | None:
    """Say what stands in place of a name: a day, a number, a place, somebody's name; None where it may be one."""
    if _TIME.fullmatch(words) or is_all(words, "date", "months"):
        return Problem("form_employer_time")
    if _NUMBER.fullmatch(words) or is_all(words, "amount", "people", "phone"):
        return Problem("form_employer_number")
    if is_all(words, "district", "street"):
        return Problem("form_employer_place")
    if _ROLE.fullmatch(words) or (people_names.name(words) and words not in lexicon("employers")["brands"]):
        return Problem("form_employer_person")
    return None


def _describes(words: str) -> bool:
    """Tell whether words describe an employer (一家饭店, 个小厂, 工地) rather than name one."""
    general = _GENERAL.match(words)
    rest = words[general.end() :] if general else words
    if general and re.match(r"(?:是|就是|在|叫)*(?:一?[家个]|某)", words) and len(rest) <= _SHORT_KIND:
        return True
    return rest in lexicon("employers")["generic"] or bool(_trades().fullmatch(rest))


@lru_cache(maxsize=1)
def _trades() -> re.Pattern[str]:
    known = lexicon("employers")
    return re.compile(alternatives(known["trades"] + known["suffixes"]) + "+")
