"""The library in chat: 查条款 …, and for cadres an open question that no topic covers."""

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.answering import OFFER_FROM, service_option
from bot.knowledge.render import ANSWER_BYTES
from bot.library.clauses import Found, find, is_there
from bot.reply import Audience, Citation, Reply
from bot.understanding import Understanding
from bot.wording import say

_PREFIX = re.compile(
    r"^\s*(?:请|請|麻烦|麻煩|帮我|幫我)*(?:[查找搜](?:一下|一查|一找)?(?:政策)?[条條]款|[条條]款\s*[：:])[\s：:，,。、]*(?P<text>.*)$",
    re.DOTALL,
)
# What must not wait for a look into the library.
_FIRST = ("crisis", "human")

# From docs/library.md. Below the first a find only shares a common word with the question. Nobody asked for
# clauses where a message is outside the subject, so there the find has to be above all foreign questions.
WORTH_SHOWING = 0.15
WORTH_SHOWING_UNASKED = 0.35
# A clause that fits half as well as the best one is not what was asked about.
_BESIDE_THE_BEST = 0.5


def clause_request(text: str) -> str | None:
    """Return what to look up where a message begins with 查条款 or its like; None for any other message."""
    found = _PREFIX.match(text)
    return found["text"].strip() if found else None


def look_up(session: Session, text: str, limit: int = 3, least: float = WORTH_SHOWING) -> Reply | None:
    """Return the clauses that fit, quoted, with title, number, version, and how sure it is.

    Args:
        session: A reading session.
        text: What to look up.
        limit: How many clauses at most.
        least: How well the best one has to fit, 0 to 1.

    Returns:
        The reply, at most ANSWER_BYTES of UTF-8; None where nothing fits, or there is no library.

    Raises:
        WordingError: A response is missing from data/responses/.
        KnowledgeError: data/knowledge/ cannot be read.
        ExamplesError: data/nlu/ cannot be read.
    """
    if not is_there(session):
        return None
    found = find(session, text, limit)
    if not found or found[0].score < least:
        return None
    shown = [one for one in found if one.score >= _BESIDE_THE_BEST * found[0].score]
    citations = tuple(Citation(one.title, one.clause.article) for one in shown)
    options = (service_option("human"),) if shown[0].sureness == "low" else ()
    return Reply(_text(shown), "answer", options=options, citations=citations)


def requested(session: Session, said: Understanding) -> Reply | None:
    """Return the reply to a message that asks for clauses; None for any other, and where there is no library."""
    text = clause_request(said.text)
    if text is None or said.intent in _FIRST or not is_there(session):
        return None
    if not text:
        return Reply(say("library_what"), "clarify")
    return look_up(session, text) or Reply(say("library_nothing"), "clarify")


def consult(session: Session, said: Understanding, audience: Audience, reply: Reply) -> Reply:
    """Return what the library has to say in place of `reply`, or `reply` itself.

    Args:
        session: A reading session; it is not used for most messages.
        said: The message.
        audience: Who asks. Only a cadre gets clauses that nobody asked for.
        reply: What `bot.answering.respond` says to it.
    """
    wanted = requested(session, said)
    if wanted is None and audience == "cadre" and said.text and not said.text.startswith("/"):
        if reply.outcome == "out_of_scope":
            wanted = look_up(session, said.text, least=WORTH_SHOWING_UNASKED)
        elif reply.outcome == "clarify" and not any(topic.confidence >= OFFER_FROM for topic in said.topics):
            wanted = look_up(session, said.text)
    return wanted or reply


def _text(shown: Sequence[Found]) -> str:
    """Put the clauses into one message; each gets room, the first one most, and is cut at a sentence."""
    lead = say(f"library_{shown[0].sureness}", count=len(shown))
    heads = [_head(number, one) for number, one in enumerate(shown, 1)]
    room = ANSWER_BYTES - _size("\n\n".join([lead, *(head + "\n" for head in heads)]))
    parts = [lead]
    for at, (head, one) in enumerate(zip(heads, shown, strict=True)):
        left = len(shown) - at
        share = room if left == 1 else room // 2
        quoted = cut(one.clause.text, share)
        room -= _size(quoted)
        parts.append(f"{head}\n{quoted}")
    return "\n\n".join(parts)


def _head(number: int, one: Found) -> str:
    version = say("library_dated", version=one.version) if one.version else say("library_undated")
    shown = "，".join(filter(None, (one.number, version)))
    return say("library_clause", number=number, title=one.title, article=one.clause.label, version=shown)


def cut(text: str, room: int) -> str:
    """Return a text in at most `room` bytes, cut behind a sentence (or a list's item) where it is longer."""
    if _size(text) <= room:
        return text
    mark = say("library_cut")
    start = text.encode()[: max(0, room - _size(mark))].decode(errors="ignore")
    ends = [found.end() for found in re.finditer(r"[。；：]|\n", start)]
    return (start[: ends[-1]].rstrip() if ends else start) + mark


def _size(text: str) -> int:
    return len(text.encode())
