"""What `podworko check` tells: every setting, and what is wrong with the installation."""

from collections.abc import Callable, Iterator

import django
from django.conf import settings as django_settings
from django.core.checks import WARNING, run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from podworko.config.environment import Environment, Reading


def report(reading: Reading, *, echo: Callable[[str], None]) -> int:
    """Tell everything through `echo`; return the number of problems."""
    names = list(Environment.model_fields)
    rows = [(name, reading.shown(name), reading.source(name)) for name in names]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, value, source in rows:
        echo(f"{name:<{widths[0]}}  {value:<{widths[1]}}  {source}")
    problems = list(reading.problems.values())
    if reading.environment:
        problems += installation(reading.environment)
    echo("")
    for sentence in problems:
        echo(f"✗ {sentence}")
    if not problems:
        echo("✓ Everything is in order.")
    return len(problems)


def installation(settings: Environment) -> Iterator[str]:
    """Yield a sentence for everything that Django or the database finds wrong."""
    django.setup()
    public = settings.site_url.startswith("https://")
    for message in run_checks(include_deployment_checks=public, databases=["default"] if reachable() else None):
        if message.level >= WARNING and not message.is_silenced():
            yield f"{message.msg} {message.hint or ''}".strip() + f" ({message.id})"
    yield from database()
    if not (django_settings.STATIC_ROOT / "staticfiles.json").exists():
        yield "Styles and scripts are not built yet; in a checkout this builds them: make ready"


def reachable() -> bool:
    """Return whether the database can be talked to."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        return False
    return True


def database() -> Iterator[str]:
    """Yield what is wrong with the database."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield f"PODWORKO_DATABASE_URL: the database cannot be reached: {str(error).strip()}."
        return
    if missing:
        yield f"The database lacks {len(missing)} changes of this version; make them with: podworko migrate"
