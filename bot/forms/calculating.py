"""The calculators as a conversation: which one, what is missing, the answer, and one number changed after it.

A form like the others (bot/forms/engine.py), with the calculator's own questions. It ends in no summary: what is
known is computed, and the answer stays open for a change until somebody speaks of something else. Nothing is filed.
"""

import re
from dataclasses import replace

from bot.calculators.calculation import Calculation
from bot.calculators.errors import InputError
from bot.calculators.field import Kind
from bot.calculators.registry import Missing, calculate
from bot.calculators.wanted import calculator_of
from bot.forms import after, correcting, corrections, engine, moves
from bot.forms.asking import StepResult, ask_next, question, summary
from bot.forms.calculator import CALCULATOR, CHOOSER, FIRST, CalculatorForm, form_for, form_of, known_inputs
from bot.forms.draft import CONFIRM, RESULT, SWITCH, WHICH, Draft
from bot.forms.facts import Facts
from bot.forms.field import Field, Form, Problem
from bot.forms.questions import is_question
from bot.forms.turn import Turn
from bot.knowledge.render import ANSWER_BYTES
from bot.offering import service_option
from bot.rates import UnknownRate
from bot.reply import Audience, Reply
from bot.services import CALCULATE, SERVICES
from bot.understanding import Understanding
from bot.wording import say

_CHANGE = re.compile(r"(?:改|换)(?:一?个|一下|几个)?(?:数|数字|条件)|(?:重新|再)算|重算|不对|错了|算错")
_DAYS = re.compile(r"[\d一二两三四五六七八九十半]个?天")
# What comes before a number that is supposed (要是9000呢) or put right (不对，休了5天).
_SUPPOSE = re.compile(
    r"(?:那么?|如果|要是|假如|万一|换成|改成|改为|按|其实|应该|不对|(?:我|刚才|刚刚)*(?:说|写|填|算|弄)?错了)"
    r"(?:[，,\s]*(?:那么?|如果|要是|换成|按|我|其实|应该))*[，,\s]*"
)
_LONGEST_CHANGE = 24  # characters
_LONGEST_BARE = 16  # of a value that comes without such words
# What is asked of an input may not be read from a few words that happen to stand behind a result.
_NEEDS_WORDS = (Kind.CHOICE, Kind.YES_NO)
# After this many messages in a row about something else the result is closed.
_MISSES_ALLOWED = 2
# What may come between a result and a change of it; thanks, a service or a person ends it.
_STAYS = ("ask", "unclear", "out_of_scope", "choose")


def begin(said: Understanding, facts: Facts) -> StepResult:
    """Begin with what was said already: the calculator where it is clear, otherwise the question which.

    Args:
        said: The message or the tapped option.
        facts: What earlier messages said.
    """
    name = calculator_of(said) or (calculator_of(facts.as_message()) if facts.trouble else None)
    if name is None:
        asked = engine.begin(CHOOSER, said, Facts())
        draft = asked.draft and asked.draft.knowing({FIRST: said.text})
        return replace(asked, draft=draft)
    return _settled(engine.begin(form_for(name), said, facts, {CALCULATOR: name}))


def step(draft: Draft, said: Understanding, audience: Audience = "worker") -> StepResult:
    """Take one message.

    Args:
        draft: The state.
        said: The message.
        audience: Whose wording a side question is answered in.
    """
    name, form = draft.values.get(CALCULATOR), form_of(draft.values)
    wanted = calculator_of(said) if said.intent == CALCULATE else None
    if wanted and name and (wanted != name or draft.at == RESULT):
        return begin(said, Facts())
    if draft.at in (RESULT, WHICH):
        result = _after_result(form, draft, said, audience)
    else:
        # 我要算经济补偿 in the middle of it wants nothing new.
        turn = replace(said, intent="unclear") if said.intent == CALCULATE and name else said
        result = _by_length(form, draft, said) or engine.step(form, draft, turn, audience)
    return _settled(_named(_with_days_told(result, draft, said), name))


