"""The command line, as a person types it: in a process of its own."""

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings

# Each on the program's own database file.
pytestmark = pytest.mark.any_database


def program(folder):
    """Return what runs the program with its data in `folder` and tells what it said."""
    (folder / "assets").symlink_to(settings.ASSETS)

    def run(*arguments, **given):
        own = {name: value for name, value in os.environ.items() if not name.startswith(("PODWORKO_", "DJANGO_"))}
        own |= {"PODWORKO_DATA": str(folder), **{f"PODWORKO_{name.upper()}": value for name, value in given.items()}}
        return subprocess.run(
            [sys.executable, "-m", "podworko", *arguments], capture_output=True, text=True, env=own, check=False
        )

    return run


@pytest.fixture
def podworko(tmp_path):
    """The program in an empty folder."""
    return program(tmp_path)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The program in a folder whose database is set up, for those who change nothing."""
    run = program(tmp_path_factory.mktemp("installed"))
    assert run("migrate").returncode == 0
    return run


def test_check_tells_what_is_wrong_and_then_that_all_is_well(podworko):
    before = podworko("check", smtp_password="x" * 9)
    assert before.returncode == 1
    assert "PODWORKO_SMTP_USER (default) must be given when PODWORKO_SMTP_PASSWORD is" in before.stdout
    assert "x" * 9 not in before.stdout

    assert "The database lacks" in podworko("check").stdout
    assert podworko("migrate").returncode == 0

    after = podworko("check", port="8123")
    assert after.returncode == 0, after.stdout
    assert "Everything is in order" in after.stdout
    assert "8123" in after.stdout
    assert "environment" in after.stdout


def test_check_of_a_public_site_finds_nothing(installed):
    assert "Everything is in order" in installed("check", site_url="https://podworko.example.org").stdout


def test_check_tells_that_the_database_cannot_be_reached(podworko):
    told = podworko("check", database_url="postgres://nobody:tajne-haslo@127.0.0.1:1/none")

    assert told.returncode == 1
    assert "PODWORKO_DATABASE_URL: the database cannot be reached" in told.stdout
    assert "tajne-haslo" not in told.stdout
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    "command", [["run"], ["worker"], ["demo"], ["migrate"], ["token", "a@example.org"], ["manage"]]
)
def test_a_bad_setting_stops_every_command_with_a_sentence(podworko, command):
    told = podworko(*command, smtp_prot="25")

    assert told.returncode == 1
    assert told.stderr.strip() == "PODWORKO_SMTP_PROT (environment) is not a setting. Do you mean PODWORKO_SMTP_PORT?"


def test_check_tells_that_static_files_are_missing(podworko, tmp_path):
    (tmp_path / "assets").unlink()

    assert "Styles and scripts are not built yet" in podworko("check").stdout


def test_a_database_that_is_away_is_told_in_a_sentence(podworko):
    told = podworko("migrate", database_url="postgres://nobody@127.0.0.1:1/none")

    assert told.returncode == 1
    assert told.stderr.startswith("The database says: ")
    assert "Traceback" not in told.stderr


def test_a_taken_port_is_told_in_a_sentence(podworko):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = podworko("run", "--port", str(port))

    assert told.returncode == 1
    assert told.stderr.strip() == (
        f"Port {port} of 127.0.0.1 cannot be used: Address already in use. Choose another one with PORT= or --port."
    )


def test_token_of_nobody(installed):
    told = installed("token", "nobody@example.org")

    assert (told.returncode, told.stderr.strip()) == (1, "No active account has the address nobody@example.org.")


def test_manage_passes_everything_on(podworko):
    assert "--plan" in podworko("manage", "migrate", "--help").stdout


def test_the_first_administrator_gets_a_link_where_there_is_no_mail_server(installed):
    told = installed("administrator", "Chief@example.org")
    assert told.returncode == 0, told.stderr
    assert "/invitation/" in told.stdout
