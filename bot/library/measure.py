"""How well clauses are found: `python -m bot.library.measure`. The figures stand in docs/library.md."""

import sys
import time
from pathlib import Path

import yaml

from bot.library.importing import load
from bot.library.search import Entry, Hit, Index
from bot.library.topics import read_topics
from bot.paths import ROOT

POLICIES = ROOT.parent / "shared" / "policies"
PAIRS = ROOT / "tests" / "bot" / "library" / "pairs.yml"
_LIMIT = 3


def read_entries(folder: Path = POLICIES) -> list[Entry]:
    """Return the clauses of every policy in a folder of markdown files, as a library would hold them."""
    documents = [load(path) for path in sorted(folder.glob("*.md")) if path.name != "README.md"]
    return [Entry(d.title, c.article, c.headings, c.text) for d in documents for c in d.clauses]


def rank(entries: list[Entry], hits: list[Hit], right: list[str]) -> int | None:
    """Return the place (from 0) of the first right clause among the hits; None where there is none."""
    for at, hit in enumerate(hits):
        entry = entries[hit.place]
        if f"{entry.title}#{entry.article}" in right:
            return at
    return None


def main(misses: bool = False, root: Path = ROOT) -> None:
    """Print the figures; with `misses`, also what was not found first in the set `tuned`.

    `root` is the project whose questions and answers are used.
    """
    started = time.perf_counter()
    entries = read_entries()
    index = Index(entries, read_topics(root))
    index.search("上代下", 1)
    _print(f"{len(entries)} clauses, read and indexed in {time.perf_counter() - started:.1f} s")
    pairs = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    steps: dict[str, list[int | None]] = {}
    started = time.perf_counter()
    for name in ("tuned", "fresh"):
        ranks = []
        for question, right in pairs[name].items():
            hits = index.search(question, _LIMIT)
            found = rank(entries, hits, right)
            ranks.append(found)
            steps.setdefault(hits[0].sureness if hits else "none", []).append(found)
            if misses and name == "tuned" and found != 0:
                seen = [(entries[h.place].title[:12], entries[h.place].article, round(h.score, 2)) for h in hits]
                _print(f"  {question} {right} {found} {seen}")
        first, three = sum(r == 0 for r in ranks), sum(r is not None for r in ranks)
        _print(f"{name} ({len(ranks)}): first {first / len(ranks):.1%}, among the first three {three / len(ranks):.1%}")
    spent = time.perf_counter() - started
    _print(f"{spent * 1000 / (len(pairs['tuned']) + len(pairs['fresh'])):.1f} ms a question")
    for step, found_at in steps.items():
        first, three = sum(at == 0 for at in found_at), sum(at is not None for at in found_at)
        _print(f"  {step}: {first} of {len(found_at)} right first, {three} among the first three")
    best = [(index.search(question, 1) or [Hit(0, 0.0, "low")])[0].score for question in pairs["foreign"]]
    known = [index.search(question, 1)[0].score for name in ("tuned", "fresh") for question in pairs[name]]
    for least in (0.15, 0.25, 0.3, 0.35, 0.4, 0.5):
        kept, let_in = sum(score >= least for score in known), sum(score >= least for score in best)
        _print(f"score {least}: {kept} of {len(known)} questions, {let_in} of {len(best)} foreign ones")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main("--misses" in sys.argv, Path(sys.argv[-1]) if Path(sys.argv[-1]).is_dir() else ROOT)