def goes_on(draft: Draft, said: Understanding) -> bool:
    """Tell whether a message that wants something computed can mean the calculation that was left."""
    return calculator_of(said) in (None, draft.values.get(CALCULATOR))


def resume(draft: Draft) -> StepResult:
    """Offer to go on with a calculation that was left."""
    return engine.resume(form_of(draft.values), draft)


def asked(draft: Draft) -> Reply:
    """Return what is asked at the moment."""
    form = form_of(draft.values)
    if draft.at == RESULT:
        return Reply(
            say("calculate_change"), "service", service=form.service, options=after.options(draft.values[CALCULATOR])
        )
    return question(form, draft)


def _with_days_told(result: StepResult, before: Draft, said: Understanding) -> StepResult:
    """Say how days were counted where they were taken for hours (三天: 24小时)."""
    if result.draft is None or not result.replies or not _DAYS.search(moves.plain(said)):
        return result
    form = form_of(result.draft.values)
    if not isinstance(form, CalculatorForm):
        return result
    hours = [field.name for field in form.calculator.fields if field.kind is Kind.HOURS]
    new = [result.draft.values[name] for name in hours if result.draft.values.get(name) != before.values.get(name)]
    if len(new) != 1:
        return result
    first, *others = result.replies
    text = f"{say('calculate_days_as_hours', hours=new[0])}\n{first.text}"
    return replace(result, replies=(replace(first, text=text), *others))


def _named(result: StepResult, name: str | None) -> StepResult:
    """Return a result whose draft still knows its calculator, also where the form began anew."""
    if result.status == "cancelled":
        words = say("calculate_cancelled")
        return replace(result, replies=tuple(replace(reply, text=words) for reply in result.replies))
    if result.draft is None or name is None or CALCULATOR in result.draft.values:
        return result
    return replace(result, draft=result.draft.knowing({CALCULATOR: name}))


def _settled(result: StepResult) -> StepResult:
    """Compute as soon as it can be done; what cannot be (the end before the start) is asked again at once."""
    draft = result.draft
    form = form_of(draft.values) if draft else CHOOSER
    if result.status != "asking" or draft is None or draft.paused or not isinstance(form, CalculatorForm):
        return result
    if FIRST in draft.values:
        first = Understanding(draft.values[FIRST], CALCULATE, entities={"service": form.service})
        return _settled(engine.begin(form, first, Facts(), {CALCULATOR: form.calculator.name}))
    if draft.at in (RESULT, SWITCH, WHICH):
        return result
    used = {field.name: draft.values[field.name] for field in form.listed(draft.values) if field.name in draft.values}
    try:
        found = calculate(form.calculator.name, known_inputs(used))
    except InputError as error:
        kept = {name: value for name, value in draft.values.items() if name != error.field}
        asking = replace(draft, values=kept).asking(error.field)
        again = question(form, asking)
        return StepResult(asking, (replace(again, text=f"{error.sentence}\n\n{again.text}"),))
    except UnknownRate:
        reply = Reply(say("calculate_no_rate"), "service", service=form.service, options=(service_option("human"),))
        return StepResult(None, (reply,), "cancelled")
    if draft.at != CONFIRM or isinstance(found, Missing):
        return result
    return _answered(form, draft, found, result.replies[0].text.removesuffix(summary(form, draft)).strip())


def _answered(form: CalculatorForm, draft: Draft, found: Calculation, lead: str) -> StepResult:
    """Tell the answer behind `lead`, and leave it open for a change."""
    text = "\n\n".join(filter(None, [lead, found.text(ANSWER_BYTES - len(lead.encode()) - 2)]))
    offered = after.options(form.calculator.name)
    reply = Reply(text, "service", service=form.service, options=offered, citations=found.citations)
    return StepResult(draft.asking(RESULT), (reply,))


