"""The services that the dialogue knows, by their id."""

from collections.abc import Mapping

from actions.binding import BindService, UnbindService
from actions.calculate import CalculateService
from actions.grievance import GrievanceService
from actions.hardship import HardshipService
from actions.join import JoinService
from actions.legal_aid import LegalAidService
from actions.mediation import MediationService
from actions.my_cases import MyCasesService
from actions.progress import ProgressService
from actions.risk_report import RiskReportService
from actions.service import Service
from actions.station import StationService
from actions.upper_union import UpperUnionService
from bot.progress import NUMBER
from bot.understanding import Understanding

SERVICES: Mapping[str, Service] = {
    service.name: service
    for service in (
        GrievanceService(),
        JoinService(),
        LegalAidService(),
        HardshipService(),
        MediationService(),
        UpperUnionService(),
        RiskReportService(),
        ProgressService(),
        StationService(),
        CalculateService(),
        BindService(),
        UnbindService(),
        MyCasesService(),
    )
}
# Intents that come from options only, and the service that takes them.
_TAPPED = {"score": ProgressService.name}
# The topic of how one learns where a case stands: whoever has a case means their own.
_PROGRESS_TOPIC = "service.progress"


def service_of(said: Understanding) -> str | None:
    """Return the service that a message asks for, or None where it asks for none."""
    service = _TAPPED.get(said.intent, said.intent)
    if service in SERVICES:
        return service
    return ProgressService.name if asks_of_case(said) else None


def asks_of_case(said: Understanding) -> bool:
    """Tell whether a message that is understood as a question asks for a case: by its number, or 我的诉求到哪了."""
    if said.text.startswith("/") or said.intent not in ("ask", "unclear", "out_of_scope"):
        return False
    if NUMBER.search(said.text):
        return True
    return said.intent == "ask" and bool(said.topics) and said.topics[0].id == _PROGRESS_TOPIC
