"""The platform's error codes, as it names them in `{"errcode": …, "errmsg": …}`."""

MESSAGES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid appid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40035: "invalid parameter",
    40066: "invalid url",
    40125: "invalid appsecret",
    40164: "invalid ip, not in whitelist",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    42001: "access_token expired",
    43002: "require POST method",
    43004: "require subscribe",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    45072: "invalid command",
    45080: "need message interaction within 30 seconds before typing",
    45081: "already in typing state",
    46003: "menu no exist",
    47001: "data format error",
    48001: "api unauthorized",
    48002: "user refuse to accept the msg",
}


class ApiError(Exception):
    """The platform refuses an API call.

    Attributes:
        code: The `errcode` that the caller gets.
    """

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"{code} {self.message}")

    @property
    def message(self) -> str:
        """Return the `errmsg` that belongs to the code."""
        return MESSAGES.get(self.code, "error")
