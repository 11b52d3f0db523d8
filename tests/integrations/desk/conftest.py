"""A desk served over real HTTP on a free port, and a factory of made-up people, conversations and cases."""

import base64
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from sanic import Sanic

from bot import clock
from bot.cases.filing import Filing
from bot.cases.model import Case, CaseEvent
from bot.cases.service import file
from bot.conversations import holding
from bot.conversations.model import HELD, IN, OUT, OWED, PERSON, Attachment, Conversation, Message, Outbox
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.settings import Settings
from bot.staff import passwords, service
from bot.staff.model import AGENT
from bot.storage.engine import Database
from bot.storage.media_store import FolderStore
from bot.storage.upgrade import upgrade
from integrations.desk.app import create_app

PASSWORD = "wuyi-1886-chicago"
FACTORY = "光明电子厂"
KEY = base64.urlsafe_b64encode(b"k" * 32).decode("ascii")
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Factory:
    """Makes rows, each in a unit of work of its own; returns ids."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self.made = 0

    def _add(self, row: Any) -> Any:
        with self.database.work() as session:
            session.add(row)
            session.commit()
        return row.id

    def staff(
        self, username: str = "wang", name: str = "王师傅", role: str = AGENT, organisation_id: int | None = None
    ) -> int:
        """Make an account whose password is `PASSWORD`."""
        with self.database.work() as session:
            made = service.add(session, username, name, role, PASSWORD, organisation_id)
            session.commit()
            return made.id

    def conversation(self, **values: Any) -> int:
        """Make a conversation with a person who may be written to."""
        self.made += 1
        now = clock.now()
        defaults = {
            "account": "gh_test",
            "openid": f"o-test-{self.made}",
            "last_seen_at": now,
            "allowance": 5,
            "allowance_until": now + timedelta(hours=48),
        }
        return self._add(Conversation(**{**defaults, **values}))

    def said(self, conversation_id: int, text: str, **values: Any) -> int:
        """Let the person say something."""
        row = Message(conversation_id=conversation_id, direction=IN, author=PERSON, text=text, **values)
        return self._add(row)

    def replied(self, conversation_id: int, text: str, state: str = OWED, author: str = "bot", **values: Any) -> int:
        """Let the bot (or `author`) answer, with its delivery in `state`."""
        data = values.pop("data", {})
        row = Message(conversation_id=conversation_id, direction=OUT, author=author, text=text, data=data)
        message_id = self._add(row)
        self._add(
            Outbox(message_id=message_id, conversation_id=conversation_id, key=f"t:{message_id}", state=state, **values)
        )
        return message_id

    def asks_for_person(self, conversation_id: int, reason: str = holding.ASKED) -> None:
        """Put a conversation into the queue."""
        with self.database.work() as session:
            holding.request(session, conversation_id, reason, self.settings.office_hours)
            session.commit()

    def taken(self, conversation_id: int, staff_id: int) -> None:
        """Give a conversation to a member of staff."""
        with self.database.work() as session:
            holding.take(session, conversation_id, staff_id)
            session.commit()

    def case(self, conversation_id: int | None = None, **values: Any) -> str:
        """File a grievance; return its number."""
        self.made += 1
        number = f"GH20261122{self.made:04d}"
        defaults = {
            "number": number,
            "source_key": f"test:{self.made}",
            "kind": "grievance",
            "summary": "老板拖了三个月工资",
            "district": "浦东新区",
            "street": "张江镇",
            "employer": "光明电子厂",
            "amount": 18000,
            "people": 12,
            "person_name": "张三丰",
            "phone": "13800000000",
            "conversation_id": conversation_id,
        }
        row = Case(**{**defaults, **values})
        row.events.append(CaseEvent(actor="person", action="filed", detail={"text": "从微信提交"}))
        self._add(row)
        return row.number

    def organisation(self, code: str = "310115", name: str = "浦东新区总工会", **values: Any) -> int:
        """Make a union organisation, in its place of the tree."""
        with self.database.work() as session:
            row = Organisation(**{"code": code, "name": name, "level": "district", "district": "浦东新区", **values})
            session.add(row)
            session.flush()
            tree.place(session, row)
            session.commit()
            return row.id

    def unions(self) -> dict[str, int]:
        """Make a small tree: the city, Pudong with Zhangjiang and a factory's union in it, and Minhang."""
        ids = {"city": self.organisation("city", "上海市总工会", level="city", district=None)}
        ids["pudong"] = self.organisation("pudong", "浦东新区总工会", parent_id=ids["city"])
        ids["minhang"] = self.organisation("minhang", "闵行区总工会", district="闵行区", parent_id=ids["city"])
        place = {"level": "street", "street": "张江镇", "parent_id": ids["pudong"]}
        ids["zhangjiang"] = self.organisation("zhangjiang", "张江镇总工会", **place)
        place = {"level": "enterprise", "street": "张江镇", "parent_id": ids["zhangjiang"], "employers": [FACTORY]}
        ids["factory"] = self.organisation("factory", "光明电子厂工会", **place)
        return ids

    def filed(self, conversation_id: int | None = None, **told: Any) -> str:
        """File a case as the chat does, routed by the rules; return its number."""
        self.made += 1
        here = {"summary": "老板拖欠工资", "district": "浦东新区", "street": "张江镇", "employer": FACTORY}
        with self.database.work() as session:
            case = file(session, Filing(**{**here, **told}), conversation_id, None, f"test:{self.made}")
            session.commit()
            return case.number

    def picture(self, conversation_id: int, content: bytes = PNG, content_type: str = "image/png") -> int:
        """Let the person send a file that has been fetched; return the attachment's id."""
        key = FolderStore(self.settings.data_dir / "media", self.database.vault).put(content)
        message_id = self.said(conversation_id, "", kind="image")
        row = Attachment(message_id=message_id, conversation_id=conversation_id, media_id="m", storage_key=key)
        row.content_type, row.size = content_type, len(content)
        return self._add(row)

    def rows(self, table: Any, **where: Any) -> list[Any]:
        """Read rows of a table, by its primary key."""
        with self.database.reading() as session:
            return session.query(table).filter_by(**where).all()

    def change(self, table: Any, key: Any, **values: Any) -> None:
        """Change one row."""
        with self.database.work() as session:
            row = session.get(table, key)
            for name, value in values.items():
                setattr(row, name, value)
            session.commit()

    def hold_delivery(self, message_id: int, problem: str) -> None:
        """Mark a delivery as held back by the platform."""
        row = self.rows(Outbox, message_id=message_id)[0]
        self.change(Outbox, row.id, state=HELD, problem=problem)
        conversation = row.conversation_id
        self.change(Conversation, conversation, changed_at=clock.now())


