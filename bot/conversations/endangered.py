"""Who is in danger, by the words of a message: the person who writes, or somebody else whom they see.

It decides only what is said first, and whether a wish for a person is urgent; that somebody is called is decided
by the word lists of bot/nlu/gate.py.
"""

from bot.nlu.lexicon import patterns
from bot.nlu.normalize import plain


def is_of_others(text: str) -> bool:
    """Return whether a message tells of somebody else's danger (工人要跳楼了), or of violence from outside.

    Who also speaks of themselves is in danger themselves, and hears of the line for psychological support.
    """
    words = plain(text)
    if patterns("crisis", "own").search(words):
        return False
    return patterns("crisis", "others").search(words) is not None or is_beaten(text)


def is_beaten(text: str) -> bool:
    """Return whether a message says that somebody is beaten (老板打我)."""
    return patterns("crisis", "beaten").search(plain(text)) is not None
