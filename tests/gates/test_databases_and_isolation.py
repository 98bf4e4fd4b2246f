"""Gates 6 and 8: the database that was asked for, no network, warnings are errors, random order, side by side."""

import os
import socket
import warnings

import pytest
from django.db import connection
from pytest_socket import SocketConnectBlockedError


def test_the_database_is_the_one_asked_for(db):
    wanted = "postgresql" if os.environ.get("PODWORKO_DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == wanted


def test_the_network_is_out_of_reach():
    # pytest-socket warns first, and a warning is an error.
    with pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_warning_is_an_error():
    with pytest.raises(UserWarning, match="look here"):
        warnings.warn("look here", stacklevel=1)


def test_order_is_random_and_tests_run_side_by_side(pytestconfig):
    assert pytestconfig.pluginmanager.has_plugin("randomly")
    assert pytestconfig.pluginmanager.has_plugin("xdist")
    assert pytestconfig.getini("xfail_strict")
