"""What people work as (data/lexicon/occupations.yml), as written."""

import re
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


def find(text: str) -> list[Entity]:
    """Return the occupations in a normalised message, the ones said of oneself first."""
    own: list[Entity] = []
    other: list[Entity] = []
    for match in _pattern().finditer(text):
        before = text[max(0, match.start() - 16) : match.start()]
        entity = Entity("occupation", match[0], match.start(), match.end())
        if _OF_ONESELF.search(before):
            own.append(entity)
        elif match[0] not in _spoken() and not _OF_OTHERS.search(before):
            other.append(entity)
    return own + other


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
        alternatives(words["clear"] + words["spoken"])
        + "(?!证|服|室|费|公司|培训|考试|资格|合同)(?:(?<!工)|(?![作资时程厂业具艺地]))"
    )
