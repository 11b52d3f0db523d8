"""A person's own values: what is acceptable, and the keyed hashes by which equal ones find each other."""

import re

from sqlalchemy.orm import Session

from bot.entities import id_numbers, phones
from bot.entities.normalise import normalise
from bot.membership.access import BadValue
from bot.organisations.groups import GROUPS
from bot.sheets import is_mangled

# People of every origin: Chinese, minority names with a point (阿卜杜拉·买买提), foreign ones in letters.
_NAME = re.compile(r"[^\W\d_]+(?:[ ·•‧.\-'][^\W\d_]+)*")
# What registers write beside the official words of bot.organisations.groups.
_GROUP_WORDS = {
    "domestic": ("家政", "家政员", "保姆", "月嫂"),
    "courier": ("快递", "物流员"),
    "care": ("护工", "护理员"),
    "estate_agent": ("房产中介", "中介"),
    "rider": ("骑手", "外卖骑手", "外卖员", "送餐员"),
    "driver": ("网约车司机", "司机"),
}
_ID_TROUBLE = {
    "missing": "不能为空",
    "length": "应为 18 位",
    "region": "开头的地区码不对",
    "birth": "里的出生日期不对",
    "checksum": "的校验码不对，请核对每一位",
}
_PHONE_TROUBLE = {
    "missing": "里没有号码",
    "landline": "应为手机号，不是固定电话",
    "length": "应为 11 位",
    "prefix": "不是中国大陆的手机号",
}


def name(text: str) -> str:
    """Return a person's name, 2 to 50 characters, without needless spaces.

    Raises:
        BadValue: It is none.
    """
    plain = " ".join(text.split())
    if re.fullmatch(r"[\u4e00-\u9fff ]+", plain):
        plain = plain.replace(" ", "")  # 张 三: spaces set for looks
    if not 2 <= len(plain) <= 50 or not _NAME.fullmatch(plain):
        raise BadValue("姓名应为 2 到 50 个字，不带数字和符号")
    return plain


def id_number(text: str) -> str:
    """Return a resident identity number: 18 characters whose date and check character are right (GB 11643-1999).

    Raises:
        BadValue: It is none; the message never repeats it.
    """
    if is_mangled(text.strip()):
        raise BadValue("身份证号被表格软件变成了科学计数，末几位已丢失：请把这一列设成文本后重新填写")
    found = id_numbers.id_number(text)
    if found is None or found != re.sub(r"[ -]", "", normalise(text)).upper():
        raise BadValue(f"身份证号{_ID_TROUBLE[id_numbers.trouble(text) or 'length']}")
    return found


def phone(text: str) -> str:
    """Return a mobile number as 11 digits.

    Raises:
        BadValue: It is none; the message never repeats it.
    """
    found = phones.phone(text)
    if found is None:
        raise BadValue(f"手机号{_PHONE_TROUBLE[phones.trouble(text) or 'length']}")
    return found


def group(text: str) -> str:
    """Return a special group's key from the key or its words (courier, 快递员, 快递（物流）员).

    Raises:
        BadValue: It is none of bot.organisations.groups.
    """
    plain = normalise(text).replace("(", "（").replace(")", "）").strip()
    for key, words in GROUPS.items():
        bare = re.sub(r"（.*?）", "", words)
        if plain in (key, words, bare, *bare.split("、"), *_GROUP_WORDS[key]):
            return key
    raise BadValue(f"特殊群体应为 {'、'.join(GROUPS.values())} 之一")


def fingerprint(session: Session, value: str) -> str:
    """Return the keyed hash (64 hex digits) under which the database of `session` keeps a value for equality."""
    found: str = session.get_bind().dialect.vault.fingerprint(value)
    return found
