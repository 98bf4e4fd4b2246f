"""The two databases that the product runs on: SQLite with no set-up, PostgreSQL for a city."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

FORM = "must look like postgres://user:password@host:port/name or sqlite:///folder/file"


def database_from_url(url: str, *, data: Path) -> dict[str, Any]:
    """Return Django's settings of the database at `url`; of the SQLite file in `data` when empty.

    Raises ValueError, with a sentence, when the address is not of a database that we know.
    """
    if not url:
        return sqlite(data / "podworko.sqlite3")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(FORM) from error
    name = unquote(parts.path.strip("/"))
    if parts.scheme == "sqlite" and name:
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"} and name:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ValueError(FORM)


def sqlite(path: Path) -> dict[str, Any]:
    """Return the settings of a SQLite file that many processes may read and write at once.

    A transaction takes the write lock when it begins (IMMEDIATE), so that it waits its turn instead of
    failing half way; readers are never stopped (WAL).
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            # What is deleted is overwritten with zeros: an erasure erases.
            "PRAGMA secure_delete=ON;",
        },
    }
