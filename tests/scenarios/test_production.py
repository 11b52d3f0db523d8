"""The parts of a production: PostgreSQL and Redis, and a second webhook process beside the first."""

import base64
import os
import subprocess
import sys
import time

import httpx
import pytest
from dotenv import dotenv_values

from bot.paths import ROOT
from tests.scenarios import system as systems
from tests.scenarios.talk import ask, file_grievance, in_the_queue


@pytest.fixture(scope="module")
def production(tmp_path_factory, postgres_server, redis_server):
    data = tmp_path_factory.mktemp("production")
    settings = {
        "DATABASE_URL": postgres_server,
        "REDIS_URL": redis_server,
        "DATA_KEY": base64.urlsafe_b64encode(b"k" * 32).decode(),
        "DESK_SECRET": "a secret of the desk",
        "OFFICE_HOURS": "1-7 00:00-23:59",
    }
    with systems.running(data, **settings) as running:
        running.settings = settings
        yield running


@pytest.fixture
def simulator(production):
    with production.simulator() as client:
        yield client


@pytest.fixture(scope="module")
def second_bot(production):
    """Start another webhook process on the same database; give its callback address."""
    port = production.base + 7
    env = {
        **os.environ,
        **production.settings,
        **dotenv_values(production.data / "wechat.env"),
        "WECHAT_API_BASE_URL": production.url(2, ""),
        "ACTIONS_URL": production.url(3, "/webhook"),
        "DATA_DIR": str(production.data),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "integrations.cli", "serve", "bot", "--port", str(port)], cwd=ROOT, env=env
    )
    try:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/webhooks/wechat/callback"
    finally:
        process.terminate()
        process.wait(20)


def test_the_story_runs_on_postgresql_and_redis(production, simulator):
    desk = production.desk()
    person = simulator.person("冯十二", follow=True)
    assert "劳动合同法" in ask(person, "公司拖欠工资怎么办")
    assert "确认提交" in file_grievance(person, phone="13800000003")
    assert "工单号" in ask(person, "确认提交")
    row = in_the_queue(person, desk, "你好，我在酒店做保洁")
    assert desk.post(f"/conversations/{row['id']}/take").status_code == 200
    push = person.say("在吗")
    assert desk.post(f"/conversations/{row['id']}/messages", text="您好，我是工会的。").status_code == 201
    assert person.next_message(after=push, where=lambda message: "我是工会的" in message["text"])
    assert desk.post(f"/conversations/{row['id']}/hand-back").status_code == 200


def test_a_conversation_goes_on_in_another_process_where_it_was(production, simulator, second_bot):
    person = simulator.person("陈十三", follow=True)
    ask(person, "我要投诉，老板拖欠我三个月工资")
    simulator.change_account(webhook_url=second_bot)
    try:
        assert "哪个区" in ask(person, "同意")
        assert "单位" in ask(person, "浦东新区张江镇")
    finally:
        simulator.change_account(webhook_url=production.url(0, "/webhooks/wechat/callback"))
    assert "多少钱" in ask(person, "上海明日电子厂（虚构）")
