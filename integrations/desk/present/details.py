"""What only one kind of case has (`Case.details`), in words: the names are those of the services' forms."""

from typing import Any

from bot.privacy import mask_text
from integrations.desk.present.common import Json
from integrations.desk.present.labels import OWN_UNION

_LABELS = {
    "own_union": "本单位工会",
    "area": "村居、园区、楼宇",
    "cadre": "提交人",
    "reason": "困难原因",
    "household": "家庭情况",
    "other_help": "得到过的帮助",
    "member": "会员",
    "stage": "走到哪一步",
    "left_on": "离职日期",
    "happened_on": "发生日期",
    "due": "临近的期限",
    "income": "经济状况",
    "arbitration_until": "仲裁时效到",
    "injury_until": "工伤认定申请最晚",
    "suit_until": "起诉最晚",
    "appeal_until": "上诉最晚",
    "ruling_until": "对裁定上诉最晚",
    "due_first": "最近的期限",
    "wish": "要求",
    "willing": "对方态度",
    "why": "难处",
    "so_far": "目前情况",
    "expected": "接下来可能",
    "on_site": "在现场的人",
    "people_about": "人数（没有点准）",
}
_WORDS: dict[str, dict[str, str]] = {
    "own_union": OWN_UNION,
    "why": OWN_UNION,
    "cadre": {"verified": "工会干部（账号已核对）", "not verified": "自称工会干部（没有核对）"},
    "reason": {
        "illness": "生病",
        "accident": "意外",
        "job_loss": "失业",
        "school": "子女上学",
        "disaster": "灾害",
        "other": "其他",
    },
    "stage": {"not_yet": "还没开始", "mediation": "调解", "arbitration": "仲裁", "court": "法院"},
    "income": {"low_income": "低保或低收入", "hard": "困难", "usual": "一般"},
    "left_on": {"still": "还在职"},
    "willing": {"True": "愿意调解", "False": "不愿意调解"},
    "member": {"True": "是会员", "False": "不是会员"},
}


_YES_OR_NO = {"True": "是", "False": "否"}


def details(values: dict[str, Any]) -> list[Json]:
    """Return the details of a case as lines, each with a label and a value; numbers in them are masked.

    A name that is not known here is shown as it is: better than hiding what somebody told.
    """
    lines = []
    for name, value in values.items():
        if name == "own_union" and value == values.get("why"):
            continue  # said by the enterprise union itself: one line is enough
        if not isinstance(value, str | int | float):
            continue  # what is no line is for programs
        words = _WORDS.get(name, _YES_OR_NO).get(str(value), str(value))
        lines.append({"label": _LABELS.get(name, name), "value": mask_text(words)})
    return lines
