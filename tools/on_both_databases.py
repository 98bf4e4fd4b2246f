"""Run a test command on SQLite and, when there is one, on PostgreSQL: `on_both_databases.py COMMAND…`.

PostgreSQL is looked for at PODWORKO_TEST_DATABASE_URL, or at 127.0.0.1:5432. The order is PostgreSQL, SQLite, so that
the last lines are the summary of the run that every machine has. What would be the same on any database runs there
alone.
"""

import hashlib
import os
import subprocess
import sys

import psycopg


def main(command: list[str]) -> int:
    """Return the exit code of the first run that failed, or 0."""
    url, reason = postgresql()
    runs: dict[str, tuple[str, list[str]]] = {"SQLite": ("", command)}
    if url:
        runs = {"PostgreSQL": (url, [*command, "--second-database"]), **runs}
    else:
        print(f"Tests on PostgreSQL: LEFT OUT, {reason}", flush=True)
    worst = 0
    for name, (address, words) in runs.items():
        print(f"Tests on {name}", flush=True)
        done = subprocess.run(words, env={**os.environ, "PODWORKO_DATABASE_URL": address}, check=False)
        worst = worst or done.returncode
        if done.returncode:
            print(f"Tests on {name}: failed", flush=True)
    return worst


def postgresql() -> tuple[str, str]:
    """Return the address of a PostgreSQL server that answers; else nothing, and why."""
    given = os.environ.get("PODWORKO_TEST_DATABASE_URL")
    # A name of its own for each data folder: two checkouts may be tested at once.
    own = hashlib.sha256(os.path.realpath(os.environ["PODWORKO_DATA"]).encode()).hexdigest()[:8]
    url = given or f"postgres://postgres@127.0.0.1:5432/podworko_{own}"
    server = url.rpartition("/")[0] + "/postgres"
    try:
        psycopg.connect(server, connect_timeout=3).close()
    except psycopg.Error as error:
        if given:
            sys.exit(f"PODWORKO_TEST_DATABASE_URL: {str(error).strip()}")
        return "", "as no server answers at 127.0.0.1:5432 (PODWORKO_TEST_DATABASE_URL names another)"
    return url, ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
