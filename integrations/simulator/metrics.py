"""Prometheus metrics of the simulator; a registry of its own, since several can run in one process."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)


class Metrics:
    """Counts what crosses the edge in both directions."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        PlatformCollector(registry=self.registry)
        ProcessCollector(registry=self.registry)
        self.deliveries = Counter(
            "simulator_deliveries", "Deliveries of pushes to the webhook", ["outcome"], registry=self.registry
        )
        self.calls = Counter("simulator_api_calls", "API calls", ["path", "errcode"], registry=self.registry)
        self.people = Gauge("simulator_people", "People with a phone", registry=self.registry)

    def text(self, people: int) -> str:
        """Return the metrics in Prometheus' text format, with the number of people as it is now."""
        self.people.set(people)
        return generate_latest(self.registry).decode()
