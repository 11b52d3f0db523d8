"""Words that may be meant for something that was filed: the person is asked before they are taken."""

import json
from dataclasses import replace

from actions.base import offered_before
from actions.context import Turn, resources
from actions.progress_more import is_statement, tells_more
from bot import progress
from bot.cases import own
from bot.cases.model import GRIEVANCE
from bot.forms.moves import is_no, is_yes
from bot.progress import Filed
from bot.reply import Option, Reply
from bot.wording import say

_TAPPED = "/progress"


def asked_of(turn: Turn, reply: Reply) -> Reply:
    """Return what is said to a message, after whoever has something open was asked whether the words are meant for it.

    What tells something while a case waits for the person is asked about, whatever it was understood as; without one
    that waits, what tells more of a matter is. Under the answer to a question it is offered last.

    Args:
        turn: The message.
        reply: What is said to it otherwise.
    """
    number = waiting_number(turn)
    if number is None:
        return (_asked(_open(turn), turn, say("progress_option_no_file")) or reply) if tells_more(turn.said) else reply
    told = is_statement(turn.said) and not (is_yes(turn.said) or is_no(turn.said))
    if reply.outcome != "clarify" and not told:
        return replace(reply, options=(*reply.options, _adding(turn, number, say("progress_option_waiting"))))
    yes, no = say("progress_options_waiting").splitlines()
    text = say("progress_waiting", number=number)
    return Reply(text, "clarify", service="progress", options=(_adding(turn, number, yes), Option(no, no)))


def asked_before(turn: Turn, service: str) -> Reply | None:
    """Ask whether words that would open a form are meant for what was filed; None where nothing can take them."""
    number = waiting_number(turn)
    if number is None:
        more = service == GRIEVANCE and tells_more(turn.said)
        return _asked(_open(turn), turn, say("progress_option_new"), f"/{service}") if more else None
    yes, no = say("progress_options_waiting_or_new").splitlines()
    text = say("progress_waiting_or_new", number=number)
    offered = (_adding(turn, number, yes), Option(no, f"/{service}"))
    return Reply(text, "clarify", service="progress", options=offered)


def waiting_number(turn: Turn) -> str | None:
    """Return the number of the case that waits for what the person writes; None for what was tapped, and danger."""
    if turn.said.text.startswith("/") or not turn.said.text.strip() or turn.said.intent == "crisis":
        return None
    with resources().database.reading() as session:
        case = own.waiting(session, turn.conversation_id)
        return case.number if case is not None else None


def agreed(turn: Turn) -> Turn | None:
    """Return the message as the option that it agrees to, where 是 answers 是补充给它的吗; None for any other."""
    if not is_yes(turn.said):
        return None
    offered = offered_before(turn)
    ours = [option for option in offered if option.payload.startswith(_TAPPED + "{")]
    if len(ours) != 1 or offered[0] != ours[0]:
        return None
    values = json.loads(ours[0].payload.removeprefix(_TAPPED))
    said = replace(turn.said, text=ours[0].payload, intent="progress", confidence=1.0, entities=values)
    return replace(turn, said=said) if {"note", "file"} & set(values) else None


def _open(turn: Turn) -> list[Filed]:
    """Return what the person filed that is still worked on."""
    with resources().database.reading() as session:
        return [filed for filed in progress.filed_by(session, turn.conversation_id) if filed.is_open]


def _asked(found: list[Filed], turn: Turn, no: str, otherwise: str = "") -> Reply | None:
    """Ask which of what is open the words are meant for; None where nothing is."""
    if not found:
        return None
    if len(found) == 1:
        yes, _ = say("progress_options_waiting").splitlines()
        text, offered = say("progress_more_one", what=found[0].brief()), [_adding(turn, found[0].number, yes)]
    else:
        text, offered = say("progress_more_which"), [_adding(turn, one.number, one.brief()) for one in found]
    return Reply(text, "clarify", service="progress", options=(*offered, Option(no, otherwise or no)))


def _adding(turn: Turn, number: str, label: str) -> Option:
    return Option(label, _TAPPED + json.dumps({"note": turn.message_id, "case": number}))
