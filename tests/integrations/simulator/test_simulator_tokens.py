import dataclasses

import pytest

from integrations.simulator.config import SimulatorConfig
from integrations.simulator.errors import ApiError
from integrations.simulator.tokens import TokenIssuer
from tests.integrations.simulator.harness import AES_KEY

CONFIG = SimulatorConfig("http://127.0.0.1:1/", "wx1", "secret", "AAAAA", AES_KEY)


def code(issuer: TokenIssuer, value: str, now: float) -> int:
    """Return the error that a call with this token meets, 0 for none."""
    try:
        issuer.check(value, now)
    except ApiError as error:
        return error.code
    return 0


def test_the_same_stable_token_comes_back_until_its_last_five_minutes() -> None:
    issuer = TokenIssuer()
    first = issuer.stable(CONFIG, 0.0, force=False)
    assert issuer.stable(CONFIG, 6899.0, force=False) is first
    assert issuer.stable(CONFIG, 6901.0, force=False) is not first


def test_the_old_stable_token_stays_valid_to_its_end_beside_the_new_one() -> None:
    issuer = TokenIssuer()
    old = issuer.stable(CONFIG, 0.0, force=False)
    new = issuer.stable(CONFIG, 7000.0, force=False)
    assert (code(issuer, old.value, 7199.0), code(issuer, new.value, 7199.0)) == (0, 0)
    assert (code(issuer, old.value, 7201.0), code(issuer, new.value, 7201.0)) == (42001, 0)


def test_a_forced_refresh_makes_the_old_token_invalid_at_once() -> None:
    issuer = TokenIssuer()
    old = issuer.stable(CONFIG, 0.0, force=False)
    new = issuer.stable(CONFIG, 1.0, force=True)
    assert (code(issuer, old.value, 1.0), code(issuer, new.value, 1.0)) == (40001, 0)


def test_a_forced_refresh_within_thirty_seconds_of_the_last_changes_nothing() -> None:
    issuer = TokenIssuer()
    issuer.stable(CONFIG, 0.0, force=False)
    second = issuer.stable(CONFIG, 1.0, force=True)
    assert issuer.stable(CONFIG, 30.0, force=True) is second
    assert issuer.stable(CONFIG, 32.0, force=True) is not second


def test_the_twenty_first_forced_refresh_of_a_day_is_refused() -> None:
    issuer = TokenIssuer()
    issuer.stable(CONFIG, 0.0, force=False)
    for count in range(20):
        issuer.stable(CONFIG, 100.0 * (count + 1), force=True)
    with pytest.raises(ApiError) as refusal:
        issuer.stable(CONFIG, 3000.0, force=True)
    assert refusal.value.code == 45009
    assert issuer.stable(CONFIG, 100.0 + 86400, force=True)


def test_an_ordinary_token_is_new_each_time_and_the_one_before_lasts_five_minutes_more() -> None:
    issuer = TokenIssuer()
    first, second = issuer.ordinary(CONFIG, 0.0), issuer.ordinary(CONFIG, 10.0)
    assert first.value != second.value
    assert (code(issuer, first.value, 309.0), code(issuer, first.value, 311.0)) == (0, 42001)


def test_ordinary_and_stable_tokens_know_nothing_of_each_other() -> None:
    issuer = TokenIssuer()
    stable = issuer.stable(CONFIG, 0.0, force=False)
    issuer.ordinary(CONFIG, 1.0)
    assert code(issuer, stable.value, 400.0) == 0


def test_a_missing_and_an_unknown_token_have_their_own_codes() -> None:
    issuer = TokenIssuer()
    assert (code(issuer, "", 0.0), code(issuer, "nonsense", 0.0)) == (41001, 40014)


def test_the_numbers_are_settings() -> None:
    short = dataclasses.replace(CONFIG, token_lifetime=10.0, token_overlap=2.0)
    issuer = TokenIssuer()
    token = issuer.stable(short, 0.0, force=False)
    assert code(issuer, token.value, 10.0) == 42001
