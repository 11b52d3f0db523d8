"""How the time of a turn grows within one session, which lasts as long as no twelve hours pass between two messages.

    python -m bench.long_session MODEL [TURNS]

A real action server and the real processor with our tracker store, on a SQLite file in a temporary folder.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

import httpx

from bot.conversations.forgetting import sender_of
from bot.conversations.inbox import Allowance, Incoming, accept
from bot.nlu.quiet import keep_to_errors, quietly
from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade

with quietly():
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage

    from integrations.wechat.dialogue import Collector
    from integrations.wechat.server import load_agent

PORT = 8893
WINDOW = 30  # turns that are looked at together
# Questions, a form that is filled and left, thanks: as a day's talk goes.
SAID = (
    "试用期被辞退有补偿吗",
    "年休假有几天",
    "公司不交社保怎么办",
    "我要投诉，我在浦东张江的一家电子厂，老板拖了三个月工资一万八",
    "同意",
    "加班费怎么算",
    "取消",
    "谢谢",
    "病假工资怎么发",
    "今天天气怎么样",
)


async def main(model: Path, turns: int) -> None:
    """Lead one conversation and print the median time of a turn, in milliseconds, window by window."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "ACTIONS_URL": f"http://127.0.0.1:{PORT}/webhook", "LOG_LEVEL": "ERROR"}
        settings = Settings.load()
        database = Database.from_settings(settings)
        upgrade(database)
        with _action_server():
            keep_to_errors()
            agent = load_agent(model, database, settings.actions_url)
            said = islice(cycle(SAID), turns)
            times: list[float] = []
            for n, text in enumerate(said, start=1):
                times.append(await _turn(agent, database, n, text))
                if n % WINDOW == 0:
                    median = 1000 * statistics.median(times[-WINDOW:])
                    print(f"turns {n - WINDOW + 1:4} to {n:4}: {median:7.1f} ms", flush=True)
        database.close()


async def _turn(agent: Agent, database: Database, n: int, text: str) -> float:
    with database.work() as session:
        incoming = Incoming("gh_bench", "openid-zhang", f"key-{n}", "text", text, {}, Allowance(5, 9e4))
        message = accept(session, incoming, 4.5)
        session.commit()
    about = {"conversation_id": message.conversation_id, "message_id": message.message_id, "audience": "worker"}
    sender, number = sender_of(message.conversation_id), str(message.message_id)
    begin = time.perf_counter()
    await agent.handle_message(
        UserMessage(text, Collector(), sender, input_channel="wechat", message_id=number, metadata=about)
    )
    return time.perf_counter() - begin


@contextmanager
def _action_server() -> Iterator[None]:
    command = [sys.executable, "-m", "actions", "--host", "127.0.0.1", "--port", str(PORT)]
    with subprocess.Popen(command) as server:  # noqa: S603
        try:
            _wait()
            yield
        finally:
            server.terminate()


def _wait(seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if httpx.get(f"http://127.0.0.1:{PORT}/healthz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.3)
    raise SystemExit("the action server did not start")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300))
