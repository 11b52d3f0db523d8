"""Every setting, read once from the environment and checked before anything starts (contracts.md, Settings)."""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from bot.hours import OfficeHours, OfficeHoursError
from bot.paths import ROOT

MessageMode = Literal["plain", "compatible", "safe"]
OFFICIAL_API = "https://api.weixin.qq.com"


class SettingsError(Exception):
    """A setting is missing or malformed; the message is one line that names it and says what to do."""


@dataclass(frozen=True)
class WeChatSettings:
    """The official account and the platform's numbers (wechat.md; the platform may change them).

    Attributes:
        app_id: The account's AppID.
        app_secret: Its AppSecret.
        token: The token of the server configuration; signs every push.
        aes_key: The EncodingAESKey, 43 characters; empty in plain mode.
        previous_aes_key: The key before the last change, accepted while the platform may still use it.
        mode: How pushes arrive: plain, compatible or safe.
        api_base_url: Where the platform's API is.
        verified: Whether the account is verified, which menu messages need.
        passive_seconds: How long a push may wait for its passive reply.
        window_hours: How long after a person's last message customer-service messages may be sent.
        allowance_message: Customer-service messages allowed after a message.
        allowance_event: The same after a menu click, a subscription or a scan.
        allowance_event_seconds: How long that second allowance lasts.
    """

    app_id: str
    app_secret: str
    token: str
    aes_key: str
    previous_aes_key: str
    mode: MessageMode
    api_base_url: str
    verified: bool
    passive_seconds: float
    window_hours: float
    allowance_message: int
    allowance_event: int
    allowance_event_seconds: int


@dataclass(frozen=True)
class S3Settings:
    """The bucket in which files are kept that people sent.

    Attributes:
        bucket: Its name.
        prefix: What stands before every name in it; empty for nothing.
        endpoint_url: Where a store of another maker answers; None for Amazon's own.
        access_key_id: The account's key.
        secret_access_key: Its secret.
        session_token: Of temporary keys; None for lasting ones.
        region: The region.
    """

    bucket: str
    prefix: str
    endpoint_url: str | None
    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(repr=False)
    region: str


@dataclass(frozen=True)
class EarlyWarningSettings:
    """From when on cases on one employer are a warning (opinion 四（四）).

    Attributes:
        cases: How many people's cases.
        days: Within how many days.
        people: How many people concerned, in one case or together.
    """

    cases: int
    days: int
    people: int

    @classmethod
    def load(cls, env: Mapping[str, str] | None = None) -> "EarlyWarningSettings":
        """Read them from the environment; whoever files a case needs these alone.

        Raises:
            SettingsError: One is malformed.
        """
        env = os.environ if env is None else env
        return cls(
            cases=_number(env, "WARNING_CASES", 3, 2, 1000),
            days=_number(env, "WARNING_DAYS", 14, 1, 365),
            people=_number(env, "WARNING_PEOPLE", 10, 2, 100_000),
        )


def members_for_lead(env: Mapping[str, str] | None = None) -> int:
    """Return at how many members who joined outside one enterprise a setting-up lead opens (opinion 五（一）3).

    Raises:
        SettingsError: MEMBERS_FOR_LEAD is malformed.
    """
    return _number(os.environ if env is None else env, "MEMBERS_FOR_LEAD", 25, 3, 10_000)


