"""What can go wrong at WeChat's edge, by name, and what the platform's error codes mean for us."""

from dataclasses import dataclass
from enum import Enum

#: The access token is wrong or has expired: refresh once, try once, then alarm.
BAD_TOKEN_CODES = frozenset({40001, 40014, 42001})


class WeChatError(Exception):
    """Anything that went wrong between WeChat and us."""


class BadSignature(WeChatError):
    """A push that is not from the platform, or was altered on the way."""

    status = 403


class BadRequest(WeChatError):
    """A push that is not in the platform's form: broken XML, another app id, not decryptable."""

    status = 400


class ApiError(WeChatError):
    """The platform refused a call.

    Attributes:
        code: The platform's `errcode`.
    """

    def __init__(self, path: str, code: int, message: str = "") -> None:
        super().__init__(f"{path}: WeChat answered with error {code} {message}".rstrip())
        self.code = code


class ApiUnavailable(WeChatError):
    """The platform could not be reached, or gave no readable answer.

    Attributes:
        uncertain: The call may have had its effect all the same.
    """

    def __init__(self, path: str, reason: str, *, uncertain: bool) -> None:
        super().__init__(f"{path}: {reason}")
        self.uncertain = uncertain


class AnswerTooLarge(ApiUnavailable):
    """The answer was longer than what the caller takes; the rest was not read."""


class TokenUnavailable(WeChatError):
    """There is no access token to call with.

    Attributes:
        code: Why the platform refused one; None where it was not asked or could not be reached.
    """

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(f"no access token: {reason}")
        self.code = code


class MediaRefused(WeChatError):
    """A file that we do not take.

    Attributes:
        why: `too_large`, `wrong_kind` or `empty`.
    """

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


class MenuError(WeChatError):
    """The menu file is malformed, or goes over one of the platform's limits."""


class Delivery(str, Enum):
    """How sending a message ended, and with it what to do next."""

    DELIVERED = "delivered"
    RETRY = "retry"  # nothing was delivered: try again later
    UNCERTAIN = "uncertain"  # no verdict came back; sending again may deliver it twice
    TOKEN_BAD = "token_bad"  # noqa: S105 - a name, not a secret. Still refused after one refresh
    UNREACHABLE = "unreachable"  # not a follower: stop, mark the person
    WINDOW_CLOSED = "window_closed"  # the 48 hours are over, or unsubscribed: tell who wrote
    ALLOWANCE_USED = "allowance_used"  # hold until the person's next message
    DAILY_LIMIT = "daily_limit"  # hold, and alarm
    TOO_LONG = "too_long"  # split
    FORBIDDEN = "forbidden"  # not authorised, or the person refuses messages: permanent
    ADDRESS_NOT_LISTED = "address_not_listed"  # our address is not on the account's list: alarm
    UNKNOWN = "unknown"  # a code without a rule


_MEANING = {
    0: Delivery.DELIVERED,
    -1: Delivery.RETRY,
    45011: Delivery.RETRY,  # too many calls within a minute
    40003: Delivery.UNREACHABLE,
    43004: Delivery.UNREACHABLE,
    45015: Delivery.WINDOW_CLOSED,
    45047: Delivery.ALLOWANCE_USED,
    45009: Delivery.DAILY_LIMIT,
    45002: Delivery.TOO_LONG,
    48001: Delivery.FORBIDDEN,
    48002: Delivery.FORBIDDEN,
    40164: Delivery.ADDRESS_NOT_LISTED,
    **dict.fromkeys(BAD_TOKEN_CODES, Delivery.TOKEN_BAD),
}
_RETRY_AFTER = {-1: 2.0, 45011: 60.0}


@dataclass(frozen=True)
class SendOutcome:
    """The verdict on one message sent.

    Attributes:
        delivery: What became of it.
        code: The platform's `errcode`; None where no verdict came back.
        retry_after: For RETRY, the seconds to wait at least.
    """

    delivery: Delivery
    code: int | None = None
    retry_after: float | None = None

    @classmethod
    def of(cls, code: int) -> "SendOutcome":
        """Return what the platform's `errcode` means for a message that was sent."""
        return cls(_MEANING.get(code, Delivery.UNKNOWN), code, _RETRY_AFTER.get(code))

    @property
    def needs_operator(self) -> bool:
        """Whether the account itself is at fault, so that an operator has to act."""
        return self.code == 48001 or self.delivery in (
            Delivery.TOKEN_BAD,
            Delivery.DAILY_LIMIT,
            Delivery.ADDRESS_NOT_LISTED,
        )
