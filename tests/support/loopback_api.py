"""A tiny HTTP server that stands where the platform's API is: scripted answers, every request on record."""

import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Request:
    """A request that arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body's JSON."""
        return json.loads(self.body)


@dataclass
class Response:
    """An answer to give: JSON unless `data` is set."""

    body: dict[str, Any] = field(default_factory=dict)
    data: bytes | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0  # seconds before the answer
    hang_up: bool = False  # close the connection without an answer


class LoopbackApi:
    """The scripted API. The last answer of a path's script is given again for every further request."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.url = ""
        self._scripts: dict[str, deque[Response]] = defaultdict(deque)

    def script(self, path: str, *answers: Response | dict[str, Any]) -> None:
        """Set what the path answers, one after the other."""
        self._scripts[path] = deque(a if isinstance(a, Response) else Response(a) for a in answers)

    def calls(self, path: str) -> list[Request]:
        """Return the requests that the path got, in order."""
        return [request for request in self.requests if request.path == path]

    def answer(self, request: Request) -> Response:
        """Record a request and return the next answer of its path's script."""
        self.requests.append(request)
        script = self._scripts[request.path]
        if not script:
            return Response(status=404)
        return script.popleft() if len(script) > 1 else script[0]


@contextmanager
def running() -> Iterator[LoopbackApi]:
    """Serve a scripted API on a free loopback port inside the `with` block."""
    api = LoopbackApi()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            url = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            response = api.answer(Request(self.command, url.path, query, dict(self.headers), body))
            time.sleep(response.delay)
            if response.hang_up:
                self.close_connection = True
                return
            data = json.dumps(response.body).encode() if response.data is None else response.data
            self.send_response(response.status)
            for name, value in {"Content-Type": "text/plain", **response.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = handle_any

        def log_message(self, *_: object) -> None:
            """Keep the test's output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    api.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
