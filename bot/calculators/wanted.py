"""Which calculator a message wants, and what the message tells it.

Words decide before guesses: 帮我算加班费 names its calculator. What is told goes through the strict readers of `told`
and `told_lengths`; what a guess only takes for granted (gone today, arrears) is left out, because a form asks for it.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot import clock
from bot.calculators import told
from bot.calculators.from_message import guess
from bot.calculators.registry import CALCULATORS
from bot.entities.normalise import normalise
from bot.understanding import Understanding

#: What the id of a calculator begins with as a service (contracts.md).
PREFIX = "calculator."

# The best topic chooses the calculator from this share on; below it the person is asked.
_TOPIC_FROM = 0.5

_WORDS = {
    "union_funds": re.compile(r"工会经费|拨缴|经费"),
    "union_dues": re.compile(r"会费"),
    "arbitration_deadline": re.compile(r"仲裁|时效|过期"),
    "injury_benefit": re.compile(r"工伤|伤残|[一二三四五六七八九十\d]级"),
    "sick_pay": re.compile(r"病假|医疗期|病休|疾病(?:救济|津贴|补助)"),
    "annual_leave": re.compile(r"年假|年休|带薪假"),
    "unsigned_contract": re.compile(r"[两二双2]倍(?:的)?工资|[没未不](?:有|曾)?(?:签|订).{0,4}合同"),
    "overtime": re.compile(r"加班"),
    "severance": re.compile(
        r"补偿|赔偿金|遣散费?|离职金|(?<![A-Za-z])[Nn](?:\+1|\s?加[一1])|2[Nn](?![A-Za-z])|裁员|被裁|辞退|开除|解雇"
    ),
}
_CERTAIN_SITUATIONS = {
    "resigned": re.compile(r"自己(?:辞职|提|走)|主动(?:辞职|离职)|我(?:辞职|提的离职)"),
    "agreed": re.compile(r"协商(?:解除|一致)"),
    "expiry": re.compile(r"合同(?:到期|期满)"),
    "illegal": re.compile(r"违法(?:辞退|解除|开除)"),
    "layoff": re.compile(r"裁员|被裁"),
}
_ARREARS = re.compile(r"欠薪|欠.{0,6}工资|工资.{0,6}(?:没|不|未)(?:发|给)")

#: The topic whose reader finds what a message tells a calculator, and under which its answer stands.
TOPICS: Mapping[str, str] = {
    "severance": "termination.severance",
    "overtime": "hours.overtime_pay",
    "annual_leave": "leave.annual_days",
    "unsigned_contract": "contract.double_pay",
    "sick_pay": "wage.sick_pay",
    "injury_benefit": "injury.disability",
    "arbitration_deadline": "dispute.limitation",
    "union_dues": "join.dues",
    "union_funds": "fund.two_percent",
}
#: The calculator of each topic whose answer the numbers of a message change.
BY_TOPIC: Mapping[str, str] = {
    **{topic: name for name, topic in TOPICS.items()},
    "termination.illegal": "severance",
    "termination.n_plus_1": "severance",
    "termination.expiry": "severance",
    "termination.layoff": "severance",
    "termination.mutual": "severance",
    "termination.forced": "severance",
    "women.dismissal": "severance",
    "hours.holiday_pay": "overtime",
    "leave.annual_prorate": "annual_leave",
    "leave.annual_unused": "annual_leave",
    "leave.sick": "sick_pay",
    "termination.medical_period": "sick_pay",
    "injury.leaving": "injury_benefit",
    "injury.uninsured": "injury_benefit",
    "fund.split": "union_funds",
}


def calculator_of(said: Understanding) -> str | None:
    """Return the calculator that a message wants, or None where it names none, or several.

    Args:
        said: A tapped option with `service` among its values, or a message in words with its topics.
    """
    tapped = str(said.entities.get("service", "")).removeprefix(PREFIX)
    if tapped in CALCULATORS:
        return tapped
    if said.text.startswith("/"):
        return None
    text = normalise(said.text)
    named = named_in(text)
    # 没签合同被辞退 and 工伤病假 are two matters: the person chooses.
    if named:
        return named[0] if len(named) == 1 else None
    best = said.topics[0] if said.topics else None
    return BY_TOPIC.get(best.id) if best and best.confidence >= _TOPIC_FROM else None


def named_in(text: str) -> list[str]:
    """Return the calculators that a normalised message names by its words."""
    return [name for name, pattern in _WORDS.items() if pattern.search(text)]


def topic_of_numbers(topic: str, text: str, entities: Mapping[str, Any], today: date | None = None) -> str:
    """Return the topic that a message's own numbers belong to.

    The calculator that its words name outweighs another that was guessed: 离职是去年11月30日，仲裁还剩几天 is about the
    time limit, not about the leave of a year that was not finished.

    Args:
        topic: The topic that was understood.
        text: The message as written.
        entities: What it said.
        today: The day that 上个月 counts from; the clock's by default.
    """
    named = named_in(normalise(text))
    if len(named) != 1 or BY_TOPIC.get(topic, named[0]) == named[0]:
        return topic
    other = TOPICS[named[0]]
    return other if guess(other, text, entities, today) else topic


def inputs_of(
    name: str, topic: str | None, text: str, entities: Mapping[str, Any], today: date | None = None
) -> dict[str, str | bool]:
    """Return what a message tells a calculator, by field, as JSON types (numbers and days as text).

    Args:
        name: The calculator.
        topic: The topic that was understood; another calculator's is as good as none.
        text: The message as written.
        entities: What it said.
        today: The day that 上个月 counts from; the clock's by default.
    """
    day, words = today or clock.today(), normalise(text)
    fitting = topic if topic and BY_TOPIC.get(topic) == name else TOPICS[name]
    found = guess(fitting, text, entities, day)
    inputs: dict[str, Any] = {}
    if found is not None and found.calculator == name:
        first, *others = (case.inputs for case in found.cases)
        inputs = {key: value for key, value in first.items() if all(case.get(key) == value for case in others)}
    known = {field.name for field in (*CALCULATORS[name].fields, *CALCULATORS[name].derived)}
    inputs |= {key: value for key, value in _told(name, words, day).items() if key not in inputs}
    if inputs.get("situation") == "unsure":
        del inputs["situation"]
    if "end" in inputs and told.gone(words, day) is None:
        del inputs["end"]
    if "matter" in inputs and not _ARREARS.search(words):
        inputs = {}
    return {key: _plain(value) for key, value in inputs.items() if key in known and value is not None}


def _told(name: str, words: str, today: date) -> dict[str, Any]:
    """Return what the words tell on their own, also where too little is told for an answer."""
    found: dict[str, Any] = {"wage": told.wage(words)}
    if name == "severance":
        situations = [key for key, pattern in _CERTAIN_SITUATIONS.items() if pattern.search(words)]
        found["situation"] = situations[0] if len(situations) == 1 else None
    if name in ("severance", "unsigned_contract"):
        began, gone = told.joined(words, today), told.gone(words, today)
        found["start"] = began.low if began and began.low == began.high else None
        end = gone.low if gone and gone.low == gone.high else None
        found["end" if name == "severance" else "left"] = end
    if name == "overtime":
        found |= told.overtime_hours(words)
    return found


def _plain(value: Any) -> str | bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def packed(inputs: Mapping[str, str | bool]) -> str:
    """Return inputs as one text, as an option carries them: wage=8000;notice=false."""
    return ";".join(f"{key}={str(value).lower() if value in (True, False) else value}" for key, value in inputs.items())


def unpacked(text: str) -> dict[str, str | bool]:
    """Return what `packed` wrote; a part that it did not write is left out."""
    pairs = (part.partition("=") for part in text.split(";"))
    values: dict[str, str | bool] = {"true": True, "false": False}
    return {key: values.get(value, value) for key, sign, value in pairs if key and sign and value}
