"""Which services a person can be led to from an answer."""

# Ids of contracts.md. An answer offers its `leads_to` only when the service is here, so that nobody is
# offered a door that does not open yet.
AVAILABLE_SERVICES: tuple[str, ...] = ("grievance", "human")
