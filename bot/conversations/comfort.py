"""What is said to somebody who spoke of danger to life, until a person from the union has talked with them.

Taking it back (没事了, 我开玩笑的) may be the worst of signs, and only a person can tell: it is answered with care, and
the person who was called still comes.
"""

import re

from bot.entities.normalise import normalise
from bot.wording import say

_LONGEST = 20  # characters of a message that takes it back and says nothing else
_TAKEN_BACK = re.compile(
    r"没(?:什么)?事(?:了|的|儿|啦)?|(?:开|个).{0,2}玩笑|逗(?:你|您)?们?(?:玩|的)|闹着玩|(?:乱|瞎|随便|说着|随口)(?:说|讲|玩)|别当真|不是(?:认真|真)的|"
    r"(?:好|想)(?:多了|些了|点了|开了|通了)|不(?:想死|会死|会做傻事|跳了|死了|闹了)|(?:气|一时).{0,2}(?:话|冲动|激动)|不用(?:管我|来|叫人|担心|了)|别(?:来|叫人|管我|担心)|"
    r"(?:说|打|写|发|按)错(?:了|字|话)|(?:不是|没有?)(?:那个|这个|要死的?|想死的?)(?:的)?意思|(?:意思|想说的?)(?:其实)?(?:就)?是|我是(?:想)?说"
)


def takes_back(text: str) -> bool:
    """Tell whether a message takes back what was said of danger, in a few words."""
    words = normalise(text).strip()
    return len(words) <= _LONGEST and bool(_TAKEN_BACK.search(words))


def comfort(text: str, left: bool = False) -> str:
    """Return what is said to `text` while somebody in danger waits for a person.

    Args:
        text: What they wrote.
        left: Whether a form was left half filled when they spoke of danger; they hear how it goes on.
    """
    said = say("danger_taken_back" if takes_back(text) else "waiting_danger")
    return "\n".join(filter(None, (said, say("danger_form_left") if left else "")))
