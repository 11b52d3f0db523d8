"""我的工单 of a cadre: the list, one case, and what was done with it, as they are shown.

Everything is done with the rights of the account that the WeChat is tied to, which is looked up with every message.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

from sqlalchemy.orm import Session

from actions.context import Turn, resources
from actions.menu import MenuService
from bot import my_cases, progress
from bot.cases import trail
from bot.cases.errors import CaseError, UnknownCase
from bot.cases.model import CaseEvent
from bot.cases.once import once
from bot.forms.asking import StepResult
from bot.forms.draft import Draft
from bot.forms.field import options
from bot.reply import Option, Reply
from bot.staff import binding
from bot.staff.model import Staff
from bot.staff.service import audit
from bot.wording import say

# What is asked.
LIST, MENU, NOTE, RESULT, SURE = "list", "menu", "note", "outcome", "sure"


class MyCasesScreens(MenuService):
    """Shows a cadre what there is to do and one case, and does something to a case."""

    name = "my_cases"
    stuck = "my_cases_stuck"

    def question(self, draft: Draft) -> Reply:
        """Return what is asked at the moment."""
        name = f"my_cases_ask_{draft.at}"
        if draft.at in (LIST, MENU):
            offered = tuple(Option(label, payload) for label, payload in draft.values.get("offered", ()))
            return self.reply(say(name), offered)
        if draft.at == SURE:
            return self.reply(say(name, text=draft.values["text"]), options("my_cases_options_sure"))
        return self.reply(say(name), options("my_cases_options_back"))

    def listed(self, draft: Draft, turn: Turn, shown: Collection[int] = ()) -> StepResult:
        """Show what there is to do; what was shown already is left out."""
        with resources().database.reading() as session:
            staff = binding.cadre_of(session, turn.conversation_id)
            if staff is None:
                return self.ended(say("my_cases_unbound"))
            found = my_cases.to_do(session, staff, shown)
            filed = say("my_cases_filed") if progress.has_filed(session, turn.conversation_id) else ""
            if not found:
                return self.ended(say("my_cases_no_more" if shown else "my_cases_none") + filed)
            page, more = found[: my_cases.AT_ONCE], found[my_cases.AT_ONCE :]
            lines = "\n".join(f"{chr(0x2460 + place)} {my_cases.line(case)}" for place, case in enumerate(page))
            offered = [(my_cases.brief(case), case.number) for case in page]
            keys = [*shown, *(case.id for case in page)]
        offered += [(say("my_cases_option_more"),) * 2] if more else []
        listed = replace(draft.asking(LIST), values={"offered": offered, "shown": keys}, failures=0)
        return self.asked(listed, say("my_cases_list", lines=lines), filed)

    def shown(self, draft: Draft, turn: Turn, number: str, *lead: str) -> StepResult:
        """Show a case and what can be done with it; who has looked at it is written down."""
        with resources().database.work() as session:
            staff = binding.cadre_of(session, turn.conversation_id)
            if staff is None:
                return self.ended(say("my_cases_unbound"))
            case = my_cases.loaded(session, staff, number)
            if case is None:
                return self._gone(draft, turn, *(lead or (str(UnknownCase()),)))
            audit(session, staff.id, "view_case", "case", case.id, detail="wechat")
            may, seen = my_cases.may(session, case, staff), trail.last_event_id(session, case.id)
            text = my_cases.told(case)
            session.commit()
        offered = [(say(f"my_cases_option_{name}"),) * 2 for name in (*may, "list", "enough")]
        values = {"number": number, "case": case.id, "seen": seen, "may": may, "offered": offered}
        return self.asked(replace(draft.asking(MENU), values=values, failures=0), *lead, text)

    def _gone(self, draft: Draft, turn: Turn, *lead: str) -> StepResult:
        """Say that a case is not to be seen, and show the list in its place."""
        listed = self.listed(draft, turn)
        (reply,) = listed.replies
        return replace(listed, replies=(replace(reply, text="\n\n".join([*lead, reply.text])),))

    def done(
        self, draft: Draft, turn: Turn, write: Callable[[Session, Staff, int], CaseEvent], wording: str
    ) -> StepResult:
        """Do something to the case once, say so, and show it as it is now; what cannot be done is said instead."""
        try:
            with resources().database.work() as session:
                staff = binding.cadre_of(session, turn.conversation_id)
                if staff is None:
                    return self.ended(say("my_cases_unbound"))
                case_id = draft.values["case"]
                once(session, case_id, turn.message_id, partial(write, session, staff, case_id))
                session.commit()
        except CaseError as error:
            return self.shown(draft, turn, draft.values["number"], str(error))
        return self.shown(draft, turn, draft.values["number"], say(wording))
