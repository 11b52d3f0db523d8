"""The control API's routes for people: who there is, what they do, what stands in their chats."""

from collections.abc import Callable

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from integrations.simulator.chat import Person, Push
from integrations.simulator.errors import ApiError
from integrations.simulator.exchange import (
    BadRequest,
    answer,
    body_of,
    number_of,
    place_of,
    push_answer,
    seconds_of,
    text_of,
    wait_settled,
)
from integrations.simulator.phone import Phone
from integrations.simulator.pushing import Pusher
from integrations.simulator.world import World


def add_people_routes(blueprint: Blueprint, world: World, pusher: Pusher) -> None:
    """Add the routes under /people to `blueprint`."""
    phone = Phone(world, pusher)

    @blueprint.get("/people")
    async def people(request: Request) -> HTTPResponse:
        return answer([person.as_json(world.now()) for person in world.people.values()])

    @blueprint.post("/people")
    async def add_person(request: Request) -> HTTPResponse:
        data = body_of(request)
        person = world.add_person(text_of(data, "nickname", ""), text_of(data, "openid", ""))
        if data.get("follow"):
            push = phone.follow(person)
            await wait_settled(request, push)
        return answer(person.as_json(world.now()), status=201)

    @blueprint.get("/people/<openid:str>")
    async def one_person(request: Request, openid: str) -> HTTPResponse:
        return answer(world.person(openid).as_json(world.now()))

    @blueprint.get("/people/<openid:str>/messages")
    async def messages(request: Request, openid: str) -> HTTPResponse:
        person = world.person(openid)
        after = int(number_of({"after": request.args.get("after", "0")}, "after"))
        await world.feed.wait_until(lambda: person.last_seq > after, seconds_of(request))
        found = [bubble.as_json() for bubble in person.chat if bubble.seq > after]
        return answer({"messages": found, "last": person.last_seq})

    @blueprint.post("/people/<openid:str>/<gesture:str>")
    async def make_gesture(request: Request, openid: str, gesture: str) -> HTTPResponse:
        person = world.person(openid)
        if gesture not in GESTURES:
            raise BadRequest(f"there is no gesture {gesture!r}; known: {', '.join(GESTURES)}")
        return await push_answer(request, GESTURES[gesture](phone, person, request))


def _follow(phone: Phone, person: Person, request: Request) -> Push:
    return phone.follow(person, text_of(body_of(request), "scene", ""))


def _unfollow(phone: Phone, person: Person, request: Request) -> Push:
    return phone.unfollow(person)


def _text(phone: Phone, person: Person, request: Request) -> Push:
    return phone.text(person, text_of(body_of(request), "content"))


def _tap(phone: Phone, person: Person, request: Request) -> Push:
    data = body_of(request)
    seq = int(number_of(data, "seq")) if data.get("seq") is not None else None
    return phone.tap(person, text_of(data, "option"), seq)


def _image(phone: Phone, person: Person, request: Request) -> Push:
    upload = request.files.get("media") if request.files else None
    try:
        return phone.image(person, upload.body if upload else b"", f"{request.scheme}://{request.host}")
    except ApiError as error:
        raise BadRequest(f"media: {error.message}") from error


def _voice(phone: Phone, person: Person, request: Request) -> Push:
    data = body_of(request)
    recognition = None if data.get("recognition") is None else text_of(data, "recognition")
    return phone.voice(person, recognition, int(number_of(data, "seconds", 3)))


def _location(phone: Phone, person: Person, request: Request) -> Push:
    data = body_of(request)
    return phone.location(person, *place_of(data), text_of(data, "label", ""), int(number_of(data, "scale", 16)))


def _event(phone: Phone, person: Person, request: Request) -> Push:
    data = body_of(request)
    name = text_of(data, "event")
    if name == "LOCATION":
        return phone.report_location(person, *place_of(data))
    by_key = {"CLICK": phone.click, "VIEW": phone.view, "SCAN": phone.scan}
    if name not in by_key:
        raise BadRequest(f"there is no event {name!r}; known: {', '.join(by_key)}, LOCATION")
    return by_key[name](person, text_of(data, "key"))


GESTURES: dict[str, Callable[[Phone, Person, Request], Push]] = {
    "follow": _follow,
    "unfollow": _unfollow,
    "text": _text,
    "tap": _tap,
    "image": _image,
    "voice": _voice,
    "location": _location,
    "event": _event,
}
