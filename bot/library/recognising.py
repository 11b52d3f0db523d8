"""What a document says about itself: its title, its number, and the day of its text."""

import re
from collections.abc import Iterable, Sequence

from bot.knowledge.policies import chinese_number
from bot.library.splitting import is_prose

_DOCUMENT_WORD = re.compile(
    r"(?:法|条例|办法|规定|意见|通知|解释(?:（[一二三四五六七八九十]+）)?|章程|决定|规则|细则|方案|批复|公约)$"
)
_EDITION = re.compile(r"[（(](\d{4})年?(?:修正|修订|版|文本|施行)[^）)]*[）)]")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,12}\s*[〔\[［（(]\s*\d{4}\s*[〕\]］）)]\s*第?\s*\d+\s*号|[\u4e00-\u9fff]{2,10}令\s*第\s*\d+\s*号"
)
_NUMBER_YEAR = re.compile(r"[〔\[［（(]\s*(\d{4})\s*[〕\]］）)]")
_FORWARDS = re.compile(r"^关于(?:印发|转发|下发)")
_CHINESE_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_DAY = re.compile(
    r"(?:(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
    r"|(?P<cyear>[〇○零Ｏ一二三四五六七八九]{4})年(?P<cmonth>[一二三四五六七八九十]{1,2})月(?P<cday>[一二三四五六七八九十]{1,3})日)"
    r"(?P<after>.{0,4})"
)
_FILE_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})[-_.年]?(0[1-9]|1[0-2]|[1-9])[-_.月]?(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)日?"
)
# The day from which a text is in force names no text: two texts can be in force from one day.
_IN_FORCE = re.compile(r"^\s*起?(?:施行|执行|实施|生效)")
_TITLE_CHARS = 100


def recognise_title(front: Sequence[str], file_name: str) -> str:
    """Return the title; the file's own name where the text bears it out, else the text's last title line.

    Args:
        front: The lines before the first article or part.
        file_name: The file's name without its ending.

    Returns:
        The title without 《》, without 中华人民共和国 (《劳动合同法》 is how it is cited) and without the
        edition behind it (（2022年修正）).
    """
    named = _plain(file_name)
    lines = [_plain(line) for line in _titles(front)]
    if len(named) >= 3 and any(named in line for line in lines):
        return named
    own = [line for line in lines if not _FORWARDS.match(line)]
    return (own or lines or [named])[-1]


def recognise_number(front: Sequence[str]) -> str:
    """Return the number that the issuer gave the document, the last one named in front; empty without."""
    lines = [line.replace("中华人民共和国", " ") for line in front if not is_prose(line) and "《" not in line]
    found = [match for line in lines for match in _NUMBER.findall(line)]
    return re.sub(r"\s+", "", found[-1]) if found else ""


def recognise_version(front: Sequence[str], end: Sequence[str], file_name: str, number: str) -> str:
    """Return the day of the text as ISO, or its year; empty where nothing tells.

    The latest day in front that is not the day of coming into force, then the signature's, then what the
    file's name says, then the year in the number.
    """
    for lines in ([line for line in front if not is_prose(line)], end):
        if days := list(_days(lines)):
            return max(days)
    if day := _FILE_DAY.search(file_name):
        return f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
    for text in (file_name, *front):
        if edition := _EDITION.search(text):
            return edition[1]
    year = _NUMBER_YEAR.search(number)
    return year[1] if year else ""


def signature(lines: Sequence[str]) -> int:
    """Return how many lines at the end are the signature: the issuer, the day, who else gets it."""
    count = 0
    for line in reversed(lines):
        dated = bool(_DAY.search(line)) and len(line) <= 40 and not is_prose(line)
        if not (dated or line.startswith(("抄送", "主送", "（此件"))):
            break
        count += 1
    before = lines[-count - 1] if 0 < count < len(lines) else ""
    issuer = bool(before) and len(before) <= 25 and not re.search(r"[。；：，、\d]", before)
    return count + issuer if count else 0


def _days(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        for found in _DAY.finditer(line):
            if _IN_FORCE.match(found["after"]):
                continue
            if found["year"]:
                yield f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
            else:
                year = found["cyear"].translate(_CHINESE_DIGITS)
                yield f"{year}-{chinese_number(found['cmonth']):02}-{chinese_number(found['cday']):02}"


def _titles(front: Sequence[str]) -> list[str]:
    """Return the lines of `front` that are titles; one that was broken into two lines is put together."""
    titles = []
    for at, line in enumerate(front):
        if is_prose(line) or not _DOCUMENT_WORD.search(_EDITION.sub("", line).rstrip("》 ")):
            continue
        before = front[at - 1] if at else ""
        begun = re.match(r"^[《\u4e00-\u9fff].{5,}[^：:》文件\d]$", before) and not _DOCUMENT_WORD.search(before)
        broken = begun and not re.search(r"[。\d]", before) and not re.match(r"^(关于|中华人民共和国)", line)
        titles.append(before + line if broken else line)
    return [title for title in titles if len(title) <= _TITLE_CHARS]


def _plain(text: str) -> str:
    """Return a title as it is cited."""
    return re.sub(r"[《》〈〉\s]|中华人民共和国|^[-_.]+|[-_.]+$", "", _EDITION.sub("", _FILE_DAY.sub("", text)))
