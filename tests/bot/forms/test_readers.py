"""Readers of what many forms ask for."""

from datetime import date

import pytest

from bot import clock
from bot.entities.extract import extract
from bot.forms.readers import gathered_since
from bot.understanding import Understanding


def said(text: str) -> Understanding:
    entities = {entity.kind: entity.value for entity in reversed(extract(text))}
    return Understanding(text, "unclear", entities=entities)


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("我们厂三个月没发工资了，大家说明天停工堵门", "已有3个月"),
        ("大家说明天停工", None),
        ("今天来投诉一下", None),
        ("上个月15号开始就没发工资", "2026年10月15日"),
    ],
)
def test_what_is_still_to_come_is_no_beginning(text: str, since: str | None) -> None:
    with clock.fixed(date(2026, 11, 22)):
        assert gathered_since(said(text)) == since


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("公司欠薪，在虹口，大概一万八，三个月了", "已有3个月"),
        ("在大润发上班，三个月了，老板欠薪", None),
        ("我想问问，三个月了", None),
    ],
)
def test_how_long_it_lasts_may_stand_apart_from_what_is_owed(text: str, since: str | None) -> None:
    assert gathered_since(said(text)) == since
