"""Access tokens by the platform's rules.

Source: the official pages of getStableAccessToken and getAccessToken. The two kinds of token know nothing of each
other.
"""

import secrets
from dataclasses import dataclass

from integrations.simulator.config import DAY, SimulatorConfig
from integrations.simulator.errors import ApiError


@dataclass
class AccessToken:
    """A token that was given out; `revoked` when a forced refresh replaced it."""

    value: str
    expires_at: float
    revoked: bool = False


class TokenIssuer:
    """Gives out access tokens and checks them; times are seconds since the epoch."""

    def __init__(self) -> None:
        self._tokens: dict[str, AccessToken] = {}
        self._stable: AccessToken | None = None
        self._ordinary: AccessToken | None = None
        self._forced: list[float] = []

    def stable(self, config: SimulatorConfig, now: float, force: bool) -> AccessToken:
        """Answer `stable_token`.

        The same token comes back until its last minutes, then a new one while the old one stays valid to its end.
        A forced refresh makes the old one invalid at once; one that follows another too soon changes nothing.

        Raises:
            ApiError: 45009 when the day's forced refreshes are used up.
        """
        current = self._stable
        if force and current is not None:
            self._forced = [moment for moment in self._forced if now - moment < DAY]
            if self._forced and now - self._forced[-1] < config.forced_refresh_gap:
                return current
            if len(self._forced) >= config.forced_refreshes:
                raise ApiError(45009)
            self._forced.append(now)
            current.revoked = True
        elif current is not None and current.expires_at - now > config.token_overlap:
            return current
        self._stable = self._issue(config, now)
        return self._stable

    def ordinary(self, config: SimulatorConfig, now: float) -> AccessToken:
        """Answer `token`: always a new one; the one before stays valid for the overlap."""
        if self._ordinary is not None:
            self._ordinary.expires_at = min(self._ordinary.expires_at, now + config.token_overlap)
        self._ordinary = self._issue(config, now)
        return self._ordinary

    def check(self, value: str, now: float) -> None:
        """Let a call with the token `value` through.

        Raises:
            ApiError: 41001 missing, 40014 never given out, 40001 replaced by force, 42001 expired.
        """
        if not value:
            raise ApiError(41001)
        token = self._tokens.get(value)
        if token is None:
            raise ApiError(40014)
        if token.revoked:
            raise ApiError(40001)
        if token.expires_at <= now:
            raise ApiError(42001)

    def _issue(self, config: SimulatorConfig, now: float) -> AccessToken:
        self._tokens = {key: old for key, old in self._tokens.items() if now - old.expires_at < DAY}
        # Real ones are about this long, and the documentation asks for room for 512 characters.
        token = AccessToken(secrets.token_urlsafe(100), now + config.token_lifetime)
        self._tokens[token.value] = token
        return token
