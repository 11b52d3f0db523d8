"""Days in addresses: one that no case can have is refused in words, wherever an address takes a day."""

import pytest

ADDRESSES = (
    "/desk/cases?filed_from={}",
    "/desk/cases?filed_to={}",
    "/api/v1/cases?filed_to={}",
    "/desk/warnings?since={}",
    "/desk/warnings?until={}",
    "/desk/members?figure=joined&until={}",
    "/desk/applications?figure=applied&until={}",
    "/desk/leads?figure=declined&since={}",
    *(
        f"/desk/statistics?about={about}&{end}={{}}"
        for about in ("cases", "members", "warnings")
        for end in ("from", "to")
    ),
    *(f"/api/v1/statistics/{about}?to={{}}" for about in ("cases", "members", "warnings")),
)


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_day_outside_the_calendar_of_cases_is_refused_with_the_days_that_go(wang, address):
    for day in ("0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"):
        refused = await wang.get(address.format(day))
        assert refused.status_code == 422 and "应在 2000-01-01 到 2100-12-31 之间" in refused.text, day


@pytest.mark.parametrize("address", ADDRESSES)
async def test_the_first_and_the_last_day_are_taken(wang, address):
    for day in ("2000-01-01", "2100-12-31"):
        assert (await wang.get(address.format(day))).status_code == 200, day
