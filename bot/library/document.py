"""What a policy file becomes: a document with its clauses."""

import hashlib
import re
from dataclasses import dataclass

# Bounds: the largest policy at hand has 120 articles and 60 KB, so whatever is beyond these is not one policy.
MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_CLAUSES = 5_000


class DocumentError(Exception):
    """A file cannot be taken into the library; the message is one Chinese line with the reason and what to do."""


@dataclass(frozen=True)
class Clause:
    """One article or numbered clause.

    Attributes:
        article: Its number in digits ("38", "276之一"), its path ("五（一）2"), 引言, 附录 or 第3段.
        headings: What stands above it, outermost first, as written: 第四章 …, 五、…, （一）….
        text: The words, exactly, without the mark in front; paragraphs end with a newline.
    """

    article: str
    headings: tuple[str, ...]
    text: str

    @property
    def label(self) -> str:
        """How the place is named to a person: 第38条, 五（一）2."""
        return article_label(self.article)


@dataclass(frozen=True)
class Document:
    """A policy text that was read and recognised.

    Attributes:
        title: Without 《》 and without 中华人民共和国 in front, as it is commonly called.
        number: The number that its issuer gave it (沪工总基〔2017〕172号); empty where none was found.
        version: The day of the text, or its month or year, as ISO (2021-12-24, 2017); empty where unknown.
        file: The file's name.
        lines: The whole text, one paragraph a line.
        clauses: In the order of the text.
    """

    title: str
    number: str
    version: str
    file: str
    lines: tuple[str, ...]
    clauses: tuple[Clause, ...]

    @property
    def digest(self) -> str:
        """A fingerprint of the words alone: layout and file format do not count."""
        return hashlib.sha256(re.sub(r"\s+", "", "".join(self.lines)).encode()).hexdigest()


def article_label(article: str) -> str:
    """Return how an article is named to a person: 38 → 第38条, 276之一 → 第276条之一, all else as it is."""
    return re.sub(r"^(.*?)(\d+)(之.+)?$", r"\1第\2条\3", article) if re.match(r"^(附.*第)?\d", article) else article
