"""Leases: exactly one of many processes has the work, and another takes over when it dies."""

import threading
from datetime import timedelta

import pytest

from bot.scheduling import lease
from bot.storage.engine import Database
from tests.bot.cases.conftest import MONDAY
from tests.support.databases import KEY


def take(database, owner, seconds_later=0, lasting=60):
    with database.work() as session:
        held = lease.take(session, "work", owner, MONDAY + timedelta(seconds=seconds_later), lasting)
        session.commit()
        return held


def test_the_first_has_it_keeps_it_and_the_other_waits(database):
    assert take(database, "a") and take(database, "a", 50)
    assert not take(database, "b", 60)
    assert not take(database, "b", 109)


def test_when_the_owner_dies_another_has_it_after_it_ran_out(database):
    assert take(database, "a")
    assert take(database, "b", 61)
    assert not take(database, "a", 62)


def test_who_gives_it_up_lets_others_have_it_at_once_but_nobody_elses(database):
    assert take(database, "a")
    with database.work() as session:
        lease.release(session, "work", "b")
        session.commit()
    assert not take(database, "b", 1)
    with database.work() as session:
        lease.release(session, "work", "a")
        session.commit()
    assert take(database, "b", 2)


@pytest.mark.parametrize("earlier", [False, True])
def test_of_many_that_reach_for_it_at_once_one_has_it(database, earlier):
    if earlier:
        assert take(database, "gone")
    barrier, held = threading.Barrier(4), []

    def reach(owner):
        own = Database(str(database.engine.url), KEY)
        barrier.wait()
        held.append(take(own, owner, 120))
        own.close()

    threads = [threading.Thread(target=reach, args=(f"process-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(held) == [False, False, False, True]
