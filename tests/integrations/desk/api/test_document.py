"""The API's description stays true."""

import jsonschema
import pytest

from bot.staff.model import ADMIN
from integrations.desk.api.document import description

VERBS = {"get", "post", "put", "patch", "delete"}


def described():
    for path, item in description()["paths"].items():
        for method in VERBS & set(item):
            yield method.upper(), path


def registered(app):
    for route in app.router.routes:
        path = "/" + route.path.rstrip("/")
        if path.startswith("/api/v1"):
            for part in path.split("/"):
                if part.startswith("<"):
                    path = path.replace(part, "{" + part[1:].partition(":")[0] + "}")
            for method in route.methods - {"HEAD", "OPTIONS"}:
                yield method, path.removeprefix("/api/v1")


async def test_it_names_exactly_the_registered_routes(app):
    assert sorted(described()) == sorted(registered(app))


async def test_it_is_served_as_json(wang):
    body = (await wang.get("/api/v1/openapi.json")).json()
    assert body["openapi"].startswith("3.0")


def resolve(schema):
    """Return a JSON Schema: references pointing into the document, `nullable` in its JSON Schema form."""
    if isinstance(schema, list):
        return [resolve(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: resolve(value) for key, value in schema.items() if key != "nullable"}
    if schema.get("nullable"):
        made["type"] = [made["type"], "null"]
    return made


def check(method, path, status, body):
    operation = description()["paths"][path][method]
    answer = operation["responses"].get(str(status)) or description()["components"]["responses"]["Error"]
    schema = resolve(answer["content"]["application/json"]["schema"])
    whole = {**schema, "components": resolve(description()["components"])}
    jsonschema.validate(body, whole)


@pytest.mark.parametrize("filled", [True, False])
async def test_what_is_answered_has_the_described_shape(make, browser, filled):
    chen_id = make.staff("chen", "陈主任", ADMIN)
    chen = await browser()
    await chen.sign_in("chen")
    conversation = make.conversation()
    union = make.organisation()
    number = make.case(conversation) if filled else make.case(conversation, phone=None, employer=None, amount=None)
    if filled:
        make.said(conversation, "您好")
        make.replied(conversation, "您好", state="sent", via="service")
        make.taken(conversation, chen_id)
    values = {"conversation_id": conversation, "number": number, "organisation_id": union, "about": "cases"}
    for path in (path for method, path in described() if method == "GET"):
        response = await chen.get("/api/v1" + path.format(**values))
        assert response.status_code == 200, path
        check("get", path, 200, response.json())
    posts = {
        "/conversations/{conversation_id}/take": {},
        "/conversations/{conversation_id}/messages": {"text": "您好"},
        "/conversations/{conversation_id}/hand-back": {},
        "/cases/{number}/phone": {},
        "/organisations/{organisation_id}/contacts": {},
        "/staff": {"username": "li", "name": "李师傅", "role": "agent", "password": "wuyi-1886-chicago"},
    }
    for path, body in posts.items():
        response = await chen.write("/api/v1" + path.format(**values), body)
        assert response.is_success or not filled, (path, response.text)
        check("post", path, response.status_code, response.json())
