"""Forms that were left half filled, and what of them outlives a session."""

from datetime import datetime, timedelta, timezone

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.left import Left
from actions.session import ActionSessionStart
from bot import clock
from bot.forms.draft import Draft

NOW = datetime(2026, 11, 22, 4, tzinfo=timezone.utc)


def draft(form: str, days_ago: float = 0) -> Draft:
    moment = (NOW - timedelta(days=days_ago)).isoformat()
    return Draft(form, "place", moment, {"consent": True}, touched_at=moment)


def test_the_form_left_last_is_offered_first():
    left = Left().with_draft(draft("grievance", 2)).with_draft(draft("join", 1))
    assert left.latest(None, NOW).form == "join"
    assert left.latest("grievance", NOW).form == "grievance"
    assert "申请入会" in left.offer(NOW).text


def test_a_form_is_kept_for_seven_days_and_not_longer():
    assert Left().with_draft(draft("grievance", 6.9)).latest(None, NOW)
    assert Left().with_draft(draft("grievance", 7.1)).latest(None, NOW) is None
    assert Left().with_draft(draft("grievance", 7.1)).offer(NOW) is None


def test_a_form_that_is_gone_on_with_is_no_longer_left():
    assert Left().with_draft(draft("grievance")).without("grievance") == Left()


def test_they_survive_json_and_forms_of_an_older_version_are_dropped():
    left = Left().with_draft(draft("grievance", 1)).with_draft(draft("join"))
    assert Left.from_json(left.to_json()) == left
    assert Left.from_json({"older": {**draft("grievance").to_json(), "form": "older"}}) == Left()
    assert Left.from_json(None) == Left()


async def start(slots: dict[str, object]) -> dict[str, object]:
    tracker = Tracker("someone", slots, {}, [], False, None, {}, "action_listen")
    with clock.fixed(NOW):
        events = await ActionSessionStart().run(CollectingDispatcher(), tracker, {})
    assert [event["event"] for event in events if event["event"] != "slot"] == ["session_started", "action"]
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


async def test_a_new_session_keeps_the_open_form_and_forgets_the_rest():
    kept = await start({"draft": draft("grievance", 1).to_json(), "facts": {"trouble": "公司欠薪"}, "left": None})
    assert set(kept) == {"left"}
    assert kept["left"]["grievance"]["paused"]


async def test_a_new_session_drops_what_is_too_old():
    assert await start({"left": Left().with_draft(draft("join", 8)).to_json()}) == {}
