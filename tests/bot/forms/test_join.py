"""What the application to join gathers."""

import pytest

from bot.forms.join import JOIN
from bot.understanding import Understanding


@pytest.mark.parametrize(
    ("text", "area"),
    [("虹口区凉城新村街道", None), ("杨浦区新江湾村路那边", None), ("我在漕河泾开发区科技园", "漕河泾开发区科技园")],
)
def test_a_street_named_after_a_village_is_no_area(text, area):
    assert JOIN.field("area").gather(Understanding(text, "join")) == area
