"""What a message takes back in the same breath: of 3万 不对 是5万 only 5万 holds, and of 不是3万是5万 too."""

import re

from bot.entities.entity import Entity
from bot.entities.normalise import normalise

_SLIP = (
    r"(?:我)?(?:写|说|填|打|报|弄|输|记|搞)?错了?|不对|更正(?:一下)?|哦?不是(?=[，,\s]*(?:我|应该|应当|其实)*是)|哦不"
)
_IS = r"(?:其实|应该|应当|而|实际)*(?:是|为)?(?:改成)?"
# 公司说3万，不对，应该给5万 disputes and corrects nothing: between the two stands nothing but the mark of a slip.
_BETWEEN = re.compile(
    rf"(?:[元块人个月吧呢啊的了哦噢，,。.！!、；;\s]|(?P<mark>{_SLIP}|(?:应该|应当)是|改成))*(?:{_IS})"
)
_NOT = re.compile(r"(?<!是)不是(?:我|在)?$")
_BUT = re.compile(r"[元块，,\s]*(?:而|应该)?是(?:在)?")


def superseded(text: str, entities: list[Entity]) -> list[Entity]:
    """Return the entities that a later one of their kind takes the place of.

    Args:
        text: The normalised message.
        entities: What it says.
    """
    return [one for one in entities if any(_gives_way(text, one, other) for other in entities if other is not one)]


def without_taken_back(text: str, entities: list[Entity]) -> str:
    """Return a message as written, without the values that it corrects itself, and without the words between.

    Args:
        text: The message.
        entities: Everything that it says, also what it takes back (`extract.everything`).
    """
    plain = normalise(text)
    pairs = [(a, b) for a in entities for b in entities if _is_corrected_to(plain, a, b)]
    for old, new in sorted(pairs, key=lambda pair: -pair[0].start):
        text = text[: old.start] + text[new.start :]
    return text


def _gives_way(text: str, one: Entity, other: Entity) -> bool:
    return _is_corrected_to(text, one, other) or _is_denied_for(text, one, other)


def _is_corrected_to(text: str, one: Entity, other: Entity) -> bool:
    """Tell whether `other` is said in place of `one`: 3万 不对 是5万."""
    if one.kind != other.kind or one.end > other.start:
        return False
    match = _BETWEEN.fullmatch(text[one.end : other.start])
    return bool(match and match["mark"])


def _is_denied_for(text: str, one: Entity, other: Entity) -> bool:
    """Tell whether `one` is what is not so and `other` what is: 不是3万是5万."""
    if one.kind != other.kind or one.end > other.start or not _NOT.search(text[: one.start]):
        return False
    return bool(_BUT.fullmatch(text[one.end : other.start]))
