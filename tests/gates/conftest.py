"""What the gates stand on: the world at one moment."""

from contextlib import ExitStack
from copy import deepcopy

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from tests.conftest import surroundings
from tests.gates.town import BEFORE, NOW, World


@pytest.fixture
def _now():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the world once for all tests of a module: each of them runs in a transaction within this one."""
    with ExitStack() as held:
        with (
            django_db_blocker.unblock(),
            override_settings(**surroundings(tmp_path_factory)),
            time_machine.travel(BEFORE, tick=True),
        ):
            held.enter_context(transaction.atomic())
            world = World()
        yield world
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            held.close()


@pytest.fixture
def world(_built, _now, db, settings):
    # The pages of the demo fall under the gates too.
    settings.DEMO = True
    # What a test does to the objects at hand is its own, as what it does to the database.
    return deepcopy(_built)
