"""Splitting a text into its articles (第N条) or, where it has none, its numbered clauses (一、（一）1.)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.knowledge.policies import chinese_number
from bot.library.document import Clause

_NUMERAL = "[零〇一二三四五六七八九十百千]+"
_ARTICLE = re.compile(rf"^第\s*({_NUMERAL}|\d+)\s*条(?:之({_NUMERAL}))?(?P<gap>[\s：:]*)")
_HEADING = re.compile(rf"^第\s*(?:{_NUMERAL}|\d+)\s*(分编|编|章|节)(?:\s|$|(?=[^之的、至和]))")
_ANNEX = re.compile(r"^(附录|附件|附表)\s*([一二三四五六七八九十\d]*)\s*[：:]?\s*(.{0,40})$")
_LEVELS = (
    re.compile(r"^(?P<n>[一二三四五六七八九十]+)(?:、\s*|$)(?P<rest>.*)$"),
    re.compile(r"^[（(](?P<n>[一二三四五六七八九十]+)[）)]\s*(?P<rest>.*)$"),
    re.compile(r"^(?P<n>\d{1,2})\s*[.．、](?!\d)\s*(?P<rest>.+)$"),
)
# 一是……。 on lines of its own counts as （一）; has_article of bot/knowledge/policies.py reads it so, too.
_POINT = re.compile(r"^(?P<n>[一二三四五六七八九十]+)是(?P<rest>.+)$")
_RANK = {"编": 0, "分编": 1, "章": 2, "节": 3}
# A line that ends so is a sentence, and no heading.
_SENTENCE_END = tuple("。；：！？，、;:")
HEADING_CHARS = 45


def is_prose(line: str) -> bool:
    """Tell whether a line is a sentence of the text rather than a title, a date or an address."""
    return "。" in line or (line.endswith(("：", ":")) and "，" in line)


def is_mark(line: str) -> bool:
    """Tell whether a line opens an article, a clause, a heading or an annex."""
    marks = (_ARTICLE, _HEADING, _ANNEX, _POINT, *_LEVELS)
    return any(mark.match(line) for mark in marks)


@dataclass
class Split:
    """A text in its parts.

    Attributes:
        front: The lines before the first article or part: letterhead, title, number, dates, preface.
        clauses: The preface as 引言, then the articles or clauses in order.
    """

    front: tuple[str, ...]
    clauses: tuple[Clause, ...]


@dataclass
class _Part:
    """A clause while its lines are being gathered."""

    article: str
    headings: tuple[str, ...]
    lines: list[str] = field(default_factory=list)

    def finished(self) -> Clause:
        return Clause(self.article, self.headings, "\n".join(self.lines))


def split(lines: Sequence[str]) -> Split:
    """Split a text.

    Args:
        lines: Its paragraphs, none empty, without white space at the ends.

    Returns:
        The parts. Articles win over numbered clauses where both stand at the start of lines; a text with
        neither is taken by its paragraphs.
    """
    articles = [at for at, line in enumerate(lines) if _ARTICLE.match(line)]
    numbered = [at for at, line in enumerate(lines) if any(level.match(line) for level in _LEVELS)]
    if articles and (len(articles) > 1 or len(numbered) < 2):
        first = next(at for at, line in enumerate(lines) if _is_heading(line) or at == articles[0])
        return _with_preface(lines[:first], _articles(lines[first:]))
    if len(numbered) > 1:
        return _with_preface(lines[: numbered[0]], _numbered(lines[numbered[0] :]))
    first = next((at for at, line in enumerate(lines) if is_prose(line)), len(lines))
    paragraphs = [Clause(f"第{number}段", (), line) for number, line in enumerate(lines[first:], 1)]
    return Split(tuple(lines[:first]), tuple(paragraphs))


def _with_preface(front: Sequence[str], clauses: list[Clause]) -> Split:
    preface = "\n".join(line for line in front if is_prose(line))
    return Split(tuple(front), (*([Clause("引言", (), preface)] if preface else ()), *clauses))


def _is_heading(line: str) -> bool:
    return bool(_HEADING.match(line)) and len(line) <= HEADING_CHARS and not line.endswith(_SENTENCE_END)


def _is_annex(line: str) -> bool:
    return bool(_ANNEX.match(line)) and not line.endswith(("。", "；"))


def _articles(lines: Sequence[str]) -> list[Clause]:
    """Split a text of articles; what stands between a heading and its first article goes with the heading."""
    parts: list[_Part] = []
    headings: dict[int, str] = {}
    above: _Part | None = None
    last = (0, 0)
    for at, line in enumerate(lines):
        found = _ARTICLE.match(line)
        if _is_annex(line):
            return [part.finished() for part in parts] + _annex(lines[at:])
        if _is_heading(line):
            rank = _RANK[_HEADING.match(line)[1]]  # type: ignore[index]
            headings = {r: text for r, text in headings.items() if r < rank} | {rank: line}
            above = None
        elif found and _follows(last, number := _number(found), bool(found["gap"])):
            last = number
            article = str(number[0]) + (f"之{found[2]}" if found[2] else "")
            rest = line[found.end() :]
            above = _Part(article, tuple(headings.values()), [rest] if rest else [])
            parts.append(above)
        elif above is not None:
            above.lines.append(line)
        else:
            above = _Part("引言", tuple(headings.values()), [line])
            parts.append(above)
    return [part.finished() for part in parts]


def _number(found: "re.Match[str]") -> tuple[int, int]:
    """Return an article's number and its 之 number (0 without)."""

    def value(text: str) -> int:
        return int(text) if text.isdigit() else chinese_number(text.replace("〇", "零"))

    return value(found[1]), value(found[2]) if found[2] else 0


