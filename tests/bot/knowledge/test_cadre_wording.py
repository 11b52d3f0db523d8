"""What a cadre reads: the union's part, by clauses that the entry can show."""

import re

from bot.knowledge.entries import Entry, load_entries
from bot.knowledge.render import render

# 第3条, 第40、41条, 第16和17条; a clause path such as 五（二）1 is checked by `validate` where it is cited.
NAMED = re.compile(r"第(\d+(?:[、和]第?\d+)*)条")

# Numbers that a text names only to say that they are not to be cited.
WARNED_OF = {"setup.threshold": {"9"}, "termination.absence": {"37"}}

# Written for cadres alone: the answer itself is their wording.
FOR_CADRES = "dispute_work"


def _named(text: str) -> set[str]:
    """Return the numbers of the articles that `text` names."""
    return {number for found in NAMED.findall(text) for number in re.findall(r"\d+", found)}


def _cited(entry: Entry) -> set[str]:
    """Return the numbers of the articles among the sources; 276之一 counts as 276."""
    return {
        found[0] for citation in entry.citations_for("cadre") if (found := re.match(r"\d+", citation.article or ""))
    }


def test_every_article_that_a_cadres_text_names_stands_among_the_sources() -> None:
    missing = {
        entry.id: sorted(unsourced)
        for entry in load_entries().values()
        if entry.cadre and (unsourced := _named(entry.cadre) - _cited(entry) - WARNED_OF.get(entry.id, set()))
    }

    assert missing == {}


def test_where_a_worker_is_led_to_a_grievance_a_cadre_reads_what_the_union_does() -> None:
    wrongs = [entry for entry in load_entries().values() if entry.leads_to == "grievance" and entry.area != FOR_CADRES]

    assert [entry.id for entry in wrongs if not entry.cadre or "工会" not in entry.cadre] == []


def test_a_cadre_is_not_sent_to_the_union_of_their_own_enterprise() -> None:
    sent = [
        entry.id
        for entry in load_entries().values()
        if entry.cadre and re.search(r"请单位工会|找单位工会|没有工会打12351", render(entry, "cadre"))
    ]

    assert sent == []
