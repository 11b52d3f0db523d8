"""What people do in the scenarios: ask, fill in the form, wait in the queue."""

import re
import struct
import zlib

GRIEVANCE = "我在浦东张江的一家电子厂，老板拖了三个月工资一万八"


def ask(person, text):
    """Say something and return all that came back, as one text."""
    push = person.say(text)
    person.next_message(after=push)
    return "\n".join(_words(message) for message in person.received(push))


def _words(message):
    return "\n".join([message["text"], *(f"{n}. {o['label']}" for n, o in enumerate(message["options"], 1))])


def hear(person, text, words):
    """Say something, wait for the message with `words`, and return all that came until then as one text.

    What is told of a case goes out by itself: under load before the answer, and apart from it.
    """
    push = person.say(text)
    person.next_message(after=push, where=lambda message: words in message["text"])
    return "\n".join(_words(message) for message in person.received(push))


def tell(person, *texts):
    """Say one thing after the other and return what came back to the last."""
    return [ask(person, text) for text in texts][-1]


def number_in(said):
    """Return the number of the case that an answer tells of."""
    return re.search(r"(?<!\d)20\d{11}(?!\d)", said)[0]


def send_picture(person, data):
    """Send a picture and return all that came back at once, as one text."""
    push = person.image(data)
    person.next_message(after=push)
    return "\n".join(_words(message) for message in person.received(push))


def picture(shade):
    """Return a small PNG of one colour; another `shade` (0 to 255) is another file."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([shade, 120, 60]) * 80) * 60
    head = struct.pack(">IIBBBBB", 80, 60, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def conversation_of(desk, text):
    """Return the conversation in which a person has written `text`."""
    for row in desk.get("/conversations").json()["conversations"]:
        messages = desk.get(f"/conversations/{row['id']}/messages").json()["messages"]
        if any(message["author"] == "person" and text in message["text"] for message in messages):
            return row
    raise AssertionError(f"nobody has written {text!r}")


def in_the_queue(person, desk, words):
    """Let a person ask for somebody, and return their conversation as the desk sees it."""
    person.say(words)
    assert "工作人员" in ask(person, "转人工")
    return conversation_of(desk, words)


def file_grievance(person, opening=GRIEVANCE, name="张三丰", phone="13800000000"):
    """Go through the grievance form, answering whatever is asked, up to the summary."""
    said = ask(person, "我要投诉")
    answers = [
        (r"同意", "同意"),
        (r"姓名|怎么称呼|叫什么", name),
        (r"手机|电话号码", phone),
        (r"哪个区|在哪里|什么地方", "浦东新区张江镇"),
        (r"公司.*名|单位.*名|哪家", "上海明日电子厂（虚构）"),
        (r"多少人|几个人", "一共12个人"),
        (r"什么时候", "三个月了"),
        (r"多少钱|金额", "一万八"),
        (r"匿名|保密", "要"),
        (r"怎么回事|发生了什么|什么事", opening),
    ]
    for _ in range(14):
        if ("确认" in said and "核对" in said) or "确认提交" in said:
            return said
        last = said.rstrip().split("\n\n")[-1]
        answer = next((reply for pattern, reply in answers if re.search(pattern, last)), None) or next(
            reply for pattern, reply in answers if re.search(pattern, said)
        )
        said = ask(person, answer)
    raise AssertionError(f"the form does not come to its summary; last it said:\n{said}")
