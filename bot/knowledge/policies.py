"""Whether a cited article stands in a policy text: by number (第三十八条) or by clause path (五（一）2)."""

import re
from functools import lru_cache
from pathlib import Path

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ARTICLE = re.compile(r"^#*\s*第([零一二三四五六七八九十百千]+)条", re.MULTILINE)
_PART = re.compile(r"^#*\s*([一二三四五六七八九十]+)、", re.MULTILINE)
_STEP = re.compile(r"[一二三四五六七八九十]+|（[一二三四五六七八九十]+）|\d+")


def chinese_number(text: str) -> int:
    """Return the value of a Chinese numeral below 10,000: 三十八 → 38, 一百零二 → 102."""
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


@lru_cache(maxsize=64)
def _text(path: Path) -> str:
    """Return a policy's text (read once), its brackets all full-width."""
    return path.read_text(encoding="utf-8").replace("(", "（").replace(")", "）")


def has_article(path: Path, article: str) -> bool:
    """Tell whether the policy at `path` has the article ("38"), the clause ("五（一）2"), 引言 or 附录.

    A clause is found step by step, each inside the part that the step before opened: 五、 then （一） or, as
    some documents write it, 一是, then 2.
    """
    text = _text(path)
    if article.isdigit():
        return any(chinese_number(found) == int(article) for found in _ARTICLE.findall(text))
    if article == "附录":
        return re.search(r"^#*\s*附录", text, re.MULTILINE) is not None
    if article == "引言":  # what a document without articles says before its first part
        first = _PART.search(text)
        return first is not None and bool(text[: first.start()].strip())
    steps = _STEP.findall(article)
    if not steps or "".join(steps) != article:
        return False
    return all(_narrowed(text, steps[: count + 1]) is not None for count in range(len(steps)))


def _narrowed(text: str, steps: list[str]) -> str | None:
    """Return the part of `text` behind the marks of `steps`, or None where one is missing."""
    for step in steps:
        bare = step.strip("（）")
        if step.isdigit():
            mark = rf"^{step}[.．、]"
        elif step == bare:
            mark = rf"^#*\s*{step}、"
        else:
            mark = rf"^#*\s*(?:{re.escape(step)}|{bare}是)"
        found = re.search(mark, text, re.MULTILINE)
        if found is None:
            return None
        text = text[found.end() :]
        following = _PART.search(text) if step == bare and not step.isdigit() else None
        text = text[: following.start()] if following else text
    return text
