"""The states of a case: which move is allowed, and who may make it. The table is the whole rule."""

from collections.abc import Collection
from enum import Enum

from bot.cases.model import (
    ACCEPTED,
    ASSIGNED,
    CLOSED,
    IN_PROGRESS,
    RECEIVED,
    REFERRED,
    REOPENED,
    RESOLVED,
    WAITING,
    WITHDRAWN,
)

STATES = (
    RECEIVED,
    ASSIGNED,
    ACCEPTED,
    IN_PROGRESS,
    WAITING,
    REFERRED,
    RESOLVED,
    CLOSED,
    WITHDRAWN,
    REOPENED,
)
# Nobody has to do anything on these any more.
OVER = frozenset({RESOLVED, CLOSED, WITHDRAWN})
OPEN = tuple(state for state in STATES if state not in OVER)
# Nobody has taken these on yet: what the acceptance deadline is about.
NOT_ACCEPTED = frozenset({RECEIVED, ASSIGNED, REOPENED})
# Somebody outside the holder has the next word.
ELSEWHERE = frozenset({WAITING, REFERRED})

LABELS = {
    RECEIVED: "已登记",
    ASSIGNED: "已派单",
    ACCEPTED: "已受理",
    IN_PROGRESS: "办理中",
    WAITING: "等本人补充",
    REFERRED: "已转外单位",
    RESOLVED: "已处理",
    CLOSED: "已办结",
    WITHDRAWN: "已撤回",
    REOPENED: "重新办理",
}


class Right(Enum):
    """As what somebody makes a move."""

    PERSON = "person"  # whose case it is, in its conversation
    HOLDER = "holder"  # staff of the union that has it (of the city, where nobody has it)
    ABOVE = "above"  # staff of a union above the holder: it may always step in (opinion 五（二）1)
    SUPERVISOR = "supervisor"  # a supervisor or administrator of the holder or of a union above
    SYSTEM = "system"  # the scheduler and the rules


_UNION = frozenset({Right.HOLDER, Right.ABOVE})
_UNION_OR_SYSTEM = _UNION | {Right.SYSTEM}
_PERSON_OR_UNION = _UNION | {Right.PERSON}
_SUPERVISOR = frozenset({Right.SUPERVISOR})

# From, to: who may. What is not here is forbidden.
MOVES: dict[tuple[str, str], frozenset[Right]] = {
    # To a member of staff, or handed over to another union, which has to accept it anew (opinion 五（二）2, 同城共享).
    **{
        (before, ASSIGNED): _UNION_OR_SYSTEM
        for before in (RECEIVED, ASSIGNED, ACCEPTED, IN_PROGRESS, WAITING, REFERRED, REOPENED)
    },
    **{(before, ACCEPTED): _UNION for before in (RECEIVED, ASSIGNED, REOPENED)},
    **{(before, IN_PROGRESS): _UNION for before in (ACCEPTED, REFERRED)},
    (WAITING, IN_PROGRESS): _UNION_OR_SYSTEM | {Right.PERSON},  # the person's answer sets it going again
    **{(before, WAITING): _UNION for before in (ACCEPTED, IN_PROGRESS)},
    # Human resources, court, justice (opinion 五（二）2, 四方联动).
    **{(before, REFERRED): _UNION for before in (ACCEPTED, IN_PROGRESS, WAITING)},
    **{(before, RESOLVED): _UNION for before in (ACCEPTED, IN_PROGRESS, WAITING, REFERRED)},
    (RESOLVED, CLOSED): _UNION_OR_SYSTEM | {Right.PERSON},
    # Without a result: filed twice, not a matter for unions. A supervisor looks at it, so that nothing is put away.
    **{
        (before, CLOSED): _SUPERVISOR
        for before in (RECEIVED, ASSIGNED, ACCEPTED, IN_PROGRESS, WAITING, REFERRED, REOPENED)
    },
    **{
        (before, WITHDRAWN): _PERSON_OR_UNION
        for before in (RECEIVED, ASSIGNED, ACCEPTED, IN_PROGRESS, WAITING, REFERRED, REOPENED)
    },
    **{(before, REOPENED): _PERSON_OR_UNION for before in (RESOLVED, CLOSED, WITHDRAWN)},
}
# Moves that nobody understands later without a word of why.
NEEDS_REASON = frozenset({WAITING, REFERRED, RESOLVED, REOPENED})


def allowed(before: str, after: str, rights: Collection[Right]) -> bool:
    """Return whether a case may go from one state to another by somebody with these rights."""
    return bool(MOVES.get((before, after), frozenset()) & set(rights))


def possible(before: str, rights: Collection[Right]) -> list[str]:
    """Return the states that somebody with these rights may move a case to, in the order of a case's life."""
    return [after for after in STATES if allowed(before, after, rights)]
