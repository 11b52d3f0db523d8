"""The official API, as far as the account uses it: same paths, same fields, errors in HTTP 200 as WeChat has them."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, cast
from urllib.parse import quote

from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

from integrations.simulator.errors import ApiError
from integrations.simulator.menu import check_menu
from integrations.simulator.sending import send_message, set_typing
from integrations.simulator.tokens import AccessToken
from integrations.simulator.world import World

Answer = dict[str, Any] | HTTPResponse
Handler = Callable[[Request], Awaitable[Answer]]
OK = {"errcode": 0, "errmsg": "ok"}
SECRETS = ("secret", "access_token")


def api_blueprint(world: World) -> Blueprint:
    """Return the routes under /cgi-bin of the platform `world`."""
    blueprint = Blueprint("official_api", url_prefix="/cgi-bin")

    def route(path: str, method: str, handler: Handler, with_token: bool = True) -> None:
        async def answer(request: Request) -> HTTPResponse:
            return await _answer(world, request, handler, method, with_token)

        blueprint.add_route(answer, path, methods=["GET", "POST"], name=handler.__name__)

    async def stable_token(request: Request) -> Answer:
        data = _json(request)
        _check_credentials(world, data)
        force = data.get("force_refresh") is True
        return _token_answer(world.tokens.stable(world.config, world.now(), force), world.now())

    async def token(request: Request) -> Answer:
        _check_credentials(world, {name: request.args.get(name) for name in ("grant_type", "appid", "secret")})
        return _token_answer(world.tokens.ordinary(world.config, world.now()), world.now())

    async def custom_send(request: Request) -> Answer:
        send_message(world, _json(request))
        return OK

    async def custom_typing(request: Request) -> Answer:
        set_typing(world, _json(request))
        return OK

    async def media_upload(request: Request) -> Answer:
        upload = request.files.get("media") if request.files else None
        media = world.media.put(request.args.get("type", ""), upload.body if upload else b"", world.config, world.now())
        return {"type": media.kind, "media_id": media.id, "created_at": int(world.now())}

    async def media_get(request: Request) -> Answer:
        media = world.media.get(request.args.get("media_id", ""), world.now())
        name = quote(media.id[:16]) + (".amr" if media.kind == "voice" else "." + media.content_type[6:])
        headers = {"Content-disposition": f'attachment; filename="{name}"'}
        return raw(media.data, content_type=media.content_type, headers=headers)

    async def menu_create(request: Request) -> Answer:
        world.menu = check_menu(_json(request))
        world.announce_state()
        return OK

    async def menu_get(request: Request) -> Answer:
        if world.menu is None:
            raise ApiError(46003)
        return {"menu": {"button": world.menu}}

    async def menu_delete(request: Request) -> Answer:
        world.menu = None
        world.announce_state()
        return OK

    async def current_selfmenu_info(request: Request) -> Answer:
        return {"is_menu_open": int(world.menu is not None), "selfmenu_info": {"button": world.menu or []}}

    async def ip_list(request: Request) -> Answer:
        return {"ip_list": ["127.0.0.1"]}

    async def callback_ip_list(request: Request) -> Answer:
        return await ip_list(request)

    async def unknown(request: Request) -> Answer:
        raise ApiError(40066)

    route("/stable_token", "POST", stable_token, with_token=False)
    route("/token", "GET", token, with_token=False)
    route("/message/custom/send", "POST", custom_send)
    route("/message/custom/typing", "POST", custom_typing)
    route("/media/upload", "POST", media_upload)
    route("/media/get", "GET", media_get)
    route("/menu/create", "POST", menu_create)
    route("/menu/get", "GET", menu_get)
    route("/menu/delete", "GET", menu_delete)
    route("/get_current_selfmenu_info", "GET", current_selfmenu_info)
    route("/get_api_domain_ip", "GET", ip_list)
    route("/getcallbackip", "GET", callback_ip_list)

    @blueprint.route("/<path:path>", methods=["GET", "POST"])
    async def unknown_path(request: Request, path: str) -> HTTPResponse:
        return await _answer(world, request, unknown, request.method, with_token=False)

    return blueprint


async def _answer(world: World, request: Request, handler: Handler, method: str, with_token: bool) -> HTTPResponse:
    """Let one call run through the faults, the token check and the handler; write it into the call log."""
    start = time.perf_counter()
    faults = world.faults
    if faults.api_delay_ms:
        await asyncio.sleep(faults.api_delay_ms / 1000)
    if faults.api_unreachable:
        _log_call(world, request, None, start)
        cast(asyncio.Transport, request.transport).abort()
        return HTTPResponse(status=502)  # Nobody is left to read it.
    try:
        injected = faults.take_api_error(request.path)
        if injected is not None:
            world.announce_state()
            raise ApiError(injected)
        if request.method != method and method == "POST":
            raise ApiError(43002)
        if with_token:
            world.tokens.check(request.args.get("access_token", ""), world.now())
        answer = await handler(request)
    except ApiError as error:
        _log_call(world, request, error.code, start)
        return json({"errcode": error.code, "errmsg": f"{error.message} rid: {secrets.token_hex(8)}"})
    _log_call(world, request, 0, start)
    return answer if isinstance(answer, HTTPResponse) else json(answer, ensure_ascii=False)


def _log_call(world: World, request: Request, errcode: int | None, start: float) -> None:
    """Remember a call for the control API, without its secrets; an errcode of None means: no answer."""
    call = {
        "time": world.now(),
        "method": request.method,
        "path": request.path,
        "query": _masked({name: request.args.get(name) for name in request.args}),
        "body": _body_for_log(request),
        "errcode": errcode,
        "ms": round((time.perf_counter() - start) * 1000),
    }
    world.calls.append(call)
    world.feed.publish("call", call=call)
    # The route, not the path: a caller's mistakes must not make new time series.
    world.metrics.calls.labels(request.uri_template, "none" if errcode is None else str(errcode)).inc()


def _masked(values: dict[str, Any]) -> dict[str, Any]:
    return {name: "…" if name in SECRETS else value for name, value in values.items()}


def _body_for_log(request: Request) -> dict[str, Any] | None:
    try:
        return _masked(_json(request))
    except ApiError:
        return None  # An upload, or broken JSON, which the caller was told of.


def _json(request: Request) -> dict[str, Any]:
    if not request.body:
        raise ApiError(44002)
    try:
        data = request.load_json()
    except InvalidUsage as error:
        raise ApiError(47001) from error
    if not isinstance(data, dict):
        raise ApiError(47001)
    return data


def _check_credentials(world: World, data: dict[str, Any]) -> None:
    if data.get("grant_type") != "client_credential":
        raise ApiError(40002)
    if not data.get("appid"):
        raise ApiError(41002)
    if not data.get("secret"):
        raise ApiError(41004)
    if data["appid"] != world.config.app_id:
        raise ApiError(40013)
    if data["secret"] != world.config.app_secret:
        raise ApiError(40125)


def _token_answer(token: AccessToken, now: float) -> dict[str, Any]:
    return {"access_token": token.value, "expires_in": int(token.expires_at - now)}
