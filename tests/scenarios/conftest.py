"""One running system for all scenarios that leave it running."""

from collections.abc import Iterator

import pytest

from tests.scenarios import system as systems
from tests.scenarios.system import Desk, System


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The whole system in safe mode, as `assistant up` starts it; the desk is always open."""
    data = tmp_path_factory.mktemp("system")
    with systems.running(data, WECHAT_MESSAGE_MODE="safe", OFFICE_HOURS="1-7 00:00-23:59") as running:
        yield running


@pytest.fixture
def desk(system: System) -> Desk:
    """A member of staff, signed in."""
    return system.desk()
