import json
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

from bot.paths import ROOT
from integrations.simulator.client import SimulatorError
from integrations.simulator.config import ConfigError, SimulatorConfig
from tests.integrations.simulator.harness import AES_KEY, RunningSimulator, Start, Webhook

GOOD = {
    "webhook_url": "http://127.0.0.1:1/",
    "app_id": "wx1",
    "app_secret": "secret",
    "token": "AAAAA",
    "encoding_aes_key": AES_KEY,
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"app_id": ""},
        {"app_secret": ""},
        {"token": ""},
        {"webhook_url": "localhost"},
        {"message_mode": "secret"},
        {"encoding_aes_key": ""},
        {"encoding_aes_key": "short"},
        {"encoding_aes_key": "-" * 43},
    ],
)
def test_a_simulator_that_is_half_configured_does_not_start(wrong: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        SimulatorConfig(**{**GOOD, **wrong})


def test_plain_mode_needs_no_key() -> None:
    assert SimulatorConfig(**{**GOOD, "encoding_aes_key": "", "message_mode": "plain"})


def test_health_readiness_and_metrics_answer(start: Start) -> None:
    simulator = start()
    simulator.control.person(follow=True)
    simulator.token()
    assert simulator.http.get("/healthz").json() == {"status": "ok"}
    assert simulator.http.get("/readyz").status_code == 200
    metrics = simulator.http.get("/metrics").text
    assert 'simulator_deliveries_total{outcome="success"} 1.0' in metrics
    assert 'simulator_api_calls_total{errcode="0",path="/cgi-bin/stable_token"} 1.0' in metrics
    assert "simulator_people 1.0" in metrics and "python_info" in metrics


def test_the_page_and_its_files_are_served_and_may_load_nothing_from_elsewhere(simulator: RunningSimulator) -> None:
    for path, kind in [
        ("/", "text/html"),
        ("/static/simulator.js", "javascript"),
        ("/static/simulator.css", "text/css"),
    ]:
        answer = simulator.http.get(path)
        assert answer.status_code == 200 and kind in answer.headers["Content-Type"]
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "http://" not in answer.text.replace("http://www.w3.org/2000/svg", "")


def test_a_path_that_does_not_exist_is_404(simulator: RunningSimulator) -> None:
    assert simulator.http.get("/no/such/page").status_code == 404
    assert simulator.http.get("/api/pushes/999").status_code == 404


def test_the_people_of_the_start_are_there_and_follow_nobody_yet(start: Start) -> None:
    names = ("张三丰", "黄蓉")
    people = start(starting_people=names).control.people()
    assert people == start(starting_people=names).control.people()  # They are the same after a restart.
    assert [(person["nickname"], person["following"]) for person in people] == [("张三丰", False), ("黄蓉", False)]


def test_events_tell_a_page_what_happens(simulator: RunningSimulator) -> None:
    person = simulator.control.person(follow=True)
    kinds = []
    with simulator.http.stream("GET", "/api/events") as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith(":")
        person.say("你好", wait=0)
        for line in lines:
            if line.startswith("data: "):
                news = json.loads(line[6:])
                kinds.append(news["kind"])
                if news["kind"] == "push":
                    break
    assert kinds == ["message", "person", "push"]


def test_resetting_forgets_people_and_faults_and_only_on_request_the_rest(start: Start, webhook: Webhook) -> None:
    simulator = start(starting_people=("张三丰",))
    simulator.control.person(follow=True)
    simulator.control.faults(api_delay_ms=1)
    simulator.api("/menu/create", {"button": [{"type": "click", "name": "一", "key": "a"}]})
    token = simulator.token()
    simulator.control.reset()
    assert [person["nickname"] for person in simulator.control.people()] == ["张三丰"]
    assert simulator.control.state()["faults"]["api_delay_ms"] == 0
    assert simulator.control.calls() == [] and simulator.token() == token
    assert simulator.control.state()["menu"]
    simulator.control.reset(everything=True)
    assert simulator.token() != token
    assert simulator.control.state()["menu"] == []


def test_resetting_breaks_off_pushes_that_are_under_way(start: Start, webhook: Webhook) -> None:
    simulator = start(deadline=5)
    person = simulator.control.person(follow=True)
    webhook.answer = lambda push: (time.sleep(0.3), (200, b"success"))[1]  # type: ignore[func-returns-value]
    person.say("你好", wait=0)
    simulator.control.reset()
    assert simulator.control.people() == []


def test_settings_of_the_account_can_be_changed_and_wrong_ones_are_refused(simulator: RunningSimulator) -> None:
    account = simulator.control.change_account(message_mode="safe", account_name="上海工会（试用）")["account"]
    assert (account["message_mode"], account["name"]) == ("safe", "上海工会（试用）")
    for wrong in ({"message_mode": "secret"}, {"verified": "yes"}, {"deadline": 1}, {"encoding_aes_key": "x"}):
        with pytest.raises(SimulatorError, match="400"):
            simulator.control.change_account(**wrong)
    assert "AAAAA" not in json.dumps(simulator.control.state())


def test_a_body_that_is_not_json_is_refused(simulator: RunningSimulator) -> None:
    for body in (b"{oops", b"[]"):
        assert simulator.http.patch("/api/faults", content=body).status_code == 400


def test_the_process_ends_quietly_when_it_is_interrupted() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = (
        "from integrations.simulator.app import run\n"
        "from integrations.simulator.config import SimulatorConfig\n"
        f"run('127.0.0.1', {port}, SimulatorConfig(**{GOOD!r}))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        base = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                if httpx.get(f"{base}/readyz", trust_env=False).is_success:
                    break
            except httpx.TransportError:
                time.sleep(0.1)
        with httpx.stream("GET", f"{base}/api/events", trust_env=False):  # A page that is open must not hold it up.
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=10)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Traceback" not in output
