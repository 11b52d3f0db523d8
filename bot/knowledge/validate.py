"""What is checked about the knowledge entries before they are trained with or answered from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot import clock, rates
from bot.knowledge.entries import Entry, KnowledgeError, read_entries
from bot.knowledge.policies import has_article
from bot.knowledge.render import ANSWER_BYTES, FIGURE, FIGURE_CHARS, LABEL_CHARS, sources_line
from bot.nlu.examples import ExamplesError, read_examples
from bot.paths import ROOT

# Fewer than this, and a topic is recognised in its authors' words only.
EXAMPLES_WANTED = 15
ASK_PREFIX = "ask/"
# An answer that gives no room for at least its first source is too long.
SOURCE_ROOM = 2 + len("依据：《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》第一条等。".encode())

# The services of the topics list; which of them are open already, bot.services says.
SERVICES = frozenset(
    "join grievance legal_aid hardship mediation upper_union risk_report progress station human "
    "calculator.severance calculator.overtime calculator.annual_leave calculator.unsigned_contract "
    "calculator.sick_pay calculator.injury_benefit calculator.arbitration_deadline calculator.union_dues "
    "calculator.union_funds".split()
)

# The public numbers an answer may name: the unions, labour and social insurance, legal aid, the city, the housing
# fund, health insurance, and the two lines of psychological help. Emergency numbers have three digits.
HOTLINES = frozenset("12351 12333 12348 12345 12329 12393 12356 962525".split())
_LONG_NUMBER = re.compile(r"(?<![\d.])\d{5,}(?![\d.元万])")

# So many characters in a row, marks and titles aside, and a law is copied rather than said in one's own words.
COPIED = 25
_MARKS = re.compile(r"《[^》]*》|[\W_]+")

# People are addressed as 您, everywhere; 你们 is several, and what stands in “” is what somebody else says.
_FAMILIAR = re.compile(r"你(?!们)")
_QUOTED = re.compile(r"“[^”]*”")


@dataclass(frozen=True)
class Problem:
    """Something wrong with the knowledge.

    Attributes:
        where: The file and the entry.
        what: What is wrong and what to do about it.
        is_error: False for what can wait (an overdue review).
    """

    where: str
    what: str
    is_error: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def validate(root: Path = ROOT, policies: Path | None = None) -> list[Problem]:
    """Return all problems of the entries and their training examples, errors first; empty when all is well.

    Args:
        root: The project's folder (data/knowledge, data/nlu).
        policies: Where the policy texts are, one markdown file per title; the shared folder beside the
            project by default. Articles are checked only against texts that are at hand.
    """
    try:
        entries = read_entries(root / "data" / "knowledge")
        examples = read_examples(root / "data" / "nlu")
    except (KnowledgeError, ExamplesError) as error:
        file, _, what = str(error).partition(": ")
        return [Problem(file, what)]
    texts = policies or root.parent / "shared" / "policies"
    known = {entry.id for entry in entries}
    problems = [*_doubles(entries), *_examples(known, examples), *_lapsed(root / "data" / "rates.yml")]
    for entry in entries:
        where = f"data/knowledge/{entry.file}: {entry.id}"
        found = (
            *_fields(entry),
            *_length(entry),
            *_voice(entry),
            *_related(entry, known),
            *_numbers(entry),
            *_figures(entry),
            *_sources(entry, texts),
            *_copies(entry, texts),
        )
        problems += [Problem(where, what) for what in found]
        if entry.review_by and entry.review_by < clock.today():
            problems.append(Problem(where, f"its yearly figures were due for review on {entry.review_by}", False))
    return sorted(problems, key=lambda problem: not problem.is_error)


def _lapsed(path: Path) -> Iterator[Problem]:
    """Remind of the figures of data/rates.yml that nobody has confirmed for today."""
    if not path.is_file():
        return  # whatever needs a figure says so
    try:
        figures = rates.load(path)
    except rates.RatesError as error:
        yield Problem("data/rates.yml", str(error))
        return
    for figure in figures.values():
        last = figure.begun(clock.today())
        if last is not None and figure.on(clock.today()) is None:
            yield Problem("data/rates.yml", f"{figure.title}：只核到 {last.until}；{figure.publisher}", False)


def _doubles(entries: list[Entry]) -> Iterator[Problem]:
    """Find ids that stand twice."""
    first: dict[str, str] = {}
    for entry in entries:
        if entry.id in first:
            yield Problem(f"data/knowledge/{entry.file}: {entry.id}", f"the id is also in {first[entry.id]}")
        first.setdefault(entry.id, entry.file)


def _examples(known: set[str], examples: dict[str, list[str]]) -> Iterator[Problem]:
    """Compare entries and training examples: each needs the other."""
    topics = {
        intent.removeprefix(ASK_PREFIX): lines for intent, lines in examples.items() if intent.startswith(ASK_PREFIX)
    }
    for topic in sorted(topics.keys() - known):
        yield Problem("data/nlu", f"examples of ask/{topic}, but data/knowledge has no such entry")
    for topic in sorted(known):
        count = len(topics.get(topic, ()))
        if count < EXAMPLES_WANTED:
            yield Problem("data/nlu", f"ask/{topic} has {count} examples; write at least {EXAMPLES_WANTED}")


def _fields(entry: Entry) -> Iterator[str]:
    """Check what every entry must say."""
    for name in ("title", "answer", "sources", "checked"):
        if not getattr(entry, name):
            yield f"{name} is missing"
    if entry.checked and entry.checked > clock.today():
        yield f"checked on {entry.checked}, which is still to come"
    if isinstance(entry.checked, date) and entry.review_by and entry.review_by < entry.checked:
        yield "review_by is before checked"


def _length(entry: Entry) -> Iterator[str]:
    """Check that every text fits into one WeChat message with at least one source and the options."""
    for name, text in _texts(entry):
        size = len(FIGURE.sub("数" * FIGURE_CHARS, text).encode())
        if size > ANSWER_BYTES - SOURCE_ROOM:
            yield f"{name} has {size} bytes; {ANSWER_BYTES - SOURCE_ROOM} fit into a message with its sources"
    if entry.citations and not sources_line(entry.citations[:1], SOURCE_ROOM):
        yield "the first source's title is too long for the line of sources"
    if len(entry.title) > LABEL_CHARS:
        yield f"the title has {len(entry.title)} characters; {LABEL_CHARS} fit on a button"


def _voice(entry: Entry) -> Iterator[str]:
    """Check that the person is addressed as in the rest of the conversation."""
    for name, text in (("title", entry.title), *_texts(entry)):
        if familiar := _FAMILIAR.search(_QUOTED.sub("", text)):
            near = familiar.string[max(familiar.start() - 6, 0) : familiar.end() + 6].replace("\n", " ")
            yield f"{name} says 你 to the person ({near}); it is 您"


def _related(entry: Entry, known: set[str]) -> Iterator[str]:
    """Check the suggestions."""
    for topic in entry.related:
        if topic == entry.id:
            yield "related names the entry itself"
        elif topic not in known:
            yield f"related {topic} has no entry"
    if entry.leads_to and entry.leads_to not in SERVICES:
        yield f"leads_to {entry.leads_to} is no service; the services are {', '.join(sorted(SERVICES))}"


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    """Give the texts of an entry with their names."""
    yield "answer", entry.answer
    if entry.cadre:
        yield "cadre", entry.cadre


def _numbers(entry: Entry) -> Iterator[str]:
    """Check that no number to call is named that nobody has looked up."""
    for name, text in _texts(entry):
        for number in _LONG_NUMBER.findall(text):
            if number not in HOTLINES:
                yield f"{name} has the number {number}; only public hotlines are named ({', '.join(sorted(HOTLINES))})"


def _sources(entry: Entry, texts: Path) -> Iterator[str]:
    """Check every cited article against the text, where the text is at hand."""
    for source, citation in zip(entry.sources_for("cadre"), entry.citations_for("cadre"), strict=True):
        path = texts / f"{citation.title}.md"
        if source.startswith("external:") or not texts.is_dir():
            continue
        if not path.is_file():
            yield f"source {source}: no text of that title; correct it or mark it external:"
        elif citation.article and not has_article(path, citation.article):
            yield f"source {source}: the text has no such article"


def _figures(entry: Entry) -> Iterator[str]:
    """Check that the yearly figures that a text asks for are known, and that somebody comes back to the entry."""
    named = [name for _, text in _texts(entry) for name in FIGURE.findall(text)]
    try:
        for name in named:
            rates.standing(name, clock.today())
    except rates.RatesError as error:
        yield str(error)
    if named and not entry.review_by:
        yield "it shows a yearly figure, but has no review_by"
    for name, text in _texts(entry):
        if re.search(r"[{}]", FIGURE.sub("", text)):
            yield f"{name} has a brace that is no figure; a figure is written {{rate:minimum_wage}}"


@lru_cache(maxsize=64)
def _runs(path: Path) -> frozenset[str]:
    """Return every run of COPIED characters of the text at `path`, its marks left out; read once."""
    bare = _MARKS.sub("", path.read_text(encoding="utf-8"))
    return frozenset(bare[start : start + COPIED] for start in range(len(bare) - COPIED + 1))


def _copies(entry: Entry, texts: Path) -> Iterator[str]:
    """Find sentences taken over from a cited text, where the text is at hand."""
    titles = {citation.title for citation in entry.citations_for("cadre")}
    for name, text in _texts(entry):
        for title in sorted(titles, key=len, reverse=True):
            text = text.replace(title, "")
        bare = _MARKS.sub("", text)
        for title in sorted(titles):
            path = texts / f"{title}.md"
            runs = _runs(path) if path.is_file() else frozenset()
            for start in range(len(bare) - COPIED + 1):
                if (run := bare[start : start + COPIED]) in runs:
                    yield f"{name} copies {title}: {run}…; say it in your own words"
                    break
