"""Numbers of people.

多 keeps the figure (30多号人 is 30); 十来个, 二十几个人, 几十号人 and ranges are too vague. A lone 一个人 is an idiom
more often than a count and needs 就, 只有 or the like. 我和两个同事 are three.
"""

import re

from bot.entities.entity import Entity
from bot.entities.normalise import normalise
from bot.entities.numerals import NUMBER, whole

#: No employer has more people.
LIMIT = 10_000_000

_PERSON = (
    r"(?:人(?!民|事|力|才|社|大|均|次|间|行|体|家|生|道|身|工费|工智|工服|工客|月)|员工|工人|工友|同事|职工|民工|农民工|姐妹|兄弟|师傅|"
    r"骑手|外卖员|快递员|司机|保安|保洁|阿姨|老乡|临时工|派遣工|女工|女职工|会员|伙伴)"
)
_COUNT = re.compile(rf"{NUMBER}(?P<more>[多余])?\s?(?:(?:个|名|位|号|口)?{_PERSON})")
_BARE = re.compile(
    r"(?:我们|咱们|咱|大家|一共|总共|全班|班组|车间|(?:裁|辞退|开除|清退)[了掉]?)(?:这边|班组|车间|组里|组|厂里|店里|一共|总共|共|有|大概|差不多|就|这|\s)*"
    rf"{NUMBER}(?P<more>[多余])?个(?=$|[，。,；;!！?？、\s]|都|全|一起|没|被|也|要|想|在|的(?:工资|钱|社保))"
)
_TWO = re.compile(r"(?:我|咱|我们|咱们|他们|哥|姐妹|夫妻|兄弟|我老婆|我老公)(?:们)?(?P<word>俩|仨)")
_WITH_ME = re.compile(r"我(?:和|跟|与|同|还有|及)(?:另外|其他|别的|其余|我们?|班里|同组)?(?:的)?$")
_ONLY = re.compile(r"(?:就|只有|只|仅|才|光|共|有)(?:我|我们)?$")
_NOT_COUNT = re.compile(r"(?:第|每|哪|某|这|那|一家|全家|家里)\s?$|[人名个位][到至~-]$")
_WHOLE_FIRM = re.compile(r"(?:全厂|全公司|公司|厂里|单位|企业|工厂|店里|规模|以上|编制)[^，。,；;!！?？]{0,6}$")

_TENS = {"十": 10, "百": 100, "千": 1000}
_SMALL = "一二两三四五六七八九"
_ROUGHLY = (
    rf"(?<![\d{_SMALL}十百千万第])(?:"
    rf"(?P<low>[{_SMALL}])、?(?P<high>[{_SMALL}])(?P<scale>[十百千])[多几来]?|"  # 二三十
    rf"(?P<from>\d{{1,6}}|[{_SMALL}十百千]{{1,5}})\s?[个人名]?\s?[-~到至]\s?(?P<to>\d{{1,6}}|[{_SMALL}十百千]{{1,5}})|"
    rf"(?:(?P<tens>[{_SMALL}]?)十(?=[几来])|(?P<about>\d{{0,4}}0|[{_SMALL}十百千]{{1,4}}[十百千]))"
    r"(?P<mark>[多几来余]))"  # 六十几, 一百多
)
_ROUGH = re.compile(rf"{_ROUGHLY}\s?(?:[个名位号口]?{_PERSON}|[个名位号](?=$|[，,。；;!！?？\s]|在|都|围|堵))")
_ROUGH_ALONE = re.compile(
    rf"(?:大概|大约|约|有|差不多|估计|可能|是|就|总共|一共)*{_ROUGHLY}[个名位号]?人?(?:左右|吧|了)*"
)


def find(text: str) -> list[Entity]:
    """Return the counts of people in a normalised message, those of a whole firm last."""
    ranked: list[tuple[int, int, Entity]] = []
    for match in [*_COUNT.finditer(text), *_BARE.finditer(text)]:
        before = text[max(0, match.start() - 12) : match.start()]
        start = match.start("number")
        value = whole(match["number"])
        if value is None or not 1 <= value < LIMIT or _NOT_COUNT.search(before):
            continue
        if match[0].startswith(f"{match['number']}口") or text[match.end() :].startswith(
            ("份", "以上", "以下", "套餐", "到", "至", "-", "~")
        ):
            continue
        if value == 1 and not _ONLY.search(before):
            continue
        value += 1 if _WITH_ME.search(before) else 0
        ranked.append((1 if _WHOLE_FIRM.search(before) else 0, start, Entity("people", value, start, match.end())))
    for match in _TWO.finditer(text):
        value = 2 if match["word"] == "俩" else 3
        ranked.append((0, match.start(), Entity("people", value, match.start("word"), match.end())))
    return [entity for _, _, entity in sorted(ranked, key=lambda item: item[:2])]


def people(text: str) -> int | None:
    """Return the number of people that an answer gives (12, 12个, 就我一个), or None where it gives none."""
    plain = normalise(text).strip(" 。.!！,，")
    found = find(plain)
    if found:
        return found[0].value
    if re.fullmatch(r"(?:就|只有|只)?(?:我|本人|我自己)(?:自己|一个|一个人|一人|1个|1人)?", plain):
        return 1
    match = re.fullmatch(
        rf"(?:大概|大约|约|差不多|一共|总共|有|是|就|共|我们|全部)*{NUMBER}[多余]?(?:个|人|名|位|号|个人)?(?:左右|吧|了)*",
        plain,
    )
    value = whole(match["number"]) if match else None
    return value if value is not None and 1 <= value < LIMIT else None


def rough(text: str) -> tuple[int, int | None] | None:
    """Return the least and the most of a number of people that is only roughly said, for a person to read.

    Args:
        text: 二三十个; 大概六十几个; 十几个人堵着门; 三十来个; 一百多.

    Returns:
        The two ends, the same for 三十来个, the upper one None where there is none (一百多 is 100 or more); None where
        the message gives no number, an exact one first, or nothing to count by (好多人). No entity: too vague for one.
    """
    plain = normalise(text).strip(" 。.!！,，")
    match = _ROUGH_ALONE.fullmatch(plain) or _ROUGH.search(plain)
    if match is None or any(exact.end <= match.start() for exact in find(plain)):
        return None  # 200人，一百多人聚在门口: the whole comes first, and is exact
    if match["low"]:
        low, scale = _digit(match["low"]), _TENS[match["scale"]]
        return low * scale, _digit(match["high"]) * scale
    if match["from"]:
        least, most = whole(match["from"]), whole(match["to"])
        return (least, most) if least and most and least < most < LIMIT else None
    about = whole(match["about"]) if match["about"] else whole(f"{match['tens'] or ''}十")
    if about is None:
        return None
    if match["mark"] == "来":
        return about, about
    return (about, None) if match["about"] else (about, about + 10)


def _digit(word: str) -> int:
    return whole(word) or 0
