"""Conversations as the desk shows them: messages, their delivery, the person."""

from bot import clock
from bot.conversations.model import (
    FAILED,
    HELD,
    OWED,
    SENDING,
    SENT,
    WITHHELD,
    Attachment,
    Conversation,
    Message,
    Outbox,
)
from bot.privacy import mask_text
from integrations.desk.present.common import Json, attachment, moment

REASONS = {"asked": "转人工", "failures": "三次没听懂", "danger": "生命安全", "staff": "主动接入"}
# What the platform sends instead of words; only pictures are shown, the rest is named.
_KINDS = {"image": "图片", "voice": "语音", "location": "位置", "event": "操作", "other": "文件"}
_EVENTS = {"subscribe": "关注了公众号", "unsubscribe": "取消了关注", "scan": "扫了二维码", "click": "点了菜单"}
_PREVIEW = 40  # characters


def message(row: Message, file: Attachment | None = None, *, revealed: bool = False) -> Json:
    """Return one message of a transcript; `masked` says that there is more to be revealed."""
    masked = mask_text(row.text)
    return {
        "id": row.id,
        "author": row.author,
        "staff": row.staff.name if row.staff else None,
        "kind": row.kind,
        "text": (row.text if revealed else masked) or _said_without_words(row),
        "masked": masked != row.text and not revealed,
        "options": [option["label"] for option in row.data.get("options", ())],
        "attachment": attachment(file) if file else None,
        "at": moment(row.created_at),
        "delivery": _delivery(row.outbox) if row.outbox else None,
    }


def preview(row: Message | None) -> Json | None:
    """Return the start of a message, in one line, for a list."""
    if row is None:
        return None
    text = " ".join((mask_text(row.text) or _said_without_words(row)).split())
    short = text if len(text) <= _PREVIEW else text[:_PREVIEW] + "…"
    return {"author": row.author, "text": short, "at": moment(row.created_at)}


def person(row: Conversation) -> Json:
    """Return what is known of the person in a conversation, and how we may write to them now."""
    now = clock.now()
    open_until = row.allowance_until if row.allowance_until and row.allowance_until > now else None
    return {
        "audience": "工会干部" if row.audience == "cadre" else "职工",
        "followed": row.followed,
        "consented": row.consent_at is not None,
        "first_at": moment(row.created_at),
        "last_seen_at": moment(row.last_seen_at),
        "allowance": row.allowance if open_until else 0,
        "allowance_until": moment(open_until),
    }


def _said_without_words(row: Message) -> str:
    if row.kind == "text":
        # Nobody sends an empty text: this one was forgotten when the person left (conversations/forgetting.py).
        return "[内容已删除]"
    if row.kind == "event":
        return f"[{_EVENTS.get(str(row.data.get('event', '')), '在公众号里点了一下')}]"
    place = row.data.get("label") if row.kind == "location" else None
    return f"[{_KINDS.get(row.kind, '文件')}{'：' + str(place) if place else ''}]"


def _delivery(row: Outbox) -> Json:
    problem = row.problem
    label = {
        OWED: f"待发送（{problem}）" if problem else "待发送",
        SENDING: "发送中",
        SENT: "已送达 · 被动回复" if row.via == "passive" else "已送达 · 客服消息",
        HELD: f"暂缓：{problem or '客服消息额度用完'}，对方再发消息后自动发出",
        FAILED: f"没有送达：{problem or '原因不明'}",
        WITHHELD: "没有发出：发送前已由人工接手",
    }[row.state]
    return {"state": row.state, "label": label, "at": moment(row.sent_at)}
