"""What the gates stand on: the world at one moment."""

import pytest
import time_machine

from tests.gates.town import NOW, World


@pytest.fixture
def _now():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def world(_now, db, settings):
    # The pages of the demo fall under the gates too.
    settings.DEMO = True
    return World()