@dataclass(frozen=True)
class Settings:
    """All settings of a process.

    Attributes:
        data_dir: The data folder (database, media, keys, logs).
        database_url: SQLAlchemy URL.
        embedded: Whether the database is the default SQLite file in the data folder.
        redis_url: Redis, needed for more than one process of a kind.
        data_key: Encrypts personal fields: Fernet keys, comma separated, the first encrypts.
        desk_secret: Signs the desk's CSRF tokens.
        desk_admin_password: Password of the first desk account.
        actions_url: Where the action server answers.
        log_level: Python's level name.
        office_hours: When the hotline desk is staffed.
        staff_answer_minutes: How long a person waits for staff's answer before others are asked.
        staff_idle_hours: After how long without a word a conversation goes back to the bot.
        members_for_lead: At how many members who joined outside one enterprise a setting-up lead opens (opinion
            五（一）3; 25 is the number from which the Trade Union Law, article 11, has a committee elected).
        early_warning: From when on cases on one employer are a warning.
        max_body_bytes: The largest push or request body accepted.
        media_s3: The bucket for files that people sent; None keeps them in the data folder.
        wechat: The official account; None where this process was started without one.
    """

    data_dir: Path
    database_url: str
    embedded: bool
    redis_url: str | None
    data_key: str
    desk_secret: str
    desk_admin_password: str | None
    actions_url: str
    log_level: str
    office_hours: OfficeHours
    staff_answer_minutes: float
    staff_idle_hours: float
    members_for_lead: int
    early_warning: EarlyWarningSettings
    max_body_bytes: int
    media_s3: S3Settings | None
    wechat: WeChatSettings | None

    @classmethod
    def load(cls, env: Mapping[str, str] | None = None, data_dir: Path | str | None = None) -> "Settings":
        """Read the settings.

        Args:
            env: The environment; the process's own by default.
            data_dir: The data folder; `DATA_DIR` or `var/` by default.

        Raises:
            SettingsError: A setting is missing or malformed.
        """
        env = os.environ if env is None else env
        folder = Path(data_dir or env.get("DATA_DIR") or ROOT / "var").resolve()
        url = env.get("DATABASE_URL", "").strip()
        embedded = not url
        return cls(
            data_dir=folder,
            database_url=_database_url(url) if url else f"sqlite:///{folder / 'assistant.db'}",
            embedded=embedded,
            redis_url=_redis_url(env),
            data_key=_data_key(env, folder, embedded),
            desk_secret=_secret(env, "DESK_SECRET", folder, embedded),
            desk_admin_password=env.get("DESK_ADMIN_PASSWORD") or None,
            actions_url=env.get("ACTIONS_URL", "http://127.0.0.1:8003/webhook"),
            log_level=_one_of(env, "LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
            office_hours=_office_hours(env),
            staff_answer_minutes=_number(env, "STAFF_ANSWER_MINUTES", 30.0, 1.0, 10_000.0),
            staff_idle_hours=_number(env, "STAFF_IDLE_HOURS", 8.0, 0.1, 1000.0),
            members_for_lead=members_for_lead(env),
            early_warning=EarlyWarningSettings.load(env),
            max_body_bytes=_number(env, "MAX_BODY_BYTES", 64 * 1024, 1024, 16 * 1024 * 1024),
            media_s3=_media_s3(env),
            wechat=_wechat(env) if env.get("WECHAT_APP_ID") else None,
        )

    def require_wechat(self) -> WeChatSettings:
        """Return the account's settings.

        Raises:
            SettingsError: The process was started without an account.
        """
        if self.wechat is None:
            raise SettingsError("WECHAT_APP_ID 未设置：请填公众号的 AppID（或用 assistant up 启动自带的模拟器）")
        return self.wechat


def _wechat(env: Mapping[str, str]) -> WeChatSettings:
    mode = _one_of(env, "WECHAT_MESSAGE_MODE", "safe", ("plain", "compatible", "safe"), upper=False)
    aes_key = env.get("WECHAT_ENCODING_AES_KEY", "")
    if mode != "plain" and not aes_key:
        raise SettingsError(f"WECHAT_ENCODING_AES_KEY 未设置：{mode} 模式需要公众号后台的 EncodingAESKey")
    for name in ("WECHAT_ENCODING_AES_KEY", "WECHAT_PREVIOUS_ENCODING_AES_KEY"):
        if env.get(name) and not re.fullmatch(r"[A-Za-z0-9]{43}", env[name]):
            raise SettingsError(f"{name} 格式不对：应为 43 位字母和数字")
    base = env.get("WECHAT_API_BASE_URL", OFFICIAL_API).rstrip("/")
    if not base.startswith(("https://", "http://")):
        raise SettingsError("WECHAT_API_BASE_URL 格式不对：应以 https:// 或 http:// 开头")
    return WeChatSettings(
        app_id=env["WECHAT_APP_ID"],
        app_secret=_required(env, "WECHAT_APP_SECRET", "公众号后台的 AppSecret"),
        token=_required(env, "WECHAT_TOKEN", "公众号服务器配置里的 Token"),
        aes_key=aes_key,
        previous_aes_key=env.get("WECHAT_PREVIOUS_ENCODING_AES_KEY", ""),
        mode=mode,  # type: ignore[arg-type]
        api_base_url=base,
        verified=_one_of(env, "WECHAT_VERIFIED", "YES", ("YES", "NO")) == "YES",
        passive_seconds=_number(env, "WECHAT_PASSIVE_SECONDS", 4.5, 0.1, 4.9),
        window_hours=_number(env, "WECHAT_WINDOW_HOURS", 48.0, 0.001, 1000.0),
        allowance_message=_number(env, "WECHAT_ALLOWANCE_MESSAGE", 5, 0, 1000),
        allowance_event=_number(env, "WECHAT_ALLOWANCE_EVENT", 3, 0, 1000),
        allowance_event_seconds=_number(env, "WECHAT_ALLOWANCE_EVENT_SECONDS", 60, 1, 86400),
    )


def _required(env: Mapping[str, str], name: str, what: str) -> str:
    if not env.get(name):
        raise SettingsError(f"{name} 未设置：请填{what}")
    return env[name]


def _one_of(env: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...], upper: bool = True) -> str:
    value = env.get(name) or default
    value = value.upper() if upper else value.lower()
    if value not in allowed:
        raise SettingsError(f"{name} 的值不对：{env.get(name)!r}，应为 {'、'.join(allowed)} 之一")
    return value


