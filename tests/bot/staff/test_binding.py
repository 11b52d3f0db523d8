from datetime import timedelta

import pytest

from bot import clock
from bot.conversations.model import Conversation
from bot.staff import binding, service
from bot.staff.binding import Bound
from bot.staff.model import AGENT, BindingCode


@pytest.fixture
def cadre(database):
    with database.work() as session:
        staff = service.add(session, "zhangsanfeng", "张三丰", AGENT, "a long made-up word 1")
        session.commit()
        return staff.id


def person(database, name="p1"):
    with database.work() as session:
        conversation = Conversation(account="a", openid=name)
        session.add(conversation)
        session.commit()
        return conversation.id


def code_for(database, cadre):
    with database.work() as session:
        code = binding.new_code(session, cadre)
        session.commit()
        return code


def send(database, conversation, code):
    with database.work() as session:
        came = binding.bind(session, conversation, code)
        session.commit()
        return came


def audience(database, conversation):
    with database.reading() as session:
        return session.get(Conversation, conversation).audience


def test_a_code_ties_a_wechat_to_its_account_and_opens_the_cadres_wording(database, cadre):
    conversation = person(database)
    assert send(database, conversation, code_for(database, cadre)) is Bound.DONE
    assert audience(database, conversation) == "cadre"
    with database.reading() as session:
        assert binding.cadre_of(session, conversation).id == cadre


def test_a_code_is_good_once(database, cadre):
    code = code_for(database, cadre)
    send(database, person(database), code)
    assert send(database, person(database, "p2"), code) is Bound.WRONG


def test_a_code_expires(database, cadre):
    code = code_for(database, cadre)
    with database.work() as session:
        session.get(BindingCode, cadre).expires_at = clock.now() - timedelta(seconds=1)
        session.commit()
    assert send(database, person(database), code) is Bound.WRONG


def test_a_new_code_replaces_the_one_before(database, cadre):
    old = code_for(database, cadre)
    new = code_for(database, cadre)
    conversation = person(database)
    assert (send(database, conversation, old), send(database, conversation, new)) == (Bound.WRONG, Bound.DONE)


def test_guessing_is_stopped_even_when_the_last_guess_is_right(database, cadre):
    code, conversation = code_for(database, cadre), person(database)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(binding.MAX_ATTEMPTS):
        assert send(database, conversation, wrong) is Bound.WRONG
    assert send(database, conversation, code) is Bound.TOO_MANY


def test_an_account_has_one_wechat_and_the_new_one_counts(database, cadre):
    first, second = person(database), person(database, "p2")
    send(database, first, code_for(database, cadre))
    assert send(database, second, code_for(database, cadre)) is Bound.DONE
    assert (audience(database, first), audience(database, second)) == ("worker", "cadre")


def test_untying_gives_the_workers_wording_back(database, cadre):
    conversation = person(database)
    send(database, conversation, code_for(database, cadre))
    with database.work() as session:
        assert binding.unbind(session, conversation)
        assert not binding.unbind(session, conversation)
        session.commit()
    assert audience(database, conversation) == "worker"


def test_a_disabled_account_is_nobodys_cadre(database, cadre):
    conversation = person(database)
    code = code_for(database, cadre)
    send(database, conversation, code)
    with database.work() as session:
        service.add(session, "other", "张无忌", "admin", "a long made-up word 2")
        service.disable(session, "zhangsanfeng")
        session.commit()
    with database.reading() as session:
        assert binding.cadre_of(session, conversation) is None
