"""Rows as the desk shows them: JSON types, Chinese labels, phone and ID numbers masked."""

from datetime import datetime
from typing import Any

from bot import clock
from bot.cases.model import Case, CaseEvent
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
from bot.organisations.model import Organisation
from bot.privacy import mask_phone, mask_text
from bot.staff.model import ADMIN, AGENT, SUPERVISOR, Staff

Json = dict[str, Any]

REASONS = {"asked": "转人工", "failures": "三次没听懂", "danger": "生命安全", "staff": "主动接入"}
ROLE_NAMES = {AGENT: "坐席", SUPERVISOR: "班长", ADMIN: "管理员"}
CASE_KINDS = {"grievance": "诉求"}
CASE_STATES = {"received": "已受理", "withdrawn": "已撤回", "closed": "已办结"}
ACTORS = {"person": "本人", "bot": "机器人", "staff": "工作人员", "system": "系统"}
CASE_ACTIONS = {
    "filed": "提交诉求",
    "note": "补充说明",
    "evidence": "补充材料",
    "moved": "转办",
    "withdrawn": "撤回",
    "closed": "办结",
}
# What the platform sends instead of words; only pictures are shown, the rest is named.
_KINDS = {"image": "图片", "voice": "语音", "location": "位置", "event": "操作", "other": "文件"}
_EVENTS = {"subscribe": "关注了公众号", "unsubscribe": "取消了关注", "scan": "扫了二维码", "click": "点了菜单"}
_PREVIEW = 40  # characters


def moment(value: datetime | None) -> str | None:
    """Return a moment as ISO 8601 in Shanghai time, for programs and the pages' scripts."""
    return clock.local(value).isoformat(timespec="seconds") if value else None


def message(row: Message, attachment: Attachment | None = None, *, revealed: bool = False) -> Json:
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
        "attachment": _attachment(attachment) if attachment else None,
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


def case_line(row: Case) -> Json:
    """Return a case as a line of a list."""
    return {
        "number": row.number,
        "kind": row.kind,
        "kind_label": CASE_KINDS.get(row.kind, row.kind),
        "state": row.state,
        "state_label": CASE_STATES.get(row.state, row.state),
        "summary": mask_text(row.summary),
        "district": row.district,
        "street": row.street,
        "employer": row.employer,
        "organisation": row.organisation.name if row.organisation else None,
        "conversation_id": row.conversation_id,
        "created_at": moment(row.created_at),
    }


def case(row: Case) -> Json:
    """Return a whole case; the phone number is masked."""
    return {
        **case_line(row),
        "topic": row.topic,
        "urgency": row.urgency,
        "since": row.since,
        "amount": row.amount,
        "people": row.people,
        "person_name": row.person_name,
        "phone": mask_phone(row.phone) if row.phone else None,
        "anonymous": row.anonymous,
        "events": [_case_event(item) for item in row.events],
        "attachments": [_attachment(item) for item in row.attachments],
    }


def staff(row: Staff) -> Json:
    """Return an account, for administrators."""
    now = clock.now()
    return {
        "id": row.id,
        "username": row.username,
        "name": row.name,
        "role": row.role,
        "role_label": ROLE_NAMES[row.role],
        "disabled": row.disabled,
        "locked_until": moment(row.locked_until) if row.locked_until and row.locked_until > now else None,
        "last_sign_in_at": moment(row.last_sign_in_at),
    }


def organisation(row: Organisation) -> Json:
    """Return a union organisation."""
    return {
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "parent": row.parent.code if row.parent else None,
        "district": row.district,
        "street": row.street,
    }


def _said_without_words(row: Message) -> str:
    if row.kind == "text":
        # Nobody sends an empty text: this one was forgotten when the person left (conversations/forgetting.py).
        return "[内容已删除]"
    if row.kind == "event":
        return f"[{_EVENTS.get(str(row.data.get('event', '')), '在公众号里点了一下')}]"
    place = row.data.get("label") if row.kind == "location" else None
    return f"[{_KINDS.get(row.kind, '文件')}{'：' + str(place) if place else ''}]"


def _attachment(row: Attachment) -> Json:
    fetched = bool(row.storage_key)
    return {
        "id": row.id,
        "url": f"/desk/attachments/{row.id}" if fetched else None,
        "content_type": row.content_type,
        "problem": row.problem if not fetched else None,
    }


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


def _case_event(row: CaseEvent) -> Json:
    words = [str(row.detail[name]) for name in ("text", "note", "summary") if row.detail.get(name)]
    return {
        "at": moment(row.at),
        "actor": row.staff.name if row.staff else ACTORS.get(row.actor, row.actor),
        "action": row.action,
        "label": CASE_ACTIONS.get(row.action, row.action),
        "text": mask_text(words[0]) if words else "",
    }
