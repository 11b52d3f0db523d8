"""Desk accounts."""

import base64
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.conversations import holding
from bot.conversations.model import Conversation
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.staff import service, sessions
from bot.staff.model import ADMIN, AGENT, Audit, Staff, StaffSession
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade

PASSWORD = "wuyi-1886-chicago"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'test.db'}", base64.urlsafe_b64encode(b"k" * 32).decode())
    upgrade(database)
    yield database
    database.close()


@pytest.fixture
def wang(database):
    return add(database)


def add(database, username="wang", role=AGENT):
    with database.work() as session:
        staff = service.add(session, username, "王师傅", role, PASSWORD)
        session.commit()
        return staff


def rows(database, table):
    with database.reading() as session:
        return session.query(table).all()


def test_a_new_account_signs_in_and_that_is_recorded(database, wang):
    assert service.authenticate(database, " Wang ", PASSWORD, "10.0.0.7").id == wang.id
    (line,) = rows(database, Audit)
    assert (line.action, line.staff_id, line.address) == ("sign_in", wang.id, "10.0.0.7")
    assert rows(database, Staff)[0].last_sign_in_at is not None


def test_the_password_is_not_in_the_database(database, wang):
    assert rows(database, Staff)[0].password_hash.startswith("$argon2id$")
    assert PASSWORD.encode() not in Path(database.engine.url.database).read_bytes()


def test_a_username_is_taken_once_however_it_is_written(database, wang):
    with database.work() as session, pytest.raises(service.StaffError, match="已经有了"):
        service.add(session, "WANG", "另一位", AGENT, PASSWORD)


def test_the_fifth_wrong_password_locks_and_the_right_one_is_then_refused(database, wang):
    for _ in range(service.MAX_FAILURES):
        assert service.authenticate(database, "wang", "wrong-password") is None
    assert service.authenticate(database, "wang", PASSWORD) is None
    actions = [line.action for line in rows(database, Audit)]
    assert actions == ["sign_in_refused"] * 5 + ["locked", "sign_in_refused"]


def test_the_right_password_starts_the_count_anew(database, wang):
    for attempt in ("wrong-password",) * 4 + (PASSWORD,) + ("wrong-password",) * 4:
        service.authenticate(database, "wang", attempt)
    assert service.authenticate(database, "wang", PASSWORD)


def test_a_lock_ends_when_it_says_however_often_it_is_tried_meanwhile(database, wang):
    for _ in range(service.MAX_FAILURES * 2):
        service.authenticate(database, "wang", "wrong-password")
    with clock.fixed(clock.now() + service.LOCKED_FOR + timedelta(seconds=1)):
        assert service.authenticate(database, "wang", PASSWORD)


