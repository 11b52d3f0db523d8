"""What holds for every form: its wording is complete, its options are answers, it is never slow."""

import time

import pytest

from bot.forms import engine
from bot.forms.asking import summary
from bot.forms.draft import CONFIRM, Draft
from bot.forms.facts import Facts
from bot.forms.field import Field, Problem
from bot.forms.grievance import GRIEVANCE
from bot.forms.moves import says_skip
from bot.opening import FORMS as BY_SERVICE
from bot.understanding import Understanding
from bot.wording import responses

FORMS = tuple(BY_SERVICE.values())
FULL = {
    "consent": True,
    "matter": {"text": "公司欠薪", "topic": "wage.arrears"},
    "place": {"district": "浦东新区", "street": None},
    "employer": None,
    "since": None,
    "amount": None,
    "people": None,
    "name": "张三丰",
    "phone": "13800000000",
    "anonymous": True,
}


def draft_at(at: str, **values: object) -> Draft:
    return Draft("grievance", at, "2026-11-22T12:00:00+08:00", values)


def said(text: str, intent: str = "unclear") -> Understanding:
    return Understanding(text, intent)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_field_has_its_wording(form):
    for field in form.fields:
        assert form.say("ask", field)
        assert form.say("wrong", field)
    for field in form.listed({}):
        assert form.say("title", field)
        assert form.say("why", field)
    for field in form.fields:
        if field.ends is not Field.ends:
            assert form.say("refused", field)
    for name in ("opening", "words"):
        assert f"{form.name}_{name}" in responses()
    assert f"service_{form.service}" in responses()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_option_is_an_answer_to_its_question_and_short_enough_for_a_button(form):
    for field in form.fields:
        for option in form.options(field):
            value = field.read(said(option.payload))
            unknown = field.optional and says_skip(said(option.payload))
            assert (value is not None and not isinstance(value, Problem)) or unknown, option
            assert len(option.label) <= 20


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_line_of_the_summary_can_be_changed_by_tapping_it(form):
    which = engine.step(form, draft_at(CONFIRM, **FULL), said("修改"))
    for field, option in zip(form.listed(FULL), which.replies[0].options, strict=True):
        assert engine.step(form, which.draft, said(option.payload)).asks == field.name


def test_no_text_of_the_form_holds_a_missing_value_or_a_bare_python_word():
    text = summary(GRIEVANCE, draft_at(CONFIRM, **FULL))
    assert not {"None", "null", "{", "True"} & set(text.replace("：", " ").split())
    assert "③单位：不清楚" in text and "138****0000" in text and "13800000000" not in text


def test_only_the_number_one_is_an_option_where_a_number_is_the_answer():
    result = engine.step(GRIEVANCE, draft_at("amount", **{**FULL, "amount": None}), said("5000"))
    assert result.draft.values["amount"] == 5000
    people = GRIEVANCE.field("people")
    assert [people.read(said(option.payload)) for option in GRIEVANCE.options(people)] == [1]


def test_a_draft_survives_json():
    draft = draft_at("phone", **FULL).asking("name")
    assert Draft.from_json(draft.to_json()) == draft


@pytest.mark.parametrize(
    "text", ["提交" * 600, "不知道了" * 300, "取消吧" * 400, "改" * 1300, "，" * 1300, "1" * 4000, ""]
)
@pytest.mark.parametrize("at", ["consent", "matter", "employer", "phone", CONFIRM])
def test_no_message_takes_the_form_long_or_breaks_it(text, at):
    values = FULL if at == CONFIRM else {"consent": True} if at != "consent" else {}
    began = time.perf_counter()
    result = engine.step(GRIEVANCE, draft_at(at, **values), said(text))
    assert time.perf_counter() - began < 1
    assert result.status in ("asking", "cancelled")


def test_a_tapped_form_opener_is_nobodys_name():
    result = engine.step(GRIEVANCE, draft_at("name", **{"consent": True}), said("/grievance", "grievance"))
    assert result.asks == "name" and "name" not in result.draft.values


def test_filing_again_does_not_ask_for_a_consent_given_before():
    result = engine.begin(GRIEVANCE, said("我要投诉", "grievance"), Facts(), {"consent": True})
    assert result.asks == "matter"


def test_what_was_known_before_is_not_said_as_if_it_had_been_told():
    upper_union = next(form for form in FORMS if form.name == "upper_union")
    begun = engine.begin(upper_union, said("请上级工会出面", "upper_union"), Facts(), {"consent": True, "cadre": True})
    assert "先记下了" not in begun.replies[0].text and begun.draft.values["cadre"] is True
