"""Sign-ins at the desk."""

import base64
from datetime import timedelta

import pytest

from bot import clock
from bot.staff import sessions
from bot.staff.model import Staff, StaffSession
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade


@pytest.fixture
def session(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'test.db'}", base64.urlsafe_b64encode(b"k" * 32).decode())
    upgrade(database)
    with database.work() as session:
        session.add(Staff(id=1, username="wang", name="王师傅", password_hash="x"))
        session.flush()
        yield session
    database.close()


def later(delta):
    return clock.fixed(clock.now() + delta)


def test_a_token_finds_who_it_was_given_to(session):
    who = sessions.find(session, sessions.start(session, 1))
    assert (who.staff_id, who.username, who.name, who.role) == (1, "wang", "王师傅", "agent")


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_a_made_up_token_finds_nobody(session, token):
    sessions.start(session, 1)
    assert sessions.find(session, token) is None


def test_the_hash_of_a_token_is_not_a_token(session):
    token = sessions.start(session, 1)
    assert sessions.find(session, sessions.hash_token(token)) is None


def test_an_idle_session_ends_and_one_that_is_used_goes_on_to_its_absolute_end(session):
    token = sessions.start(session, 1)
    key = sessions.hash_token(token)
    with later(sessions.IDLE + timedelta(seconds=1)):
        assert sessions.find(session, token) is None
        assert sessions.alive(session, [key]) == set()
    for hours in range(1, 12):
        with later(timedelta(hours=hours)):
            assert sessions.find(session, token)
            assert sessions.is_stale(session, key)
            sessions.touch(session, key)
            assert not sessions.is_stale(session, key)
    with later(sessions.ABSOLUTE + timedelta(seconds=1)):
        assert sessions.find(session, token) is None


def test_a_disabled_account_has_no_living_session(session):
    token = sessions.start(session, 1)
    session.get(Staff, 1).disabled = True
    assert sessions.find(session, token) is None
    assert sessions.alive(session, [sessions.hash_token(token)]) == set()


def test_ending_one_session_leaves_the_others(session):
    first, second = sessions.start(session, 1), sessions.start(session, 1)
    sessions.end(session, sessions.hash_token(first))
    assert sessions.find(session, first) is None
    assert sessions.find(session, second)


def test_expired_sessions_are_cleared_away_at_the_next_sign_in(session):
    sessions.start(session, 1)
    with later(sessions.ABSOLUTE + timedelta(hours=1)):
        sessions.start(session, 1)
    assert session.query(StaffSession).count() == 1
