"""What can be wrong with something that somebody wants to do to a case; every message is one line for that person."""


class CaseError(Exception):
    """Something cannot be done to a case; the message is a line in Chinese for whoever tried."""


class UnknownCase(CaseError):
    """There is no such case, or it is none of theirs: which of the two is not told."""

    def __init__(self) -> None:
        super().__init__("没有这张工单，或者您不能查看它")


class MoveNotAllowed(CaseError):
    """The case cannot go from its state to the wanted one."""


class NotCompetent(CaseError):
    """Whoever tried has no right to do it."""


class ReasonMissing(CaseError):
    """A word of why is needed, or what was given is not acceptable."""


class ChangedMeanwhile(CaseError):
    """Something happened to the case after they looked at it."""

    def __init__(self) -> None:
        super().__init__("这张工单刚刚被别人处理过：请刷新后再看一下")
