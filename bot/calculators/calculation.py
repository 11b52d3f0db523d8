"""What a calculator returns: the answer, how it came about, what it rests on and what it leaves open."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.knowledge.render import ANSWER_BYTES, sources_line
from bot.money import plain, yuan
from bot.reply import Citation

#: The unit of amounts, and that of multiples of the monthly wage.
YUAN = "元"
WAGES = "个月工资"

_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩"


@dataclass(frozen=True)
class Line:
    """One line of the result.

    Attributes:
        label: What it is, as people call it.
        value: A number of `unit`, a day, or words where there is no number to give.
        unit: 元, 天, 个月, 个月工资 …; empty for days and words.
    """

    label: str
    value: Decimal | date | str
    unit: str = ""

    @property
    def shown(self) -> str:
        """The value as people read it: 24000元, 半个月工资, 2026年2月28日."""
        if isinstance(self.value, date):
            return f"{self.value:%Y年%-m月%-d日}"
        if isinstance(self.value, str):
            return self.value
        if self.unit == YUAN:
            return yuan(self.value)
        if self.unit == WAGES and self.value == Decimal("0.5"):
            return "半个月工资"
        return plain(self.value) + self.unit

    def __str__(self) -> str:
        return f"{self.label}：{self.shown}"


@dataclass(frozen=True)
class Calculation:
    """A finished calculation, or as much of one as the inputs allow.

    Attributes:
        name: The calculator, as in contracts.md without `calculator.`.
        lines: The result, the most important first.
        steps: The arithmetic, each step a sentence that a worker can follow.
        citations: What it rests on.
        assumptions: What was taken for granted because nobody said otherwise.
        judgement: What the law leaves to a judgement or what is not known here, and who knows.
        wanted: Names of the inputs that would make the answer fuller, an amount instead of months.
        hint: One sentence that asks for them; empty where nothing is wanted.
    """

    name: str
    lines: tuple[Line, ...]
    steps: tuple[str, ...]
    citations: tuple[Citation, ...]
    assumptions: tuple[str, ...] = ()
    judgement: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    hint: str = ""

    def text(self, room: int = ANSWER_BYTES) -> str:
        """Return the whole answer in at most `room` bytes of UTF-8, the result first.

        Where it is too long, sources and then steps are left out; the result, what was assumed and what is
        open never are.
        """
        result = "\n".join(map(str, self.lines)) + (f"\n{self.hint}" if self.hint else "")
        steps = _numbered("这样算：", self.steps)
        caveats = [_plain("按这些来算：", self.assumptions), _plain("还要看：", self.judgement)]
        body = _joined(result, steps, *caveats)
        if len(body.encode()) > room:
            return _joined(result, *caveats)
        sources = sources_line(self.citations, room - len(body.encode()) - 2)
        return _joined(body, sources)

    def brief(self) -> str:
        """Return the result in one sentence, with what would make it fuller."""
        return "；".join(map(str, self.lines)) + "。" + self.hint


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _numbered(head: str, sentences: tuple[str, ...]) -> str:
    if len(sentences) < 2:
        return head + sentences[0] if sentences else ""
    return "\n".join([head, *(f"{mark} {text}" for mark, text in zip(_NUMBERS, sentences, strict=False))])


def _plain(head: str, sentences: tuple[str, ...]) -> str:
    return head + "".join(sentences) if sentences else ""


def cite(*sources: str) -> tuple[Citation, ...]:
    """Return citations from their written form `TITLE#ARTICLE`."""
    return tuple(Citation.parse(source) for source in sources)
