"""Every chat service has a conversation of every kind, by the folders and heads of the scripts (README.md)."""

from itertools import product

from bot.services import AVAILABLE_SERVICES, SERVICES
from tests.conversations.scripts import FOLDER, KINDS, SCRIPTS

CALCULATORS = {service for service in AVAILABLE_SERVICES if service.startswith("calculator.")}

# Folders that are no service's: binding and 我的工单, the nine calculators, what belongs to none or to several.
FOLDERS = {"cadre", "calculator", "shared"}

# Kinds that mean nothing for a service, and why.
WITHOUT_MEANING: dict[tuple[str, str], str] = {}


def services() -> list[str]:
    """Return what has to be shown: the chat services, and each calculator by its own name."""
    return [service for service in AVAILABLE_SERVICES if service != "human"]  # a person is no service of the bot


def test_every_service_has_a_conversation_of_every_kind() -> None:
    shown = {(script.service, kind) for script in SCRIPTS for kind in script.shows}
    missing = [f"{service}: {kind}" for service, kind in product(services(), KINDS) if (service, kind) not in shown]
    assert [what for what in missing if tuple(what.split(": ")) not in WITHOUT_MEANING] == []


def test_what_is_said_to_have_no_meaning_is_not_shown_all_the_same() -> None:
    shown = {(script.service, kind) for script in SCRIPTS for kind in script.shows}
    assert shown & set(WITHOUT_MEANING) == set()
    assert all(WITHOUT_MEANING.values())


def test_every_folder_is_a_service_or_one_of_the_named() -> None:
    folders = {path.parent.name for path in FOLDER.rglob("*.yml")}
    assert folders - set(SERVICES) == FOLDERS
    assert {path for path in FOLDER.rglob("*.yml")} == {FOLDER / f"{script.name}.yml" for script in SCRIPTS}


def test_only_scripts_of_the_calculators_name_their_service() -> None:
    for script in SCRIPTS:
        folder = script.name.split("/")[0]
        named = {script.service} - {folder}
        assert named <= CALCULATORS if folder == "calculator" else not named, script.name


def test_a_name_is_a_sentence() -> None:
    for script in SCRIPTS:
        assert script.name.split("/")[1].count("_") >= 2, script.name
