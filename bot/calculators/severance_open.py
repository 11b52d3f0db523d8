"""What the law leaves to a judgement of a severance, and what it hangs on besides the numbers."""

from datetime import date

from bot.calculators.spans import last_day_of_limit
from bot.rates import rate

_JUDGEMENT = {
    "illegal": "是不是违法辞退由仲裁来定；也可以不要钱，要求回去上班。",
    "agreed": "要是您先提出走的，公司可以不给。",
    "without_fault": "这三种理由都要公司拿证据，拿不出就是违法，可以要2N。",
    "layoff": "裁员的人数、理由和程序不合法的，可以要2N。",
    "forced": "通知里要写明公司欠薪、欠保这些理由，写“个人原因”就难要了。",
    "expiry": "公司愿意维持或提高条件、是您不肯续的，没有补偿；该签无固定期限合同却硬要终止的，可以要2N。",
    "unsure": "哪一种要看公司的理由和证据；您有严重过错，或者没有理由自己辞职，一般没有补偿。",
}


def left_open(situation: str, end: date | None, today: date, notice: bool | None, *unknown: str) -> tuple[str, ...]:
    """Return what the answer to a severance leaves open, the most pressing first.

    Args:
        situation: How the employment ended (severance.SITUATIONS).
        end: The last day of work, where it was told.
        today: The day it is asked on.
        notice: Whether notice was given thirty days ahead.
        unknown: What is not known of the wage and of the years; empty ones are left out.
    """
    return tuple(filter(None, (_late(end, today), *unknown, _notice(situation, notice), _JUDGEMENT[situation])))


def _late(end: date | None, today: date) -> str:
    """Warn where the year for applying to arbitration is over by the calendar (劳动争议调解仲裁法 第二十七条)."""
    if end is None or last_day_of_limit(end, int(rate("limitation_months", today))) >= today:
        return ""
    return "离开已满一年，申请仲裁的期限可能过了，除非这中间要过、投诉过。"


def _notice(situation: str, notice: bool | None) -> str:
    """Tell of the +1 where nobody knows whether notice was given (劳动合同法 第四十条)."""
    return "没提前30天书面通知的，再加一个月工资。" if situation == "without_fault" and notice is None else ""
