"""What goes wrong on demand. A fault is a counter that runs down, or a state that stays until it is changed."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

TOKEN_PATHS = ("/cgi-bin/token", "/cgi-bin/stable_token")


class FaultError(ValueError):
    """A fault was asked for that does not exist, or with a value that it cannot have."""


@dataclass
class ApiFault:
    """The next `count` API calls answer `code`.

    Attributes:
        code: The errcode to answer.
        count: How many calls are left to answer so.
        path: Part of the path that it is meant for; empty for every call but those that fetch a token.
    """

    code: int
    count: int = 1
    path: str = ""

    def concerns(self, path: str) -> bool:
        """Tell whether a call to `path` is one that this fault is for."""
        return self.path in path if self.path else path not in TOKEN_PATHS


@dataclass
class Faults:
    """Everything that is set to go wrong.

    Attributes:
        api_delay_ms: Every API call answers this much later.
        api_unreachable: The API cuts every connection without an answer.
        api_errors: API calls that answer an error, first come first served.
        duplicates: The next push is delivered this many times more, all at the same moment.
        hold_pushes: This many pushes wait until a later one of the same person has overtaken them.
        cut_deliveries: This many deliveries are cut off early, long before the deadline.
        cut_after_ms: How early.
        lose_replies: This many passive replies reach the platform but never the phone.
        forge_signatures: This many pushes go out with a wrong signature, as a forger's would.
        taps_without_msg_id: Taps on menu messages carry no MsgId (practice, wechat.md).
        clock_offset_hours: How far the platform's clock for windows, tokens and media is ahead.
    """

    api_delay_ms: int = 0
    api_unreachable: bool = False
    api_errors: list[ApiFault] = field(default_factory=list)
    duplicates: int = 0
    hold_pushes: int = 0
    cut_deliveries: int = 0
    cut_after_ms: int = 50
    lose_replies: int = 0
    forge_signatures: int = 0
    taps_without_msg_id: bool = False
    clock_offset_hours: float = 0.0

    def update(self, changes: dict[str, Any]) -> None:
        """Set the faults named in `changes` (JSON types); all of them or, when one is wrong, none.

        Raises:
            FaultError: An unknown name, or a value of the wrong type.
        """
        known = {item.name: type(getattr(self, item.name)) for item in fields(self)}
        checked: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in known:
                raise FaultError(f"there is no fault {name!r}; known: {', '.join(known)}")
            checked[name] = _api_faults(value) if known[name] is list else _scalar(name, value, known[name])
        for name, value in checked.items():
            setattr(self, name, value)

    def take(self, name: str) -> bool:
        """Use up one of the counter `name`; return whether there was one."""
        left = getattr(self, name)
        if left:
            setattr(self, name, left - 1)
        return bool(left)

    def take_api_error(self, path: str) -> int | None:
        """Use up one of the errors set for a call to `path`; return its code, None when there is none."""
        for fault in self.api_errors:
            if fault.concerns(path):
                fault.count -= 1
                if fault.count <= 0:
                    self.api_errors.remove(fault)
                return fault.code
        return None

    def as_json(self) -> dict[str, Any]:
        """Return the faults as JSON types."""
        return asdict(self)


def _scalar(name: str, value: Any, kind: type) -> Any:
    if kind is bool:
        if isinstance(value, bool):
            return value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if kind is float:
            return float(value)
        if value >= 0 and value == int(value):
            return int(value)
    raise FaultError(f"{name} must be {'true or false' if kind is bool else 'a number, not negative'}")


def _api_faults(value: Any) -> list[ApiFault]:
    try:
        faults = [ApiFault(**item) for item in value]
    except TypeError as error:
        raise FaultError('api_errors must be a list of {"code": …, "count": …, "path": …}') from error
    for fault in faults:
        if not (isinstance(fault.code, int) and isinstance(fault.count, int) and isinstance(fault.path, str)):
            raise FaultError("api_errors: code and count are numbers, path is text")
    return [fault for fault in faults if fault.count > 0]
