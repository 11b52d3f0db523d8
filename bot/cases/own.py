"""A person's own case: what they hear of it, and what they may do to it themselves.

The telephone number and the name are theirs to put right. Everything else that was filed has perhaps been acted on
already: what they say of it is added to the case as they wrote it, for staff to read.
"""

import re
from collections.abc import Callable, Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from bot import clock
from bot.cases import moves, notes, scoring, trail
from bot.cases.deadlines import ACCEPT, RESOLVE, open_deadlines, shown
from bot.cases.errors import MoveNotAllowed
from bot.cases.labels import MATTERS, SPOKEN
from bot.cases.model import CLOSED, GRIEVANCE, RECEIVED, REOPENED, RESOLVED, WAITING, WITHDRAWN, Case, CaseEvent
from bot.cases.notifying import desk_name
from bot.cases.once import once
from bot.cases.rights import rights_of
from bot.conversations.model import PERSON
from bot.forms.asking import title
from bot.wording import responses, say

_MOST_EVENTS = 3
_LONGEST_MATTER, _LONGEST_WHOM = 7, 6  # characters on a button, which has room for 20
_COMMON = re.compile(r"^上海市?|[（(][^）)]*[）)]|(?:股份|有限|责任)*公司$|(?:有限|股份|责任)+")
_READ = (selectinload(Case.events), joinedload(Case.organisation))  # what is told of a case


class OwnCase:
    """A case, in the hands of the person who filed it.

    What it does is done in the unit of work that it was found in; the caller commits. Every deed raises `CaseError`
    where it cannot be done.
    """

    def __init__(self, session: Session, case: Case, conversation_id: int) -> None:
        self._session = session
        self._case = case
        self._conversation_id = conversation_id

    @property
    def number(self) -> str:
        """The number by which the person knows it."""
        return str(self._case.number)

    @property
    def kind(self) -> str:
        """The kind (model.py)."""
        return str(self._case.kind)

    @property
    def state(self) -> str:
        """The state (model.py)."""
        return str(self._case.state)

    @property
    def filed_at(self) -> datetime:
        """When it was filed."""
        return self._case.created_at

    @property
    def holder(self) -> str:
        """Who has it, as the person reads it."""
        return desk_name(self._case)

    @property
    def takes_more(self) -> bool:
        """Whether something can be added to it as it stands; what is over has to be taken up again first."""
        return self.state not in (CLOSED, WITHDRAWN)

    @property
    def is_open(self) -> bool:
        """Whether it is still worked on, so that it can be withdrawn."""
        return self.takes_more and self.state != RESOLVED

    @property
    def has_result(self) -> bool:
        """Whether its result waits for the person's word."""
        return self.state == RESOLVED

    @property
    def is_over(self) -> bool:
        """Whether it was closed or withdrawn; the person may have it taken up again."""
        return self.state in (CLOSED, WITHDRAWN)

    @property
    def wants_score(self) -> bool:
        """Whether the person's score is still to come."""
        closed = self.state == CLOSED and self._case.resolved_at is not None
        return self.state == RESOLVED or (closed and self._case.score is None)

    @property
    def waits(self) -> bool:
        """Whether it waits for something of the person's."""
        return self.state == WAITING

    def told(self) -> str:
        """Return where it stands and what happened last, in plain words."""
        lines = [line for line in map(_event, self._case.events) if line][-_MOST_EVENTS:]
        return "\n".join([f"{self.standing()}{self.due()}", *lines])

    def standing(self) -> str:
        """Return where it stands, in one line."""
        what = "，".join(filter(None, (self._matter, self._employer)))
        values = {"number": self.number, "desk": self.holder, "kind": what, "day": _day(self.filed_at)}
        return say("progress_case", state=say(f"progress_state_{self.state}", **values), **values)

    def due(self) -> str:
        """Return by when it is taken on and answered, as it was promised at filing; empty where nothing is due."""
        due = open_deadlines(self._session, self._case.id)
        accept, resolve = due.get(ACCEPT), due.get(RESOLVE)
        if resolve is None or resolve.paused_at is not None:
            return ""
        late = next((one for one in (accept, resolve) if one is not None and one.due_at < clock.now()), None)
        if late is not None:
            return say("progress_due_late", due=shown(late.due_at))
        if accept is not None:
            return say("progress_due_accept", accept=shown(accept.due_at), resolve=shown(resolve.due_at))
        return say("progress_due_resolve", resolve=shown(resolve.due_at))

    def reached(self) -> str:
        """Return who works on it and by which telephone number they are reached."""
        phone = self._case.organisation.phone if self._case.organisation else None
        return say("progress_reached" if phone else "progress_reached_hotline", desk=self.holder, phone=phone or "")

    def brief(self) -> str:
        """Return it in a few words, for a button: what it is about, whom, and the end of its number."""
        tail = self.number[-5:]
        whom = self._employer or _day(self.filed_at)
        return f"{self._matter[:_LONGEST_MATTER]} {whom[:_LONGEST_WHOM]} {tail}"

    def is_called(self, words: str) -> bool:
        """Tell whether words name its matter, its kind or its employer (社保那个, 蓝桥那张)."""
        spoken = "|".join(filter(None, (SPOKEN.get(str(self._case.matter)), SPOKEN.get(self.kind))))
        if spoken and re.search(spoken, words):
            return True
        names = [self._employer[start : start + 2] for start in range(len(self._employer) - 1)]
        return any(name in words for name in (*names, self._matter))

    @property
    def _matter(self) -> str:
        """What it is about: the matter of a grievance, the service of anything else."""
        matter = MATTERS.get(str(self._case.matter)) if self.kind == GRIEVANCE else None
        return matter or title(self.kind)

    @property
    def _employer(self) -> str:
        """The employer's name without what most names have."""
        return _COMMON.sub("", str(self._case.employer or ""))

    def choices(self) -> str:
        """Return the name of the response that lists what the person may do with it as it stands."""
        if self.state in (RESOLVED, CLOSED, WITHDRAWN):
            return f"progress_options_{self.state}"
        return "progress_options_open"

    def once(self, message_id: int, write: Callable[[], object]) -> bool:
        """Do what a message asks, once however often its turn runs; return whether that took the case up again."""
        event = once(self._session, self._case.id, message_id, lambda: self._written(write))
        self._session.refresh(self._case)
        at_once = (other for other in self._case.events if other.detail.get("message") == message_id)
        return event.action != REOPENED and any(other.action == REOPENED for other in at_once)

    def note(self, text: str) -> None:
        """Add words."""
        notes.note(self._session, self._case.id, text[: notes.MAX_NOTE], PERSON, conversation_id=self._conversation_id)

    def settled(self, text: str) -> None:
        """Write down that the person calls it settled; unlike other words, these do not take it up again."""
        case = trail.lock(self._session, self._case.id)
        if case is None or case.state != RESOLVED:
            raise MoveNotAllowed(say("progress_over"))
        rights_of(self._session, case, PERSON, conversation_id=self._conversation_id)
        trail.record(self._session, case, trail.NOTE, PERSON, at=clock.now(), text=text[: notes.MAX_NOTE])

    def evidence(self, ids: Collection[int]) -> None:
        """Add files."""
        notes.evidence(self._session, self._case.id, ids, PERSON, conversation_id=self._conversation_id)

    def correct_phone(self, phone: str | None) -> None:
        """Put the telephone number right; None where they are reached in the conversation only."""
        self._correct("progress_phone_note")
        self._case.phone = phone

    def correct_name(self, name: str) -> None:
        """Put the person's name right."""
        self._correct("progress_name_note")
        self._case.person_name = name

    def withdraw(self) -> None:
        """Withdraw it."""
        moves.withdraw(self._session, self._case.id, PERSON, conversation_id=self._conversation_id)

    def reopen(self, reason: str) -> None:
        """Have it taken up again."""
        moves.reopen(self._session, self._case.id, PERSON, reason[:500], conversation_id=self._conversation_id)

    def score(self, given: int, word: str = "") -> None:
        """Take the person's score (1 to 5) down; a case that has its result is closed by it."""
        if self.state == RESOLVED:
            moves.close(self._session, self._case.id, PERSON, conversation_id=self._conversation_id)
        scoring.score(self._session, self._case.id, given, word, conversation_id=self._conversation_id)

    def _correct(self, words: str) -> None:
        """Write down that a value of the person was put right, not which; a case that waits for them goes on."""
        case = trail.lock(self._session, self._case.id)
        rights_of(self._session, self._case, PERSON, conversation_id=self._conversation_id)
        if case is None or not self.takes_more:
            raise MoveNotAllowed(say("progress_over"))
        now = clock.now()
        trail.record(self._session, case, trail.CORRECTED, PERSON, at=now, text=say(words))
        if case.state == WAITING:
            notes.go_on(self._session, case, PERSON, now, self._conversation_id)

    def _written(self, write: Callable[[], object]) -> CaseEvent:
        before = trail.last_event_id(self._session, self._case.id)
        write()
        first = sa.select(CaseEvent).where(CaseEvent.case_id == self._case.id, CaseEvent.id > before)
        return self._session.execute(first.order_by(CaseEvent.id).limit(1)).scalar_one()


