"""A period in words, for the titles of tables."""

from datetime import date


def in_words(since: date | None, until: date | None) -> str:
    """Return （2026-01-01 至 2026-03-31）, with one end where only that is given, and nothing for all time."""
    if since and until:
        return f"（{since} 至 {until}）"
    if since:
        return f"（{since} 起）"
    return f"（{until} 止）" if until else ""
