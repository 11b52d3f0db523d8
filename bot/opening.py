"""The first thing that a message gets as a new conversation: an answer, or the first question of a service's form."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.answering import respond
from bot.forms import calculating, engine
from bot.forms.facts import Facts
from bot.forms.field import Form
from bot.forms.grievance import GRIEVANCE
from bot.forms.hardship import HARDSHIP
from bot.forms.join import JOIN
from bot.forms.legal_aid import LEGAL_AID
from bot.forms.mediation import MEDIATION
from bot.forms.risk_report import RISK_REPORT
from bot.forms.upper_union import UPPER_UNION
from bot.library.answering import consult
from bot.reply import Audience, Reply
from bot.services import CALCULATE
from bot.understanding import Understanding
from bot.wording import say

FORMS: Mapping[str, Form] = {
    form.service: form for form in (GRIEVANCE, JOIN, LEGAL_AID, HARDSHIP, MEDIATION, UPPER_UNION, RISK_REPORT)
}
# What the services without a form ask first.
_FIRST = {
    "progress": "progress_ask_number",
    "station": "station_ask_place",
    "bind": "bind_ask_code",
    "unbind": "unbind_none",
    "my_cases": "my_cases_unbound",
}


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
    if said.intent == CALCULATE:
        (asked,) = calculating.begin(said, Facts()).replies
        return replace(asked, outcome="service", topic=reply.topic, service=reply.service)
    if reply.outcome == "service" and reply.service in _FIRST:
        return replace(reply, text=f"{reply.text}\n{say(_FIRST[reply.service])}")
    form = FORMS.get(reply.service or "") if reply.outcome == "service" else None
    if form is None:
        return reply
    (asked,) = engine.begin(form, said, Facts()).replies
    return Reply(asked.text, "service", topic=reply.topic, service=reply.service, options=asked.options)
