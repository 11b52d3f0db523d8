"""Which services there are, and which of them a person can be led to from an answer."""

# The intent that opens a calculator; which one, its options and its words say (bot/calculators/wanted.py).
CALCULATE = "calculate"

# Ids of contracts.md that are intents of their own; `human` is none, and the calculators share one.
SERVICES: tuple[str, ...] = (
    "grievance",
    "join",
    "legal_aid",
    "hardship",
    "mediation",
    "upper_union",
    "risk_report",
    "progress",
    "station",
    CALCULATE,
    "bind",
    "unbind",
    "my_cases",
)

# An answer offers its `leads_to` only when the service is here: nobody is offered a door that does not open yet.
AVAILABLE_SERVICES: tuple[str, ...] = (
    "grievance",
    "join",
    "legal_aid",
    "hardship",
    "mediation",
    "upper_union",
    "risk_report",
    "progress",
    "station",
    "human",
    "calculator.severance",
    "calculator.overtime",
    "calculator.annual_leave",
    "calculator.unsigned_contract",
    "calculator.sick_pay",
    "calculator.injury_benefit",
    "calculator.arbitration_deadline",
    "calculator.union_dues",
    "calculator.union_funds",
)
