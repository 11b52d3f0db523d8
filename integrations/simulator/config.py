"""What the simulated platform knows about the account, and the platform's own numbers, all of them settings."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

MessageMode = Literal["plain", "compatible", "safe"]

AES_KEY_PATTERN = r"[A-Za-z0-9+/]{43}"
HOUR = 3600.0
DAY = 24 * HOUR


class ConfigError(ValueError):
    """A setting of the simulator is missing or malformed; the message names it."""


@dataclass(frozen=True)
class SimulatorConfig:
    """The account behind the webhook, and the platform's limits; durations in seconds.

    The defaults are the numbers of the official documentation; tests shrink them.

    Attributes:
        webhook_url: The account's server URL, which pushes go to.
        app_id: The account's app id.
        app_secret: Its secret, asked for when a token is fetched.
        token: The word that signs pushes (not the access token).
        encoding_aes_key: 43 characters; may be empty in plain mode.
        message_mode: How pushes travel.
        verified: Whether the account is verified (menu messages need it).
        account_name: The name on top of the chat.
        account_id: The account's original id, `ToUserName` of a push.
        starting_people: Nicknames of the people who exist at the start, none of them a follower yet.
        deadline: How long one delivery may take until the connection is cut.
        deliveries: How often a push is delivered in all.
        window: How long customer-service messages may follow a person's message.
        message_allowance: How many of them.
        event_window: The same after a menu click, a subscription or a scan.
        event_allowance: How many of them.
        token_lifetime: How long an access token is good for.
        token_overlap: The last part of that time, in which a new token is given out beside the old one.
        forced_refreshes: Forced token refreshes in a day.
        forced_refresh_gap: The least time between two of them.
        media_lifetime: How long uploaded or received media can be fetched.
        text_limit: The longest text of one message, in bytes of UTF-8.
        typing_lasts: How long the typing indicator stays.
        typing_contact: How recent a contact it needs.
        reorder_gap: How long after the overtaking push a held one follows (only for that fault).
    """

    webhook_url: str
    app_id: str
    app_secret: str
    token: str
    encoding_aes_key: str = ""
    message_mode: MessageMode = "safe"
    verified: bool = True
    account_name: str = "上海工会"
    account_id: str = "gh_5a1f0c2e7d93"
    starting_people: tuple[str, ...] = ("张三丰", "黄蓉", "令狐冲")
    deadline: float = 5.0
    deliveries: int = 3
    window: float = 48 * HOUR
    message_allowance: int = 5
    event_window: float = 60.0
    event_allowance: int = 3
    token_lifetime: float = 7200.0
    token_overlap: float = 300.0
    forced_refreshes: int = 20
    forced_refresh_gap: float = 30.0
    media_lifetime: float = 3 * DAY
    text_limit: int = 2048
    typing_lasts: float = 15.0
    typing_contact: float = 30.0
    reorder_gap: float = 0.2

    def __post_init__(self) -> None:
        """Refuse to start half-configured.

        Raises:
            ConfigError: Naming the first setting that is missing or malformed.
        """
        for name in ("app_id", "app_secret", "token"):
            if not getattr(self, name):
                raise ConfigError(f"simulator: {name} is empty; set it to the account's value")
        if not self.webhook_url.startswith(("http://", "https://")):
            raise ConfigError(f"simulator: webhook_url must be an http(s) address, not {self.webhook_url!r}")
        if self.message_mode not in get_args(MessageMode):
            raise ConfigError(f"simulator: message_mode must be plain, compatible or safe, not {self.message_mode!r}")
        if self.encoding_aes_key or self.message_mode != "plain":
            if not re.fullmatch(AES_KEY_PATTERN, self.encoding_aes_key):
                raise ConfigError("simulator: encoding_aes_key must be 43 characters of base64")
