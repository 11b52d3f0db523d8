"""How names sound, for what was typed by its sound: 恒昌 and 亨仓 are one to a southern ear."""

from functools import lru_cache

from bot.entities.lexicon import lexicon

# Sounds that speakers from here and further south do not keep apart, and keyboards therefore mix up.
_BEGINS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


@lru_cache(maxsize=8192)
def sound(char: str) -> str:
    """Return the syllable of a character without its tone, mixed-up sounds joined; other characters are their own."""
    syllable = _syllables().get(char, char)
    for kind, plain in _BEGINS:
        if syllable.startswith(kind) and len(syllable) > len(kind):
            syllable = plain + syllable.removeprefix(kind)
    for kind, plain in _ENDS:
        if syllable.endswith(kind):
            syllable = syllable.removesuffix(kind) + plain
    return syllable


def sounds(text: str) -> tuple[str, ...]:
    """Return the syllables of a text, one a character."""
    return tuple(sound(char) for char in text)


@lru_cache(maxsize=1)
def _syllables() -> dict[str, str]:
    return {char: syllable for syllable, chars in lexicon("pinyin").items() for char in chars}
