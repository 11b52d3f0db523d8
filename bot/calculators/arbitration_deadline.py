"""Until when arbitration can be applied for (劳动争议调解仲裁法 第二十七条).

A year from knowing; from the end of the employment for arrears of wages, which have no limit before; a year anew from
every interruption; the time of a suspension comes on top. The last day: 民法典 第二百零一至二百零三条.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.calculators.calculation import Calculation, Line, cite
from bot.calculators.errors import WrongOrder
from bot.calculators.field import Choice, Field, Inputs, Kind
from bot.calculators.spans import last_day_of_limit
from bot.rates import rate

NAME = "arbitration_deadline"

_SATURDAY = 5

MATTERS = (
    Choice("arrears", "拖欠的工资"),
    Choice("other", "其他（补偿、赔偿、二倍工资等）"),
)


def _is_other(inputs: Inputs) -> bool:
    return bool(inputs.get("matter") == "other")


def _has_begun(inputs: Inputs) -> bool:
    """Tell whether the year runs: for arrears of who is still employed no day matters (第二十七条第四款)."""
    return inputs.get("matter") != "arrears" or inputs.get("ended") is not None


FIELDS = (
    Field(
        "matter",
        Kind.CHOICE,
        "要的是什么",
        "您要的是拖欠的工资，还是别的？",
        "拖欠工资的时效有特别规定。",
        "拖欠的工资",
        required=True,
        choices=MATTERS,
    ),
    Field(
        "knew",
        Kind.DATE,
        "知道被侵权的日子",
        "这件事哪天发生的？也就是您知道或者应该知道的那天，比如收到辞退通知的日子。",
        "一年从这天算起。",
        "2026-03-10",
        required=True,
        needed=_is_other,
        is_past=True,
    ),
    Field(
        "ended",
        Kind.DATE,
        "离职的日子",
        "离开那家单位了吗？离开了的话，是哪天？",
        "拖欠工资的，离职以后才开始算一年。",
        "2026-03-31",
        needed=lambda inputs: inputs.get("matter") == "arrears",
    ),
    Field(
        "interrupted",
        Kind.DATE,
        "最近一次要过的日子",
        "后来向单位要过、向劳动监察投诉过，或者单位答应过给吗？最近一次是哪天？",
        "从那天起重新算一年。",
        "2026-08-01",
        needed=_has_begun,
        is_past=True,
    ),
    Field(
        "suspended_from",
        Kind.DATE,
        "没法申请，从哪天起",
        "有没有因为不可抗力这类原因，一段时间没法申请？有的话从哪天起？",
        "那段时间先停着。",
        "2026-05-01",
        needed=_has_begun,
        is_past=True,
    ),
    Field(
        "suspended_to",
        Kind.DATE,
        "没法申请，到哪天止",
        "到哪天为止？",
        "原因没了再接着算。",
        "2026-05-20",
        needed=lambda inputs: _has_begun(inputs) and inputs.get("suspended_from") is not None,
    ),
)


_ASSUMED_NO_PAUSE = ("没说停到哪天为止，没法申请的日子没有扣掉。",)


@dataclass(frozen=True)
class _Limit:
    """The last day, and how it came about."""

    last: date
    steps: tuple[str, ...]


def arbitration_deadline(
    *,
    today: date,
    matter: str,
    knew: date | None = None,
    ended: date | None = None,
    interrupted: date | None = None,
    suspended_from: date | None = None,
    suspended_to: date | None = None,
) -> Calculation:
    """Return the last day for applying to labour arbitration.

    Args:
        today: The day it is asked on.
        matter: `arrears` for arrears of wages, `other` for all else.
        knew: The day of knowing of the infringement, or of the duty to know.
        ended: The last day of the employment; for arrears, None means that it goes on.
        interrupted: The latest claim, complaint or promise.
        suspended_from: The first day on which applying was impossible.
        suspended_to: The last of those days.

    Raises:
        WrongOrder: An interruption before the start, a suspension that ends before it begins, or a matter of
            `other` without its day.
    """
    if matter == "arrears" and ended is None:
        return _no_limit_yet()
    start = ended if matter == "arrears" else knew
    if start is None:
        raise WrongOrder("knew", "要知道从哪天算起，比如收到辞退通知的那天2026-03-10。")
    if interrupted and interrupted < start:
        # For arrears a claim during the employment changes nothing: the year has not begun.
        if matter != "arrears":
            raise WrongOrder("interrupted", "要过的日子在事情发生以前了，请核对，比如发生在2026-03-10，8月1日要过。")
        interrupted = None
    if suspended_from and suspended_to and suspended_to < suspended_from:
        raise WrongOrder("suspended_to", "停着的日子，到哪天要在从哪天以后，比如2026-05-01到2026-05-20。")
    months = int(rate("limitation_months", today))
    why = "离职" if matter == "arrears" else "知道权利被侵害"
    limit = _limit(start, why, months, interrupted, suspended_from, suspended_to)
    return Calculation(
        NAME,
        _lines(limit.last, today),
        limit.steps,
        cite("劳动争议调解仲裁法#27", "民法典#201", "民法典#202", "民法典#203"),
        assumptions=_ASSUMED_NO_PAUSE if suspended_from and suspended_to is None else (),
        judgement=(
            "哪天算“应该知道”、催要算不算数，要有证据，由仲裁委认定；短信、微信、投诉回执都留好。",
            *_day_off(limit.last),
        ),
    )


def _limit(
    start: date,
    why: str,
    months: int,
    interrupted: date | None,
    suspended_from: date | None,
    suspended_to: date | None,
) -> _Limit:
    """Return the last day of a limit of `months` from `start`, with its restart and its pause."""
    begun, last = start, last_day_of_limit(start, months)
    steps = [f"{_told(start)}{why}，当天不算，一年的最后一天是{_told(last)}。"]
    pause = _pause(begun, last, suspended_from, suspended_to)
    if pause and (interrupted is None or interrupted > last):
        steps.append(_paused(pause, last + timedelta(days=pause)))
    last += timedelta(days=pause)
    if interrupted and interrupted > last:
        steps.append(f"{_told(interrupted)}再去要的时候，一年已经过了，不能重新算，除非单位同意付。")
    elif interrupted:
        begun, last = interrupted, last_day_of_limit(interrupted, months)
        steps.append(f"{_told(interrupted)}要过，从这天起重新算一年，到{_told(last)}。")
        pause = _pause(begun, last, suspended_from, suspended_to)
        if pause:
            last += timedelta(days=pause)
            steps.append(_paused(pause, last))
    return _Limit(last, tuple(steps))


def _pause(begun: date, last: date, suspended_from: date | None, suspended_to: date | None) -> int:
    """Return the days, both ends counted in, that a suspension took from a year from `begun` to `last`.

    One that began before the year takes only the days since; one that began after its last day takes none.
    """
    if suspended_from is None or suspended_to is None or suspended_from > last:
        return 0
    return max(0, (suspended_to - max(suspended_from, begun)).days + 1)


def _paused(days: int, last: date) -> str:
    return f"中间有{days}天没法申请，不算在内，往后推到{_told(last)}。"


def _lines(last: date, today: date) -> tuple[Line, ...]:
    left = (last - today).days
    if left < 0:
        return (Line("最晚申请仲裁的日子", last), Line("现在", f"已经过期{-left}天；中间要过、投诉过的，可能还来得及"))
    state = "就是今天，马上去区劳动仲裁委" if left == 0 else f"还有{left}天"
    if 0 < left <= 30:
        state += "，抓紧去区劳动仲裁委交申请"
    return (Line("最晚申请仲裁的日子", last), Line("现在", state))


def _day_off(last: date) -> tuple[str, ...]:
    if last.weekday() < _SATURDAY:
        return ("最后一天碰上法定节假日的，顺延到放完假的第二天，但别等到那天。",)
    return (f"{_told(last)}是周{'六日'[last.weekday() - _SATURDAY]}，按规定顺延到休息日过后的第一天，但别等到那天。",)


def _no_limit_yet() -> Calculation:
    return Calculation(
        NAME,
        (Line("最晚申请仲裁的日子", "还在职，拖欠的工资现在没有一年的限制"),),
        ("拖欠工资的，人还在单位就不受一年限制；离职了，从离职那天起一年内要提出来。",),
        cite("劳动争议调解仲裁法#27"),
        assumptions=("您还在这家单位上班。",),
        judgement=("二倍工资、补偿金、赔偿金不是拖欠的工资，没有这个照顾，照样一年；没休年假的钱也早点提。",),
    )


def _told(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
