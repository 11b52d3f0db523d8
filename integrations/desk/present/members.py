"""Members, applications and leads as the desk shows them, with what is personal masked."""

from dataclasses import asdict
from typing import Any

from bot.membership import deciding, leads, lists, register, routing
from bot.membership.changing import LEAVING, RETAINING
from bot.membership.model import CARDS, DUES, MEMBER_STATES, Lead, MembershipEvent
from bot.organisations.groups import GROUPS
from bot.privacy import mask_name, mask_phone, mask_text
from integrations.desk.present.cases import CITY_DESK
from integrations.desk.present.common import ACTORS, Json, moment

_ACTIONS = {
    "applied": "提交申请",
    "told": "另外说到",
    "note": "本人补充",
    "evidence": "本人补充材料",
    "checked": "核对",
    "approved": "批准",
    "member": "入会",
    "refused": "不通过",
    "withdrawn": "撤回",
    "handed_over": "转办",
    "imported": "从名册导入",
    "changed": "资料变更",
    "retained": "保留会籍",
    "left": "离开",
    "moved_out": "会籍转出",
    "moved_in": "会籍转入",
    "opened": "开线索",
    "visited": "上门",
    "preparing": "筹建",
    "established": "建成工会",
    "declined": "没有建成",
}
_REASONS = {**LEAVING, **RETAINING, "job": "换工作", "union_established": "建了新工会"}
_COLUMNS = {"dues": "会费", "card": "会员卡", "special_group": "就业群体", "phone": "手机", "name": "姓名"}
_VALUES = {**DUES, **CARDS, **GROUPS}
_MASKS = {"phone": mask_phone, "name": mask_name}


def member(row: register.Line) -> Json:
    """Return a member as a line of a list."""
    return {
        **asdict(row),
        "joined_on": row.joined_on.isoformat() if row.joined_on else None,
        "left_on": row.left_on.isoformat() if row.left_on else None,
        "state_label": MEMBER_STATES[row.state],
        "group_label": GROUPS.get(row.special_group, row.special_group) if row.special_group else None,
        "dues_label": DUES.get(row.dues, row.dues) if row.dues else None,
        "card_label": CARDS[row.card],
    }


def application(row: lists.ApplicationLine) -> Json:
    """Return an application as a line of a list."""
    return {
        **asdict(row),
        "state_label": deciding.STATES[row.state],
        "group_label": GROUPS.get(row.special_group, row.special_group) if row.special_group else None,
        "holder": row.organisation or CITY_DESK,
        "rule_label": routing.RULES.get(row.rule, "由工作人员转来"),
        "has_union_label": _told(row.has_union, "有", "没有"),
        "member_elsewhere_label": _told(row.member_elsewhere, "是", "不是"),
        "created_at": moment(row.created_at),
        "due_at": moment(row.due_at),
        "decided_at": moment(row.decided_at),
    }


def lead(row: Lead, members: int, visits: int) -> Json:
    """Return a lead as a line of a list; `members` and `visits` are those of now."""
    return {
        "id": row.id,
        "employer": row.employer.name,
        "employer_id": row.employer_id,
        "district": row.district,
        "street": row.street,
        "organisation": row.organisation.name if row.organisation else None,
        "holder": row.organisation.name if row.organisation else CITY_DESK,
        "state": row.state,
        "state_label": leads.STATES[row.state],
        "members": members,
        "members_then": row.members,
        "threshold": row.threshold,
        "visits": visits,
        "established": row.established.name if row.established else None,
        "opened_at": moment(row.opened_at),
        "closed_at": moment(row.closed_at),
    }


def event(row: MembershipEvent) -> Json:
    """Return one line of the trail of an application, a member or a lead."""
    return {
        "at": moment(row.at),
        "actor": row.staff.name if row.staff else ACTORS.get(row.actor, row.actor),
        "action": row.action,
        "label": _ACTIONS.get(row.action, row.action),
        "text": mask_text("；".join(_words(row))),
    }


def _words(row: MembershipEvent) -> list[str]:
    detail = row.detail
    words = []
    if row.from_organisation or (row.to_organisation and row.action == "handed_over"):
        before = row.from_organisation.name if row.from_organisation else CITY_DESK
        words.append(f"{before} → {row.to_organisation.name if row.to_organisation else CITY_DESK}")
    if row.action == "applied":
        words.append(routing.RULES.get(detail.get("rule", ""), ""))
    if row.action == "changed":
        words += [
            f"{_COLUMNS[name]}：{_value(name, old)} → {_value(name, new)}"
            for name, (old, new) in ((name, detail[name]) for name in _COLUMNS if name in detail)
        ]
    if files := detail.get("attachments"):
        words.append(f"{len(files)} 个文件")
    if reason := detail.get("reason"):
        words.append(_REASONS.get(reason, str(reason)))
    if (has_union := detail.get("has_union")) is not None:
        words.append("单位自己有工会" if has_union else "单位自己没有工会")
    if "members" in detail and row.action == "opened":
        words.append(f"企业外会员 {detail['members']} 人，到了 {detail.get('threshold')} 人")
    if detail.get("text"):
        words.append(str(detail["text"]))
    return [word for word in words if word]


def _told(value: bool | None, yes: str, no: str) -> str:
    return "不清楚" if value is None else yes if value else no


def _value(name: str, value: Any) -> str:
    if not value:
        return "无"
    if name in _MASKS:
        return _MASKS[name](str(value))
    return _VALUES.get(value, str(value))
