"""How long something lasted in somebody's own case: work for this employer, a whole working life, a sick leave.

Strict on purpose: a length is taken only where the words around it say what lasted, and only where there is one.
Nothing found is None; a wrong number would be worse. All take a message that went through `normalise`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.entities import durations
from bot.entities.entity import Entity
from bot.entities.numerals import NUMBER, whole

_HALF = Decimal("0.5")


@dataclass(frozen=True)
class Length:
    """A length of time as told, in months: 两年多 is anything from 24.5 to 35.5.

    Attributes:
        low: The least it can be.
        high: The most it can be.
        words: How it was said.
    """

    low: Decimal
    high: Decimal
    words: str


_AND = r"[了满过已经有快将近差不多大概约都是才刚整也又还就这家那里儿的在\s]*"
_WORKED = re.compile(
    r"(?:干|做|工作|上班|入职|待|呆|工龄|服务|进厂|进公司|在(?:这家?|我们|他们)?(?:公司|单位|厂里?|店里))" + _AND + "$"
)
_WORKED_BEHIND = re.compile(
    r"^(?:的?老?员工|的?工龄|工龄|了?[，,\s]?(?:公司|单位|老板|厂里|现在|突然|就|却)*(?:要)?(?:把我|将我)?被?(?:辞退|裁员|裁|开除|辞掉|炒))"
)
# What makes it another length: arrears, the term of a contract, notice, probation, what is still to come.
_NOT_WORKED = re.compile(
    r"(?:欠|拖|压|没发|不发|未发|合同(?:是|期)?|签|试用期|实习期|提前|培训|病假|休|怀孕|社保|停工|还有|还差|前)[^，。,；;]{0,4}$"
)
# The same before 干了 and the like, which say of themselves what lasted.
_NOT_MINE = re.compile(r"(?:欠|拖|压|没发|不发|未发|再|又|还要|说|答应|规定|必须|要求|至少)[^，。,；;]{0,4}$")
_NEARLY = re.compile(r"(?:快|将近|接近|差一点|差点)(?:要|到|有|满)?$")
_ABOUT = re.compile(r"(?:差不多|大概|大约|约)(?:有|干了|做了|是)?$")
_ABOUT_BEHIND = re.compile(r"^(?:左右|上下|差不多)")
_MORE_BEHIND = re.compile(r"^(?:多|出头|有余|挂零)")
_NO_LENGTH = re.compile(r"多少|[^\d](?:多少|都?不到|都?不满|都?没到|未满)")
_VAGUE_BEHIND = re.compile(r"^(?:多|出头|有余|挂零|左右|上下|差不多)+")


def worked(text: str) -> Length | None:
    """Return how long somebody worked for this employer: 干了两年半, 3年老员工, 试用期第二个月, 上了10天班."""
    found = _lengths(text, _WORKED, _WORKED_BEHIND) + _short(text)
    return found[0] if len(found) == 1 else None


_CAREER = re.compile(r"(?:工龄|参加工作|工作|干|做|上班)" + _AND + "$")
_CAREER_BEHIND = re.compile(r"^的?工龄")


def working_life(text: str) -> Length | None:
    """Return how long somebody has worked altogether: 工龄12年, 参加工作15年了, 干了8年."""
    found = _lengths(text, _CAREER, _CAREER_BEHIND)
    # 上过五年班，又做了六年: other years, told otherwise, would be missing.
    if len([entity for entity in durations.find(text) if entity.value >= 12]) > 1:
        return None
    return found[0] if len(found) == 1 else None


_SICK = re.compile(r"(?:病假|病休|休病假|住院|生病|休)" + _AND + "$")
_SICK_BEHIND = re.compile(r"^的?(?:病假|病休)")


def sick(text: str) -> Length | None:
    """Return how long a sick leave lasts: 病假两个月, 请了7个月病假."""
    served = worked(text)
    found = [length for length in _lengths(text, _SICK, _SICK_BEHIND) if length != served]
    return found[0] if len(found) == 1 else None


_WEEKS = re.compile(rf"{NUMBER}个?(?:星期|礼拜|周)(?!一|二|三|四|五|六|日|天|末|几)")
_SICK_DAYS = re.compile(
    rf"{NUMBER}(?:个工作)?[天日](?=的?(?:病假|病休))"
    rf"|(?:病假|病休|生病)(?:请|休)?(?:了|有|才|就)*{NUMBER.replace('number', 'behind')}天"
)
#: Working days of a week.
DAYS_A_WEEK = 5


def sick_days(text: str) -> tuple[Decimal, str] | None:
    """Return the working days of a sick leave told in weeks or days, with its words: 请了一个礼拜病假 → 5."""
    weeks = [
        match for match in _WEEKS.finditer(text) if re.search("病", text[max(0, match.start() - 8) : match.end() + 4])
    ]
    days = list(_SICK_DAYS.finditer(text))
    if len(weeks) + len(days) != 1:
        return None
    match = (weeks or days)[0]
    count = whole(match["number"] if weeks else match["number"] or match["behind"])
    total = (count or 0) * (DAYS_A_WEEK if weeks else 1)
    return (Decimal(total), match[0]) if 0 < total <= _MOST_SICK_DAYS else None


_MOST_SICK_DAYS = 21  # working days of a month
_SIGN = r"(?:没有?|未|不)(?:给我|跟我|和我|与我|给)?(?:有)?(?:签|订)"
_UNSIGNED = re.compile(_SIGN)
_UNSIGNED_NEAR = re.compile(rf"(?:{_SIGN})[^，。,；;]{{0,6}}$|(?:干|做|工作|上班|入职|待|呆|来)" + _AND + "$")
_UNSIGNED_BEHIND = re.compile(rf"^(?:了|都|也|还|一直|公司|单位|老板|厂里|[，,\s])*{_SIGN}")


_SIGNED_LATER = re.compile(r"补签|后来.{0,4}签|才签|现在签")


def is_unsigned(text: str) -> bool:
    """Tell whether a message says that there is no written contract to this day."""
    return bool(_UNSIGNED.search(text) and not _SIGNED_LATER.search(text))


def unsigned(text: str) -> Length | None:
    """Return how long somebody worked without a written contract: 没签合同干了8个月."""
    if not _UNSIGNED.search(text):
        return None
    found = _lengths(text, _UNSIGNED_NEAR, _UNSIGNED_BEHIND)
    return found[0] if len(found) == 1 else None


def _lengths(text: str, before: re.Pattern[str], behind: re.Pattern[str]) -> list[Length]:
    """Return the lengths of time that the words before or behind them claim and nothing else does."""
    found = []
    for entity in durations.find(text):
        left, right = text[max(0, entity.start - 14) : entity.start], text[entity.end :]
        # 一年多少钱 and 工龄一年不到: no length, or one that ends where it is told to.
        if _NO_LENGTH.match(text, entity.end - 1) or left.endswith(("超过", "不止")):
            continue
        vague = _NEARLY.search(left) or _ABOUT.search(left)
        claim = before.search(left) or (before.search(left[: vague.start()]) if vague else None)
        if claim:
            is_other = _NOT_MINE.search(left[: claim.start()])
        elif behind.match(_VAGUE_BEHIND.sub("", right)):
            is_other = _NOT_WORKED.search(left)
        else:
            continue
        if not is_other:
            is_about = bool(_ABOUT.search(left) or _ABOUT_BEHIND.match(right))
            found.append(_length(entity, text, bool(_NEARLY.search(left)), is_about))
    return found


def _length(entity: Entity, text: str, is_nearly: bool, is_about: bool) -> Length:
    """Return the bounds of a told length; the entity holds its whole months only."""
    words, months = text[entity.start : entity.end], Decimal(entity.value)
    in_years = "年" in words and "月" not in words
    if is_nearly:
        return Length(months - 6 if in_years else months - _HALF, months - _HALF, f"快{words}")
    if is_about:
        return Length(max(_HALF, months - 1), months + 1, f"{words}左右")
    if "多" in words or _MORE_BEHIND.match(text[entity.end :]):
        most = 5 if "半" in words and months % 12 == 6 and months > 6 else 11 if months % 12 == 0 else 5
        return Length(months + _HALF, months + (most if in_years else 0) + _HALF, words)
    if "半月" in words or re.match(r"半月", text[entity.end - 1 :]):
        return Length(months + _HALF, months + _HALF, words)
    return Length(months, months, words)


_PROBATION = re.compile(
    rf"(?:试用期?|入职|上班|进来|刚来)(?:的|才|在)?第{NUMBER.replace('第几', '几')}(?P<unit>个月|天)"
)
_DAYS_WORKED = re.compile(rf"(?:干|做|上|工作|入职|上班)(?:了|才|满|刚|就|没)*{NUMBER}天")


def _short(text: str) -> list[Length]:
    """Return lengths below half a year: 试用期第二个月, 上班第10天, 干了20天."""
    found = []
    for match in [*_PROBATION.finditer(text), *_DAYS_WORKED.finditer(text)]:
        count = whole(match["number"])
        is_months = match.groupdict().get("unit") == "个月"
        if count and count <= (6 if is_months else 27):
            months = count - _HALF if is_months else Decimal(count) / 30
            found.append(Length(months, months, match[0]))
    return found
