"""A simulator and a small webhook, both over real HTTP on free ports."""

from collections.abc import Iterator
from typing import Any

import pytest

from integrations.simulator.config import SimulatorConfig
from tests.integrations.simulator.harness import (
    AES_KEY,
    APP_ID,
    SECRET,
    TOKEN,
    RunningSimulator,
    Start,
    Webhook,
    serving,
)


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with serving(Webhook()) as account:
        yield account


def configured(webhook_url: str, **settings: Any) -> SimulatorConfig:
    """Return an account with a short deadline, so that failing is quick."""
    account = {
        "webhook_url": webhook_url,
        "app_id": APP_ID,
        "app_secret": SECRET,
        "token": TOKEN,
        "encoding_aes_key": AES_KEY,
        "message_mode": "plain",
        "starting_people": (),
        "deadline": 0.3,
        "reorder_gap": 0.1,
    }
    return SimulatorConfig(**{**account, **settings})


@pytest.fixture
def start(webhook: Webhook) -> Iterator[Start]:
    """Start simulators with settings of their own."""
    running: list[RunningSimulator] = []

    def start_one(**settings: Any) -> RunningSimulator:
        running.append(RunningSimulator(configured(**{"webhook_url": webhook.url, **settings})))
        return running[-1]

    yield start_one
    for simulator in running:
        simulator.close()


@pytest.fixture(scope="session")
def shared_simulator() -> Iterator[RunningSimulator]:
    simulator = RunningSimulator(configured("http://127.0.0.1:1/"))
    yield simulator
    simulator.close()


@pytest.fixture
def simulator(shared_simulator: RunningSimulator, webhook: Webhook) -> RunningSimulator:
    """Return a simulator that knows nothing of earlier tests; starting one anew for each would take longer."""
    shared_simulator.control.reset(everything=True)
    shared_simulator.control.change_account(webhook_url=webhook.url)
    return shared_simulator
