from integrations.simulator.allowance import Allowance
from integrations.simulator.config import HOUR, SimulatorConfig
from integrations.simulator.errors import ApiError
from tests.integrations.simulator.harness import AES_KEY

CONFIG = SimulatorConfig("http://127.0.0.1:1/", "wx1", "secret", "AAAAA", AES_KEY)


def spend(allowance: Allowance, now: float) -> int:
    """Send one message; return the error code, 0 for none."""
    try:
        allowance.spend(now)
    except ApiError as error:
        return error.code
    return 0


def test_nothing_may_be_sent_to_someone_who_has_done_nothing() -> None:
    assert spend(Allowance(), 0.0) == 45015


def test_five_messages_may_follow_a_message_and_the_sixth_is_refused() -> None:
    allowance = Allowance()
    allowance.after_message(CONFIG, 0.0)
    assert [spend(allowance, 1.0) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


def test_the_next_message_of_the_person_fills_the_allowance_up_again() -> None:
    allowance = Allowance()
    allowance.after_message(CONFIG, 0.0)
    for _ in range(5):
        spend(allowance, 1.0)
    allowance.after_message(CONFIG, 2.0)
    assert [spend(allowance, 3.0) for _ in range(6)][-2:] == [0, 45047]


def test_the_window_closes_after_48_hours() -> None:
    allowance = Allowance()
    allowance.after_message(CONFIG, 0.0)
    assert spend(allowance, 48 * HOUR - 1) == 0
    assert spend(allowance, 48 * HOUR) == 45015


def test_three_messages_may_follow_a_click_within_a_minute() -> None:
    allowance = Allowance()
    allowance.after_event(CONFIG, 0.0)
    assert [spend(allowance, 59.0) for _ in range(4)] == [0, 0, 0, 45047]
    assert spend(allowance, 60.0) == 45015


def test_what_a_click_allows_is_used_before_what_a_message_allows() -> None:
    allowance = Allowance()
    allowance.after_message(CONFIG, 0.0)
    allowance.after_event(CONFIG, 0.0)
    assert [spend(allowance, 1.0) for _ in range(9)] == [0] * 8 + [45047]
    assert allowance.state(61.0) == {"open": True, "left": 0, "seconds": round(48 * HOUR) - 61}


def test_unfollowing_closes_every_window() -> None:
    allowance = Allowance()
    allowance.after_message(CONFIG, 0.0)
    allowance.close()
    assert spend(allowance, 1.0) == 45015
