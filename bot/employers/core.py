"""What a written employer's name comes down to: brand and trades, without place, legal form and branch.

上海市恒昌电子有限公司, 恒昌电子（松江）, 恆昌电子厂 all have the brand 恒昌 and the trade 电子. The word lists
are in data/lexicon/employer_names.yml and employers.yml; the places in places.yml.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.entities import places
from bot.entities.lexicon import alternatives, lexicon
from bot.entities.normalise import normalise
from bot.entities.numerals import whole

_LONGEST = 100  # characters of a name that are kept
_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
_MASKED = re.compile(r"(?:[x×某*?？#0-9\W_]*|[a-z])(?:公司|工厂|厂|店|单位|集团|企业)?")
_UNSURE = re.compile(r"^某|不清楚|不知道|不记得|记不|什么|叫啥|忘[了记]|没名|跑了|跑路")
_LEAD = re.compile(r"^(?:我们?|一家|这家|那家|本市)(?=\w{2})")
_BRACKETS = re.compile(r"[(\[【〔<《][^)\]】〕>》]*[)\]】〕>》]")
_MARKS = re.compile(r"[^\w&]|_")
_NOBODY = re.compile(
    r"(?:我们?|一个|一家|那个|姓?.)?(?:老板娘?|雇主|东家|包工头|工头|私人|个人|自己|家里)+(?:个人|家里|家)?|没有?.{0,2}|无|不.{1,4}"
)
_NUMERAL = "[0-9一二三四五六七八九十百]+"
# 第二, and 二厂 or 十二中学, which say the same without 第.
_ORDINAL = re.compile(rf"第?({_NUMERAL})(?=(?:分厂|厂|中学|小学|幼儿园|(?:人民|中心)?医院)(?!\w{{4}}))|第({_NUMERAL})")
_ROAD = re.compile(r"[\u4e00-\u9fff]{2}[东西南北中]?路(?:\w{0,2})$")
_BRANCH_NUMBER = re.compile(r"(?:第?(?:\d+|[一二三四五六七八九十]+)号?)$")


@dataclass(frozen=True)
class Core:
    """The parts of a name that tell employers apart.

    Attributes:
        brand: The name proper (恒昌), at least two characters; ordinals in digits (第1).
        trades: What it does, as written, in order (电子, 科技); empty where the name does not say.
        district: The district that the name puts its place of work in (…张江店), or begins with.
        registered: Whether it is the whole registered name of a company, without a branch.
    """

    brand: str
    trades: tuple[str, ...] = ()
    district: str | None = None
    registered: bool = False

    @property
    def text(self) -> str:
        """Brand and trades with spaces between them, as kept in the database; `from_text` reads it."""
        return " ".join((self.brand, *self.trades))

    @classmethod
    def from_text(cls, text: str) -> "Core":
        """Read what `text` wrote; the district and the legal form are not in it."""
        brand, *trades = text.split(" ")
        return cls(brand, tuple(trades))


def tidy(written: str | None) -> str:
    """Return a name as it is kept: without outer spaces, at most 100 characters, empty for None."""
    return (written or "").strip()[:_LONGEST].strip()


@lru_cache(maxsize=4096)
def core_of(written: str) -> Core | None:
    """Return what a name comes down to, or None where it names nobody (不知道, XX公司, 浦东电子厂, 老板个人).

    Args:
        written: The name as somebody wrote it.
    """
    plain = normalise(unicodedata.normalize("NFKC", normalise(tidy(written)))).casefold()
    alias = _aliases().get(_MARKS.sub("", plain))
    if alias:
        return Core(alias)
    if any(pattern.fullmatch(plain) for pattern in (_MASKED, _NOBODY, _place_whole())) or plain in _not_names():
        return None
    if _UNSURE.search(plain):
        return None
    name, bracketed = _without_brackets(_LEAD.sub("", plain))
    name = _canonical(name)
    name, branch = _without_branch(name)
    name, form = _without_form(name)
    if not branch:  # 大润发杨浦店有限公司 does not exist, 恒昌电子有限公司张江分公司 and 恒昌电子张江厂 do
        name, branch = _without_branch(name)
    place, name = _without_place(name)
    brand, trades = _split(name)
    if not brand and place and (form in _words("registered") or set(trades) & set(_words("institutions"))):
        brand = place
    elif len(brand) < 2 or _vague_pattern().fullmatch(brand):
        return None
    district = _district(branch) or _district(bracketed) or _district(place)
    return Core(brand, trades, district, registered=form in _words("registered") and not _district(branch))


def _without_brackets(name: str) -> tuple[str, str]:
    """Return the name without what stands in brackets, and that: 海底捞(五角场店) → 海底捞, 五角场店."""
    inside = " ".join(match[0][1:-1] for match in _BRACKETS.finditer(name))
    return _MARKS.sub("", _BRACKETS.sub("", name)), inside


def _without_branch(name: str) -> tuple[str, str]:
    """Return the name without the branch at its end, and the branch: 大润发杨浦店 → 大润发, 杨浦店."""
    end = _branch_end().search(name)
    stem = name[: end.start()] if end else name
    # 海底捞五角场万达店 says more behind the place, 大润发张江厂 and 大润发张江 do not.
    at = _last_place(stem, 4 if end and not end["at_place"] else 0)
    if at is not None:
        return name[:at], name[at:]
    if not end or end["at_place"] or _trade_end().search(name):
        return name, ""
    for pattern in (_ROAD, _BRANCH_NUMBER):
        found = pattern.search(stem)
        if found and found.start() >= 2:
            return stem[: found.start()], name[found.start() :]
    brand = _brand_start().match(name)
    if brand and len(stem) > brand.end():
        return brand[0], name[brand.end() :]
    return (stem, name[len(stem) :]) if len(stem) >= 2 else (name, "")


def _last_place(stem: str, farthest: int) -> int | None:
    """Return where the place begins that a stem ends with, with at most `farthest` characters behind it."""
    first = max(2, _front(stem))
    city = re.search("上海市?$", stem)
    if city and city.start() >= first:
        return city.start()
    found = [entity for entity in places.find(stem) if entity.start >= first]
    if not found or max(entity.end for entity in found) < len(stem) - farthest:
        return None
    return min(entity.start for entity in found)


def _without_form(name: str) -> tuple[str, str]:
    """Return the name without its legal form, and the form: 恒昌电子有限公司 → 恒昌电子, 有限公司."""
    form = ""
    while found := _form_pattern().search(name):
        if found.start() < 2 or (not form and _trade_end().search(name)):
            break
        form = found[0] if found[0] in _words("registered") or not form else form
        name = name[: found.start()]
    return name, form


def _without_place(name: str) -> tuple[str, str]:
    """Return the place in front (上海市 left out of it), and the rest: 浦东新区张江恒昌 → 浦东新区张江, 恒昌."""
    at = _front(name)
    place = re.sub("^上海市?", "", name[:at]) or name[:at]
    return place, name[at:]


def _front(name: str) -> int:
    """Return where the place in front of a name ends; 0 where there is none, or nothing else."""
    found = _place_start().match(name)
    return found.end() if found else 0


def _split(name: str) -> tuple[str, tuple[str, ...]]:
    """Return brand and trades; the brand is empty where there are only trades."""
    known = _brand_start().match(name)
    rest = name
    trades: list[str] = []
    least = len(known[0]) if known else 0
    while (found := _trade_pattern().search(rest)) and found.start() >= least:
        trades.insert(0, found[0])
        rest = rest[: found.start()]
    if len(rest) == 1 and trades:
        rest += trades.pop(0)
    return _aliases().get(rest, rest), tuple(trades)


def _canonical(name: str) -> str:
    """Return the name with ordinals in digits, other digits in Chinese: 十二中学 → 第12中学, 58同城 → 五八同城."""

    def ordinal(match: re.Match[str]) -> str:
        return f"第{whole(match[1] or match[2]) or match[1] or match[2]}"

    parts = re.split(r"(第\d+)", _ORDINAL.sub(ordinal, name))
    return "".join(part if part.startswith("第") else part.translate(_DIGITS) for part in parts)


def _district(text: str) -> str | None:
    return places.district(text) if text else None


def _words(section: str) -> list[str]:
    return lexicon("employer_names")[section]


@lru_cache(maxsize=1)
def _not_names() -> frozenset[str]:
    return frozenset(_words("not_names") + lexicon("employers")["generic"])


@lru_cache(maxsize=1)
def _vague_pattern() -> re.Pattern[str]:
    """Match what only describes: 小型, 民营, 私人."""
    return re.compile(rf"{alternatives(lexicon('employers')['trades'] + lexicon('employers')['generic'])}+")


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    names = lexicon("employer_names")["aliases"]
    return {_MARKS.sub("", variant): name for name, variants in names.items() for variant in variants}


@lru_cache(maxsize=1)
def _brand_start() -> re.Pattern[str]:
    return re.compile(alternatives([*lexicon("employers")["brands"], *_aliases(), *_aliases().values()]))


@lru_cache(maxsize=1)
def _form_pattern() -> re.Pattern[str]:
    return re.compile(alternatives(_words("registered") + _words("ends")) + "$")


@lru_cache(maxsize=1)
def _trade_pattern() -> re.Pattern[str]:
    return re.compile(alternatives(_words("trades") + _words("fillers")) + "$")


@lru_cache(maxsize=1)
def _trade_end() -> re.Pattern[str]:
    """Match a trade that ends like a branch or a legal form: 便利店, 加油站, 旅行社."""
    ends = tuple(_words("branches") + _words("ends"))
    return re.compile(alternatives([trade for trade in _words("trades") if trade.endswith(ends)]) + "$")


@lru_cache(maxsize=1)
def _branch_end() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<at_place>{alternatives(_words('branches_at_place'))})|{alternatives(_words('branches'))})$"
    )


@lru_cache(maxsize=1)
def _place_names() -> str:
    districts = lexicon("places")["districts"]
    names = [n for full, p in districts.items() for n in (full, *p["short"], *p["streets"], *p["known"])]
    return alternatives(names)


@lru_cache(maxsize=1)
def _place_start() -> re.Pattern[str]:
    return re.compile(rf"(?:中国)?(?:(?:上海市?)?{_place_names()}*(?:区|镇)?)(?=\w)")


@lru_cache(maxsize=1)
def _place_whole() -> re.Pattern[str]:
    return re.compile(rf"(?:中国)?(?:上海市?)?{_place_names()}*(?:区|镇)?")