@pytest.fixture(autouse=True)
def cheap_hashes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep argon2 real but make it cheap; a test that measures it asks for `real_hashes`."""
    if "real_hashes" not in request.fixturenames:
        monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def real_hashes() -> None:
    """Leave the cost of a password's hash as it is."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a desk that is always open."""
    env = {"DATA_KEY": KEY, "DESK_SECRET": "a-secret-for-tests", "OFFICE_HOURS": "1-7 00:00-23:59"}
    return Settings.load(env, tmp_path)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """An empty database with its schema."""
    database = Database.from_settings(settings)
    upgrade(database)
    yield database
    database.close()


@pytest.fixture
def make(database: Database, settings: Settings) -> Factory:
    """The factory."""
    return Factory(database, settings)


class Browser(httpx.AsyncClient):
    """A client that signs in as a person does and sends what the pages' script sends."""

    csrf = ""

    async def sign_in(self, username: str = "wang", password: str = PASSWORD, **fields: str) -> httpx.Response:
        """Fill in the sign-in form; on success remember the CSRF token of the page."""
        form = await self.get("/desk/sign-in")
        hidden = re.search(r'name="csrf" value="(\w+)"', form.text)
        data = {"csrf": hidden[1] if hidden else "", "username": username, "password": password, **fields}
        response = await self.post("/desk/sign-in", data=data)
        if response.status_code == 303:
            page = await self.get("/desk/cases")
            self.csrf = re.search(r'name="csrf" content="(\w+)"', page.text)[1]
        return response

    async def submit(self, url: str, **fields: Any) -> httpx.Response:
        """Send a page's form."""
        return await self.post(url, data={"csrf": self.csrf, **fields})

    async def write(self, url: str, body: Any = None, **headers: str) -> httpx.Response:
        """POST JSON with the CSRF token."""
        return await self.post(url, json=body or {}, headers={"X-CSRF-Token": self.csrf, **headers})


@pytest.fixture
async def serve(database: Database) -> AsyncIterator[Callable[[Settings], Awaitable[Sanic]]]:
    """Serve desks on free ports; an app's address is `app.ctx.address`."""
    async with AsyncExitStack() as stack:

        async def start(settings: Settings) -> Sanic:
            app = create_app(settings, database)
            listening = socket.create_server(("127.0.0.1", 0))
            server = await app.create_server(sock=listening, return_asyncio_server=True)
            await server.startup()
            await server.before_start()
            await server.after_start()
            stack.push_async_callback(server.after_stop)
            stack.push_async_callback(server.wait_closed)
            stack.callback(server.server.close)
            stack.push_async_callback(server.before_stop)
            app.ctx.address = "http://{}:{}".format(*listening.getsockname())
            return app

        yield start


@pytest.fixture
async def app(serve: Callable[[Settings], Awaitable[Sanic]], settings: Settings) -> Sanic:
    """The desk."""
    return await serve(settings)


@pytest.fixture
async def browser(app: Sanic) -> AsyncIterator[Callable[[], Awaitable[Browser]]]:
    """Open browsers, each with cookies of its own."""
    async with AsyncExitStack() as stack:

        async def open_browser() -> Browser:
            return await stack.enter_async_context(Browser(base_url=app.ctx.address, trust_env=False, timeout=10))

        yield open_browser


@pytest.fixture
async def sign_in(make: Factory, browser: Callable[[], Awaitable[Browser]]) -> Callable[..., Awaitable[Browser]]:
    """Make an account of a union and sign it in: `await sign_in("li", unions["pudong"], SUPERVISOR)`."""

    async def enter(username: str, organisation_id: int | None = None, role: str = AGENT) -> Browser:
        make.staff(username, f"{username}师傅", role, organisation_id)
        client = await browser()
        assert (await client.sign_in(username)).status_code == 303
        return client

    return enter


@pytest.fixture
async def wang(make: Factory, browser: Callable[[], Awaitable[Browser]]) -> Browser:
    """王师傅, an agent, signed in."""
    make.staff()
    client = await browser()
    assert (await client.sign_in()).status_code == 303
    return client
