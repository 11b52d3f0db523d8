"""Cases as the desk shows them: lines of lists, a whole one with its trail and deadlines."""

from datetime import datetime, timedelta

from sqlalchemy.orm import object_session

from bot import clock
from bot.cases import routing, trail
from bot.cases.model import Case, CaseDeadline, CaseEvent, CaseReferral
from bot.organisations.model import Organisation
from bot.privacy import mask_phone, mask_text
from bot.staff.model import Staff
from integrations.desk.present import labels
from integrations.desk.present.common import ACTORS, Json, attachment, moment
from integrations.desk.present.details import details

CITY_DESK = "市热线工作台"  # who has a case that no union has yet


def line(row: Case) -> Json:
    """Return a case as a line of a list."""
    return {
        "number": row.number,
        "kind": row.kind,
        "kind_label": labels.CASE_KINDS.get(row.kind, row.kind),
        "state": row.state,
        "state_label": labels.CASE_STATES.get(row.state, row.state),
        "matter": row.matter,
        "matter_label": labels.MATTERS.get(row.matter, row.matter) if row.matter else None,
        "summary": mask_text(row.summary),
        "urgency": row.urgency,
        "urgency_label": labels.URGENCIES.get(row.urgency, str(row.urgency)),
        "district": row.district,
        "street": row.street,
        "employer": row.employer,
        "organisation": row.organisation.name if row.organisation else None,
        "assignee": row.assignee.name if row.assignee else None,
        "supervised": row.supervised,
        "conversation_id": row.conversation_id,
        "created_at": moment(row.created_at),
    }


def whole(row: Case) -> Json:
    """Return a whole case; the phone number is masked, and so are numbers in what people wrote."""
    rule = routing.BY_NAME.get(row.routing_rule or "")
    return {
        **line(row),
        "topic": row.topic,
        "source": row.source,
        "source_label": labels.SOURCES.get(row.source, row.source),
        "since": row.since,
        "amount": row.amount,
        "people": row.people,
        "person_name": row.person_name,
        "phone": mask_phone(row.phone) if row.phone else None,
        "anonymous": row.anonymous,
        "special_group": labels.GROUPS.get(row.special_group, row.special_group) if row.special_group else None,
        "employer_id": row.employer_id,
        "recognised_employer": row.recognised_employer.name if row.recognised_employer else None,
        "details": details(row.details or {}),
        "holder": row.organisation.name if row.organisation else CITY_DESK,
        "rule": {"name": rule.name, "why": rule.why, "clause": rule.clause} if rule else None,
        "hidden_from": row.hidden_from.name if row.hidden_from else None,
        "received_by": row.received_by.name if row.received_by else None,
        "supervising": row.supervising.name if row.supervising else None,
        "reopened": row.reopened,
        "score": row.score,
        "score_word": mask_text(row.score_word) if row.score_word else None,
        "help": [{"kind": given.kind, "label": labels.HELP[given.kind]} for given in row.help_given],
        "deadlines": [_deadline(item) for item in row.deadlines],
        "held_by": [_held(item) for item in trail.held_by(row.events)],
        "referrals": [_referral(item) for item in row.referrals],
        "events": [_event(item) for item in row.events],
        "attachments": [attachment(item) for item in row.attachments],
    }


def how_long(span: timedelta) -> str:
    """Return a length of time as people say it, its two largest parts: 2 天 3 小时, 40 分钟."""
    minutes = int(span.total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 小时 {minutes} 分钟" if minutes else f"{hours} 小时"
    return f"{minutes} 分钟"


def left(due: datetime, met: datetime | None, paused: datetime | None = None) -> tuple[str, str]:
    """Return what is left until something is due: a word (met, late, paused, open, overdue) and a line for people."""
    now = clock.now()
    if met is not None:
        return ("late", f"超时 {how_long(met - due)}后完成") if met > due else ("met", "按时完成")
    if paused is not None:
        return "paused", "暂停计时"
    if due < now:
        return "overdue", f"已超时 {how_long(now - due)}"
    return "open", f"还剩 {how_long(due - now)}"


def _deadline(row: CaseDeadline) -> Json:
    status, words = left(row.due_at, row.met_at, row.paused_at)
    return {
        "duty": row.duty,
        "label": labels.DUTIES.get(row.duty, row.duty),
        "due_at": moment(row.due_at),
        "met_at": moment(row.met_at),
        "status": status,
        "left": words,
        "escalations": row.escalations,
    }


def _held(item: trail.Held) -> Json:
    return {
        "organisation": _holder(item.organisation),
        "since": moment(item.since),
        "until": moment(item.until),
        "reason": mask_text(item.reason),
    }


def _referral(row: CaseReferral) -> Json:
    return {
        "id": row.id,
        "office": row.office,
        "office_label": labels.OFFICES.get(row.office, row.office),
        "handed_over": mask_text(row.handed_over),
        "at": moment(row.at),
        "came_back": mask_text(row.came_back) if row.came_back else None,
        "back_at": moment(row.back_at),
    }


def _event(row: CaseEvent) -> Json:
    return {
        "id": row.id,
        "at": moment(row.at),
        "actor": row.staff.name if row.staff else ACTORS.get(row.actor, row.actor),
        "action": row.action,
        "label": labels.CASE_ACTIONS.get(row.action, row.action),
        "text": mask_text("；".join(_words(row))),
    }


def _words(row: CaseEvent) -> list[str]:
    """Return what an event's details say, as parts of one line."""
    detail = row.detail
    words = []
    if row.action == trail.HANDED_OVER:
        words.append(f"{_holder(row.from_organisation)} → {_holder(row.to_organisation)}")
    if row.action == trail.FILED and detail.get("rule") in routing.BY_NAME:
        words.append(routing.BY_NAME[detail["rule"]].why)
    if row.action == trail.SUPERVISED:
        words.append("开始督办" if detail.get("on") else "不再督办")
    if office := detail.get("office"):
        words.append(labels.OFFICES.get(office, office))
    if kinds := detail.get("kinds"):
        words.append("、".join(labels.HELP.get(kind, kind) for kind in kinds))
    if score := detail.get("score"):
        words.append(f"{score} 分")
    if assignee := detail.get("assignee"):
        found = object_session(row).get(Staff, assignee)
        words.append(f"派给{found.name}" if found else "派给已删除的账号")
    if row.action == trail.ESCALATED:
        words.append(f"报{detail.get('name') or CITY_DESK}")
    if files := detail.get("attachments"):
        words.append(f"{len(files)} 个文件")
    if duty := detail.get("duty"):
        words.append(labels.DUTIES.get(duty, duty))
    return words + [str(detail[name]) for name in ("other", "text", "note", "summary") if detail.get(name)]


def _holder(organisation: Organisation | None) -> str:
    return organisation.name if organisation else CITY_DESK
