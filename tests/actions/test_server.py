"""The action server over its real HTTP."""

import logging
import socket

import httpx
import pytest
import yaml
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.exc import OperationalError

from actions import server
from actions.context import Resources, using
from bot.hours import OfficeHours
from bot.paths import ROOT

CALL = {
    "next_action": "action_answer",
    "version": "3.6.21",
    "domain": {},
    "tracker": {
        "sender_id": "someone",
        "slots": {},
        "latest_message": {"text": "你好", "intent": {"name": "greet", "confidence": 1.0}, "entities": []},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    },
}


@pytest.fixture
async def client(database):
    with using(Resources(database, OfficeHours.parse("1-5 09:00-17:30"))):
        app = server.create_app()
    listening = socket.create_server(("127.0.0.1", 0))
    running = await app.create_server(sock=listening, return_asyncio_server=True)
    await running.startup()
    address = "http://{}:{}".format(*listening.getsockname())
    async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
        yield client
    running.close()


async def test_it_answers_for_its_health_and_its_metrics(client):
    for path in ("/healthz", "/readyz", "/metrics"):
        response = await client.get(path)
        assert response.status_code == 200
    response = await client.get("/readyz")
    assert response.json() == {"ready": True, "checks": {"database": "ok"}}


async def test_it_is_not_ready_without_its_database(client, database, monkeypatch):
    def away() -> None:
        raise OperationalError("SELECT 1", {}, Exception("away"))

    monkeypatch.setattr(database, "ping", away)
    response = await client.get("/readyz")
    assert (response.status_code, response.json()["checks"]) == (503, {"database": "OperationalError"})


async def test_a_failing_action_is_logged_without_what_the_person_wrote(client, caplog):
    call = {**CALL, "tracker": {**CALL["tracker"], "latest_message": {"text": "我叫张三丰", "metadata": {}}}}
    with caplog.at_level(logging.DEBUG):
        response = await client.post("/webhook", json=call)
    assert (response.status_code, response.json()) == (500, {"error": "MissingContextError"})
    assert "MissingContextError" in caplog.text
    assert "张三丰" not in caplog.text + response.text


def test_every_action_of_the_domain_is_there_and_no_other():
    executor = ActionExecutor()
    executor.register_package("actions")
    wanted = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["actions"]
    ours = {name for name, function in executor.actions.items() if function.__self__.__module__.startswith("actions.")}
    assert ours == set(wanted)
