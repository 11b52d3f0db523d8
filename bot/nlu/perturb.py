"""Seeded damage to a sentence, as thumbs and input methods do it: for measuring how much understanding bears."""

import random
import re

# Characters that input methods confuse because they sound alike.
_HOMOPHONES = {
    "工": "公", "伤": "商", "班": "斑", "裁": "才", "偿": "尝", "辞": "词", "退": "推", "欠": "歉", "保": "宝",
    "险": "显", "签": "千", "合": "和", "同": "铜", "假": "价", "费": "废", "会": "汇", "资": "姿", "在": "再",
    "的": "得", "做": "作", "吗": "嘛", "怎": "咋", "师": "狮", "仲": "重", "期": "其", "试": "式",
    "交": "叫", "补": "不", "认": "任", "定": "订", "证": "正", "明": "名", "年": "念", "天": "添", "离": "立",
    "职": "值", "加": "家", "入": "如", "骑": "其", "手": "首", "快": "块", "递": "弟", "算": "蒜", "告": "搞",
}  # fmt: skip
_MARKS = re.compile(r"[，。！？、；：,.!?;:“”\"'（）()\s]+")


def _drop(characters: list[str], place: int) -> None:
    """Leave out the character at `place`."""
    del characters[place]


def _swap(characters: list[str], place: int) -> None:
    """Change the order of two characters."""
    other = max(0, place - 1)
    characters[place], characters[other] = characters[other], characters[place]


def _double(characters: list[str], place: int) -> None:
    """Type a character twice."""
    characters.insert(place, characters[place])


def perturb(text: str, rng: random.Random) -> str:
    """Return `text` without its marks, with homophones and, in longer texts, one slip of the thumb.

    One character in eight becomes a homophone where one is known. The same `rng` state gives the same result.
    """
    characters = list(_MARKS.sub("", text)) or list(text)
    for place, character in enumerate(characters):
        if character in _HOMOPHONES and rng.random() < 1 / 8:
            characters[place] = _HOMOPHONES[character]
    if len(characters) > 4:
        rng.choice((_drop, _swap, _double))(characters, rng.randrange(len(characters)))
    return "".join(characters)
