"""Bring a message to simplified characters and half-width digits without moving a single offset."""

from functools import lru_cache

from opencc import OpenCC

# Full-width punctuation keeps its width: 3，500 are two things, 3,500 is one.
_WIDE = "".join(chr(code + 0xFEE0) for code in range(0x21, 0x7F) if chr(code).isalnum()) + "．－＋／％￥\u3000"
_NARROW = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code).isalnum()) + ".-+/%¥ "
_DASHES = "‐‑‒–—―−"


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Return the character map: OpenCC asked for each character alone, so that each gives exactly one."""
    cjk = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = OpenCC("t2s").convert("\n".join(cjk)).split("\n")
    table = {ord(old): new for old, new in zip(cjk, simplified, strict=True) if old != new and len(new) == 1}
    table |= {ord(wide): narrow for wide, narrow in zip(_WIDE, _NARROW, strict=True)}
    table |= {ord(dash): "-" for dash in _DASHES}
    return table


@lru_cache(maxsize=512)
def normalise(text: str) -> str:
    """Return `text` in simplified characters and half-width letters and digits, of the same length."""
    return text.translate(_table())
