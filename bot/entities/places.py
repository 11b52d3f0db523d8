"""Shanghai's districts, streets and towns, by their official and everyday names (data/lexicon/places.yml).

A bare name that is also a common word or a road (新桥, 建设, 新华路) counts only in full or right behind its
district. A district that is named wins over one that a street implies.
"""

import re
from functools import lru_cache

from bot.entities.entity import Entity
from bot.entities.lexicon import alternatives, lexicon
from bot.entities.normalise import normalise

_HOME = re.compile(r"(?:住|住在|家在|户籍在?|籍贯|老家在?)(?:上海市?)?$")


def districts() -> tuple[str, ...]:
    """Return the full names of the 16 districts."""
    return tuple(lexicon("places")["districts"])


def streets(district_name: str) -> tuple[str, ...]:
    """Return the official names of a district's streets and towns.

    Raises:
        KeyError: There is no such district.
    """
    return tuple(lexicon("places")["districts"][district_name]["streets"])


def official_street(written: str, district_name: str) -> str | None:
    """Return the official name (张江镇) of a street as written (张江) in its district, or None if unknown."""
    plain = normalise(written)
    forms = ((name, (name, name.removesuffix("街道"), *_bare(name))) for name in streets(district_name))
    return next((name for name, known in forms if plain in known), None)


def district(text: str) -> str | None:
    """Return the full name of the district that an answer names or implies, or None."""
    return next((entity.value for entity in find(normalise(text)) if entity.kind == "district"), None)


def street(text: str) -> str | None:
    """Return the street or town of an answer as written (simplified), or None."""
    return next((entity.value for entity in find(normalise(text)) if entity.kind == "street"), None)


def find(text: str) -> list[Entity]:
    """Return districts in a normalised message, likeliest first, and the streets that lie in the first of them."""
    named = [
        Entity("district", _district_names()[match[0]], match.start(), match.end())
        for match in _district_pattern().finditer(text)
    ]
    found_streets: list[tuple[str, Entity]] = []
    for entity in named:
        match = _after_district(entity.value).match(text, entity.end)
        if match:
            found_streets.append(
                (entity.value, Entity("street", match["street"], match.start("street"), match.end("street")))
            )
    for match in _street_pattern().finditer(text):
        entity = Entity("street", match[0], match.start(), match.end())
        if not any(entity.overlaps(other) for _, other in found_streets):
            found_streets.append((_street_names()[match[0]], entity))
    implied = [Entity("district", name, entity.start, entity.end) for name, entity in found_streets]
    spots = [
        Entity("district", _spot_names()[match[0]], match.start(), match.end())
        for match in _spot_pattern().finditer(text)
    ]
    standing = [e for e in named if not any(e.overlaps(s) and e.value != name for name, s in found_streets)]
    # Where somebody works comes before where they live.
    order = sorted(standing or implied or spots, key=lambda e: bool(_HOME.search(text[max(0, e.start - 8) : e.start])))
    if not order:
        return []
    home = order[0].value
    same = [entity for name, entity in found_streets if name == home]
    return [*order, *same]


def elsewhere(text: str) -> str | None:
    """Return the city or province outside Shanghai that a message names and no place in Shanghai, or None."""
    words = normalise(text)
    found = _elsewhere_pattern().search(words)
    return found[0] if found and not find(words) and "上海" not in words else None


@lru_cache(maxsize=1)
def _elsewhere_pattern() -> re.Pattern[str]:
    # 北京路 and 南京西路 are roads of Shanghai; 苏州河 is a river in it.
    return re.compile(rf"(?:{alternatives(lexicon('employers')['cities'])})(?![东西南北中]{{0,2}}路|街道|河)")


def _bare(name: str) -> list[str]:
    """Return the everyday forms of an official name: 张江 of 张江镇, 曹杨新村 and 曹杨; roads have none."""
    forms = []
    for suffix in ("新村街道", "镇街道", "街道", "新镇", "镇", "乡"):
        form = name.removesuffix(suffix)
        if form != name and len(form) > 1 and not name.endswith("路街道"):
            forms.append(form)
    return forms


@lru_cache(maxsize=1)
def _district_names() -> dict[str, str]:
    places = lexicon("places")["districts"]
    return {name: full for full, place in places.items() for name in (full, *place["short"])}


@lru_cache(maxsize=1)
def _street_names() -> dict[str, str]:
    places = lexicon("places")["districts"]
    return {name: full for full, place in places.items() for name in (*place["streets"], *place["known"])}


@lru_cache(maxsize=1)
def _spot_names() -> dict[str, str]:
    places = lexicon("places")["districts"]
    return {name: full for full, place in places.items() for name in place.get("spots", ())}


@lru_cache(maxsize=1)
def _district_pattern() -> re.Pattern[str]:
    full = list(districts())
    short = [name for name in _district_names() if name not in full]
    other = alternatives(lexicon("places")["not_before"])
    return re.compile(rf"{alternatives(full)}|{alternatives(short)}(?!{other}|寺|卫|工业区|镇街道|新村)")


@lru_cache(maxsize=1)
def _street_pattern() -> re.Pattern[str]:
    known = [name for place in lexicon("places")["districts"].values() for name in place["known"]]
    official = [name for name in _street_names() if name not in known]
    # 莘庄路 and 张江高科园区 are near, but 陆家嘴环路 or 七宝老街 need no care: they lie in their street.
    return re.compile(rf"{alternatives(official)}|{alternatives(known)}(?!路|支路)")


@lru_cache(maxsize=1)
def _spot_pattern() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(list(_spot_names()))}(?!集团|松江|奉贤|路)")


@lru_cache(maxsize=16)
def _after_district(name: str) -> re.Pattern[str]:
    """Return the pattern of a street's official or bare name that follows its district."""
    official = list(streets(name))
    bare = [form for street_name in official for form in _bare(street_name)]
    # A road runs on into other streets; only alone behind its district is it the street of its name.
    roads = [street_name.removesuffix("街道") for street_name in official if street_name.endswith("路街道")]
    alone = rf"|{alternatives(roads)}(?=$|[，,。；;\s])" if roads else ""
    return re.compile(
        rf"[区的,，、\s]?(?P<street>{alternatives(official)}|{alternatives(bare)}(?!路|支路|大道){alone})"
    )
