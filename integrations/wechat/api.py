"""One exchange with the official-account API over HTTP: bounded in time and size, the token never in a log."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from integrations.wechat.errors import AnswerTooLarge, ApiUnavailable

#: Answers that are not files are small; anything larger is not the platform's.
ANSWER_LIMIT = 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What the platform answered.

    Attributes:
        code: Its `errcode`; 0 for success.
        body: The JSON object; empty when a file was sent.
        data: The file; empty when JSON was sent.
        headers: The response's headers.
    """

    code: int
    body: dict[str, Any] = field(default_factory=dict)
    data: bytes = b""
    headers: httpx.Headers = field(default_factory=httpx.Headers)


class _TokenTransport(httpx.AsyncBaseTransport):
    """Adds the access token to the query below the layer at which httpx logs addresses."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        token = request.extensions.get("access_token")
        if token:
            request = httpx.Request(
                request.method,
                request.url.copy_merge_params({"access_token": token}),
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


def open_http(base_url: str, *, timeout: float = 8.0) -> httpx.AsyncClient:
    """Return an HTTP client for the API at `base_url`; whoever opens it closes it.

    Args:
        base_url: The API's address, such as that of the simulator; a path in it is kept.
        timeout: Seconds to wait for a connection, for each read and for each write.
    """
    return httpx.AsyncClient(
        base_url=base_url,
        timeout=httpx.Timeout(timeout, connect=min(timeout, 5.0)),
        transport=_TokenTransport(httpx.AsyncHTTPTransport()),
    )


async def exchange(
    http: httpx.AsyncClient,
    method: str,
    path: str,
    *,
    token: str | None = None,
    payload: dict[str, Any] | None = None,
    params: dict[str, str] | None = None,
    files: dict[str, tuple[str, bytes, str]] | None = None,
    limit: int = ANSWER_LIMIT,
    deadline: float = 30.0,
) -> Answer:
    """Call the API once and read its answer.

    Args:
        http: What `open_http` returned.
        method: GET or POST.
        path: The call, such as `/cgi-bin/menu/get`; or a whole address, for files kept elsewhere.
        token: The access token, added to the query.
        payload: A JSON body.
        params: Further query parameters.
        files: Multipart files by field: name, content, content type.
        limit: The most bytes of an answer to read.
        deadline: Seconds for the whole exchange.

    Raises:
        ApiUnavailable: The platform was not reached, or gave no verdict that could be read; AnswerTooLarge
            where the answer went over `limit`.
    """
    # The platform shows \uXXXX in a text as it stands, so Chinese goes out as UTF-8.
    content = None if payload is None else json.dumps(payload, ensure_ascii=False).encode()
    headers = None if payload is None else {"Content-Type": "application/json; charset=utf-8"}
    try:
        request = http.build_request(
            method,
            path,
            params=params,
            content=content,
            files=files,
            headers=headers,
            extensions={"timeout": http.timeout.as_dict(), "access_token": token},
        )
        return await asyncio.wait_for(_read(http, request, limit), deadline)
    except (httpx.InvalidURL, httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise ApiUnavailable(path, f"not reached ({type(error).__name__})", uncertain=False) from error
    except (httpx.HTTPError, asyncio.TimeoutError) as error:
        raise ApiUnavailable(path, f"no answer ({type(error).__name__})", uncertain=True) from error


async def _read(http: httpx.AsyncClient, request: httpx.Request, limit: int) -> Answer:
    call = request.url.path
    response = await http.send(request, stream=True)
    try:
        if response.status_code != 200:
            refused = response.status_code in (429, 503)
            raise ApiUnavailable(call, f"HTTP status {response.status_code}", uncertain=not refused)
        data = bytearray()
        async for chunk in response.aiter_bytes():
            data += chunk
            if len(data) > limit:
                raise AnswerTooLarge(call, f"the answer is larger than {limit} bytes", uncertain=True)
    finally:
        await response.aclose()
    return _answer(bytes(data), response.headers, call)


def _answer(data: bytes, headers: httpx.Headers, call: str) -> Answer:
    # Errors of a file call come as JSON under whatever content type, so the content decides.
    if not data.lstrip().startswith(b"{"):
        if headers.get("content-type", "").startswith(("text/", "application/json")):
            raise ApiUnavailable(call, "the answer is not the platform's JSON", uncertain=True)
        return Answer(0, data=data, headers=headers)
    try:
        body = json.loads(data)
        return Answer(int(body.get("errcode") or 0), body=body, headers=headers)
    except (ValueError, TypeError, RecursionError) as error:
        raise ApiUnavailable(call, "the answer is not the platform's JSON", uncertain=True) from error
