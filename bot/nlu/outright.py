"""A service asked for outright in one clause of a longer message: 老板拖了两个月工资9000块，想找工会调解一下.

The classifier reads a message as a whole, and a long story outweighs the few words that say what is wanted. So those
words are looked for clause by clause.
"""

import re

from bot.nlu.lexicon import patterns
from bot.nlu.normalize import plain

# The services that people ask for in the middle of a story.
SERVICES = ("legal_aid", "mediation", "hardship")

_MARKS = re.compile(r"[\s，,。.！!；;、：:~～…]+")
_ASKS = re.compile(
    r"[?？]|[吗么呢伐]$|怎么(?!办$)|怎样|如何|咋|多少|多久|多长|什么|啥|哪|谁|能不能|可不可以|行不行|要不要|是否|是不是"
)


def asked_outright(text: str) -> str | None:
    """Return the service that a clause of `text`, as written, asks for, or None.

    Not where the message asks something else besides (我想申请法律援助，要什么材料), which has an answer of its own, or
    speaks of a wish that is another's, past or conditional.
    """
    words = plain(text)
    if patterns("service", "declined").search(words) or patterns("outright", "reserved").search(words):
        return None
    clauses = [clause for part in _MARKS.split(text) if (clause := _with_question_mark(part))]
    if any(_ASKS.search(clause) for clause in clauses):
        return None
    for at, clause in enumerate(clauses):
        service = _service_of(clause)
        if service and not any(_asks_about_it(later) for later in clauses[at:]):
            return service
    return None


def _asks_about_it(clause: str) -> bool:
    """Tell whether a clause behind the wish asks about the service (手续怎么办); one before it tells why."""
    return "怎么" in clause or bool(patterns("service", "question").search(clause))


def _with_question_mark(part: str) -> str:
    """Return a clause in plain text, which has no marks, with the one that says that it asks."""
    return plain(part) + ("?" if re.search(r"[?？]", part) else "")


def _service_of(clause: str) -> str | None:
    """Return the service that a clause asks for and says nothing else."""
    wish, tail = patterns("outright", "wish").pattern, patterns("outright", "tail").pattern
    for service in SERVICES:
        wanted = patterns("outright", service).pattern
        if re.fullmatch(rf"(?:{wish})(?:{wanted})(?:{tail})", clause):
            return service
    return None
