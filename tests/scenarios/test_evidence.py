"""Pictures as evidence from outside: sent within a form, fetched, on the case, and only for those who may see it."""

import time

import httpx
import pytest

from tests.scenarios.talk import ask, number_in, picture, send_picture, tell


@pytest.fixture
def simulator(system):
    with system.simulator() as client:
        yield client
        client.clear_faults()


def files_of(desk, number, count):
    """Return the files of a case once they are all fetched or given up."""
    end = time.monotonic() + 15
    while time.monotonic() < end:
        files = desk.get(f"/cases/{number}").json()["attachments"]
        if len(files) == count and all(file["url"] or file["problem"] for file in files):
            return files
        time.sleep(0.2)
    raise AssertionError(f"the files of {number} are not there: {files}")


def test_pictures_sent_while_asking_for_legal_aid_are_on_the_case_for_those_who_may_see_it(system, simulator, desk):
    person = simulator.person("黄药师", follow=True)
    contract, payslip = picture(10), picture(200)
    tell(person, "我要申请法律援助", "同意", "公司拖了三个月工资没发")
    said = send_picture(person, contract)
    assert "照片收到了" in said and "走到哪一步" in said  # and the form stands where it stood
    ask(person, "还没开始")
    send_picture(person, payslip)
    summary = tell(person, "还在", "浦东新区张江镇", "上海明日电子厂（虚构）", "一万八", "黄药师", "13800000031")
    assert "核对" in summary
    number = number_in(ask(person, "确认提交"))
    first, second = files_of(desk, number, 2)
    assert [desk.http.get(file["url"]).content for file in (first, second)] == [contract, payslip]
    assert desk.http.get(first["url"]).headers["content-type"] == "image/png"
    stranger = httpx.Client(base_url=system.url(1, ""), trust_env=False)
    refused = stranger.get(first["url"])
    assert refused.status_code == 303 and "/desk/sign-in" in refused.headers["location"]
    assert stranger.get(f"/api/v1/cases/{number}").status_code == 401
    other = system.account("duanzhengchun", "段正淳", "虹口区总工会")
    assert other.http.get(first["url"]).status_code == 404
    kept = [path.read_bytes() for path in (system.data / "media").rglob("*") if path.is_file()]
    assert kept and not any(b"IHDR" in content for content in kept), "a picture lies readable on the disk"


def test_a_picture_that_cannot_be_kept_is_told_of_and_the_desk_reads_why(simulator, desk):
    person = simulator.person("程灵素", follow=True)
    tell(person, "我要申请法律援助", "同意", "公司拖了三个月工资没发")
    push = person.image(b"BM" + bytes(2000))  # a kind that the platform takes and we do not
    lost = person.next_message(after=push, where=lambda message: "没能留下来" in message["text"])
    assert "JPG 或者 PNG" in lost["text"]
    assert "照片收到了" in person.received(push)[0]["text"]
    number = number_in(
        tell(person, "1", "还在", "浦东新区张江镇", "不清楚", "不清楚", "程灵素", "13800000032", "确认提交")
    )
    (file,) = files_of(desk, number, 1)
    assert file["url"] is None and "不是照片的格式" in file["problem"]
