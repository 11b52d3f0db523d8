"""The product's main job from outside: a question, a grievance, a person taking over; over HTTP, in safe mode."""

import re
import time

import pytest

from tests.scenarios.talk import GRIEVANCE, ask, file_grievance, in_the_queue


@pytest.fixture
def simulator(system):
    with system.simulator() as client:
        yield client
        client.clear_faults()


def test_a_follower_is_greeted_and_a_question_is_answered_with_its_source(simulator):
    person = simulator.person("张三丰", follow=True)
    assert any("工会" in message["text"] for message in person.received())
    answer = ask(person, "公司拖欠工资怎么办")
    assert "劳动合同法" in answer
    assert "登记诉求" in answer


def test_a_grievance_said_in_one_sentence_is_filed_with_a_number(simulator, desk):
    person = simulator.person("李四光", follow=True)
    ask(person, GRIEVANCE)
    summary = file_grievance(person, phone="13800000001")
    assert "浦东" in summary and "张江" in summary
    assert "18000" in summary or "一万八" in summary or "18,000" in summary
    done = ask(person, "确认提交")
    number = re.search(r"\d{13,}", done)
    assert number, done
    case = desk.get(f"/cases/{number[0]}").json()
    assert case["district"] == "浦东新区"
    assert case["amount"] == 18000
    assert "13800000001" not in str(case)


def test_a_confirmation_pushed_three_times_files_one_case_with_one_reply(simulator, desk):
    person = simulator.person("王五常", follow=True)
    before = desk.get("/cases").json()["total"]
    file_grievance(person, phone="13800000002")
    simulator.faults(duplicates=2)
    push = person.say("确认提交")
    person.next_message(after=push)
    time.sleep(3)
    numbers = {n for message in person.received(push) for n in re.findall(r"\d{13,}", message["text"])}
    assert len(numbers) == 1
    assert desk.get("/cases").json()["total"] == before + 1


def test_a_person_takes_over_answers_and_hands_back(simulator, desk):
    person = simulator.person("赵六", follow=True)
    row = in_the_queue(person, desk, "你好，我在医院做护工")
    assert row["holder"] == "queue"
    taken = desk.post(f"/conversations/{row['id']}/take")
    assert taken.status_code == 200
    push = person.say("我被公司辞退了")
    sent = desk.post(f"/conversations/{row['id']}/messages", text="您好，我是工会的，您请说。")
    assert sent.status_code == 201
    person.next_message(after=push, where=lambda message: "您请说" in message["text"])
    time.sleep(1)
    assert not any("劳动合同法" in message["text"] for message in person.received(push)), "the bot talked over a person"
    messages = desk.get(f"/conversations/{row['id']}/messages").json()["messages"]
    mine = next(message for message in messages if "您请说" in message["text"])
    assert "sent" in str(mine)
    last = person.state()["last"]
    assert desk.post(f"/conversations/{row['id']}/hand-back").status_code == 200
    # The sender tells of it on its own; without waiting, its word may be taken for the next answer.
    person.next_message(after=last, where=lambda message: "交还给我" in message["text"])
    assert "劳动合同法" in ask(person, "公司拖欠工资怎么办")


def test_words_of_danger_go_to_the_front_with_the_emergency_numbers(simulator, desk):
    person = simulator.person("钱七", follow=True)
    said = ask(person, "我不想活了，想从楼上跳下去")
    assert all(number in said for number in ("110", "120", "12356"))
    assert "12356" in ask(person, "算了")  # kept in the queue, and not left without a word
    waiting = desk.get("/conversations?holder=queue").json()["conversations"]
    assert "生命" in str(waiting[0]) or "danger" in str(waiting[0])


def test_a_slow_platform_and_errors_delay_a_reply_but_do_not_lose_it(simulator, desk):
    person = simulator.person("孙八", follow=True)
    row = in_the_queue(person, desk, "你好，我在商场做保洁")
    desk.post(f"/conversations/{row['id']}/take")
    simulator.fail_calls(-1, 2, "custom/send")
    last = person.state()["last"]
    desk.post(f"/conversations/{row['id']}/messages", text="稍等，我查一下。")
    assert person.next_message(after=last, wait=40, where=lambda message: "我查一下" in message["text"])
    desk.post(f"/conversations/{row['id']}/hand-back")


def test_a_forged_push_leaves_no_trace(system, desk):
    import httpx

    before = desk.get("/conversations").json()
    query = {"timestamp": "1714036504", "nonce": "x", "signature": "0" * 40, "msg_signature": "0" * 40}
    answer = httpx.post(
        system.url(0, "/webhooks/wechat/callback"), params=query, content=b"<xml><Encrypt>AAAA</Encrypt></xml>"
    )
    assert answer.status_code == 403
    assert desk.get("/conversations").json() == before


@pytest.mark.parametrize("offset", range(6))
def test_every_process_says_that_it_is_alive_and_ready_and_counts(system, offset):
    import httpx

    assert httpx.get(system.url(offset, "/healthz")).status_code == 200
    assert httpx.get(system.url(offset, "/readyz")).status_code == 200
    assert "python_info" in httpx.get(system.url(offset, "/metrics")).text


def test_nothing_that_people_write_is_readable_in_logs_or_on_disk(system, simulator):
    person = simulator.person("吴九", follow=True)
    file_grievance(person, phone="13811112222")
    ask(person, "转人工")
    files = [path for path in system.data.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files) and any(path.suffix == ".log" for path in files)
    for path in files:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue  # SQLite has just folded its journal into the database
        for secret in ("13811112222", "张三丰", "电子厂，老板拖了"):
            assert secret.encode() not in content, f"{secret} stands in {path.name}"
