"""How many customer-service messages a person may still get, and until when (wechat.md, "Sends from us")."""

from dataclasses import dataclass
from typing import Any

from integrations.simulator.config import SimulatorConfig
from integrations.simulator.errors import ApiError


@dataclass
class Grant:
    """What one trigger allows: `left` messages before `expires_at` (seconds since the epoch)."""

    expires_at: float
    left: int


class Allowance:
    """The grants of one person: one from the last message, one from the last click, subscription or scan."""

    def __init__(self) -> None:
        self._message = Grant(0.0, 0)
        self._event = Grant(0.0, 0)

    def after_message(self, config: SimulatorConfig, now: float) -> None:
        """Open the window anew, with a full allowance."""
        self._message = Grant(now + config.window, config.message_allowance)

    def after_event(self, config: SimulatorConfig, now: float) -> None:
        """Allow the few messages that may follow a click, a subscription or a scan at once."""
        self._event = Grant(now + config.event_window, config.event_allowance)

    def close(self) -> None:
        """End every grant, as unfollowing does."""
        self._message = self._event = Grant(0.0, 0)

    def spend(self, now: float) -> None:
        """Take one message off, from the grant that ends first.

        Raises:
            ApiError: 45015 where no window is open, 45047 where the open ones are used up.
        """
        running = self._open(now)
        if not running:
            raise ApiError(45015)
        usable = [grant for grant in running if grant.left > 0]
        if not usable:
            raise ApiError(45047)
        min(usable, key=lambda grant: grant.expires_at).left -= 1

    def state(self, now: float) -> dict[str, Any]:
        """Return `open`, `left` (messages) and `seconds` (until the last window closes) for the page."""
        running = self._open(now)
        return {
            "open": bool(running),
            "left": sum(grant.left for grant in running),
            "seconds": max((round(grant.expires_at - now) for grant in running), default=0),
        }

    def _open(self, now: float) -> list[Grant]:
        return [grant for grant in (self._event, self._message) if grant.expires_at > now]
