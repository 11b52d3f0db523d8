"""Whole conversations with the grievance form, as data (README.md)."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot import clock
from bot.conversations.options import chosen
from bot.entities.extract import extract
from bot.forms import engine
from bot.forms.draft import Draft
from bot.forms.facts import Facts
from bot.forms.grievance import GRIEVANCE
from bot.reply import Option
from bot.understanding import TopicGuess, Understanding

TODAY = date(2026, 11, 22)
SCRIPTS = sorted(Path(__file__).parent.glob("*.yml"))


def understood(step: dict, options: tuple[Option, ...]) -> Understanding:
    """Return the message of a step as the pipeline would hand it on."""
    text = str(step.get("say", step.get("choose")))
    option = chosen(text, options)
    text = option.payload if option else text
    entities = step.get("entities")
    if entities is None:
        entities = {}
        for entity in extract(text):
            entities.setdefault(entity.kind, entity.value)
    topics = (TopicGuess(step["topic"], 0.9),) if "topic" in step else ()
    return Understanding(text, step.get("intent", "unclear"), step.get("confidence", 1.0), topics, entities)


class Person:
    """Talks to the form as the actions would let them."""

    def __init__(self) -> None:
        self.draft: Draft | None = None
        self.facts = Facts()
        self.result: engine.StepResult | None = None

    def say(self, step: dict) -> engine.StepResult | None:
        """Send a message; None where no form is open and none begins."""
        open_now = self.result is not None and self.result.status == "asking"
        options = self.result.replies[0].options if self.result and self.result.replies else ()
        said = understood(step, options)
        if open_now and self.draft:
            self.result = engine.step(GRIEVANCE, self.draft, said)
        elif said.intent != "grievance":
            self.facts = self.facts.with_message(said)
            return None
        elif self.draft:
            self.result = engine.resume(GRIEVANCE, self.draft)
        else:
            self.result = engine.begin(GRIEVANCE, said, self.facts)
        # Between two messages the state is JSON in a slot.
        kept = self.result.draft
        self.draft = Draft.from_json(json.loads(json.dumps(kept.to_json()))) if kept else None
        return self.result


def check(result: engine.StepResult, expected: dict, where: str) -> None:
    text = result.replies[0].text if result.replies else ""
    if "asks" in expected:
        assert result.asks == expected["asks"], where
    assert result.status == expected.get("status", "asking"), where
    if "outcome" in expected:
        assert result.replies[0].outcome == expected["outcome"], where
    if "options" in expected:
        assert [option.label for option in result.replies[0].options] == expected["options"], where
    for words in expected.get("contains", ()):
        assert words in text, where
    for words in expected.get("not_contains", ()):
        assert str(words) not in text, where
    for name, value in expected.get("values", {}).items():
        assert result.draft is not None and result.draft.values[name] == value, where


@pytest.mark.parametrize("script", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_conversation(script: Path) -> None:
    person = Person()
    with clock.fixed(TODAY):
        for number, step in enumerate(yaml.safe_load(script.read_text(encoding="utf-8"))["steps"], 1):
            result = person.say(step)
            if result is None:
                assert "expect" not in step, f"step {number}: no form is open"
                continue
            said = result.replies[0].text if result.replies else "(nothing)"
            check(result, step.get("expect", {}), f"step {number} {step.get('say', step.get('choose'))} -> {said}")
