"""Tests of the account's menu."""

from pathlib import Path

import pytest
import yaml

from bot.paths import DATA
from integrations.wechat import menu
from integrations.wechat.errors import MenuError

TAP = {"name": "转人工", "key": "start.human", "says": "转人工"}


def load(tmp_path: Path, content: object) -> menu.Menu:
    path = tmp_path / "menu.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return menu.load(path)


def test_the_accounts_menu_keeps_the_platforms_limits() -> None:
    payload = menu.load().payload()
    assert len(payload["button"]) == 3
    assert all(len(button["sub_button"]) <= 5 for button in payload["button"])
    assert payload["button"][0]["sub_button"][0] == {
        "type": "click",
        "name": "公司拖欠工资",
        "key": "ask.wage.arrears",
    }


def test_a_tap_means_what_its_button_says() -> None:
    assert menu.load().text_for_key("start.human") == "转人工"


def test_every_tap_means_something_that_the_understanding_was_trained_on() -> None:
    examples = {
        line.strip().removeprefix("- ")
        for path in (DATA / "nlu").rglob("*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    taps = [tap for button in menu.load().buttons for tap in button.buttons or (button,) if tap.key]
    assert [tap.says for tap in taps if tap.says not in examples] == []


@pytest.mark.parametrize("key", ["gone.since.last.week", "", "问政策"])
def test_a_key_that_is_not_in_the_menu_means_nothing(key: str) -> None:
    assert menu.load().text_for_key(key) is None


def test_a_button_without_others_under_it_may_stand_at_the_top(tmp_path: Path) -> None:
    page = {"name": "服务地图", "url": "https://example.com/map"}
    loaded = load(tmp_path, {"buttons": [TAP, page]})
    assert loaded.payload()["button"][1] == {"type": "view", **page}
    assert loaded.text_for_key("start.human") == "转人工"


@pytest.mark.parametrize(
    ("buttons", "complaint"),
    [
        ([], "1 to 3 buttons"),
        ([TAP] * 4, "1 to 3 buttons"),
        ([{"name": "问", "buttons": [TAP] * 6}], "问: needs 1 to 5 buttons"),
        ([{"name": "问", "buttons": []}], "1 to 5 buttons"),
        ([TAP | {"name": "我要找工会转人工"}], "24 bytes, at most 16"),
        ([TAP | {"name": "我要转人工"}], "at most 4 Chinese characters"),
        ([TAP | {"name": ""}], "at most 4"),
        ([{"name": "问", "buttons": [TAP | {"name": "我想要马上转接人工"}]}], "at most 8 Chinese characters"),
        ([TAP | {"key": "k" * 129}], "129 bytes, at most 128"),
        ([TAP | {"says": ""}], "needs `key` and `says`"),
        ([{"name": "问", "key": "k"}], "needs `key` and `says`"),
        ([{"name": "问", "buttons": [{"name": "更多", "buttons": [TAP]}]}], "更多: needs"),
        ([{"name": "图", "url": "http://example.com/"}], "https"),
        ([{"name": "图", "url": "https://example.com/" + "a" * 1024}], "at most 1024"),
        ([{"key": "k", "says": "好"}], "needs a name"),
        ([TAP, TAP | {"name": "人工"}], "start.human stands at two buttons"),
        ("转人工", "1 to 3 buttons"),
    ],
)
def test_a_menu_the_platform_would_refuse_is_refused_by_name(tmp_path: Path, buttons: object, complaint: str) -> None:
    with pytest.raises(MenuError, match=complaint):
        load(tmp_path, {"buttons": buttons})


@pytest.mark.parametrize("content", [None, [], {"menu": []}])
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(MenuError, match=r"menu\.yml"):
        load(tmp_path, content)


def test_a_missing_or_broken_file_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(MenuError, match="cannot be read"):
        menu.load(tmp_path / "none.yml")
    (tmp_path / "broken.yml").write_text("buttons: [")
    with pytest.raises(MenuError, match="cannot be read"):
        menu.load(tmp_path / "broken.yml")
