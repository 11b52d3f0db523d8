"""The control API: what the page, the tests and a developer steer the platform with. JSON in, JSON out.

The account
    GET    /api/state                    account, menu, faults, the platform's time
    PATCH  /api/account                  message_mode, verified, token, encoding_aes_key, webhook_url, account_name
    POST   /api/handshake                asks the webhook for the handshake: {ok, http_status, detail}
    POST   /api/reset                    people, chats, logs and faults start over; {"everything": true}
                                         also tokens, media, menu, and what was changed in the account
People (<id> is an openid; each gesture answers its push, with ?wait=SECONDS once it has settled)
    GET    /api/people                   everybody: openid, nickname, following, last (newest bubble), allowance
    POST   /api/people                   {nickname?, openid?, follow?}: someone new
    GET    /api/people/<id>              one person
    POST   /api/people/<id>/follow       {scene?}
    POST   /api/people/<id>/unfollow
    POST   /api/people/<id>/text         {content}
    POST   /api/people/<id>/tap          {option: id, label or number from 1; seq?: of the bubble}
    POST   /api/people/<id>/image        the picture, as multipart field `media`
    POST   /api/people/<id>/voice        {recognition: text, "" or null; seconds?}
    POST   /api/people/<id>/location     {latitude, longitude, label, scale?}
    POST   /api/people/<id>/event        {event: CLICK, VIEW or SCAN with key; LOCATION with latitude, longitude}
    GET    /api/people/<id>/messages     ?after=SEQ&wait=SECONDS: bubbles after SEQ; waits for one if there is none
What happened
    GET    /api/pushes                   ?openid=: the last pushes, events among them, oldest first
    GET    /api/pushes/<number>          one push: status (held, pending, answered, replied, lost, fault), deliveries
    GET    /api/calls                    ?path=PART: the API calls received, oldest first, secrets masked
    GET    /api/events                   server-sent events: message, push, person, typing, call, state
Faults
    GET    /api/faults                   all of them, see faults.Faults
    PATCH  /api/faults                   the ones named; api_errors is a list of {code, count, path}
    DELETE /api/faults                   all gone
    POST   /api/faults/release           delivers the pushes that are held back

A request that cannot be carried out answers 400 (404 for an unknown person or push) with {"error": TEXT}. There is no
sign-in: the simulator is for a developer's own machine.
"""

import asyncio
from dataclasses import asdict
from json import dumps

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from integrations.simulator.exchange import BadRequest, answer, body_of, push_answer
from integrations.simulator.faults import Faults
from integrations.simulator.people_routes import add_people_routes
from integrations.simulator.pushing import Pusher
from integrations.simulator.world import World

HEARTBEAT = 15.0
ACCOUNT_SETTINGS = (
    "message_mode",
    "verified",
    "token",
    "encoding_aes_key",
    "webhook_url",
    "account_name",
)


class UnknownPush(LookupError):
    """There is no push with that number, or it is too long ago."""


def control_blueprint(world: World, pusher: Pusher) -> Blueprint:
    """Return the routes under /api that steer `world`."""
    blueprint = Blueprint("control", url_prefix="/api")
    _add_account_routes(blueprint, world, pusher)
    add_people_routes(blueprint, world, pusher)
    _add_log_routes(blueprint, world)
    _add_fault_routes(blueprint, world, pusher)
    return blueprint


def _add_account_routes(blueprint: Blueprint, world: World, pusher: Pusher) -> None:
    @blueprint.get("/state")
    async def state(request: Request) -> HTTPResponse:
        return answer(world.state())

    @blueprint.patch("/account")
    async def change_account(request: Request) -> HTTPResponse:
        changes = body_of(request)
        unknown = set(changes) - set(ACCOUNT_SETTINGS)
        if unknown:
            raise BadRequest(f"no settings: {', '.join(sorted(unknown))}; known: {', '.join(ACCOUNT_SETTINGS)}")
        for name, value in changes.items():
            if not isinstance(value, bool if name == "verified" else str):
                raise BadRequest(f"{name} has the wrong type")
        world.reconfigure(**changes)
        return answer(world.state())

    @blueprint.post("/handshake")
    async def handshake(request: Request) -> HTTPResponse:
        return answer(asdict(await pusher.handshake()))

    @blueprint.post("/reset")
    async def reset(request: Request) -> HTTPResponse:
        await pusher.stop()
        if body_of(request).get("everything"):
            world.forget_everything()
        else:
            world.forget_people()
        world.feed.publish("reset")
        return answer(world.state())


def _add_log_routes(blueprint: Blueprint, world: World) -> None:
    @blueprint.get("/pushes")
    async def pushes(request: Request) -> HTTPResponse:
        openid = request.args.get("openid", "")
        return answer([push.as_json() for push in world.pushes if openid in ("", push.openid)])

    @blueprint.get("/pushes/<number:int>")
    async def one_push(request: Request, number: int) -> HTTPResponse:
        for push in world.pushes:
            if push.id == number:
                return await push_answer(request, push)
        raise UnknownPush(f"there is no push {number}, or it is too long ago")

    @blueprint.get("/calls")
    async def calls(request: Request) -> HTTPResponse:
        part = request.args.get("path", "")
        return answer([call for call in world.calls if part in call["path"]])

    @blueprint.get("/events")
    async def events(request: Request) -> None:
        response = await request.respond(content_type="text/event-stream", headers={"Cache-Control": "no-store"})
        # Said at once, so that a page knows it is connected before it fetches the state.
        await response.send(": connected\n\n")
        with world.feed.listen() as queue:
            while True:
                try:
                    news = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except asyncio.TimeoutError:
                    await response.send(": still here\n\n")
                    continue
                if news is None:
                    return
                await response.send(f"data: {dumps(news, ensure_ascii=False)}\n\n")


def _add_fault_routes(blueprint: Blueprint, world: World, pusher: Pusher) -> None:
    @blueprint.get("/faults")
    async def faults(request: Request) -> HTTPResponse:
        return answer(world.faults.as_json())

    @blueprint.patch("/faults")
    async def change_faults(request: Request) -> HTTPResponse:
        world.faults.update(body_of(request))
        return _changed()

    @blueprint.delete("/faults")
    async def clear_faults(request: Request) -> HTTPResponse:
        world.faults = Faults()
        return _changed()

    @blueprint.post("/faults/release")
    async def release(request: Request) -> HTTPResponse:
        pusher.release()
        return answer(world.faults.as_json())

    def _changed() -> HTTPResponse:
        world.announce_state()
        for person in world.people.values():
            world.announce_person(person)
        return answer(world.faults.as_json())
