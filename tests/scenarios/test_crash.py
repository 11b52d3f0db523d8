"""What survives a process that is killed at the worst moment."""

import os
import signal
import time

import httpx
import pytest

from tests.scenarios.talk import ask, tell


@pytest.fixture
def simulator(system):
    with system.simulator() as client:
        yield client
        client.clear_faults()


def wait_until(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} s")


def is_ready(url):
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def test_a_webhook_killed_between_accepting_and_replying_loses_nothing(system, simulator, desk):
    person, filling = simulator.person("郑十一", follow=True), simulator.person("公孙绿萼", follow=True)
    assert "走到哪一步" in tell(filling, "我要申请法律援助", "同意", "公司拖了三个月工资没发")
    (actions,), (bot,) = system.pids("actions"), system.pids("bot")
    os.kill(actions, signal.SIGSTOP)  # so that the reply cannot be ready yet
    try:
        push = person.say("老板拖欠工资怎么办", wait=0)

        def is_written_down():
            rows = desk.get("/conversations").json()["conversations"]
            found = (desk.get(f"/conversations/{row['id']}/messages").json()["messages"] for row in rows)
            texts = [message["text"] for messages in found for message in messages if message["author"] == "person"]
            return texts.count("老板拖欠工资怎么办") >= 1

        wait_until(is_written_down, 10)
        time.sleep(0.5)
        os.kill(bot, signal.SIGKILL)
    finally:
        os.kill(actions, signal.SIGCONT)
    wait_until(lambda: is_ready(system.url(0, "/readyz")), 90)
    answer = person.next_message(after=push, wait=60, where=lambda message: "劳动合同法" in message["text"])
    assert answer
    time.sleep(3)
    answers = [message for message in person.received(push) if "劳动合同法" in message["text"]]
    assert len(answers) == 1
    # A form that was half filled goes on where it was, by the number of an option that was offered before.
    assert "还在这家单位吗" in ask(filling, "1")
    summary = tell(filling, "还在", "浦东新区张江镇", "不清楚", "不清楚", "公孙绿萼", "13800000041")
    assert "公司拖了三个月工资没发" in summary and "还没开始" in summary


@pytest.mark.parametrize("name", ["actions", "sender", "desk", "scheduler"])
def test_a_process_that_is_killed_is_back_by_itself(system, name):
    offset = {"desk": 1, "actions": 3, "sender": 4, "scheduler": 5}[name]
    (pid,) = system.pids(name)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: system.pids(name) not in ([], [pid]), 30)
    wait_until(lambda: is_ready(system.url(offset, "/readyz")), 60)