def _follows(last: tuple[int, int], number: tuple[int, int], spaced: bool) -> bool:
    """Tell whether an article can stand here: a paragraph that begins by naming another one is none."""
    following = number in ((last[0] + 1, 0), (last[0], last[1] + 1))
    return following or (spaced and number > last)


def _annex(lines: Sequence[str]) -> list[Clause]:
    """Split what is attached at the end; its marks begin with 附录, 附件1 …."""
    starts = [at for at, line in enumerate(lines) if _is_annex(line)]
    clauses: list[Clause] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        found = _ANNEX.match(lines[start])
        assert found is not None  # noqa: S101 - the line is here because it matched
        name, body = found[1] + found[2], [*filter(None, [found[3]]), *lines[start + 1 :][: end - start - 1]]
        if not body:
            continue
        inner = split(body).clauses if any(_ARTICLE.match(line) or _LEVELS[0].match(line) for line in body) else ()
        kept = [clause for clause in inner if clause.article != "引言"]
        if not kept:
            clauses.append(Clause(name, (), "\n".join(body)))
        for clause in kept:
            mark = f"第{clause.article}条" if clause.article.isdigit() else clause.article
            clauses.append(Clause(name + mark, (lines[start], *clause.headings), clause.text))
    return clauses


class _Step(NamedTuple):
    """An open numbered clause: how deep, its number, its mark in the path, and the words behind the mark."""

    depth: int
    number: int
    mark: str
    rest: str
    spoken: bool = False  # opened by 一是, not by （一）


@dataclass
class _Node(_Part):
    """A numbered clause: how deep it is, and its line where that is only a heading."""

    depth: int = 0
    title: str = ""


def _numbered(lines: Sequence[str]) -> list[Clause]:
    """Split a text of numbered clauses; a part that is only a heading over others is no clause of its own."""
    nodes: list[_Node] = []
    path: list[tuple[_Step, str]] = []
    for at, line in enumerate(lines):
        if _is_annex(line):
            return _leaves(nodes) + _annex(lines[at:])
        listed = bool(path) and (line.endswith("；") or lines[at - 1].endswith("；"))
        step = None if listed else _opened(line, [open_ for open_, _ in path])
        if step is None:
            nodes[-1].lines.append(line)
            continue
        path = [(open_, title) for open_, title in path if open_.depth < step.depth]
        above = tuple(title for _, title in path if title)
        rest = step.rest
        title = line if len(rest) <= HEADING_CHARS and not rest.endswith(_SENTENCE_END) else ""
        path.append((step, title))
        article = "".join(open_.mark for open_, _ in path)
        nodes.append(_Node(article, above, [] if title else [rest], step.depth, title))
    return _leaves(nodes)


def _opened(line: str, path: list[_Step]) -> _Step | None:
    """Return the clause that a line opens here; None for any other line."""
    found = next(((d, match) for d, level in enumerate(_LEVELS) if (match := level.match(line))), None)
    if found:
        depth, match = found
        number = int(match["n"]) if depth == 2 else chinese_number(match["n"])
        mark = f"（{match['n']}）" if depth == 1 else match["n"]
        step = _Step(depth, number, mark, match["rest"])
    elif point := _POINT.match(line):
        step = _Step(1, chinese_number(point["n"]), f"（{point['n']}）", line, True)
    else:
        return None
    beside = next((open_ for open_ in path if open_.depth == step.depth), None)
    if beside and (step.number <= beside.number or step.spoken != beside.spoken):
        return None  # numbers that begin anew are a list inside the clause
    return step


def _leaves(nodes: list[_Node]) -> list[Clause]:
    """Return the clauses that have words of their own."""
    clauses: list[Clause] = []
    for node, following in zip(nodes, [*nodes[1:], None], strict=True):
        if node.lines:
            headings = (*node.headings, node.title) if node.title else node.headings
            clauses.append(Clause(node.article, headings, "\n".join(node.lines)))
        elif following is None or following.depth <= node.depth:
            clauses.append(Clause(node.article, node.headings, node.title))
    return clauses
