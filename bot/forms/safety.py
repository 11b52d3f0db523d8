"""Trouble that is about health and safety, and when it is that of many: told by its own words."""

import re

from bot.entities import counts
from bot.entities.normalise import normalise

AREA = "safety"  # of the topics
_MANY = 3  # people
_ILL = re.compile(
    r"拉肚子|腹泻|上吐下泻|呕吐|吐了|食物中毒|中毒|中暑|晕倒|昏倒|发烧|头晕|恶心|过敏|住院|送(?:了|去|到|进)?医院|咳血|受伤"
)
_SEVERAL = re.compile(
    r"(?:几|十几|几十|好几|上百|[一二三四五六七八九]?十[多几]|\d+多)(?:个|名|位|号)?(?:人|员工|工人|工友|同事)|"
    r"好多|很多|许多|不少|一批|一片|多人|大家|全(?:厂|班|组|部|车间)|集体|都(?=拉|吐|中|晕|病|发|住)"
)
_UNSAFE = re.compile(
    r"食堂|饭菜|伙食|有虫|发霉|变质|高温|太热|闷热|中暑|空调|热水|饮用水|粉尘|甲醛|有毒|刺鼻|噪音|隐患|消防|安全通道|防护|安全帽|安全带|漏电"
)


def is_about(text: str) -> bool:
    """Tell whether what is told is about health and safety: the canteen, heat, dust, protection, people falling ill."""
    words = normalise(text)
    return bool(_UNSAFE.search(words) or is_of_many(words))


def is_of_many(text: str) -> bool:
    """Tell whether several people have fallen ill or were hurt."""
    words = normalise(text)
    return bool(_ILL.search(words)) and (bool(_SEVERAL.search(words)) or (counts.people(words) or 0) >= _MANY)
