"""Where one question ends and the next begins, in a message that asks several things."""

import re

from bot.entities.normalise import normalise

MOST_QUESTIONS = 8  # more are a questionnaire, and nobody is helped by the first three of it

# How a question ends when it is spoken, or written without marks; and what any question has somewhere in it.
_ENDS = (
    r"(?:[吗么呢]|怎么[^，。\s]{1,3}|咋[^，。\s]{1,2}|如何[^，。\s]{0,3}|怎样|多少[^，。\s]{0,2}|多久|多长时间|几[天个年月号岁倍]|"
    r"什么[^，。\s]{0,3}|哪[里些个儿]?[^，。\s]{0,2}|找谁|合法|行不行|可不可以|对不对|好不好|够不够|要不要)[啊呀呢啦伐]?"
)
_ASKS = r"[吗么呢]|怎么|怎样|咋|如何|多少|多久|多长|几[天个年月号岁倍]|什么|啥|哪|谁|是否|能否|可不可以|(.)[不没]\1"
_OPENS = r"(?:还有|另外|再问|再请教|顺便|其次|对了|还想问)"
_NUMBER = (
    r"(?:[(（]?[1-9一二三四五六][)）]|[1-9一二三四五六][.．、]|[①-⑨]|第[一二三四五六](?:个(?:问题)?|点)?[，,、:：]?)"
)
_BEFORE_LIST = re.compile(rf"(^|[\s，,。；;：:？?、]|[吗么呢办])\s*(?={_NUMBER}(?!\d|[天个年月号点]))")
_RUN_ON = re.compile(rf"({_ENDS}|[啊呀])\s*(?={_OPENS})")
_AFTER_MARK = re.compile(r"[。！？!?；;\n]+|(?<=\w)\s+(?=\w)")  # a space is the mark of those who write none
_AFTER_COMMA = re.compile(rf"[，,]+(?!\s*{_OPENS})")
_BEFORE_OPENING = re.compile(rf"[，,]+(?=\s*{_OPENS})")
_LEAD = re.compile(
    rf"(?:[\s，,。；;、：:]|{_OPENS}|{_NUMBER}|就是(?!说)|(?:我|还|再)*(?:想)?(?:请问|请教|咨询|问)(?:一下|下|您)?)+"
)
_EDGES = " \t\n，,。；;、：:？?！!"
_SURE, _PERHAPS = "\x1e", "\x1f"  # a question before it may end in any way; only with a question's end


def split_questions(text: str) -> list[str]:
    """Return the questions of a message in the order asked, each with the story told before it.

    What is told behind the last question belongs to it. Whether a part is a question of its own, and another than
    the part before, is for the classifier to say (several.py); here are only the places to cut.

    Returns:
        The parts without 另外 or 第二 in front, in simplified characters; none where there are not two questions.

    Example:
        没签合同能要双倍工资吗，还有公司不交社保怎么办 → [没签合同能要双倍工资吗, 公司不交社保怎么办]
    """
    parts, told = [], ""
    for clause, cut in _clauses(text):
        told += clause
        if re.search(_ASKS if cut == _SURE else rf"{_ENDS}[，,\s]*$", clause):
            parts.append(told)
            told = ""
    if not 2 <= len(parts) <= MOST_QUESTIONS:
        return []
    parts[-1] += told
    return [_without_lead(part) for part in parts]


def _clauses(text: str) -> list[tuple[str, str]]:
    """Return the clauses of a message, each with the kind of cut behind it."""
    marked = _RUN_ON.sub(rf"\g<1>{_SURE}", _BEFORE_LIST.sub(rf"\g<1>{_SURE}", normalise(text)))
    for pattern, cut in ((_AFTER_MARK, _SURE), (_BEFORE_OPENING, _SURE), (_AFTER_COMMA, _PERHAPS)):
        marked = pattern.sub(rf"\g<0>{cut}", marked)
    pieces = re.split(f"([{_SURE}{_PERHAPS}])", marked + _SURE)
    return [(clause, cut) for clause, cut in zip(pieces[::2], pieces[1::2], strict=False) if clause.strip(_EDGES)]


def _without_lead(part: str) -> str:
    lead = _LEAD.match(part)
    return part[lead.end() if lead else 0 :].strip(_EDGES)