def _after_result(form: Form, draft: Draft, said: Understanding, audience: Audience) -> StepResult:
    """Take a message behind the answer: a number that changes, or something else altogether."""
    turn = Turn(form, draft.asking(CONFIRM), said, audience)
    over = StepResult(None, (), "over")
    kept = replace(draft, at=RESULT, failures=draft.failures + 1)
    stays = said.intent in _STAYS and draft.failures < _MISSES_ALLOWED
    missed = StepResult(kept, (), "over") if stays else over
    if said.intent == "choose":
        return missed
    if said.intent in ("human", "crisis", "image", "location") or said.text.startswith("/"):
        return over
    changed = _by_length(form, turn.draft, said) or correcting.changed(turn, None)
    if changed:
        return changed
    listed, words = form.listed(draft.values), moves.plain(said)
    number = corrections.item_number(said) if draft.at == WHICH else None
    if number and 1 <= number[0] <= len(listed):
        return turn.set_from(listed[number[0] - 1], number[1])
    # Behind an answer to something else, a value alone may belong to that answer.
    supposed = _supposed(turn, takes_bare=not draft.failures and said.intent not in SERVICES)
    if supposed:
        return supposed
    named = next((field for field in listed if re.fullmatch(field.called, words)), None)
    if named:
        return turn.ask_field(named)
    if moves.says_back(said):
        return turn.ask_field(listed[-1])
    if not (moves.wants_change(said) or _CHANGE.search(words)):
        return missed
    which = turn.which()
    return replace(which, replies=(replace(which.replies[0], text=say("calculate_which")),))


def _supposed(turn: Turn, takes_bare: bool) -> StepResult | None:
    """Put in what a message supposes or puts right (要是工资9000呢, 不对，休了5天), or a value alone (休了20天)."""
    words, listed = moves.plain(turn.said), turn.form.listed(turn.draft.values)
    bare = _SUPPOSE.sub("", words.removesuffix("呢"), count=1)
    puts_right = bool(_SUPPOSE.match(words)) or any(re.match(field.called, words) for field in listed)
    if not bare or len(words) > (_LONGEST_CHANGE if puts_right else _LONGEST_BARE):
        return None
    said = replace(turn.said, text=bare)
    if not puts_right:
        if not takes_bare or is_question(said):
            return None
        listed = tuple(field for field in listed if not _needs_words(turn.form, field))
    found = {field: field.gather(said) for field in listed}
    for field in listed:
        if found[field] is None and corrections.mentions(said, field):
            found[field] = field.read(replace(said, text=re.sub(rf"^(?:{field.called})", "", bare)))
    if not any(found.values()):
        found = {field: field.read(said) for field in listed}
    new = [(field, value) for field, value in found.items() if value is not None and not isinstance(value, Problem)]
    # 要是8000呢 can be one of them only, or nobody knows which.
    if len(new) == 1:
        return turn.set(*new[0])
    if not puts_right:
        return None
    unusable = [(field, value) for field, value in found.items() if isinstance(value, Problem)]
    return turn.failed(unusable[0][1].said(), unusable[0][0]) if not new and len(unusable) == 1 else None


def _needs_words(form: Form, field: Field) -> bool:
    """Tell whether a few words that stand alone are too little to be the value of a field."""
    return isinstance(form, CalculatorForm) and form.asked(field.name).kind in _NEEDS_WORDS


def _by_length(form: Form, draft: Draft, said: Understanding) -> StepResult | None:
    """Take a length of time where days are asked or known: 干了三年 stands for the first and the last day."""
    if not isinstance(form, CalculatorForm) or not form.calculator.derived:
        return None
    (length,) = (form.field(field.name) for field in form.calculator.derived)
    told = said if draft.at in ("start", "end") else None
    if told is None and length.name not in draft.values:
        named = corrections.plain_change(said)
        told = named if named and corrections.mentions(named, length) else None
        told = told or (corrections.general_change(said) if draft.at == CONFIRM else None)
    value = length.read(told) if told else None
    if value is None or isinstance(value, Problem):
        return None
    known = draft.knowing({length.name: value})
    return ask_next(form, known, say("form_noted", items=form.noted(length, known.values)))
