"""Under which keys a name is found by names that may mean the same, so that only a few need to be compared.

A brand is found by itself, with any one character left out (then one wrong, missing or extra character still meets),
by its sound, and by its beginning. Every key is looked up in its district: 100,000 names cost a few milliseconds.
"""

from bot.employers.core import Core
from bot.employers.sound import sounds

# Names differ in front, where the brand is; comparing more characters finds nothing more.
_FRONT = 6
_BEGINNING = 2


def keys_of(core: Core) -> set[str]:
    """Return the keys of a name, each at most 40 characters.

    A brand of two characters has no keys of one: 恒 would meet every other name, and of two such brands only those
    that sound alike can mean the same.
    """
    front = core.brand[:_FRONT]
    shortened = {front[:at] + front[at + 1 :] for at in range(len(front))} if len(front) > _BEGINNING else set()
    return {
        f"c{front}",
        *(f"c{part}" for part in shortened),
        f"s{'-'.join(sounds(front))}"[:40],
        f"b{front[:_BEGINNING]}",
    }
