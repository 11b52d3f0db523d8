import time

import httpx
import pytest

from integrations.simulator.client import SimulatorError
from integrations.simulator.faults import FaultError, Faults
from tests.integrations.simulator.harness import RunningSimulator


@pytest.mark.parametrize("code", [-1, 40001, 45015, 45047, 48002])
def test_the_next_calls_answer_the_error_that_was_asked_for(code: int, simulator: RunningSimulator) -> None:
    person = simulator.control.person(follow=True)
    simulator.control.fail_calls(code, count=2)
    assert [simulator.send_text(person.openid, "您好") for _ in range(3)] == [code, code, 0]
    assert len(person.received()) == 1


def test_an_error_for_one_path_leaves_the_others_alone(simulator: RunningSimulator) -> None:
    person = simulator.control.person(follow=True)
    simulator.control.fail_calls(-1, path="media/upload")
    assert simulator.send_text(person.openid, "您好") == 0
    assert simulator.api("/media/upload", {})["errcode"] == -1


def test_fetching_a_token_fails_only_when_that_is_asked_for(simulator: RunningSimulator) -> None:
    simulator.control.fail_calls(-1)
    assert simulator.token()
    simulator.control.fail_calls(-1, path="stable_token")
    assert simulator.http.post("/cgi-bin/stable_token", json={}).json()["errcode"] == -1


def test_the_api_can_be_slow(simulator: RunningSimulator) -> None:
    simulator.control.faults(api_delay_ms=150)
    began = time.monotonic()
    simulator.token()
    assert time.monotonic() - began >= 0.15


def test_the_api_can_be_out_of_reach_while_the_controls_still_work(
    simulator: RunningSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    simulator.control.faults(api_unreachable=True)
    with pytest.raises(httpx.TransportError):
        simulator.token()
    assert simulator.control.calls()[-1]["errcode"] is None
    simulator.control.clear_faults()
    assert simulator.token()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_clearing_the_faults_also_sets_the_clock_right(simulator: RunningSimulator) -> None:
    simulator.control.advance(hours=20)
    simulator.control.advance(hours=29)
    assert simulator.control.state()["now"] - time.time() > 48.9 * 3600
    simulator.control.clear_faults()
    assert abs(simulator.control.state()["now"] - time.time()) < 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"earthquake": 1},
        {"api_delay_ms": "fast"},
        {"api_delay_ms": -1},
        {"api_delay_ms": 1.5},
        {"api_unreachable": 1},
        {"hold_pushes": True},
        {"api_errors": [{"number": 1}]},
        {"api_errors": [{"code": "x"}]},
        {"api_errors": 5},
    ],
)
def test_a_fault_that_does_not_exist_is_refused_and_nothing_changes(wrong: dict[str, object]) -> None:
    faults = Faults()
    with pytest.raises(FaultError):
        faults.update({"lose_replies": 3, **wrong})
    assert faults == Faults()


def test_a_refused_fault_is_named_over_http(simulator: RunningSimulator) -> None:
    with pytest.raises(SimulatorError, match="earthquake"):
        simulator.control.faults(earthquake=True)
