"""Every item of every form says what is asked, why, and what an answer looks like."""

import re

import pytest

from bot.forms.draft import Draft
from bot.forms.engine import step
from bot.forms.grievance import GRIEVANCE
from bot.forms.hardship import HARDSHIP
from bot.forms.join import JOIN
from bot.forms.legal_aid import LEGAL_AID
from bot.forms.mediation import MEDIATION
from bot.forms.risk_report import RISK_REPORT
from bot.forms.upper_union import UPPER_UNION
from bot.understanding import Understanding

FORMS = (GRIEVANCE, JOIN, LEGAL_AID, HARDSHIP, MEDIATION, UPPER_UNION, RISK_REPORT)
FIELDS = [pytest.param(form, field, id=f"{form.name}-{field.name}") for form in FORMS for field in form.fields]
NOW = "2026-11-22T12:00:00+08:00"


def ask(form, field, text, intent="unclear"):
    """What is said to a message while `field` is asked, and what is asked then."""
    result = step(form, Draft(form.name, field.name, NOW), Understanding(text, intent, 1.0))
    return result.replies[0], result.draft


@pytest.mark.parametrize(("form", "field"), FIELDS)
@pytest.mark.parametrize("question", ["为什么要问这个", "问这个有什么用", "一定要填吗"])
def test_why_it_is_asked_is_answered_by_its_own_reason(form, field, question) -> None:
    reply, draft = ask(form, field, question)
    assert draft.at == field.name and draft.failures == 0
    assert reply.text.startswith(form.say("why", field))
    assert form.say("again" if form.has("again", field) else "ask", field) in reply.text


@pytest.mark.parametrize(("form", "field"), FIELDS)
def test_a_wrong_answer_is_told_what_a_right_one_looks_like(form, field) -> None:
    reply, draft = ask(form, field, "嗯哼")
    assert draft.at == field.name and draft.failures == 1 and field.name not in draft.values
    assert re.search(r"“.+?”|比如", reply.text)
    assert form.say("wrong", field) in reply.text
    assert reply.options == form.options(field)


@pytest.mark.parametrize(("form", "field"), FIELDS)
def test_every_option_answers_the_question_under_which_it_stands(form, field) -> None:
    for option in form.options(field):
        _, draft = ask(form, field, option.label)
        if draft is not None:  # 不同意 and 已经是会员了 end the form
            assert field.name in draft.values, option.label
