"""What a person says of the union at their own workplace: that it is at fault, or cannot, dares not act.

Where the enterprise union cannot, dares not or is not well placed to defend rights, the union above steps in
(opinion 五（二）1, 不能维权、不敢维权、不便维权).
"""

import re
from functools import lru_cache

from bot.entities.lexicon import lexicon
from bot.entities.normalise import normalise

ACCUSED, CANNOT, DARES_NOT, NOT_WELL_PLACED = "accused", "cannot", "dares_not", "not_well_placed"
# What staff reads.
LABELS = {
    ACCUSED: "反映的就是本单位工会",
    CANNOT: "本单位工会不能维权",
    DARES_NOT: "本单位工会不敢维权",
    NOT_WELL_PLACED: "本单位工会不便维权",
}


def said_of_it(text: str) -> str | None:
    """Return what a text says of the workplace's own union: one of the names above, or None.

    Args:
        text: The person's words. Words on other unions (区工会, 街道工会, 总工会) do not count.
    """
    plain = "".join(normalise(text).split())
    return next((name for name, pattern in _patterns() if pattern.search(plain)), None)


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    words = lexicon("own_union")
    union = words["union"]
    return [
        (name, re.compile("|".join(part.replace("<工会>", union) for part in words[name])))
        for name in (ACCUSED, DARES_NOT, NOT_WELL_PLACED, CANNOT)
    ]
