"""Early warnings and employers as the desk shows them."""

from datetime import datetime

from bot.employers.model import Employer, EmployerDecision
from bot.organisations.model import Organisation
from bot.privacy import mask_text
from bot.staff.model import Staff
from bot.warnings import model
from bot.warnings.model import EarlyWarning, WarningDeadline, WarningEvent
from integrations.desk.present.cases import CITY_DESK, left
from integrations.desk.present.common import Json, moment

LEVELS = {model.URGENT: "特急", model.SERIOUS: "较重", model.GENERAL: "一般"}
STATES = {
    model.RAISED: "待核实",
    model.CONFIRMED: "已核实",
    model.ASSESSING: "已研判",
    model.REPORTED: "已上报",
    model.MEDIATING: "调处中",
    model.CLOSED: "已化解",
    model.FALSE_ALARM: "误报",
}
RULES = {
    model.CASES: "短时间内多人投诉",
    model.PEOPLE: "涉及人数多",
    model.WORDS: "说到停工、堵门、轻生等",
    model.REPORT: "工会干部上报",
}
DUTIES = {model.CONFIRM: "核实", model.ASSESS: "研判", model.REPORT_UP: "上报"}
_ACTIONS = {
    **STATES,
    model.RAISED: "发出预警",
    model.CONFIRMED: "核实",
    model.ASSESSING: "研判",
    model.REPORTED: "上报",
    model.MEDIATING: "调处",
    model.CLOSED: "化解结束",
    "case_added": "新增工单",
    "level": "级别变化",
    "told": "告知",
    "reminded": "到期提醒",
    "overdue": "逾期",
    "seen": "第一次查看",
    "note": "记录",
    "moved": "换到另一家单位名下",
}
_WHY = {"raised": "发出预警", "overdue": "逾期上报", "reported": "下级上报"}
_FOUND_BY = {model.SYSTEM: "系统", model.CADRE: "工会干部"}
DECISIONS = {"merge": "合并", "split": "拆分", "undo": "撤销"}


def line(row: EarlyWarning) -> Json:
    """Return a warning as a line of a list."""
    due = next((item for item in row.deadlines if item.met_at is None), None)
    return {
        "number": row.number,
        "employer": row.employer.name if row.employer else None,
        "employer_id": row.employer_id,
        "district": row.district,
        "street": row.street,
        "level": row.level,
        "level_label": LEVELS[row.level],
        "state": row.state,
        "state_label": STATES[row.state],
        "rule": row.rule,
        "rule_label": RULES.get(row.rule, row.rule),
        "words": list(row.words),
        "cases": row.cases,
        "people": row.people,
        "raised_at": moment(row.raised_at),
        "due": _deadline(due) if due else None,
    }


def whole(row: EarlyWarning) -> Json:
    """Return a warning with who was the first, what is due, and everything that happened."""
    return {
        **line(row),
        "first_case_at": moment(row.first_case_at),
        "last_case_at": moment(row.last_case_at),
        "firsts": [
            {"label": "发现", "who": _FOUND_BY.get(row.found_by, row.found_by), "at": moment(row.raised_at)},
            _first("告知", row.told_organisation, None, row.told_at),
            _first("查看", None, row.seen_by, row.seen_at),
            _first("核实", None, row.confirmed_by, row.confirmed_at),
            _first("上报", row.reported_organisation, row.reported_by, row.reported_at),
            _first("介入调处", row.mediated_organisation, row.mediated_by, row.mediated_at),
        ],
        "informed": [
            {"organisation": item.organisation.name, "why": _WHY.get(item.why, item.why), "at": moment(item.at)}
            for item in row.informed
        ],
        "deadlines": [_deadline(item) for item in row.deadlines],
        "ended_at": moment(row.ended_at),
        "end_reason": mask_text(row.end_reason) if row.end_reason else None,
        "events": [_event(item) for item in row.events],
    }


def employer(row: Employer, names: int, cases: int) -> Json:
    """Return an employer as a line of a list."""
    return {
        "id": row.id,
        "name": row.name,
        "district": row.district,
        "street": row.street,
        "names": names,
        "cases": cases,
        "merged_into_id": row.merged_into_id,
        "merged_into": row.merged_into.name if row.merged_into else None,
    }


def decision(row: EmployerDecision) -> Json:
    """Return what staff decided about who is who."""
    return {
        "id": row.id,
        "at": moment(row.at),
        "staff": row.staff.name,
        "kind": row.kind,
        "label": DECISIONS.get(row.kind, row.kind),
        "from_id": row.from_id,
        "from": row.from_employer.name,
        "to_id": row.to_id,
        "to": row.to_employer.name,
        "undone": row.undone_by_id is not None,
    }


def _first(label: str, organisation: Organisation | None, staff: Staff | None, at: datetime | None) -> Json:
    names = [item.name for item in (organisation, staff) if item is not None]
    if at is not None and not names:
        names = [CITY_DESK]
    return {"label": label, "who": " ".join(names) or None, "at": moment(at)}


def _deadline(row: WarningDeadline) -> Json:
    status, words = left(row.due_at, row.met_at)
    label = DUTIES.get(row.duty, row.duty)
    return {"duty": row.duty, "label": label, "due_at": moment(row.due_at), "status": status, "left": words}


def _event(row: WarningEvent) -> Json:
    who = " ".join(item.name for item in (row.organisation, row.staff) if item is not None)
    return {
        "at": moment(row.at),
        "actor": who or "系统",
        "action": row.action,
        "label": _ACTIONS.get(row.action, row.action),
        "text": mask_text("；".join(_words(row))),
    }


def _words(row: WarningEvent) -> list[str]:
    detail = row.detail
    words = []
    if "level" in detail:
        before = f"{LEVELS.get(detail['before'], detail['before'])} → " if detail.get("before") else ""
        words.append(f"{before}{LEVELS.get(detail['level'], detail['level'])}")
    if detail.get("rule"):
        words.append(RULES.get(detail["rule"], str(detail["rule"])))
    if detail.get("duty"):
        words.append(DUTIES.get(detail["duty"], str(detail["duty"])))
    if detail.get("why"):
        words.append(_WHY.get(detail["why"], str(detail["why"])))
    if detail.get("words"):
        words.append("、".join(map(str, detail["words"])))
    return words + [str(detail[name]) for name in ("case", "number", "note", "reason") if detail.get(name)]
