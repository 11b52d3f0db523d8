"""One message and the form it meets: what can become of the form, whatever the form stands at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot import clock
from bot.answering import respond
from bot.forms import bare, corrections, moves, questions
from bot.forms.asking import StepResult, ask_next, gathered, question, warnings
from bot.forms.choices import FreeWords, OneOf
from bot.forms.draft import CONFIRM, SWITCH, WHICH, Draft
from bot.forms.field import Field, Form, Problem, options
from bot.reply import Audience, Option, Reply
from bot.understanding import Understanding
from bot.wording import say

# After this many answers in a row that could not be used, a person is offered.
FAILURES_ALLOWED = 3
_SHORT = 14  # characters of a message that says nothing but a value


def is_value(read: Any) -> bool:
    """Tell whether what a reader made of a message is a value, and no reason against it."""
    return read is not None and not isinstance(read, Problem)


@dataclass(frozen=True)
class Turn:
    """One message and the state it meets."""

    form: Form
    draft: Draft
    said: Understanding
    audience: Audience

    def read(self, field: Field) -> Any:
        """Read the message as the answer to a field; what the bot teaches people to reply is none."""
        return None if self.is_command() else field.read(self.said)

    def is_command(self) -> bool:
        """Tell whether the message is one of the replies that the bot teaches: 查工单, 接着填."""
        return bare.is_command(moves.plain(self.said))

    def is_answer(self) -> bool:
        """Tell whether the message is unmistakably an answer to what is asked."""
        if self.draft.paused or self.draft.at in (CONFIRM, WHICH, SWITCH):
            return False
        value = self.read(self.form.field(self.draft.at))
        return is_value(value)

    def is_attempt(self) -> bool:
        """Tell whether the message answers what is asked, be it with something that cannot be used (12345)."""
        if self.draft.paused or self.draft.at not in {field.name for field in self.form.fields}:
            return False
        return self.read(self.form.field(self.draft.at)) is not None

    def is_offered_person(self) -> bool:
        """Tell whether a field failed so often that a person is offered; the summary takes a yes itself."""
        names = {field.name for field in self.form.fields}
        return self.draft.failures >= FAILURES_ALLOWED and self.draft.at in names and not self.draft.paused

    def set_from(self, field: Field, rest: Understanding | None) -> StepResult:
        """Set a field from the rest of a correction, or ask for it where there is none."""
        value = None
        if rest is not None:
            value = field.read(rest)
            value = field.accept(rest) if value is None else value
            if value is None and isinstance(field.read, FreeWords):
                value = field.read.as_told(rest)
        if value is None:
            return self.ask_field(field)
        if isinstance(value, Problem):
            return self.failed(value.said(), field)
        return self.set(field, value)

    def set(self, field: Field, value: Any) -> StepResult:
        """Put a corrected value in, say so, and go on where the form stands."""
        return self.set_all({field.name: value})

    def set_all(self, values: Mapping[str, Any]) -> StepResult:
        """Put corrected values in, say so, and go on where the form stands; one that ends the form ends it."""
        ending = next(
            (self.form.field(name) for name, value in values.items() if self.form.field(name).ends(value)), None
        )
        if ending:
            return self._refused(ending)
        draft, said = self.draft, []
        for name, value in values.items():
            before, field = draft.values, self.form.field(name)
            following = {
                other.name: other.follows(before[other.name], name, before.get(name), value)
                for other in self.form.fields
                if other.follows and before.get(other.name) is not None
            }
            draft = draft.knowing({**following, name: value})
            shown = self.form.shown(field, draft.values)
            said.append(say("form_changed", title=self.form.say("title", field), value=shown))
        return self.go_on("\n".join(said), draft)

    def go_on(self, lead: str, draft: Draft) -> StepResult:
        """Ask again what is asked if it is still missing, otherwise what is missing next."""
        missing = self.form.next_field(draft.values)
        still_asked = missing is not None and missing.name == draft.at
        return self.again(lead, draft) if still_asked else ask_next(self.form, draft, lead)

    def taken(self, field: Field, value: Any) -> StepResult:
        """Take the answer, and whatever else the message said."""
        if field.ends(value):
            return self._refused(field)
        known = {**self.draft.values, field.name: value}
        more = {name: v for name, v in gathered(self.form, self.said).items() if name not in known}
        for other in (other for other in self.form.fields if other.adds and known.get(other.name) is not None):
            told = other.more(self.said) if other is not field else None
            if told is not None and other.adds:
                known[other.name] = other.adds(known[other.name], told)
        draft = replace(self.draft.knowing({**known, **more}), failures=0, beside=None)
        listed = self.form.listed(draft.values)
        items = [self.form.noted(other, draft.values) for other in listed if other.name in more]
        noted = [say("form_noted", items="；".join(items))] if items else []
        return ask_next(self.form, draft, *noted, *warnings(self.form, draft.values, self.said))

    def _refused(self, field: Field) -> StepResult:
        """End the form because of what was said to a field."""
        reply = Reply(self.form.say("refused", field), "service", service=self.form.service)
        return StepResult(None, (reply,), "cancelled")

    def added(self, field: Field | None) -> StepResult | None:
        """Add more of the trouble to what was told, or take what the message said about other fields."""
        values = self.draft.values
        more: dict[str, Any] = {}
        for other in self.form.listed(values):
            told = other.gather(self.said) if other is not field else None
            if told is None and other.name in values:
                told = other.more(self.said)
            if told is None:
                continue
            if other.name not in values:
                more[other.name] = told
            elif other.adds:
                more[other.name] = other.adds(values[other.name], told)
            elif told != values[other.name] and self._means(other):
                return self.set(other, told)
        wrong = warnings(self.form, values, self.said, field)
        if not more:
            return self.again("\n".join(wrong), self.draft) if wrong else self._known(field)
        new = [self.form.noted(self.form.field(name), more) for name in more if name not in values]
        lead = say("form_noted", items="；".join(new)) if new else say("form_added")
        return self.go_on("\n".join([lead, *wrong]), self.draft.knowing(more))

    def _known(self, asked: Field | None) -> StepResult | None:
        """Say that a value is known already, where a few words say nothing but that."""
        values = self.draft.values
        if asked is not None and asked.accept(self.said) is not None:
            return None
        for other in self.form.listed(values):
            if other is asked or other.adds or values.get(other.name) is None:
                continue
            if other.gather(self.said) == values[other.name] and self._means(other):
                lead = say("form_known", title=self.form.say("title", other), value=self.form.shown(other, values))
                return self.again(lead, self.draft)
        return None

    def _means(self, field: Field) -> bool:
        """Tell whether a message that says another value of `field` means to change it."""
        if corrections.mentions(self.said, field) or corrections.begins_change(self.said):
            return True
        if isinstance(field.read, OneOf):
            return False  # 我下岗了 beside another answer takes no reason back
        sent = self.said.intent == "location"
        return sent or (len(moves.plain(self.said)) <= _SHORT and not questions.is_question(self.said))

    def answered(self) -> StepResult:
        """Answer a side question, and ask again in the same breath."""
        if not questions.has_answer(self.said):
            return self.failed(say("form_question_unclear"), None, again=True)
        answer = respond(self.said, self.audience)
        asked = question(self.form, self.draft)
        text = f"{answer.text}\n\n{say('form_go_on')}{asked.text}"
        reply = replace(answer, text=text, options=asked.options, suggestions=())
        return StepResult(replace(self.draft, beside=answer.topic), (reply,))

    def ask_field(self, field: Field) -> StepResult:
        """Ask for a field once more, with what is known of it."""
        lead = ""
        if field.name in self.draft.values:
            shown = self.form.shown(field, self.draft.values)
            lead = say("form_present", title=self.form.say("title", field), value=shown)
        return self.again(lead, self.draft.asking(field.name))

    def which(self) -> StepResult:
        """Ask which item is to be changed."""
        draft = self.draft.asking(WHICH)
        return StepResult(draft, (question(self.form, draft),))

    def cancelled(self) -> StepResult:
        """End the form; nothing of it is kept."""
        text = say("form_cancelled", words=say(f"{self.form.name}_words"))
        return StepResult(None, (Reply(text, "service", service=self.form.service),), "cancelled")

    def later(self) -> StepResult:
        """Leave the form; it is kept and offered again."""
        text = say("form_later", words=say(f"{self.form.name}_words"))
        left = replace(self.draft, paused=True, touched_at=clock.now().isoformat())
        return StepResult(left, (Reply(text, "service", service=self.form.service),), "later")

    def again(self, lead: str, draft: Draft, whole: bool = False) -> StepResult:
        """Ask what was asked last once more; `whole` as if for the first time."""
        asked = question(self.form, draft, whole)
        text = f"{lead}\n\n{asked.text}" if lead else asked.text
        return StepResult(draft, (replace(asked, text=text),))

    def failed(self, reason: str, field: Field | None, again: bool = False) -> StepResult:
        """Say why the answer cannot be used; the third time in a row, offer a person.

        Args:
            reason: Why, with an example.
            field: What is asked from now on; None for what is asked already.
            again: Whether the question is repeated behind a reason that does not hold it.
        """
        draft = self.draft.asking(field.name) if field else self.draft
        draft = replace(draft, failures=draft.failures + 1)
        asked = question(self.form, draft)
        if draft.failures < FAILURES_ALLOWED:
            behind = f"\n\n{asked.text}" if again or field is None else ""
            return StepResult(draft, (replace(asked, text=reason + behind),))
        offered = options("form_options_stuck")
        if field and field.optional:
            offered += (Option(say("form_option_skip"), say("form_option_skip")),)
        return StepResult(draft, (replace(asked, text=f"{reason}\n\n{say('form_stuck')}", options=offered),))
