"""Pages and files."""

from bot.staff.model import ADMIN, Audit

ATTACK = '<script>alert("x")</script><img src=x onerror=alert(1)>'


async def test_the_work_screen_knows_who_i_am_and_which_conversation_to_open(wang, make):
    conversation = make.conversation()
    page = (await wang.get(f"/desk/conversations/{conversation}")).text
    assert f'data-open="{conversation}"' in page and "王师傅" in page
    assert 'maxlength="1200"' in page


async def test_what_people_write_is_never_markup_in_a_page(wang, make):
    conversation = make.conversation()
    number = make.case(conversation, summary=ATTACK, employer=ATTACK[:100], person_name=ATTACK)
    urls = (
        f"/desk/cases/{number}",
        "/desk/cases",
        f"/desk/conversations/{conversation}/side",
        f"/desk/cases?number={ATTACK}",
        f"/desk/cases?employer={ATTACK}",
        f"/desk/organisations?q={ATTACK}",
    )
    for url in urls:
        page = (await wang.get(url)).text
        assert "<script>alert" not in page and "<img src=x" not in page, url


async def test_a_case_page_shows_the_case_and_hides_the_phone(wang, make):
    number = make.case(make.conversation())
    page = (await wang.get(f"/desk/cases/{number}")).text
    for words in ("光明电子厂", "浦东新区 张江镇", "18,000 元", "12 人", "张三丰", "138****0000", "登记"):
        assert words in page, words
    assert "13800000000" not in page


async def test_cases_are_searched_and_paged(wang, make):
    numbers = [make.case() for _ in range(21)]
    first = (await wang.get("/desk/cases")).text
    assert numbers[-1] in first and numbers[0] not in first and "第 1 页，共 2 页" in first
    assert numbers[0] in (await wang.get("/desk/cases?page=2")).text
    assert "没有符合条件的工单" in (await wang.get("/desk/cases?number=nothing")).text
    assert (await wang.get("/desk/cases?page=x")).status_code == 200


async def test_what_is_not_there_is_not_found(wang):
    for path in ("cases/2026", "conversations/999/side", "attachments/999"):
        response = await wang.get(f"/desk/{path}")
        assert response.status_code == 404, path
        assert "没有找到" in response.text


async def test_the_accounts_page_is_for_administrators(make, browser):
    make.staff("chen", "陈主任", ADMIN)
    chen = await browser()
    await chen.sign_in("chen")
    page = (await chen.get("/desk/staff")).text
    assert "陈主任" in page and "管理员" in page


async def test_a_picture_is_shown_to_staff_and_that_is_recorded(wang, make):
    attachment = make.picture(make.conversation())
    response = await wang.get(f"/desk/attachments/{attachment}")
    assert response.content.startswith(b"\x89PNG")
    assert response.headers["content-type"] == "image/png"
    assert response.headers["content-disposition"] == "inline"
    (audit,) = make.rows(Audit, action="view_attachment")
    assert audit.subject_id == attachment


async def test_a_file_that_could_run_in_the_browser_is_only_offered_for_download(wang, make):
    attachment = make.picture(make.conversation(), ATTACK.encode(), "text/html")
    response = await wang.get(f"/desk/attachments/{attachment}")
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")


async def test_a_picture_stands_in_the_transcript(wang, make):
    conversation = make.conversation()
    attachment = make.picture(conversation)
    (message,) = (await wang.get(f"/api/v1/conversations/{conversation}/messages")).json()["messages"]
    assert message["attachment"]["url"] == f"/desk/attachments/{attachment}"
    assert message["text"] == "[图片]"


async def test_a_file_that_is_gone_is_said_to_be_gone(wang, make, settings):
    attachment = make.picture(make.conversation())
    for path in (settings.data_dir / "media").rglob("*"):
        if path.is_file():
            path.unlink()
    response = await wang.get(f"/desk/attachments/{attachment}")
    assert response.status_code == 404 and "文件不在了" in response.text