def of_conversation(session: Session, conversation_id: int, limit: int) -> list[OwnCase]:
    """Return the cases that a person filed in a conversation, newest first."""
    wanted = sa.select(Case).where(Case.conversation_id == conversation_id).order_by(Case.id.desc()).limit(limit)
    rows = session.execute(wanted.options(*_READ)).scalars()
    return [OwnCase(session, row, conversation_id) for row in rows]


def by_number(session: Session, conversation_id: int, number: str) -> OwnCase | None:
    """Return the case of a number, where it was filed in this conversation; others' cases are not told of."""
    wanted = sa.select(Case).where(Case.number == number, Case.conversation_id == conversation_id)
    row = session.execute(wanted.options(*_READ)).scalar_one_or_none()
    return OwnCase(session, row, conversation_id) if row is not None else None


def waiting(session: Session, conversation_id: int) -> OwnCase | None:
    """Return the person's case that waits for something of theirs, the newest, or None."""
    wanted = sa.select(Case).where(Case.conversation_id == conversation_id, Case.state == WAITING)
    row = session.execute(wanted.order_by(Case.id.desc()).limit(1)).scalar_one_or_none()
    return OwnCase(session, row, conversation_id) if row is not None else None


def _event(event: CaseEvent) -> str:
    name = f"progress_event_{event.action}"
    if name not in responses() or event.action == RECEIVED:
        return ""
    if event.action in (trail.NOTE, trail.EVIDENCE) and event.actor != PERSON:
        return ""  # staff write for each other
    text = str(event.detail.get("text", "")) if event.action in (WAITING, RESOLVED) else ""
    union = event.to_organisation.name if event.to_organisation else ""
    return f"{_day(event.at)}：{say(name, text=text, union=union)}"


def _day(moment: datetime) -> str:
    return f"{clock.local(moment):%-m月%-d日}"
