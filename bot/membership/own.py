"""A person's own application to join: what they hear of it, and what they may do to it themselves.

The telephone number is theirs to put right, the name until the union has checked it against the ID number. What else
they say is added to the application for its union to read.
"""

import re
from collections.abc import Callable, Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from bot import clock
from bot.cases.labels import SPOKEN
from bot.conversations.files import free
from bot.conversations.locking import lock as lock_conversation
from bot.conversations.model import Attachment
from bot.forms.asking import title
from bot.membership import deciding, events, persons
from bot.membership.access import BadValue, NotNow
from bot.membership.model import OPEN, RECEIVED, REFUSED, MembershipApplication, MembershipEvent
from bot.wording import say

MAX_NOTE = 500
_READ = sa.select(MembershipApplication).options(joinedload(MembershipApplication.organisation))


class OwnApplication:
    """An application to join, in the hands of the person who filed it.

    What it does is done in the unit of work that it was found in; the caller commits. Every deed raises
    `MembershipError` where it cannot be done. The interface is that of bot.cases.own.OwnCase.
    """

    kind = "join"
    # What became of it is told, and nothing is asked of the person; whoever wants it again applies anew.
    has_result = wants_score = waits = is_over = False

    def __init__(self, session: Session, row: MembershipApplication, conversation_id: int) -> None:
        self._session = session
        self._row = row
        self._conversation_id = conversation_id

    @property
    def number(self) -> str:
        """The number by which the person knows it."""
        return str(self._row.number)

    @property
    def state(self) -> str:
        """The state (model.py)."""
        return str(self._row.state)

    @property
    def filed_at(self) -> datetime:
        """When it was filed."""
        return self._row.created_at

    @property
    def holder(self) -> str:
        """The union that decides, as the person reads it."""
        return self._row.organisation.name if self._row.organisation else say("membership_union_city")

    @property
    def is_open(self) -> bool:
        """Whether it is not decided yet."""
        return self.state in OPEN

    @property
    def takes_more(self) -> bool:
        """Whether something can be added to it."""
        return self.is_open

    def told(self) -> str:
        """Return where it stands, in plain words."""
        return self.standing()

    def standing(self) -> str:
        """Return where it stands, in one line."""
        day = f"{clock.local(self.filed_at):%-m月%-d日}"
        reason = self._row.reason if self.state == REFUSED else ""
        state = say(f"progress_application_{self.state}", union=self.holder, reason=reason)
        return say("progress_application", number=self.number, day=day, state=state)

    def due(self) -> str:
        """Nothing was promised for a day."""
        return ""

    def reached(self) -> str:
        """Return who works on it and by which telephone number they are reached."""
        phone = self._row.organisation.phone if self._row.organisation else None
        return say("progress_reached" if phone else "progress_reached_hotline", desk=self.holder, phone=phone or "")

    def is_called(self, words: str) -> bool:
        """Tell whether words name it."""
        return bool(re.search(SPOKEN[self.kind], words))

    def brief(self) -> str:
        """Return it in a few words, for a button."""
        return f"{clock.local(self.filed_at):%-m月%-d日} {title(self.kind)} {self.number[-5:]}"

    def choices(self) -> str:
        """Return the name of the response that lists what the person may do with it as it stands."""
        return "progress_options_application" if self.is_open else "progress_options_application_over"

    def once(self, message_id: int, write: Callable[[], object]) -> bool:
        """Do what a message asks, once however often its turn runs; nothing takes an application up again."""
        lock_conversation(self._session, self._conversation_id)
        self._session.get(
            MembershipApplication, self._row.id, with_for_update=True, populate_existing=True
        )  # as it is now: its union may have decided meanwhile
        written = self._session.execute(self._events()).scalars()
        if any(event.detail.get("message") == message_id for event in written):
            return False
        self._message_id = message_id
        write()
        return False

    def note(self, text: str) -> None:
        """Add words."""
        self._require_open()
        self._write("note", text=text.strip()[:MAX_NOTE])

    def settled(self, text: str) -> None:
        """Applications have no result that could settle anything."""
        raise NotNow(say("progress_application_over"))

    def evidence(self, ids: Collection[int]) -> None:
        """Add files of the conversation that belong to nothing yet."""
        self._require_open()
        wanted = sa.select(Attachment.id).where(
            Attachment.id.in_(set(ids)), Attachment.conversation_id == self._conversation_id, free()
        )
        found = sorted(self._session.execute(wanted).scalars())
        if not found:
            raise BadValue(say("progress_no_file"))
        _give(self._session, self._row, Attachment.id.in_(found))
        self._write("evidence", attachments=found)

    def correct_phone(self, phone: str | None) -> None:
        """Put the mobile number right; a union needs one."""
        self._require_open()
        before, self._row.phone = self._row.phone, persons.phone(phone or "")
        self._write("changed", phone=[before, self._row.phone])

    def correct_name(self, name: str) -> None:
        """Put the name right, until it has been checked against the ID number."""
        self._require_open()
        if self.state != RECEIVED:
            raise NotNow(say("progress_application_name_checked"))
        before, self._row.name = self._row.name, persons.name(name)
        self._write("changed", name=[before, self._row.name])

    def withdraw(self) -> None:
        """Withdraw it."""
        self._require_open()
        deciding.withdraw(self._session, self._row, message_id=self._message_id)

    def reopen(self, reason: str) -> None:
        """An application that is over is not taken up again: the person applies anew."""
        raise NotNow(say("progress_application_over"))

    def score(self, given: int, word: str = "") -> None:
        """Applications have no score."""
        raise NotNow(say("progress_application_over"))

    def _require_open(self) -> None:
        if not self.is_open:
            raise NotNow(say("progress_application_over"))

    def _write(self, action: str, **detail: object) -> None:
        detail = {**detail, "message": self._message_id}
        events.note(self._session, action, self._row, actor=events.PERSON_ACTOR, detail=detail)

    def _events(self) -> sa.sql.Select:
        return sa.select(MembershipEvent).where(MembershipEvent.application_id == self._row.id)

    _message_id: int | None = None


def of_conversation(session: Session, conversation_id: int, limit: int) -> list[OwnApplication]:
    """Return the applications that a person filed in a conversation, newest first."""
    wanted = _READ.where(MembershipApplication.conversation_id == conversation_id)
    rows = session.execute(wanted.order_by(MembershipApplication.id.desc()).limit(limit)).scalars()
    return [OwnApplication(session, row, conversation_id) for row in rows]


def by_number(session: Session, conversation_id: int, number: str) -> OwnApplication | None:
    """Return the application of a number, where it was filed in this conversation; others' are not told of."""
    wanted = _READ.where(
        MembershipApplication.number == number, MembershipApplication.conversation_id == conversation_id
    )
    row = session.execute(wanted).scalar_one_or_none()
    return OwnApplication(session, row, conversation_id) if row is not None else None


def attach(session: Session, row: MembershipApplication, since: datetime) -> None:
    """Give an application the files that the person has sent since `since` and that belong to nothing yet."""
    sent = sa.and_(Attachment.conversation_id == row.conversation_id, Attachment.created_at >= since)
    _give(session, row, sa.and_(sent, free()))


def _give(session: Session, row: MembershipApplication, which: sa.sql.ColumnElement) -> None:
    given = sa.update(Attachment).where(which).values(application_id=row.id)
    session.execute(given.execution_options(synchronize_session=False))
    session.expire(row, ["attachments"])
