"""The process as a whole: headers, limits, faults, health."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time

import httpx

from bot.conversations import holding
from bot.paths import ROOT
from bot.storage.engine import Database
from integrations.desk.app import create_app


async def test_every_answer_forbids_foreign_scripts_frames_and_keeping(wang):
    for url in ("/desk/", "/desk/sign-in", "/desk/nowhere", "/api/v1/statistics", "/api/v1/nowhere"):
        headers = (await wang.get(url)).headers
        assert "script-src 'self'" in headers["content-security-policy"], url
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store", url


async def test_pages_hold_no_inline_script_or_style(wang, make):
    number = make.case(make.conversation())
    for url in ("/desk/", "/desk/cases", f"/desk/cases/{number}", "/desk/conversations/1/side"):
        page = (await wang.get(url)).text
        assert "<style" not in page and " style=" not in page and " onclick=" not in page
        assert "<script>" not in page


async def test_static_files_are_served_and_revalidated(wang):
    response = await wang.get("/desk/static/work.js")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-cache"
    assert (await wang.get("/desk/static/../app.py")).status_code == 404
    assert (await wang.get("/desk/static/%2e%2e/app.py")).status_code == 404


async def test_a_body_over_the_limit_is_refused(wang, settings):
    response = await wang.write("/api/v1/staff", {"username": "x" * (settings.max_body_bytes + 1)})
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "too_large"


async def test_an_unknown_page_and_a_wrong_method_get_a_chinese_page(wang):
    missing = await wang.get("/desk/nowhere")
    assert missing.status_code == 404
    assert "没有找到" in missing.text and "Traceback" not in missing.text
    assert (await wang.delete("/desk/cases")).status_code == 405


async def test_broken_json_and_json_of_the_wrong_shape_are_refused_by_name(wang):
    for content in ("{", "[1]", ""):
        response = await wang.post("/api/v1/staff", content=content, headers={"X-CSRF-Token": wang.csrf})
        assert response.status_code in (400, 403), content
        assert set(response.json()["error"]) == {"code", "message"}


async def test_half_a_character_is_refused_and_no_fault(wang, make):
    url = f"/api/v1/cases/{make.case()}/actions/note"
    response = await wang.post(url, content='{"text": "\\ud800"}', headers={"X-CSRF-Token": wang.csrf})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "bad_json")


async def test_a_fault_is_one_clear_line_and_its_cause_stays_inside(wang, make, monkeypatch, caplog):
    def fails(*_):
        raise RuntimeError("column secret_column does not exist")

    monkeypatch.setattr(holding, "queue", fails)
    response = await wang.get("/api/v1/conversations?holder=queue")
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "fault"
    assert "secret_column" not in response.text
    assert "secret_column" in caplog.text


async def test_the_desk_is_alive_ready_and_counted(wang, make):
    make.asks_for_person(make.conversation())
    assert (await wang.get("/healthz")).json() == {"alive": True}
    assert (await wang.get("/readyz")).json()["checks"] == {"database": "ok"}
    for _ in range(60):
        metrics = (await wang.get("/metrics")).text
        if "desk_waiting_conversations 1.0" in metrics:
            break
        await asyncio.sleep(0.1)
    assert "desk_waiting_conversations 1.0" in metrics
    assert 'desk_sign_ins_total{outcome="accepted"}' in metrics


def test_two_desks_fit_into_one_process(settings, database):
    assert create_app(settings, database).name != create_app(settings, database).name


def test_a_desk_process_serves_and_ends_on_interrupt_without_a_trace(settings, database: Database):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = (
        "from bot.settings import Settings; from bot.storage.engine import Database;"
        "from integrations.desk.app import create_app; s = Settings.load();"
        f"create_app(s, Database.from_settings(s)).run('127.0.0.1', {port}, motd=False)"
    )
    env = {
        **os.environ,
        "DATA_DIR": str(settings.data_dir),
        "DATA_KEY": settings.data_key,
        "DESK_SECRET": settings.desk_secret,
    }
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(200):
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        assert answer.status_code == 200
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    finally:
        process.kill()
    assert "Traceback" not in errors, errors
