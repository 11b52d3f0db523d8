"""Passwords."""

import pytest

from bot.staff import passwords


@pytest.mark.parametrize(
    "password, word",
    [
        ("short", "至少 10"),
        ("x" * 201, "最多 200"),
        ("aaaaaaaaaaaa", "不同"),
        ("wangwang123", "用户名"),
        ("Wang2026112", "用户名"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password, word):
    with pytest.raises(passwords.WeakPassword, match=word):
        passwords.check_rule(password, "wang")


@pytest.mark.parametrize("password", ["correct horse", "我的密码是很长的一句话", "wangsan-1886"])
def test_a_long_password_of_any_characters_is_good(password):
    passwords.check_rule(password, "wang")


def test_a_password_belongs_to_its_hash_only():
    made = passwords.hash_password("wuyi-1886-chicago")
    assert passwords.matches("wuyi-1886-chicago", made)
    assert not passwords.matches("Wuyi-1886-chicago", made)
    assert len(made) <= 200


def test_nothing_belongs_to_no_hash_or_a_broken_one():
    assert not passwords.matches("", None)
    assert not passwords.matches("wuyi-1886-chicago", None)
    assert not passwords.matches("wuyi-1886-chicago", "not a hash")


def test_the_hash_for_unknown_accounts_costs_what_a_real_one_costs():
    parameters = "$argon2id$v=19$m=65536,t=3,p=4$"
    assert passwords.hash_password("wuyi-1886-chicago").startswith(parameters)
    assert passwords._NOBODY.startswith(parameters)


def test_a_password_longer_than_allowed_does_not_match_its_beginning():
    made = passwords.hash_password("x1y2" * 50)
    assert not passwords.matches("x1y2" * 50 + "z", made)
