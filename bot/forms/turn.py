"""One message and the form it meets: what it is taken for, and what becomes of the form."""

from dataclasses import dataclass, replace
from typing import Any

from bot.answering import respond
from bot.forms import corrections, moves
from bot.forms.asking import StepResult, ask_next, begin, gathered, question, resume
from bot.forms.draft import CONFIRM, WHICH, Draft
from bot.forms.facts import Facts, trouble
from bot.forms.field import Field, Form, Problem, options
from bot.reply import Audience, Option, Reply
from bot.understanding import Understanding
from bot.wording import say

# After this many answers in a row that could not be used, a person is offered.
FAILURES_ALLOWED = 3


@dataclass(frozen=True)
class Turn:
    """One message and the state it meets."""

    form: Form
    draft: Draft
    said: Understanding
    audience: Audience

    def is_answer(self) -> bool:
        """Tell whether the message is unmistakably an answer to what is asked."""
        if self.draft.paused or self.draft.at in (CONFIRM, WHICH):
            return False
        value = self.form.field(self.draft.at).read(self.said)
        return value is not None and not isinstance(value, Problem)

    def at_field(self, field: Field) -> StepResult:
        """Take a message while `field` is asked."""
        moved = self._changed(field) or self._moved(field)
        if moved:
            return moved
        if moves.is_known_question(self.said) and not trouble_for(field, self.said):
            return self._answered()
        value = field.read(self.said)
        if value is None:
            aside = self._aside(field)
            if aside:
                return aside
            value = field.accept(self.said)
        if value is None:
            value = Problem(f"{self.form.name}_wrong_{field.name}")
        if isinstance(value, Problem):
            return self._failed(say(value.wording), field)
        return self._taken(field, value)

    def at_summary(self) -> StepResult:
        """Take a message while the summary is shown."""
        if moves.is_retry(self.said):
            return ask_next(self.form, self.draft.asking(CONFIRM))
        changed = self._changed(None) or self._numbered()
        if changed:
            return changed
        if moves.says_cancel(self.said) or moves.leans(self.said, "cancel"):
            return self._cancelled()
        if moves.is_known_question(self.said):
            return self._answered()
        if self.draft.at == CONFIRM and moves.is_yes(self.said):
            return StepResult(self.draft, (), "confirmed")
        if moves.is_no(self.said) or moves.wants_change(self.said):
            return self._which()
        if moves.says_back(self.said) or moves.leans(self.said, "back"):
            return self._ask_field(self.form.listed(self.draft.values)[-1])
        for field in self.form.listed(self.draft.values):
            value = field.read(self.said) if corrections.mentions(self.said, field) else field.gather(self.said)
            if value is not None and not isinstance(value, Problem) and not field.adds:
                return self._set(field, value)
        return self._aside(None) or self._failed(say("form_wrong_confirm"), None)

    def paused(self) -> StepResult:
        """Take the answer to whether the form goes on where it was left."""
        if moves.wants_anew(self.said):
            return begin(self.form, self.said, Facts(), {k: self.draft.values[k] for k in self._consented()})
        if moves.says_cancel(self.said):
            return self._cancelled()
        if moves.is_known_question(self.said):
            return self._answered()
        if moves.wants_on(self.said):
            return self._again(say("form_resumed"), replace(self.draft, paused=False, failures=0))
        return resume(self.form, self.draft)

    def _consented(self) -> tuple[str, ...]:
        first = self.form.fields[0].name
        return (first,) if first in self.draft.values else ()

    def _changed(self, asked: Field | None) -> StepResult | None:
        """Correct something said before, if that is what the message does."""
        if asked and asked.adds and not corrections.begins_change(self.said):
            return None  # 公司写错了我的工龄 tells what happened
        filled = [f for f in self.form.listed(self.draft.values) if f.name in self.draft.values or f is asked]
        named = corrections.named_change(self.said, filled)
        if named:
            return self._set_from(*named)
        rest = corrections.general_change(self.said)
        if rest is None:
            return None
        for field in sorted(filled, key=lambda f: f is not asked):
            value = field.read(rest)
            if value is not None and not isinstance(value, Problem):
                return self._taken(field, value) if field is asked else self._set(field, value)
        return None

    def _numbered(self) -> StepResult | None:
        """Change a line of the summary by its number."""
        chosen = corrections.item_number(self.said)
        listed = self.form.listed(self.draft.values)
        if chosen is None or not 1 <= chosen[0] <= len(listed):
            return None
        return self._set_from(listed[chosen[0] - 1], chosen[1])

    def _set_from(self, field: Field, rest: Understanding | None) -> StepResult:
        """Set a field from the rest of a correction, or ask for it where there is none."""
        if rest is None:
            return self._ask_field(field)
        value = field.read(rest)
        if value is None:
            value = field.accept(rest)
        if value is None:
            return self._ask_field(field)
        if isinstance(value, Problem):
            return self._failed(say(value.wording), field)
        return self._set(field, value)

    def _set(self, field: Field, value: Any) -> StepResult:
        """Put a corrected value in, say so, and go on where the form stands."""
        draft = self.draft.knowing({field.name: value})
        lead = say("form_changed", title=self.form.say("title", field), value=field.show(value))
        return self._go_on(lead, draft)

    def _go_on(self, lead: str, draft: Draft) -> StepResult:
        """Ask again what is asked if it is still missing, otherwise what is missing next."""
        missing = self.form.next_field(draft.values)
        still_asked = missing is not None and missing.name == draft.at
        return self._again(lead, draft) if still_asked else ask_next(self.form, draft, lead)

    def _moved(self, field: Field) -> StepResult | None:
        """Stop, go back or leave the field out, if that is what the message asks for."""
        if moves.is_retry(self.said):
            return self._again(say("form_retry"), replace(self.draft, failures=0))
        said, answers = self.said, self.is_answer()
        if moves.says_cancel(said) or (moves.leans(said, "cancel") and not answers):
            return self._cancelled()
        if moves.says_back(said) or (moves.leans(said, "back") and not answers):
            return self._back(field)
        if moves.says_skip(said) or (moves.leans(said, "skip") and not answers):
            return self._left_out(field)
        return None

    def _left_out(self, field: Field) -> StepResult:
        if field.name in self.draft.values:
            return ask_next(self.form, self.draft.asking(field.name), say("form_unchanged"))
        if not field.optional:
            return self._failed(self.form.say("wrong", field), field)
        return self._taken(field, field.unknown)

    def _back(self, field: Field) -> StepResult:
        listed = self.form.listed(self.draft.values)
        earlier = listed[: listed.index(field)] if field in listed else ()
        if not earlier:
            return self._again(say("form_first"), self.draft)
        return self._ask_field(earlier[-1])

    def _taken(self, field: Field, value: Any) -> StepResult:
        """Take the answer, and whatever else the message said."""
        if field is self.form.fields[0] and value is False:
            reply = Reply(say(f"{self.form.name}_refused"), "service", service=self.form.service)
            return StepResult(None, (reply,), "cancelled")
        known = {**self.draft.values, field.name: value}
        more = {name: v for name, v in gathered(self.form, self.said).items() if name not in known}
        draft = self.draft.knowing({field.name: value, **more})
        items = [self.form.shown(self.form.field(name), draft.values) for name in more]
        return ask_next(self.form, draft, *([say("form_noted", items="；".join(items))] if items else []))

    def _aside(self, field: Field | None) -> StepResult | None:
        """Deal with a message that is no answer: a question, a courtesy, a picture, more of the trouble."""
        said = self.said
        about = moves.about_form(said)
        if about:
            return self._again(self._about_form(about, field), self.draft)
        if said.intent == "image":
            return self._again(say("form_image"), self.draft)
        if moves.is_smalltalk(said) and not (field and field.accept(said)):
            return self._answered()
        if moves.is_question(said):
            return self._failed(say("form_question_unclear"), field)
        if said.text.startswith("/") or (said.intent == "grievance" and not trouble(said)):
            return self._again(say("form_here"), self.draft)
        return self._added(field)

    def _about_form(self, about: str, field: Field | None) -> str:
        """Return the answer to a question about the form; why something is asked has its own for some fields."""
        field = field or self.form.fields[0]
        return self.form.say(about, field) if self.form.has(about, field) else say(f"form_{about}")

    def _added(self, field: Field | None) -> StepResult | None:
        """Add more of the trouble to what was told, or take what the message said about other fields."""
        values = self.draft.values
        more: dict[str, Any] = {}
        for other in self.form.listed(values):
            told = other.gather(self.said) if other is not field else None
            if told is None:
                continue
            if other.name not in values:
                more[other.name] = told
            elif other.adds:
                more[other.name] = other.adds(values[other.name], told)
            elif told != values[other.name] and corrections.mentions(self.said, other):
                return self._set(other, told)
        if not more:
            return None
        new = [self.form.shown(self.form.field(name), more) for name in more if name not in values]
        lead = say("form_noted", items="；".join(new)) if new else say("form_added")
        return self._go_on(lead, self.draft.knowing(more))

    def _answered(self) -> StepResult:
        """Answer a side question, and ask again in the same breath."""
        if not moves.has_answer(self.said):
            return self._failed(say("form_question_unclear"), None)
        answer = respond(self.said, self.audience)
        asked = question(self.form, self.draft)
        text = f"{answer.text}\n\n{say('form_go_on')}{asked.text}"
        reply = replace(answer, text=text, options=asked.options, suggestions=())
        return StepResult(self.draft, (reply,))

    def _ask_field(self, field: Field) -> StepResult:
        """Ask for a field once more, with what is known of it."""
        lead = ""
        if field.name in self.draft.values:
            lead = say(
                "form_present", title=self.form.say("title", field), value=self.form.shown(field, self.draft.values)
            )
        return self._again(lead, self.draft.asking(field.name))

    def _which(self) -> StepResult:
        draft = self.draft.asking(WHICH)
        return StepResult(draft, (question(self.form, draft),))

    def _cancelled(self) -> StepResult:
        reply = Reply(say("form_cancelled"), "service", service=self.form.service)
        return StepResult(None, (reply,), "cancelled")

    def _again(self, lead: str, draft: Draft) -> StepResult:
        """Ask what was asked last once more."""
        asked = question(self.form, draft)
        text = f"{lead}\n\n{asked.text}" if lead else asked.text
        return StepResult(draft, (replace(asked, text=text),))

    def _failed(self, reason: str, field: Field | None) -> StepResult:
        """Say why the answer cannot be used; the third time in a row, offer a person."""
        failures = self.draft.failures + 1
        draft = replace(self.draft, failures=failures, at=field.name if field else self.draft.at)
        asked = question(self.form, draft)
        if failures < FAILURES_ALLOWED:
            again = f"\n\n{asked.text}" if field is None else ""
            return StepResult(draft, (replace(asked, text=reason + again),))
        offered = options("form_options_stuck")
        if field and field.optional:
            offered += (Option(say("form_option_skip"), say("form_option_skip")),)
        return StepResult(draft, (replace(asked, text=f"{reason}\n\n{say('form_stuck')}", options=offered),))


def trouble_for(field: Field, said: Understanding) -> bool:
    """Tell whether a message that sounds like a question tells the trouble that `field` asks for."""
    return field.adds is not None and trouble(said) is not None
