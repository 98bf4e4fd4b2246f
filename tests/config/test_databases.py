"""The two databases, from their addresses."""

import sqlite3
from pathlib import Path

import pytest

from podworko.config.databases import database_from_url, sqlite


def test_no_address_is_a_file_in_the_data_folder():
    assert database_from_url("", data=Path("/data"))["NAME"] == Path("/data/podworko.sqlite3")


def test_sqlite_file_elsewhere():
    assert database_from_url("sqlite:///var/a%20town/podworko.sqlite3", data=Path())["NAME"] == Path(
        "/var/a town/podworko.sqlite3"
    )


def test_postgresql_with_everything():
    database = database_from_url("postgresql://ola:p%40ss@db:6432/town?sslmode=require", data=Path())

    assert {key: database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "town",
        "USER": "ola",
        "PASSWORD": "p@ss",
        "HOST": "db",
        "PORT": "6432",
    }
    assert database["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url", ["mysql://h/d", "postgres://h", "postgres://h:port/d", "postgres://h:99999/d", "sqlite://", "nonsense"]
)
def test_other_addresses_are_refused(url):
    with pytest.raises(ValueError, match="must look like postgres://"):
        database_from_url(url, data=Path())


def test_sqlite_begins_with_the_write_lock_and_never_stops_readers(tmp_path):
    options = sqlite(tmp_path / "a.sqlite3")["OPTIONS"]
    connection = sqlite3.connect(tmp_path / "a.sqlite3")
    connection.executescript(options["init_command"])

    assert options["transaction_mode"] == "IMMEDIATE"
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    connection.close()