def test_guesses_sent_at_the_same_time_do_not_get_past_the_lock(database, wang):
    threads = [threading.Thread(target=service.authenticate, args=(database, "wang", f"wrong-{n}")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert service.authenticate(database, "wang", PASSWORD) is None
    assert [line.action for line in rows(database, Audit)].count("locked") == 1


def test_an_unknown_or_disabled_account_is_refused(database, wang):
    add(database, "chen", ADMIN)
    assert service.authenticate(database, "nobody", PASSWORD) is None
    with database.work() as session:
        service.disable(session, "wang")
        session.commit()
    assert service.authenticate(database, "wang", PASSWORD) is None


def test_disabling_ends_every_session_and_may_be_repeated(database, wang):
    with database.work() as session:
        tokens = [sessions.start(session, wang.id) for _ in range(2)]
        service.disable(session, "wang")
        service.disable(session, "wang")
        session.commit()
    with database.reading() as session:
        assert [sessions.find(session, token) for token in tokens] == [None, None]
    assert rows(database, StaffSession) == []


def test_the_last_administrator_is_not_disabled(database):
    add(database, "chen", ADMIN)
    with database.work() as session:
        with pytest.raises(service.StaffError, match="最后一个管理员"):
            service.disable(session, "chen")
        service.add(session, "zhao", "赵主任", ADMIN, PASSWORD)
        assert service.disable(session, "chen").disabled


def test_a_new_password_unlocks_and_ends_the_old_sessions(database, wang):
    for _ in range(service.MAX_FAILURES):
        service.authenticate(database, "wang", "wrong-password")
    with database.work() as session:
        sessions.start(session, wang.id)
        service.reset_password(session, "wang", "haymarket-1886")
        session.commit()
    assert service.authenticate(database, "wang", PASSWORD) is None
    assert service.authenticate(database, "wang", "haymarket-1886")
    assert rows(database, StaffSession) == []


def test_an_unknown_name_is_named(database):
    with database.work() as session, pytest.raises(service.UnknownStaff, match="nobody"):
        service.reset_password(session, "nobody", PASSWORD)


def test_the_first_account_gets_the_given_password_or_a_made_up_one_shown_once(database):
    with database.work() as session:
        made_up = service.ensure_admin(session, None)
        session.commit()
    assert service.authenticate(database, "admin", made_up).role == ADMIN
    with database.work() as session:
        assert service.ensure_admin(session, None) is None
        assert service.ensure_admin(session, PASSWORD) is None
    assert len(rows(database, Staff)) == 1


def test_a_given_first_password_is_used_and_not_shown(database):
    with database.work() as session:
        assert service.ensure_admin(session, PASSWORD) is None
        session.commit()
    assert service.authenticate(database, "admin", PASSWORD)


def test_a_given_first_password_must_follow_the_rule(database):
    with database.work() as session, pytest.raises(service.WeakPassword):
        service.ensure_admin(session, "admin")


def union(database, code="pudong", parent=None, **values):
    with database.work() as session:
        row = Organisation(code=code, name=code, parent_id=parent, **{"level": "district", **values})
        session.add(row)
        session.flush()
        tree.place(session, row)
        session.commit()
        return row.id


def test_an_account_of_a_union_is_listed_in_its_branch_and_says_so_when_it_signs_in(database, wang):
    pudong = union(database)
    street = union(database, "street", pudong)
    with database.work() as session:
        li = service.add(session, "li", "李师傅", AGENT, PASSWORD, street)
        token = sessions.start(session, li.id)
        session.commit()
    with database.reading() as session:
        assert [row.username for row in service.list_all(session, pudong)] == ["li"]
        assert [row.username for row in service.list_all(session)] == ["li", "wang"]
        who = sessions.find(session, token)
        assert (who.organisation_id, who.organisation) == (street, "street")
        found = service.get(session, "li")
        assert service.works_within(session, found, pudong) and service.works_within(session, found, None)
        assert not service.works_within(session, service.get(session, "wang"), pudong)


def test_an_account_given_to_a_union_lets_go_of_the_hotlines_conversations(database, wang):
    pudong = union(database)
    with database.work() as session:
        conversation = Conversation(account="gh", openid="o-1")
        session.add(conversation)
        session.flush()
        holding.take(session, conversation.id, wang.id)
        service.assign(session, "wang", pudong)
        session.commit()
    assert rows(database, Conversation)[0].holder == "queue"
    assert rows(database, Staff)[0].organisation_id == pudong


def test_an_account_may_belong_to_a_service_point(database, wang):
    point = union(database, "aid", kind="legal_aid_office")
    with database.work() as session:
        service.assign(session, "wang", point)
        session.commit()
    assert rows(database, Staff)[0].organisation_id == point


def test_an_account_is_not_given_to_what_is_closed_or_unknown(database, wang):
    closed = union(database, "old", closed=True)
    for organisation_id in (closed, 999):
        with database.work() as session, pytest.raises(service.StaffError, match="没有这个工会"):
            service.assign(session, "wang", organisation_id)
        with database.work() as session, pytest.raises(service.StaffError, match="没有这个工会"):
            service.add(session, "li", "李师傅", AGENT, PASSWORD, organisation_id)


def test_the_citys_last_administrator_is_neither_disabled_nor_given_to_a_union(database):
    pudong = union(database)
    add(database, "chen", ADMIN)
    with database.work() as session:
        service.add(session, "boss", "区管理员", ADMIN, PASSWORD, pudong)
        with pytest.raises(service.StaffError, match="最后一个管理员"):
            service.assign(session, "chen", pudong)
        with pytest.raises(service.StaffError, match="最后一个管理员"):
            service.disable(session, "chen")
        service.disable(session, "boss")
