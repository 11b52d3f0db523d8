"""How people ask about what stands in a clause: the examples of a topic, for the clauses its answer rests on."""

from pathlib import Path

from bot.knowledge.entries import read_entries
from bot.library.search import Topic
from bot.nlu.examples import read_examples
from bot.paths import ROOT


def read_topics(root: Path = ROOT) -> list[Topic]:
    """Return every topic that rests on texts of the library.

    Sources marked `external:` are left out: they name an edition whose articles are numbered otherwise.

    Raises:
        KnowledgeError: data/knowledge/ cannot be read.
        ExamplesError: data/nlu/ cannot be read.
    """
    examples = read_examples(root / "data" / "nlu")
    topics = []
    for entry in read_entries(root / "data" / "knowledge"):
        sources = [
            (citation.title, citation.article)
            for source, citation in zip(entry.sources, entry.citations, strict=True)
            if not source.startswith("external:")
        ]
        topics.append(Topic((entry.title, *examples.get(f"ask/{entry.id}", ())), tuple(sources)))
    return topics
