"""What a form says to ask: the next field, the summary, which item to change, whether to go on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot import clock
from bot.forms.corrections import settled
from bot.forms.draft import CONFIRM, SWITCH, WHICH, Draft
from bot.forms.facts import Facts
from bot.forms.field import CONSENT, Field, Form, Values, options
from bot.reply import Option, Reply
from bot.understanding import Understanding
from bot.wording import say

# `over`: what was wanted is done, and this message is about something else.
Status = Literal["asking", "confirmed", "cancelled", "later", "switch", "human", "crisis", "over"]


@dataclass(frozen=True)
class StepResult:
    """What one message did to a form.

    Attributes:
        draft: The form's state now; None when nothing of it is to be kept.
        replies: What to say: one reply while asking, none where somebody else says what happens now (the
            case service, the handover, the service that is begun instead).
        status: Whether the form goes on, or how it ended.
        wanted: With `switch`, what is wanted instead (`Draft.wanted`).
    """

    draft: Draft | None
    replies: tuple[Reply, ...]
    status: Status = "asking"
    wanted: Mapping[str, Any] | None = None

    @property
    def asks(self) -> str | None:
        """What the reply asks for: a field, `CONFIRM`, `WHICH`, `SWITCH`, or None when the form has ended."""
        return self.draft.at if self.draft and self.status == "asking" else None


def begin(form: Form, said: Understanding, facts: Facts, known: Mapping[str, Any] | None = None) -> StepResult:
    """Begin a form with what was said already.

    Args:
        form: The form.
        said: The message that asked for it.
        facts: What earlier messages said.
        known: Values that need no asking, such as a consent given before.
    """
    said = settled(said)
    told = {**gathered(form, facts.as_message()), **gathered(form, said)}
    has_consent = any(field.name == CONSENT for field in form.fields)
    values = {**facts.carried, **told, **({k: v for k, v in (known or {}).items() if k != CONSENT or has_consent})}
    now = clock.now().isoformat()
    draft = Draft(form.name, "", now, values, touched_at=now)
    new = told.keys() - (known or {}).keys()  # what was known before has not just been said
    understood = [form.noted(field, values) for field in form.listed(values) if field.name in new]
    lead = [say(f"{form.name}_opening")]
    kept = [form.noted(field, values) for field in form.listed(values) if field.name in facts.carried.keys() - new]
    if kept:
        lead.append(say("form_carried", items="；".join(kept)))
    if understood:
        lead.append(say("form_noted", items="；".join(understood)))
    return ask_next(form, draft, *lead, *warnings(form, values, said))


def resume(form: Form, draft: Draft) -> StepResult:
    """Offer to go on with a form that was left."""
    left = replace(draft, paused=True)
    return StepResult(left, (question(form, left),))


def gathered(form: Form, said: Understanding) -> dict[str, Any]:
    """Return what a message says about any field."""
    if said.text.startswith("/") and not said.entities:
        return {}
    found = {field.name: field.gather(said) for field in form.fields}
    return {name: value for name, value in found.items() if value is not None}


def warnings(form: Form, values: Values, said: Understanding, asked: Field | None = None) -> list[str]:
    """Return what is wrong in a message with what it says of fields that are missing and not asked for."""
    if said.text.startswith("/"):
        return []
    missing = (field for field in form.listed(values) if field.name not in values and field is not asked)
    return [problem.said() for problem in (field.warns(said) for field in missing) if problem]


def ask_next(form: Form, draft: Draft, *lead: str) -> StepResult:
    """Ask for the first thing that is missing; when nothing is, show the summary."""
    field = form.next_field(draft.values)
    asking = draft.asking(field.name if field else CONFIRM)
    asked = question(form, asking, whole=True)
    return StepResult(asking, (replace(asked, text="\n".join([*filter(None, lead), asked.text])),))


def question(form: Form, draft: Draft, whole: bool = False) -> Reply:
    """Return the question that the draft stands at, with its options.

    Args:
        form: The form.
        draft: Its state.
        whole: Whether it is asked for the first time: then the summary itself is shown, and the consent with all that
            it is for.
    """
    if draft.paused:
        text = say("form_resume", service=title(form.service))
        return Reply(text, "service", service=form.service, options=options("form_options_resume"))
    if draft.at == SWITCH and draft.wanted:
        titles = {"service": title(form.service), "wanted": title(draft.wanted["service"])}
        offered = options("form_options_switch", **titles)
        return Reply(say("form_switch", **titles), "service", service=form.service, options=offered)
    if draft.at == WHICH:
        titles_ = [form.say("title", field) for field in form.listed(draft.values)]
        offered = tuple(Option(name, say("form_change_title", title=name)) for name in titles_)
        return Reply(say("form_which"), "service", service=form.service, options=offered)
    if draft.at == CONFIRM:
        text = summary(form, draft) if whole else say("form_confirm_again")
        return Reply(text, "service", service=form.service, options=options("form_options_confirm"))
    field = form.field(draft.at)
    kind = "again" if not whole and form.has("again", field) else "ask"
    return Reply(form.say(kind, field), "service", service=form.service, options=form.options(field))


def summary(form: Form, draft: Draft) -> str:
    """Return everything that was taken down, numbered, for the person to check."""
    # Circled numbers: plain ones would mix with those of the options, which are chosen by typing them.
    lines = [
        f"{chr(0x2460 + i)}{form.say('title', field)}：{form.shown(field, draft.values)}"
        for i, field in enumerate(form.listed(draft.values))
    ]
    remark = form.remark(draft.values)
    return "\n".join([say("form_summary"), *lines, *([remark] if remark else []), say("form_confirm")])


def title(service: str) -> str:
    """Return what people call a service: 登记诉求."""
    return say(f"service_{service}")
