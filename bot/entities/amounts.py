"""Amounts of money, in whole yuan.

An amount is taken only where the message shows that it is one: by its unit (块, 元, ¥), by a spoken scale with
nothing else being counted (一万八, 18k), or by a word about money right beside it (工资4500). 多 and 左右 keep the
figure they follow (一万八千多 is 18000); 几 and 来, ranges and 好几千 are too vague to be a value.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from bot.entities.entity import Entity
from bot.entities.normalise import normalise
from bot.entities.numerals import NUMBER, ONE_MORE, number

#: No worker's claim is larger; anything above is a number of another kind.
LIMIT = 100_000_000

_UNIT = r"(?:块(?!板|头)|元(?!旦|宵|月)|圆(?!通)|人民币|rmb|RMB)"
_AMOUNT = re.compile(
    rf"(?P<sign>[¥￥]\s?)?{NUMBER}(?P<more>[多余](?!少|久))?(?:\s?(?:个(?=[wW]))?(?P<scale>[百千万亿kKwW](?![A-Za-z])))?(?:多(?!少|久)|余)?\s?"
    rf"(?P<unit>{_UNIT}(?P<jiao>[1-9一二三四五六七八九](?![0-9百千万个十年月天]))?)?"
)
# What a number counts when it is not money.
_COUNTED = re.compile(
    r"\s?(?:[多余])?(?:个|人|名|位|口|家|户|单|件|次|份|张|台|套|字|条|款|项|页|级|度|岁|周岁|倍|成|折|%|％|‰|"
    r"年(?!薪|终)|月(?!薪)|日(?!薪)|天|号|周(?![末六日天])|星期(?![六日天])|小时|点|分|秒|工时|时(?!薪)|届|期|"
    r"米|公里|千米|里|平|吨|斤|公斤|千克|克|升|瓦|步|股|楼|层|栋|幢|弄|室|路|线|班|部|寸|码|版|代|强|"
    r"/\d|:\d|：\d|多?(?:个|名|位|号)?(?:员工|工人|职工|同事|工友|骑手))"
)
_ABOUT = r"(?:[是有了我们他的约才只就共给过到为出整至少最多将近快近差不足大概左右超\s:：,，等于掉走去着上]*)"
_CUE = re.compile(
    r"(?:工资|薪资|薪水|月薪|年薪|底薪|日薪|时薪|薪|基本工资|欠款|[欠借白]条|工资条|工程款|尾款|余款|欠|赔偿金|赔|补偿金?|罚款?|扣|押金|保证金|定金|奖金|年终奖|提成|"
    r"绩效|加班费|补贴|津贴|金额|钱|一共|总共|合计|总计|共计|加起来|每个?月|个月|月入|年入|到手|实发|应发|发|给|交|垫付?|借|差|剩|每天|一天|每小时|一小时|每人|包月|"
    r"收入|标准|基数|医药费|医疗费|费用|费|涨|降|减)" + _ABOUT + r"$"
)
_CUE_BEHIND = re.compile(
    r"\s?(?:左右|多|上下)?(?:的?(?:工资|薪|月薪|底薪|奖金|押金|加班费|提成|补偿|赔偿|罚款|工钱)|一个月|每个?月|/月|一月|/天|一天)"
)
# 一块 is "together" (一块去), and 一块钱都没给 is a way of speaking.
_TOGETHER = re.compile(r"[一1]块")
# Bare numbers that are something else even beside a word about money: working rhythms, emergency and service
# numbers, years.
_NOT_PAY = frozenset({996, 997, 965, 995, 110, 114, 119, 120, 122})
_NO_MONEY = re.compile(r"(?:12(?!\d00)\d{3}|95\d{3}|96\d{3}|10086|10010|20[12]\d(?:\.(?:0?[1-9]|1[0-2]))?)")
_TORN = re.compile(r"\s\d{3}(?!\d)|[,，]\d(?!\d)")
_TORN_SCALE = re.compile(rf"\s(?!{ONE_MORE})[0-9一二三四五六七八九](?![0-9十百千万.]|个|年|月|天|人|号|位|名)")
_TORN_BEFORE = re.compile(r"\d,$|(?<!\d)\d{1,3}\s$|(?<![\d万千百])\d{1,2}，$|[万千]\s$")
_RANGE = re.compile(r"\s?[~～到至-]{1,2}\s?[0-9一二两三四五六七八九十]")
_RANGE_BEFORE = re.compile(r"[元块千万百]\s?[~～到至-]{1,2}\s?$")
_TOTAL = re.compile(r"(?:一共|总共|合计|总计|共计|加起来|共)" + _ABOUT + r"$")
_OWED = re.compile(
    r"(?:欠|拖|还差|差我|还有|没发|没给|不发|不给|未付|未发|讨|扣|赔|罚|押金|\d个?月工资|个月的?工资)[^，。,；;!！?？]{0,8}$"
)
_RATE = re.compile(
    r"(?:每个?月|每天|每小时|月薪|日薪|时薪|底薪|年薪|一个月|一天|一小时|标准|基数|最低工资)" + _ABOUT + r"$"
)
_RATE_BEHIND = re.compile(r"\s?(?:一个月|每个?月|/月|一月|/天|一天|每天|一小时|/小时|每小时|的?月薪|的?底薪)")

# What comes before an amount that was asked back: 没写错，就是300.
_SURE = re.compile(r"^(?:(?:我)?(?:没有?(?:写|说|弄|打|填|看|算)?错|是的|对的?|嗯|确实|真的)[的了]?[，,。\s]*)+")


def find(text: str) -> list[Entity]:
    """Return the amounts in a normalised message: totals first, then what is owed, rates of pay last."""
    ranked: list[tuple[int, int, Entity]] = []
    for match in _AMOUNT.finditer(text):
        value = _yuan(match, text)
        if value is None:
            continue
        entity = Entity("amount", value, match.start(), match.end())
        ranked.append((_rank(text, match), match.start(), entity))
    return [entity for _, _, entity in sorted(ranked, key=lambda item: item[:2])]


def amount(text: str) -> int | None:
    """Return the amount that an answer gives, in yuan; a bare number (18000) is one.

    None means that there is no amount, or none definite enough.
    """
    plain = _SURE.sub("", normalise(text).strip(" 。.!！,，"))
    if re.fullmatch(r"[0-9.,]+", plain):
        value = number(plain)
        return _rounded(value) if value is not None else None
    found = find(plain)
    if found:
        return found[0].value
    match = re.fullmatch(rf"(?:大概|大约|约|差不多|一共|总共|有|是|就|共)*{NUMBER}[多余]?(?:左右|上下|吧|了)*", plain)
    value = number(match["number"]) if match else None
    return _rounded(value) if value is not None else None


def _yuan(match: re.Match[str], text: str) -> int | None:
    """Return the matched number as yuan where the message shows that it is money."""
    value = number(match["number"])
    before, behind = text[max(0, match.start() - 16) : match.start()], text[match.end() : match.end() + 8]
    if value is None or before.endswith(("分之", "百分", "几", "#", "No.")):
        return None
    # A number that was torn apart, or the ends of a range with units: 118 000, 1，8万, 1万 8, 5000元到8000元.
    end = match.end("scale" if match["scale"] else "number")
    torn = _TORN if match["number"].isdigit() and not match["scale"] else _TORN_SCALE
    if _TORN_BEFORE.search(before) or torn.match(text, end):
        return None
    if _RANGE_BEFORE.search(before) or _RANGE.match(text, match.end()):
        return None
    if match["scale"]:
        value *= number("一" + match["scale"]) or 0
    if match["unit"] or match["sign"]:
        if _TOGETHER.match(match[0]) and not match["sign"]:
            return None
        if match["jiao"]:
            value += Decimal(number(match["jiao"]) or 0) / 10
        return _rounded(value)
    if _COUNTED.match(text, end):
        return None
    if behind.lstrip()[:1] in ("几", "来"):
        return None
    if re.search(r"[千万亿kKwW仟]", match["number"] + (match["scale"] or "")):
        return _rounded(value)
    if value < 100 or int(value) in _NOT_PAY or _NO_MONEY.fullmatch(match["number"]):
        return None
    return _rounded(value) if _CUE.search(before) or _CUE_BEHIND.match(behind) else None


def _rounded(value: Decimal) -> int | None:
    """Return the nearest whole yuan, or None outside 1 to LIMIT."""
    yuan = int(value.quantize(Decimal(1), ROUND_HALF_UP))
    return yuan if 1 <= yuan < LIMIT else None


def _rank(text: str, match: re.Match[str]) -> int:
    """Return how likely the amount is the one that matters; lower is likelier."""
    before, behind = text[max(0, match.start() - 16) : match.start()], text[match.end() :]
    if _TOTAL.search(before):
        return 0
    if _RATE.search(before) or _RATE_BEHIND.match(behind):
        return 3
    return 1 if _OWED.search(before) else 2
