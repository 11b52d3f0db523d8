"""Chinese words for what is kept as a short English name."""

from bot.cases import states, trail
from bot.cases.labels import KINDS as CASE_KINDS
from bot.cases.labels import MATTERS
from bot.cases.notes import HELP
from bot.cases.own_union import LABELS as OWN_UNION
from bot.cases.referrals import OFFICES
from bot.organisations.groups import GROUPS
from bot.organisations.reading import KIND_NAMES as ORGANISATION_KINDS
from bot.organisations.reading import LEVEL_NAMES as LEVELS
from bot.staff.model import ADMIN, AGENT, SUPERVISOR

__all__ = ["CASE_KINDS", "GROUPS", "HELP", "LEVELS", "MATTERS", "OFFICES", "ORGANISATION_KINDS", "OWN_UNION"]

ROLES = {AGENT: "坐席", SUPERVISOR: "班长", ADMIN: "管理员"}
CASE_STATES = states.LABELS
# An event that is a move has the name of the state that it leads to.
CASE_ACTIONS = {**states.LABELS, **trail.LABELS}
URGENCIES = {0: "一般", 1: "较急", 2: "特急"}
SOURCES = {"wechat": "微信", "desk": "窗口或热线", "system": "系统"}
DUTIES = {"accept": "受理", "resolve": "办结", "follow_up": "跟进"}
