"""What the tests of the simulator share: the account's side of the wire, and a simulator in a thread."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import xmltodict
from wechatpy.crypto import WeChatCrypto

from integrations.simulator.app import create_app
from integrations.simulator.client import SimulatorClient
from integrations.simulator.config import SimulatorConfig

ACCOUNT = "gh_5a1f0c2e7d93"
TOKEN = "AAAAA"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP_ID = "wx1234567890abcdef"
SECRET = "0123456789abcdef0123456789abcdef"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@dataclass
class Received:
    """One delivery as it reached the webhook."""

    query: dict[str, str]
    body: bytes
    xml: dict[str, Any]
    message: dict[str, Any]


@dataclass
class Webhook:
    """The account's side: records every delivery and answers what `answer` returns for it."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answer: Callable[[Received], tuple[int, bytes]] = lambda push: (200, b"success")
    crypto: WeChatCrypto = field(default_factory=lambda: WeChatCrypto(TOKEN, AES_KEY, APP_ID))

    def take(self, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        xml = xmltodict.parse(body)["xml"]
        message = xml
        if "encrypt_type" in query:
            # The library refuses a wrong msg_signature, a wrong app id, and wrong padding.
            plain = self.crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
            message = xmltodict.parse(plain)["xml"]
        push = Received(query, body, xml, message)
        self.received.append(push)
        return self.answer(push)

    def texts(self) -> list[str]:
        return [push.message.get("Content", "") for push in self.received]


def text_reply(push: Received, text: str) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{push.message['FromUserName']}]]></ToUserName>"
        f"<FromUserName><![CDATA[{push.message['ToUserName']}]]></FromUserName>"
        f"<CreateTime>1714036504</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content></xml>"
    ).encode()


def sealed_reply(push: Received, text: str, crypto: WeChatCrypto) -> bytes:
    plain = text_reply(push, text).decode()
    return crypto.encrypt_message(plain, push.query["nonce"], push.query["timestamp"]).encode()


class RunningSimulator:
    """A simulator served from a thread of its own."""

    def __init__(self, config: SimulatorConfig) -> None:
        self._started: Future[None] = Future()
        self._sock = socket.socket()
        self._sock.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._sock.getsockname()[1]}"
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(config)), daemon=True)
        self._thread.start()
        self._started.result(10)
        self.control = SimulatorClient(self.url)
        self.http = httpx.Client(base_url=self.url, trust_env=False, timeout=20)

    async def _serve(self, config: SimulatorConfig) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await create_app(config).create_server(sock=self._sock, return_asyncio_server=True)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.after_start()
        self._started.set_result(None)
        await self._stop.wait()
        await server.before_stop()
        await server.close()
        await server.after_stop()

    def token(self) -> str:
        body = {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET}
        return str(self.http.post("/cgi-bin/stable_token", json=body).json()["access_token"])

    def api(self, path: str, body: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        """Call the official API with a good token: POST with a JSON body, GET without anything to send."""
        method = "GET" if body is None and not options.get("files") else "POST"
        params = {"access_token": self.token(), **options.pop("params", {})}
        return dict(self.http.request(method, f"/cgi-bin{path}", params=params, json=body, **options).json())

    def send_text(self, openid: str, text: str) -> int:
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        return int(self.api("/message/custom/send", body)["errcode"])

    def close(self) -> None:
        self.control.close()
        self.http.close()
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        assert not self._thread.is_alive()


@contextmanager
def serving(account: Webhook) -> Iterator[Webhook]:
    """Serve the account's side on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(200, dict(parse_qsl(urlsplit(self.path).query))["echostr"].encode())

        def do_POST(self) -> None:
            query = dict(parse_qsl(urlsplit(self.path).query))
            self._send(*account.take(query, self.rfile.read(int(self.headers["Content-Length"]))))

        def _send(self, status: int, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                pass  # The platform cut the connection, which is what some tests want.

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    account.url = f"http://127.0.0.1:{server.server_port}/webhooks/wechat/callback"
    yield account
    server.shutdown()
    server.server_close()


Start = Callable[..., RunningSimulator]
