"""domain.yml, rules and responses as Rasa reads them. Rasa loads an invalid domain as an empty one."""

import warnings

import pytest
import yaml

from bot.answering import respond
from bot.paths import DATA, ROOT
from bot.understanding import Understanding

# What Rasa has to say about every project like this one.
EXPECTED = (
    "Slot auto-fill has been removed",  # a notice that comes with any domain that has entities
    *(
        f"The intent '{name}' is listed in the domain file, but is not found"
        for name in ("choose", "image", "location", "score")
    ),
    "Action 'utter_ask' is listed as a response action",  # ask/TOPIC are answered from data/knowledge, not by Rasa
    "The following duplicated intents have been found across multiple domain files: ask",  # for the same reason
)


@pytest.fixture(scope="module")
def importer():
    from rasa.shared.importers.importer import TrainingDataImporter

    folders = [str(DATA / name) for name in ("nlu", "rules", "responses")]
    return TrainingDataImporter.load_from_config(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), folders)


def test_rasa_finds_nothing_wrong_with_the_domain_and_the_rules(importer):
    from rasa.validator import Validator

    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        validator = Validator.from_importer(importer)
        assert validator.verify_domain_validity()
        assert validator.verify_intents_in_stories(ignore_warnings=False)
        assert validator.verify_actions_in_stories_rules()
        assert validator.verify_forms_in_stories_rules()
        assert validator.verify_form_slots()
        assert validator.verify_slot_mappings()
        assert validator.verify_story_structure(ignore_warnings=False)
    told = {str(warning.message) for warning in found if issubclass(warning.category, UserWarning)}
    assert {text for text in told if not text.startswith(EXPECTED)} == set()


def test_every_intent_of_the_training_data_is_in_the_domain(importer):
    assert importer.get_nlu_data().intents <= set(importer.get_domain().intents)


def test_every_intent_has_a_rule_and_no_rule_an_unknown_one(importer):
    stories = importer.get_stories()
    in_rules = {
        event.intent_name
        for step in stories.story_steps
        for events in step.events
        for event in (events if isinstance(events, list) else [events])
        if getattr(event, "intent_name", None)
    }
    ours = {next(iter(i)) for i in yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]}
    assert in_rules == ours


def test_every_intent_that_is_answered_has_an_answer():
    rule = yaml.safe_load((DATA / "rules" / "answers.yml").read_text(encoding="utf-8"))["rules"][0]
    for step in rule["steps"][0]["or"]:
        assert respond(Understanding("随便什么", step["intent"])).text
