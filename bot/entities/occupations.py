"""What people work as (data/lexicon/occupations.yml), as written."""

import re
from collections.abc import Collection
from functools import lru_cache

from bot.entities.entity import Entity
from bot.entities.lexicon import alternatives, lexicon
from bot.entities.normalise import normalise

_OF_ONESELF = re.compile(
    r"(?:我们?是|本人是?|我们?做|一直做|做|我当|当|干|从事|职业是?[:：]?|岗位是?[:：]?|工种是?[:：]?|职务是?[:：]?|担任|作为|应聘|身份是|跑|岗)"
    r"(?:的是|的|了|过|个|一名|一个|名|[一二两三四五六七八九十\d]+年(?:多|的)?|\s|"
    r"[\u4e00-\u9fff]{0,6}(?:公司|厂|店|酒店|超市|医院|学校|银行|小区|商场)的?)*$"
)
_OF_OTHERS = re.compile(r"(?:老板|公司|单位|他|她|对方|请个?|叫|让|找个?|被)(?:是|的)?$")


_ALONE = re.compile(r"$|[\s，,。.；;！!]")
# A word of an employer's people that goes on like this is about somebody else: 大润发的保安不让进.
_ACTS = re.compile(r"[不没也都说让叫骂打告回]|把我|跟我|给我")


def find(text: str, employer_ends: Collection[int] = ()) -> list[Entity]:
    """Return the occupations in a normalised message, the ones said of oneself first.

    Args:
        text: The message.
        employer_ends: Offsets behind the employers in it; 同济物业的保安 tells the writer's occupation.
    """
    own: list[Entity] = []
    other: list[Entity] = []
    for match in _pattern().finditer(text):
        before = text[max(0, match.start() - 16) : match.start()]
        entity = Entity("occupation", match[0], match.start(), match.end())
        if match[0] in lexicon("occupations")["none"]:
            continue
        if _OF_ONESELF.search(before) or _stands_alone(match, text, employer_ends):
            own.append(entity)
        elif match[0] not in _spoken() and not _OF_OTHERS.search(before):
            other.append(entity)
    return own + other


def _stands_alone(match: re.Match[str], text: str, employer_ends: Collection[int]) -> bool:
    """Say whether a word is a part of the message by itself (房产中介 底薪没有), or follows the employer's name."""
    if match[0] in lexicon("occupations")["addressed"]:
        return False
    start = match.start() - (1 if text[: match.start()].endswith("的") else 0)
    if start in employer_ends:
        return not _ACTS.match(text, match.end())
    begins = match.start() == 0 or _ALONE.match(text[match.start() - 1])
    return bool(begins and _ALONE.match(text, match.end()))


def occupation(text: str) -> str | None:
    """Return the occupation that an answer gives (保安, 做保洁的), or None where the word list has none."""
    plain = normalise(text).strip(" 。.!！,，")
    found = find(plain) or find("我是" + plain)
    return found[0].value if found else None


@lru_cache(maxsize=1)
def _spoken() -> frozenset[str]:
    return frozenset(lexicon("occupations")["spoken"])


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = lexicon("occupations")
    return re.compile(
        alternatives(words["none"] + words["clear"] + words["spoken"])
        + "(?!证|服|室|费|公司|培训|考试|资格|合同)(?:(?<!工)|(?![作资时程厂业具艺地]))"
    )
