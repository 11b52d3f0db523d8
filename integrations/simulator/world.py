"""The platform's memory: people, tokens, media, the menu, what was called, and what is set to go wrong.

It lives in memory only. It stands for WeChat's side, so nothing of it is the product's data.
"""

import base64
import hashlib
import time
from collections import deque
from dataclasses import replace
from typing import Any

from integrations.simulator.chat import Bubble, Direction, Person, Push, Via
from integrations.simulator.config import HOUR, SimulatorConfig
from integrations.simulator.envelope import PassiveReply
from integrations.simulator.faults import Faults
from integrations.simulator.feed import Feed
from integrations.simulator.media import MediaStore
from integrations.simulator.metrics import Metrics
from integrations.simulator.tokens import TokenIssuer

NICKNAMES = ("郭靖", "小龙女", "杨过", "周伯通", "任盈盈", "段誉", "王语嫣", "乔峰", "虚竹", "韦小宝")
LOG_LENGTH = 1000


class OpenidTaken(ValueError):
    """Somebody has that openid already."""


class UnknownPerson(LookupError):
    """Nobody has that openid."""


def _lasting_openid(app_id: str, nickname: str) -> str:
    """Return the same openid at every start, so that the product knows the person again."""
    digest = hashlib.sha256(f"{app_id} {nickname}".encode()).digest()
    return "o" + base64.urlsafe_b64encode(digest).decode()[:27].replace("-", "_")


class World:
    """All state of the simulated platform, and the few changes that every part makes to it."""

    def __init__(self, config: SimulatorConfig) -> None:
        self._first_config = config
        self.feed = Feed()
        self.faults = Faults()
        self.metrics = Metrics()
        self.calls: deque[dict[str, Any]] = deque(maxlen=LOG_LENGTH)
        self.pushes: deque[Push] = deque(maxlen=LOG_LENGTH)
        self.people: dict[str, Person] = {}
        self._push_count = 0
        self.forget_everything()

    def now(self) -> float:
        """Return the platform's time in seconds since the epoch: real time, moved on by the fault for it."""
        return time.time() + self.faults.clock_offset_hours * HOUR

    def forget_people(self) -> None:
        """Start over with the people of the start, no faults and empty logs; tokens, media and menu stay."""
        self.faults = Faults()
        self.calls.clear()
        self.pushes.clear()
        self.people.clear()
        for nickname in self.config.starting_people:
            self.add_person(nickname, _lasting_openid(self.config.app_id, nickname))

    def forget_everything(self) -> None:
        """Start over entirely, as a platform that has just come up; the account is as it was then too."""
        self.config = self._first_config
        self.tokens = TokenIssuer()
        self.media = MediaStore()
        self.menu: list[dict[str, Any]] | None = None
        self.forget_people()

    def reconfigure(self, **changes: Any) -> None:
        """Change settings of the account while running.

        Raises:
            ConfigError: A value is malformed; nothing has changed then.
        """
        self.config = replace(self.config, **changes)
        self.announce_state()

    def add_person(self, nickname: str = "", openid: str = "") -> Person:
        """Let someone new appear, who does not follow the account yet.

        Raises:
            OpenidTaken: Somebody has that openid already.
        """
        if openid in self.people:
            raise OpenidTaken(f"somebody has the openid {openid!r} already")
        taken = {person.nickname for person in self.people.values()}
        free = (name for name in NICKNAMES if name not in taken)
        person = Person(nickname or next(free, f"路人{len(self.people) + 1}"))
        if openid:
            person.openid = openid
        self.people[person.openid] = person
        self.announce_person(person)
        return person

    def person(self, openid: str) -> Person:
        """Return the person with that openid.

        Raises:
            UnknownPerson: There is none.
        """
        try:
            return self.people[openid]
        except KeyError:
            raise UnknownPerson(f"nobody has the openid {openid!r}") from None

    def new_push(self, person: Person, kind: str, fields: dict[str, Any], shows_fault: bool = True) -> Push:
        """Write a push of what `person` did; delivering it is another matter."""
        self._push_count += 1
        common: dict[str, str | int | float] = {
            "ToUserName": self.config.account_id,
            "FromUserName": person.openid,
            # Wall time, whatever the platform's clock says: the account lives in the real world.
            "CreateTime": int(time.time()),
            "MsgType": kind.partition(":")[0],
        }
        push = Push(self._push_count, person.openid, kind, {**common, **fields}, shows_fault)
        self.pushes.append(push)
        return push

    def show(self, person: Person, direction: Direction, via: Via, kind: str, text: str, **more: Any) -> Bubble:
        """Put a bubble into a chat and tell everyone who listens."""
        bubble = person.add(direction, via, kind, text, self.now(), **more)
        if direction == "received":
            person.typing_until = 0.0
        self.feed.publish("message", openid=person.openid, message=bubble.as_json())
        return bubble

    def show_reply(self, person: Person, reply: PassiveReply) -> None:
        """Show a passive reply on the person's phone."""
        seconds = 3 if reply.kind == "voice" else 0
        self.show(person, "received", "passive", reply.kind, reply.text, media_id=reply.media_id, seconds=seconds)

    def announce_person(self, person: Person) -> None:
        """Tell everyone who listens how things stand with a person."""
        self.feed.publish("person", person=person.as_json(self.now()))

    def announce_push(self, push: Push) -> None:
        """Tell everyone who listens how far a push has come."""
        self.feed.publish("push", push=push.as_json())

    def announce_state(self) -> None:
        """Tell everyone who listens about the account, its menu, and the faults."""
        self.feed.publish("state", state=self.state())

    def state(self) -> dict[str, Any]:
        """Return account, menu, and faults for the control API; no secret is among it."""
        return {
            "account": {
                "name": self.config.account_name,
                "id": self.config.account_id,
                "app_id": self.config.app_id,
                "webhook_url": self.config.webhook_url,
                "message_mode": self.config.message_mode,
                "verified": self.config.verified,
            },
            "menu": self.menu or [],
            "faults": self.faults.as_json(),
            "now": self.now(),
        }
