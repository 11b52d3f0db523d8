"""The words of a cadre at their cases, on the normalised text: which move, which list, or whose cases they mean."""

import re

MORE = re.compile(r"(?:还有|更多|下一页|往下|后面的?|再看)(?:吗|呢|的|几张|工单)*")
OTHERS = re.compile(r"别的|其他|其它|列表|换一?张|清单|看看?(?:我的)?工单")
DESK_ONLY = re.compile(r"转给|转办|转到|转交|移交|派给|派单|分给|交给|退回|撤回|督办|让.{0,4}补充")
ACCEPT = re.compile(r"(?:我|好的?|先|来|那|就|要|想|可以|确认|，)*(?:受理|接[手单]?|办)(?:了|吧|它|这一?[张个]|工单)*")
_WITH = r"(?:[，,：:\s]+(?P<text>.+))?"  # 记录：已电话联系
NOTE = re.compile(rf"(?:我)?(?:要|想)?(?:写|加|补充)?(?:一?[条个下])?(?:办理)?(?:记录|备注|记一下){_WITH}", re.DOTALL)
RESOLVE = re.compile(
    rf"(?:我)?(?:要|想|可以|已经)?(?:办结|结案|办好了?|办完了?|处理完了?)(?:了|吧|它|这一?[张个]|工单)*{_WITH}",
    re.DOTALL,
)
ENOUGH = re.compile(
    r"(?:没(?:有|了)?(?:别的|其他)?(?:了)?|不用了?|好的?|知道了|行|可以了|就这样|谢谢|先这样|不看了)+(?:了|吧|啊|谢谢)*"
)
ANEW = re.compile(r"重新?写|重写|改一?下|修改|不对")
# Said of a case that the person filed themselves.
FILED = re.compile(r"我(?:自己)?(?:登记|提交|投诉|反映|申请|报)|撤回|撤销|补充|追加|电话|打分|评价|重新办")
# Asks to be shown those.
OWN = re.compile(
    r"(?:我?(?:要|想)?(?:看|查)(?:看|一?下|查)?)?我(?:自己|本人)?(?:登记|提交|投诉|反映|申请|上?报)(?:过|了)?的.{0,8}"
)


# Which of a list that is not open any more, or of none: 第一个.
_OF_A_LIST = re.compile(r"(?:看|办|接|受理)?第[一二三四五\d][个张条件](?:工单)?(?:吧)?")


def means_a_list(words: str) -> bool:
    """Return whether words outside the menu are meant for 我的工单: a move, or one of a list."""
    return bool(_OF_A_LIST.fullmatch(words)) or names_a_move(words)


def names_a_move(words: str) -> bool:
    """Return whether a message is one of the moves, with or without the words that go with it."""
    return any(pattern.fullmatch(words) for pattern in (NOTE, RESOLVE, ACCEPT))
