"""The first thing that a message gets as a new conversation: an answer, or the first question of a service's form."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot.answering import respond
from bot.forms import engine
from bot.forms.facts import Facts
from bot.forms.field import Form
from bot.forms.grievance import GRIEVANCE
from bot.library.answering import consult
from bot.reply import Audience, Reply
from bot.understanding import Understanding

FORMS: Mapping[str, Form] = {GRIEVANCE.name: GRIEVANCE}


def open_with(said: Understanding, audience: Audience = "worker", session: Session | None = None) -> Reply:
    """Return the reply to `said` as the first message of a conversation.

    Args:
        said: The message.
        audience: Whose wording to use.
        session: A reading session on the database with the policy library; None where there is none.

    Raises:
        WordingError: A response is missing from data/responses/.
        KnowledgeError: The entries cannot be read.
    """
    reply = respond(said, audience)
    if session is not None:
        reply = consult(session, said, audience, reply)
    form = FORMS.get(reply.service or "") if reply.outcome == "service" else None
    if form is None:
        return reply
    (asked,) = engine.begin(form, said, Facts()).replies
    return Reply(asked.text, "service", topic=reply.topic, service=reply.service, options=asked.options)
