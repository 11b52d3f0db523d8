import stat

import pytest

from bot.settings import Settings, SettingsError

ACCOUNT = {
    "WECHAT_APP_ID": "wx1",
    "WECHAT_APP_SECRET": "secret",
    "WECHAT_TOKEN": "token",
    "WECHAT_ENCODING_AES_KEY": "a" * 43,
}
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


def test_the_embedded_default_needs_no_setting_at_all(tmp_path):
    settings = Settings.load({}, tmp_path)
    assert settings.embedded and settings.database_url.startswith("sqlite:///")
    assert settings.wechat is None


def test_the_data_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    first = Settings.load({}, tmp_path).data_key
    assert Settings.load({}, tmp_path).data_key == first
    assert stat.S_IMODE((tmp_path / "data_key.secret").stat().st_mode) == 0o600


@pytest.mark.parametrize("missing", ["DATA_KEY", "DESK_SECRET"])
def test_with_a_database_of_ones_own_the_keys_must_be_given(tmp_path, missing):
    env = {"DATABASE_URL": "postgresql://db/assistant", "DATA_KEY": KEY, "DESK_SECRET": "s"}
    del env[missing]
    with pytest.raises(SettingsError, match=missing):
        Settings.load(env, tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "postgresql://host:port/name"),
        ("REDIS_URL", "http://x"),
        ("REDIS_URL", "redis://host:port/0"),
        ("DATA_KEY", "short"),
        ("LOG_LEVEL", "loud"),
        ("OFFICE_HOURS", "every day"),
        ("OFFICE_HOURS", "1-5 17:00-09:00"),
        ("MEMBERS_FOR_LEAD", "2"),
        ("MEMBERS_FOR_LEAD", "some"),
        ("WARNING_CASES", "1"),
        ("WARNING_DAYS", "0"),
        ("WARNING_PEOPLE", "1.5"),
        ("MAX_BODY_BYTES", "many"),
        ("MAX_BODY_BYTES", "1"),
        ("WECHAT_MESSAGE_MODE", "open"),
        ("WECHAT_ENCODING_AES_KEY", "short"),
        ("WECHAT_API_BASE_URL", "ftp://x"),
        ("WECHAT_PASSIVE_SECONDS", "60"),
        ("WECHAT_VERIFIED", "perhaps"),
    ],
)
def test_a_malformed_setting_is_named_in_one_line(tmp_path, name, value):
    with pytest.raises(SettingsError, match=name) as error:
        Settings.load(ACCOUNT | {name: value}, tmp_path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["WECHAT_APP_SECRET", "WECHAT_TOKEN", "WECHAT_ENCODING_AES_KEY"])
def test_half_an_account_does_not_start(tmp_path, name):
    with pytest.raises(SettingsError, match=name):
        Settings.load({key: value for key, value in ACCOUNT.items() if key != name}, tmp_path)


def test_plain_mode_needs_no_encoding_key(tmp_path):
    env = {key: value for key, value in ACCOUNT.items() if key != "WECHAT_ENCODING_AES_KEY"}
    assert Settings.load(env | {"WECHAT_MESSAGE_MODE": "plain"}, tmp_path).require_wechat().mode == "plain"


def test_a_process_that_needs_the_account_says_what_is_missing(tmp_path):
    with pytest.raises(SettingsError, match="WECHAT_APP_ID"):
        Settings.load({}, tmp_path).require_wechat()


def test_a_data_folder_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingsError, match="DATA_DIR"):
        Settings.load({}, tmp_path / "file" / "var")


def test_the_numbers_of_members_and_warnings_have_defaults_and_can_be_set(tmp_path):
    settings = Settings.load({}, tmp_path)
    numbers = settings.early_warning
    assert (settings.members_for_lead, numbers.cases, numbers.days, numbers.people) == (25, 3, 14, 10)
    env = {"MEMBERS_FOR_LEAD": "40", "WARNING_CASES": "5", "WARNING_DAYS": "7", "WARNING_PEOPLE": "20"}
    numbers = Settings.load(env, tmp_path).early_warning
    assert (Settings.load(env, tmp_path).members_for_lead, numbers.cases, numbers.days, numbers.people) == (
        40,
        5,
        7,
        20,
    )


S3 = {
    "MEDIA_STORE_URL": "s3://union-files/a/b/",
    "S3_ENDPOINT_URL": "http://127.0.0.1:9000",
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "hidden",
}


def test_a_bucket_for_files_is_read_with_its_prefix_and_without_showing_the_secret(tmp_path):
    found = Settings.load(S3, tmp_path).media_s3
    assert (found.bucket, found.prefix, found.endpoint_url) == ("union-files", "a/b", "http://127.0.0.1:9000")
    assert "hidden" not in repr(found)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"MEDIA_STORE_URL": ""}, "MEDIA_STORE_URL"),
        ({"MEDIA_STORE_URL": "/srv/media"}, "MEDIA_STORE_URL"),
        ({"MEDIA_STORE_URL": "s3://"}, "MEDIA_STORE_URL"),
        ({"S3_ENDPOINT_URL": "127.0.0.1:9000"}, "S3_ENDPOINT_URL"),
        ({"AWS_ACCESS_KEY_ID": ""}, "AWS_ACCESS_KEY_ID"),
        ({"AWS_SECRET_ACCESS_KEY": ""}, "AWS_SECRET_ACCESS_KEY"),
    ],
)
def test_a_bucket_that_is_half_configured_stops_the_start(tmp_path, changed, named):
    with pytest.raises(SettingsError, match=named):
        Settings.load(S3 | changed, tmp_path)
