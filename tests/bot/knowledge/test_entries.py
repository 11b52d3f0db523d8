"""Entries are read once, and mistakes in their files are named."""

from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.entries import KnowledgeError, load_entries, read_entries
from bot.reply import Citation

ENTRY = """
- id: wage.arrears
  title: 公司拖欠工资怎么办
  answer: |
    先把证据留好。
  sources: [劳动合同法#30, 'external:中国工会章程（2023）#4']
  checked: 2026-01-01
  related: [wage.final_pay]
  leads_to: grievance
"""


def write(folder: Path, content: str, name: str = "wage.yml") -> Path:
    (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_what_only_the_text_for_cadres_rests_on_is_no_source_of_a_workers(tmp_path: Path) -> None:
    more = "  cadre: 工会应当交涉。\n  cadre_sources: [工会法#23]\n"
    entry = load_entries(write(tmp_path, ENTRY + more))["wage.arrears"]

    assert Citation("工会法", "23") not in entry.citations_for("worker")
    assert entry.citations_for("cadre") == (*entry.citations, Citation("工会法", "23"))


def test_an_entry_is_read_with_its_sources_and_days(tmp_path: Path) -> None:
    entry = load_entries(write(tmp_path, ENTRY))["wage.arrears"]

    assert entry.answer == "先把证据留好。"
    assert entry.area == "wage"
    assert entry.citations == (Citation("劳动合同法", "30"), Citation("中国工会章程（2023）", "4"))
    assert entry.checked == date(2026, 1, 1)
    assert entry.related == ("wage.final_pay",)
    assert (entry.leads_to, entry.cadre, entry.review_by, entry.file) == ("grievance", None, None, "wage.yml")


def test_an_empty_file_holds_no_entries(tmp_path: Path) -> None:
    assert read_entries(write(tmp_path, "# to come\n")) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[", "not valid YAML"),
        ("id: wage.arrears", "a list of entries"),
        ("- 工资", "no id"),
        ("- id: a.b\n  title: 甲", "a field is missing or unknown"),
        (ENTRY + "  colour: red\n", "a field is missing or unknown.*colour"),
        (ENTRY.replace("2026-01-01", "bald"), "checked is a day"),
        (ENTRY.replace("[wage.final_pay]", "wage.final_pay"), "related is a list"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(KnowledgeError, match=rf"(?s)wage\.yml.*{said}"):
        read_entries(write(tmp_path, content))


def test_one_id_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, ENTRY)
    write(tmp_path, ENTRY, "again.yml")

    with pytest.raises(KnowledgeError, match=r"wage\.arrears is also in again\.yml"):
        load_entries(tmp_path)
