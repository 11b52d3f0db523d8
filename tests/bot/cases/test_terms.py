"""How long unions have, by kind and urgency."""

import copy

import pytest
import yaml

from bot.cases.calendar import Span
from bot.cases.model import CONSULTATION, GRIEVANCE, HARDSHIP, LEGAL_AID, MEDIATION, RISK_REPORT, UPPER_UNION
from bot.cases.terms import TermsError, close_after, parse, terms
from bot.paths import DATA

KINDS = (GRIEVANCE, LEGAL_AID, HARDSHIP, MEDIATION, UPPER_UNION, RISK_REPORT, CONSULTATION)
FILE = yaml.safe_load((DATA / "deadlines.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("urgency", [-1, 0, 1, 2, 9])
def test_every_kind_has_all_its_terms_at_every_urgency(kind, urgency):
    of = terms(kind, urgency)
    for span in (of.accept, of.resolve, of.follow_up, of.remind, of.escalate_again):
        assert span.days or span.hours


def test_what_a_kind_leaves_out_is_the_default():
    assert terms(MEDIATION, 0).accept == Span(days=3)
    assert terms(MEDIATION, 0).resolve == terms(GRIEVANCE, 0).resolve
    assert close_after().days > 0


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("usual", "default", "accept"), {"days": 0}),
        (("usual", "default", "accept"), {"days": 1, "hours": 1}),
        (("usual", "default", "accept"), {"days": -1}),
        (("usual", "default", "accept"), {"days": 1.5}),
        (("usual", "default", "accept"), {"weeks": 1}),
        (("usual", "default", "accept"), 3),
        (("usual", "default", "lunch"), {"hours": 1}),
        (("urgent",), {}),
        (("close_after",), None),
        (("application",), None),
        (("application",), {"hours": 8}),
    ],
)
def test_a_broken_file_is_refused_in_one_line(where, value):
    content = copy.deepcopy(FILE)
    *path, last = where
    part = content
    for step in path:
        part = part[step]
    part[last] = value
    with pytest.raises(TermsError, match=r"deadlines\.yml") as error:
        parse(content)
    assert "\n" not in str(error.value)
