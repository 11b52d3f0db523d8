"""The life of a case under any sequence of calls: no forbidden move, no lost event, never with nobody."""

import tempfile
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot import clock
from bot.cases import escalating, moves, notes, referrals, scoring, trail
from bot.cases.deadlines import ACCEPT, FOLLOW_UP, RESOLVE, open_deadlines
from bot.cases.errors import CaseError
from bot.cases.filing import Filing
from bot.cases.model import CaseDeadline, CaseEvent, CaseReferral
from bot.cases.rights import rights_of
from bot.cases.service import file
from bot.cases.states import ELSEWHERE, LABELS, MOVES, NEEDS_REASON, NOT_ACCEPTED, OVER, STATES, allowed, possible
from bot.cases.visibility import may_see
from bot.conversations.model import PERSON, STAFF, SYSTEM, Conversation
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.staff.model import Staff
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade
from tests.bot.cases.conftest import FACTORY, MONDAY, UNIONS, plant

ACTORS = ("pudong", "minhang", "zhangjiang", "factory", "city", "chief", "colleague", "person", "system")
TARGETS = (None, None, moves.checks.CITY_DESK, *UNIONS)


class Lives(RuleBasedStateMachine):
    """One case, and everybody doing anything with it in any order."""

    database: Database

    def __init__(self):
        super().__init__()
        self.work = self.database.work()
        self.session = self.work.__enter__()
        self.unions, self.staff = plant(self.session)
        self.now = MONDAY
        self.events = 0

    def teardown(self):
        self.work.__exit__(None, None, None)  # nothing was committed: the next life starts from the same

    @initialize(own_union=st.sampled_from([None, "dares_not"]), anonymous=st.booleans())
    def filed(self, own_union, anonymous):
        person = Conversation(account="gh_test", openid="o-zhang")
        self.session.add(person)
        self.session.flush()
        self.person = person.id
        told = {"district": "浦东新区", "street": "张江镇", "employer": FACTORY, "own_union": own_union}
        with clock.fixed(self.now):
            self.case = file(self.session, Filing(summary="欠薪", anonymous=anonymous, **told), person.id, None, "k")
        self.expect(1)

    def expect(self, more):
        """Note that so many events have been added by what was just done."""
        self.events += more

    def actor(self, name):
        """Return the arguments that say who acts."""
        if name == "person":
            return {"actor": PERSON, "conversation_id": self.person}
        if name == "system":
            return {"actor": SYSTEM}
        return {"actor": STAFF, "staff": self.session.get(Staff, self.staff[name])}

    @rule(
        to=st.sampled_from(STATES),
        name=st.sampled_from(ACTORS),
        reason=st.sampled_from(["", "了解了情况"]),
        union=st.sampled_from(TARGETS),
        assignee=st.sampled_from([None, None, "zhangjiang", "colleague", "minhang", "city"]),
    )
    def anybody_moves_it_anywhere(self, to, name, reason, union, assignee):
        before, holder = self.case.state, self.case.organisation_id
        who = self.actor(name)
        try:
            rights = rights_of(self.session, self.case, **who)
        except CaseError:
            rights = frozenset()
        try:
            moves.move(
                self.session,
                self.case.id,
                to,
                reason=reason,
                organisation_id=self.unions.get(union, union),
                assignee_id=self.staff[assignee] if assignee else None,
                now=self.now,
                **who,
            )
        except CaseError as error:
            assert str(error) and "\n" not in str(error)
            assert (self.case.state, self.case.organisation_id) == (before, holder)
        else:
            assert allowed(before, to, rights), f"{before} -> {to} by {name}"
            assert reason or to not in NEEDS_REASON
            assert self.case.state == to
            self.expect(1)

    @precondition(lambda self: possible(self.case.state, {right for rights in MOVES.values() for right in rights}))
    @rule(data=st.data(), name=st.sampled_from(("zhangjiang", "chief", "city", "admin", "person")))
    def somebody_makes_a_move_that_is_theirs(self, data, name):
        who = self.actor(name)
        try:
            mine = possible(self.case.state, rights_of(self.session, self.case, **who))
        except CaseError:
            return
        mine = [state for state in mine if state != "referred"]
        if mine:
            to = data.draw(st.sampled_from(mine))
            moves.move(self.session, self.case.id, to, reason="有进展", now=self.now, **who)
            self.expect(1)

    @rule(name=st.sampled_from(ACTORS[:-1]), text=st.sampled_from(["", "补充一点"]))
    def somebody_adds_words(self, name, text):
        before = self.case.state
        try:
            notes.note(self.session, self.case.id, text, now=self.now, **self.actor(name))
        except CaseError:
            return
        self.expect(2 if (before, name) == ("waiting", "person") else 1)

    @rule(name=st.sampled_from(("zhangjiang", "chief", "minhang")), office=st.sampled_from(list(referrals.OFFICES)))
    def somebody_refers_it(self, name, office):
        staff = self.actor(name)["staff"]
        try:
            referrals.refer(self.session, self.case.id, office, "材料一份", "属于他们管", staff, now=self.now)
        except CaseError:
            return
        self.expect(1)

    @rule(name=st.sampled_from(("zhangjiang", "chief", "minhang")))
    def an_office_answers(self, name):
        found = self.session.execute(sa.select(CaseReferral.id).order_by(CaseReferral.id.desc()).limit(1)).scalar()
        before = self.case.state
        try:
            referrals.came_back(self.session, found or 0, "已立案", self.actor(name)["staff"], now=self.now)
        except CaseError:
            return
        self.expect(2 if before == "referred" else 1)

    @rule(kinds=st.sets(st.sampled_from(list(notes.HELP))))
    def help_is_tagged(self, kinds):
        if notes.tag_help(self.session, self.case.id, kinds, self.actor("city")["staff"], now=self.now):
            self.expect(1)

    @rule(points=st.integers(0, 6))
    def the_person_scores(self, points):
        try:
            scoring.score(self.session, self.case.id, points, "还行", conversation_id=self.person, now=self.now)
        except CaseError:
            assert points not in range(1, 6) or self.case.state != "closed"
            return
        self.expect(1)

    @rule(hours=st.integers(1, 200))
    def time_goes_by_and_the_scheduler_looks(self, hours):
        self.now += timedelta(hours=hours)
        for key in list(self.session.execute(sa.select(CaseDeadline.id)).scalars()):
            for act in (escalating._remind, escalating._escalate):
                if act(self.session, key, self.now):
                    self.expect(1)
        if escalating._close(self.session, self.case.id, self.now):
            self.expect(1)

    @invariant()
    def no_event_is_lost_and_they_tell_the_whole_way(self):
        events = self.trail()
        assert len(events) == self.events
        way = [event for event in events if event.to_state]
        assert way[0].action == "filed" and way[-1].to_state == self.case.state
        for earlier, later in pairwise(way):
            assert later.from_state == earlier.to_state
            assert (later.from_state, later.to_state) in MOVES

    @invariant()
    def somebody_always_has_it_and_never_who_must_not(self):
        held = trail.held_by(self.trail())
        assert (held[-1].organisation.id if held[-1].organisation else None) == self.case.organisation_id
        assert held[-1].until is None
        if self.case.organisation_id is None:
            return  # the city's desk
        holder = self.session.get(Organisation, self.case.organisation_id)
        assert not holder.closed
        if self.case.hidden_from_id:
            assert not tree.covers(self.session, self.case.hidden_from_id, holder.id)
            assert not may_see(self.session, self.actor("factory")["staff"], self.case)

    @invariant()
    def what_is_due_fits_the_state(self):
        due = open_deadlines(self.session, self.case.id)
        still_open = sa.select(sa.func.count(CaseDeadline.id)).where(CaseDeadline.met_at.is_(None))
        assert self.session.execute(still_open).scalar_one() == len(due)
        state = self.case.state
        expected = set() if state in OVER else {RESOLVE}
        expected |= {ACCEPT} if state in NOT_ACCEPTED else set()
        expected |= {FOLLOW_UP} if state in ELSEWHERE else set()
        assert set(due) == expected
        if RESOLVE in due and state not in ELSEWHERE:
            assert due[RESOLVE].paused_at is None

    def trail(self):
        """Return the events of the case in their order."""
        return list(
            self.session.execute(
                sa.select(CaseEvent).where(CaseEvent.case_id == self.case.id).order_by(CaseEvent.id)
            ).scalars()
        )


@pytest.fixture(scope="module", autouse=True)
def lives():
    """One database for all lives; each is rolled back."""
    with tempfile.TemporaryDirectory() as folder:
        Lives.database = Database(f"sqlite:///{Path(folder) / 'lives.db'}", Fernet.generate_key().decode())
        upgrade(Lives.database)
        yield
        Lives.database.close()


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # A life is too slow to be shrunk by thousands of tries; the steps that failed are printed as they were.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


def test_every_state_can_be_reached_and_none_is_a_trap():
    seen, new = set(), {"received"}
    while new:
        seen |= new
        new = {after for before, after in MOVES if before in seen} - seen
    assert seen == set(STATES) == set(LABELS)
    assert {before for before, _ in MOVES} == set(STATES)
    for before, after in MOVES:
        assert before in STATES and after in STATES
    assert not any(after == "received" for _, after in MOVES)  # that is filing