Number = TypeVar("Number", int, float)


def _number(env: Mapping[str, str], name: str, default: Number, low: Number, high: Number) -> Number:
    text = env.get(name)
    if not text:
        return default
    try:
        value = type(default)(text)
    except ValueError:
        raise SettingsError(f"{name} 的值不对：{text!r} 不是数字") from None
    if not low <= value <= high:
        raise SettingsError(f"{name} 的值不对：{text}，应在 {low} 到 {high} 之间")
    return value


def _office_hours(env: Mapping[str, str]) -> OfficeHours:
    try:
        return OfficeHours.parse(env.get("OFFICE_HOURS") or "1-5 09:00-17:30")
    except OfficeHoursError as error:
        raise SettingsError(f"OFFICE_HOURS 的值不对：{error}") from None


def _database_url(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg2://")):
        raise SettingsError("DATABASE_URL 格式不对：应以 postgresql:// 或 sqlite:/// 开头")
    # Imported here: `assistant --help` reads this module and should not wait for SQLAlchemy.
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError("DATABASE_URL 格式不对：应如 postgresql://用户:密码@主机:5432/库名") from None
    return url


def _redis_url(env: Mapping[str, str]) -> str | None:
    url = env.get("REDIS_URL") or None
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError("REDIS_URL 格式不对：应以 redis://、rediss:// 或 unix:// 开头")
    try:
        _ = urlsplit(url or "").port
    except ValueError:
        raise SettingsError("REDIS_URL 格式不对：端口应为 1 到 65535 的整数") from None
    return url


def _media_s3(env: Mapping[str, str]) -> S3Settings | None:
    """Return the bucket that MEDIA_STORE_URL names; one that is half configured is refused."""
    url, endpoint = env.get("MEDIA_STORE_URL", "").strip(), env.get("S3_ENDPOINT_URL", "").strip()
    if not url:
        if endpoint:
            raise SettingsError("MEDIA_STORE_URL 未设置：填了 S3_ENDPOINT_URL，也要填存放的位置，如 s3://桶名/前缀")
        return None
    match = re.fullmatch(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[A-Za-z0-9._/-]*))?", url)
    if match is None:
        raise SettingsError("MEDIA_STORE_URL 格式不对：应如 s3://桶名 或 s3://桶名/前缀")
    if endpoint and not re.fullmatch(r"https?://[^/?#\s]+/?", endpoint):
        raise SettingsError("S3_ENDPOINT_URL 格式不对：应如 https://主机:端口")
    return S3Settings(
        bucket=match["bucket"],
        prefix=(match["prefix"] or "").strip("/"),
        endpoint_url=endpoint or None,
        access_key_id=_required(env, "AWS_ACCESS_KEY_ID", "存储桶的访问密钥"),
        secret_access_key=_required(env, "AWS_SECRET_ACCESS_KEY", "存储桶的访问密钥口令"),
        session_token=env.get("AWS_SESSION_TOKEN") or None,
        region=env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION") or "us-east-1",
    )


def _data_key(env: Mapping[str, str], folder: Path, embedded: bool) -> str:
    keys = _secret(env, "DATA_KEY", folder, embedded)
    for key in keys.split(","):
        try:
            good = len(base64.urlsafe_b64decode(key.strip())) == 32
        except (binascii.Error, ValueError):
            good = False
        if not good:
            raise SettingsError("DATA_KEY 格式不对：应为 32 字节的 URL 安全 base64（多把密钥用逗号隔开）")
    return keys


def _secret(env: Mapping[str, str], name: str, folder: Path, embedded: bool) -> str:
    """Return a secret setting; on the embedded default it is made once and kept in the data folder."""
    if env.get(name):
        return env[name]
    if not embedded:
        raise SettingsError(f"{name} 未设置：使用自己的数据库（DATABASE_URL）时必须提供")
    path = folder / f"{name.lower()}.secret"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if path.is_file():
            return path.read_text(encoding="ascii").strip()
        raise SettingsError(f"数据目录 {folder} 不能用：它是一个文件；请用 DATA_DIR 或 --data 换一个目录") from None
    except OSError as error:
        raise SettingsError(f"数据目录 {folder} 不能用：{error.strerror}；请用 DATA_DIR 或 --data 换一个目录") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii"))
    return path.read_text(encoding="ascii").strip()
