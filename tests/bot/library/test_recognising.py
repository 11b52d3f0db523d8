"""Titles, numbers and days from what stands in front, at the end, and in the file's name."""

import pytest

from bot.library.recognising import recognise_number, recognise_title, recognise_version, signature


@pytest.mark.parametrize(
    ("front", "file", "title"),
    [
        (["中华人民共和国某某法"], "某某法", "某某法"),
        (["中华人民共和国某某法"], "附件3", "某某法"),
        (
            ["某市总工会文件", "关于印发《某市总工会关于喝茶的意见》的通知", "某市总工会关于喝茶的意见"],
            "关于喝茶的意见",
            "关于喝茶的意见",
        ),
        (["某市总工会文件", "关于印发《关于喝茶的意见》的通知", "关于喝茶的意见"], "定稿2", "关于喝茶的意见"),
        (
            ["最高人民法院关于适用《中华人民共和国某某法》若干问题的解释"],
            "x",
            "最高人民法院关于适用某某法若干问题的解释",
        ),
        (["上海市喝茶条例（2022年修正）"], "a", "上海市喝茶条例"),
        (
            ["某市总工会关于进一步推进全市喝茶", "工作的若干意见"],
            "扫描",
            "某市总工会关于进一步推进全市喝茶工作的若干意见",
        ),
        ([], "喝茶办法（2022年修正）", "喝茶办法"),
        ([], "喝茶办法_20220524", "喝茶办法"),
    ],
)
def test_the_title_is_what_the_document_is_called(front: list[str], file: str, title: str) -> None:
    assert recognise_title(front, file) == title


@pytest.mark.parametrize(
    ("front", "number"),
    [
        (["沪工总基〔2017〕172号"], "沪工总基〔2017〕172号"),
        (["某部发[2008] 3 号"], "某部发[2008]3号"),
        (["2004年11月1日 中华人民共和国国务院令第423号公布"], "国务院令第423号"),
        (["根据《某办法》（国务院令第513号）的规定，现通知如下："], ""),
        ([], ""),
    ],
)
def test_the_number_is_the_documents_own(front: list[str], number: str) -> None:
    assert recognise_number(front) == number


@pytest.mark.parametrize(
    ("front", "end", "file", "number", "version"),
    [
        (["1992年4月3日 通过", "2021年12月24日 第三次修正"], [], "", "", "2021-12-24"),
        (["2004年11月1日 公布", "2004年12月1日 施行"], [], "", "", "2004-11-01"),
        (["2018年12月29日通过 2019年1月1日起施行"], [], "", "", "2018-12-29"),
        (["一九九四年十二月六日"], [], "", "", "1994-12-06"),
        ([], ["某市总工会", "二〇一七年五月三日"], "", "", "2017-05-03"),
        ([], [], "条例2022-05-24", "", "2022-05-24"),
        ([], [], "条例_20220524", "", "2022-05-24"),
        ([], [], "条例（2022年修正）", "", "2022"),
        ([], [], "", "沪工总基〔2017〕172号", "2017"),
        ([], [], "条例", "", ""),
    ],
)
def test_the_version_is_the_day_of_the_text(
    front: list[str], end: list[str], file: str, number: str, version: str
) -> None:
    assert recognise_version(front, end, file, number) == version


def test_issuer_and_day_at_the_end_are_the_signature() -> None:
    assert signature(["一、喝茶。", "某市总工会", "2031年4月5日", "抄送：茶馆。"]) == 3
    assert signature(["一、喝茶。", "二、2031年4月5日起喝茶，不得迟到。"]) == 0
    assert signature([]) == 0
