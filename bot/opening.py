"""The first thing that a message gets as a new conversation: an answer, or the first question of a service's form."""

from collections.abc import Mapping

from bot.answering import respond
from bot.forms import engine
from bot.forms.facts import Facts
from bot.forms.field import Form
from bot.forms.grievance import GRIEVANCE
from bot.reply import Audience, Reply
from bot.understanding import Understanding

FORMS: Mapping[str, Form] = {GRIEVANCE.name: GRIEVANCE}


def open_with(said: Understanding, audience: Audience = "worker") -> Reply:
    """Return the reply to `said` as the first message of a conversation.

    Args:
        said: The message.
        audience: Whose wording to use.

    Raises:
        WordingError: A response is missing from data/responses/.
        KnowledgeError: The entries cannot be read.
    """
    reply = respond(said, audience)
    form = FORMS.get(reply.service or "") if reply.outcome == "service" else None
    if form is None:
        return reply
    (asked,) = engine.begin(form, said, Facts()).replies
    return Reply(asked.text, "service", topic=reply.topic, service=reply.service, options=asked.options)
