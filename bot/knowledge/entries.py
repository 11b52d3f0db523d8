"""Knowledge entries: one answer per topic, read from data/knowledge/."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from bot.paths import DATA
from bot.reply import Audience, Citation

KNOWLEDGE = DATA / "knowledge"


class KnowledgeError(Exception):
    """A knowledge file cannot be read as entries; the message says which one and why."""


@dataclass(frozen=True)
class Entry:
    """The answer to one topic.

    Attributes:
        id: The topic's id, `area.name`.
        title: The question as a person would put it, short enough for a button (20 characters).
        answer: The text for a worker; `{rate:minimum_wage}` in it is a yearly figure, which `render` fills in.
        cadre: The text for a union cadre, where it differs.
        sources: What the answer rests on, as written: `TITLE#ARTICLE`, `external:` in front where the
            policy library does not hold the text.
        cadre_sources: What the text for a cadre rests on besides.
        checked: The day on which somebody last compared the answer with its sources.
        review_by: The day until which its yearly figures hold, if it has any.
        related: Topic ids to suggest after the answer.
        leads_to: The service that takes the matter further, if any.
        file: The name of the file it stands in.
    """

    id: str
    title: str
    answer: str
    sources: tuple[str, ...]
    cadre: str | None = None
    cadre_sources: tuple[str, ...] = ()
    checked: date | None = None
    review_by: date | None = None
    related: tuple[str, ...] = ()
    leads_to: str | None = None
    file: str = ""

    @property
    def area(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sources as citations, in the order written."""
        return tuple(Citation.parse(source) for source in self.sources)

    def sources_for(self, audience: Audience) -> tuple[str, ...]:
        """Return the sources of what `audience` reads: a cadre's text may rest on more than a worker's."""
        return self.sources + (self.cadre_sources if audience == "cadre" else ())

    def citations_for(self, audience: Audience) -> tuple[Citation, ...]:
        """Return the sources of what `audience` reads as citations."""
        return tuple(Citation.parse(source) for source in self.sources_for(audience))


def _entry(item: Any, file: str) -> Entry:
    """Build one entry from its YAML mapping; a mistake in it becomes a KnowledgeError."""
    if not isinstance(item, dict) or not item.get("id"):
        raise KnowledgeError(f"data/knowledge/{file}: an entry has no id; every entry is a mapping with an id")
    fields = dict(item)
    where = f"data/knowledge/{file}: {fields['id']}"
    for name in ("title", "answer", "cadre"):
        if isinstance(fields.get(name), str):
            fields[name] = fields[name].strip()
    for name in ("sources", "cadre_sources", "related"):
        value = fields.get(name) or []
        if not isinstance(value, list):
            raise KnowledgeError(f"{where}: {name} is a list, such as [劳动合同法#30]")
        fields[name] = tuple(str(v) for v in value)
    for name in ("checked", "review_by"):
        if fields.get(name) is not None and not isinstance(fields[name], date):
            raise KnowledgeError(f"{where}: {name} is a day, such as 2026-11-22")
    try:
        return Entry(**fields, file=file)
    except TypeError as error:
        raise KnowledgeError(f"{where}: a field is missing or unknown ({error})") from error


def read_entries(folder: Path) -> list[Entry]:
    """Read every entry of `folder`, in file and then written order, doubles included.

    Raises:
        KnowledgeError: A file is not YAML, not a list of entries, or an entry lacks a field.
    """
    found: list[Entry] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            raise KnowledgeError(f"data/knowledge/{path.name}: not valid YAML: {error}") from error
        if content is not None and not isinstance(content, list):
            raise KnowledgeError(f"data/knowledge/{path.name}: should be a list of entries")
        found += [_entry(item, path.name) for item in content or ()]
    return found


@lru_cache(maxsize=4)
def load_entries(folder: Path = KNOWLEDGE) -> Mapping[str, Entry]:
    """Return the entries of `folder` by id; read once per process.

    Raises:
        KnowledgeError: See `read_entries`; also when two entries have one id.
    """
    found: dict[str, Entry] = {}
    for entry in read_entries(folder):
        if entry.id in found:
            raise KnowledgeError(f"data/knowledge/{entry.file}: {entry.id} is also in {found[entry.id].file}")
        found[entry.id] = entry
    return MappingProxyType(found)
