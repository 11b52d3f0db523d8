"""Whole conversations that nobody tuned the form to (tests/nlu/conversations), through everything that runs."""

import pytest
import sqlalchemy as sa
import yaml

from bot.conversations.model import OUT, Message
from bot.paths import ROOT

SCRIPTS = sorted((ROOT / "tests" / "nlu" / "conversations").glob("*.yml"))


@pytest.fixture(scope="module")
def transcript(system):
    """Read the running system's transcript, for what a chat does not show: the outcome, the field asked for."""
    database = system.database()

    def since(message_id):
        with database.reading() as session:
            wanted = sa.select(Message).where(Message.direction == OUT, Message.id > message_id).order_by(Message.id)
            return list(session.execute(wanted).scalars())

    yield since
    database.close()


@pytest.mark.parametrize("script", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_held_out_conversation(system, transcript, script):
    with system.simulator() as simulator:
        person = simulator.person(script.stem[:20], follow=True)
        before = transcript(0)[-1].id
        for number, step in enumerate(yaml.safe_load(script.read_text(encoding="utf-8"))["steps"], 1):
            push = person.say(str(step.get("say", step.get("choose"))))
            assert push.status == "replied", f"step {number}: {push}"
            said = "\n".join(message["text"] for message in person.received(push))
            kept = transcript(before)
            before = kept[-1].id
            check(step.get("expect", {}), said, kept[-1].data, f"step {number}, {step}: {said}")


def check(expected, said, data, where):
    for name in ("outcome", "asks"):
        if name in expected:
            assert data.get(name) == expected[name], where
    for words in expected.get("contains", ()):
        any_of = words if isinstance(words, list) else [words]
        assert any(str(word) in said for word in any_of), where
    for words in expected.get("not_contains", ()):
        assert str(words) not in said, where
