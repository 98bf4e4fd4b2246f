"""The command line `podworko`: the one way to start, fill, check and mend an installation.

What goes wrong is said in a sentence on standard error, with exit code 1; never with a traceback.
"""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, execute_from_command_line
from django.db import DatabaseError

from podworko import __version__
from podworko.config import environment

if TYPE_CHECKING:
    from podworko.portal.demo import SignIn

Command = TypeVar("Command", bound=Callable[..., Any])


def main() -> None:
    """Run the command that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podworko.config.settings")
    try:
        cli(prog_name="podworko")
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    except DatabaseError as error:
        sys.exit(f"The database says: {str(error).strip()}. Is it there, and prepared? `podworko check` tells more.")
    except OSError as error:
        sys.exit(f"{error.filename or 'This machine'}: {error.strerror or error}.")


def choose(_context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Let a setting given as an option count for this process and those that it starts."""
    if value is not None and parameter.name:
        os.environ[environment.PREFIX + parameter.name.upper()] = str(value)


def setting(option: str, words: str, kind: click.ParamType[Any] | None = None) -> Callable[[Command], Command]:
    """Return an option that sets the setting of the same name."""
    return click.option(option, type=kind, callback=choose, expose_value=False, help=words)


data_folder = setting("--data", "Folder for all that is kept.", click.Path(file_okay=False))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="Podwórko %(version)s")
def cli() -> None:
    """Podwórko: software for a town's local activity centres. Settings are described in docs/settings.md."""


@cli.command()
@setting("--host", "Address to listen on.")
@setting("--port", "Port to listen on.", click.IntRange(1, 65535))
@setting("--workers", "Number of processes that answer requests.", click.IntRange(1, 64))
@data_folder
def run() -> None:
    """Start the web server and the background worker; prepare the database first."""
    settings = environment.load()
    from podworko.config import server

    server.refuse_taken_port(settings.host, settings.port)
    prepare_database()
    sign_ins = fill_for_show() if settings.demo else []
    server.serve(settings, ready=lambda: announce(settings.site_url, sign_ins))


@cli.command()
@data_folder
def worker() -> None:
    """Do background work only: send messages, watch deadlines. On PostgreSQL many may run at once."""
    django.setup()
    from podworko.config.worker import work

    work()


@cli.command()
@click.option("--scale", type=click.IntRange(1, 1000), default=1, help="How many times as many places.")
@click.option("--again", "--reset", "reset", is_flag=True, help="Build the demo anew; what was done in it is lost.")
@click.option("--remove", "is_to_go", is_flag=True, help="Take the demo away, with what was done in it.")
@data_folder
def demo(*, scale: int, reset: bool, is_to_go: bool) -> None:
    """Fill the database with two cities for show, and print who can sign in."""
    prepare_database()
    if is_to_go:
        from podworko.portal import demo as town

        click.echo("The demo is gone." if town.remove() else "There is no demo.")
        return
    show_sign_ins(fill_for_show(scale=scale, reset=reset))


@cli.command()
@data_folder
def migrate() -> None:
    """Bring the database to the form that this version needs."""
    prepare_database()
    click.echo("The database is up to date.")


@cli.command()
@data_folder
def check() -> None:
    """Show each setting with its value and source, and say what is wrong."""
    from podworko.config import checking

    problems = checking.report(environment.read(), echo=click.echo)
    sys.exit(1 if problems else 0)


@cli.command("search-index")
@data_folder
def search_index() -> None:
    """Read all that can be searched anew, and say how many things there are of each kind."""
    prepare_database()
    from podworko.core import search

    for kind, count in search.rebuild().items():
        click.echo(f"{kind}: {count}")


@cli.command()
@click.argument("email")
@data_folder
def token(email: str) -> None:
    """Make a token with which programs act as the person with EMAIL; it is shown once."""
    django.setup()
    from podworko.people.actions import issue_token
    from podworko.people.models import User

    try:
        click.echo(issue_token(email=email))
    except User.DoesNotExist:
        sys.exit(f"No active account has the address {email}.")


@cli.command()
@click.argument("email")
@click.option("--language", type=click.Choice(["pl", "uk", "en"]), default="pl", help="Language of the letter.")
@data_folder
def administrator(*, email: str, language: str) -> None:
    """Make the person with EMAIL an administrator of the installation; who has no account is invited by e-mail."""
    prepare_database()
    from podworko.core.errors import Refused
    from podworko.people.actions import invite_administrator

    try:
        invitation, link = invite_administrator(email=email, language=language)
    except Refused as refusal:
        sys.exit(str(refusal.problems[0].sentence))
    if invitation is None:
        click.echo(f"{email} is an administrator now. Without a second factor that counts for nothing yet.")
    elif environment.load().smtp_host:
        click.echo(f"The invitation is on its way to {email}; the link works for fourteen days.")
    else:
        click.echo(f"There is no mail server. Hand this link to {email}; it works for fourteen days, once:\n{link}")


@cli.command("lost-second-factor")
@click.argument("email")
@data_folder
def lost_second_factor(email: str) -> None:
    """Take the second factor from the person with EMAIL, who has lost it; they set up another at the next sign-in."""
    django.setup()
    from podworko.people.models import User
    from podworko.people.sign_in_actions import forget_second_factor

    try:
        forget_second_factor(email=email)
    except User.DoesNotExist:
        sys.exit(f"No active account has the address {email}.")


@cli.command()
@click.argument("contact")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--language", type=click.Choice(["pl", "uk", "en"]), default="pl", help="Language of the readable part.")
@data_folder
def export(*, contact: str, file: Path, language: str) -> None:
    """Write all that is held about CONTACT (e-mail or telephone; - reads it from standard input) into the zip FILE."""
    django.setup()
    from podworko.config import privacy

    privacy.export(privacy.read_contact(contact), file, language)


@cli.command()
@click.argument("contact")
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_folder
def erase(*, contact: str, yes: bool) -> None:
    """Erase all that is held about CONTACT (e-mail or telephone; - reads it from standard input)."""
    django.setup()
    from podworko.config import privacy

    privacy.erase(privacy.read_contact(contact), is_sure=yes)


@cli.command()
@click.option("--dry-run", is_flag=True, help="Only count what would be deleted.")
@data_folder
def retention(*, dry_run: bool) -> None:
    """Delete what has been kept long enough, as the worker does each night; print how much of what."""
    django.setup()
    from podworko.config import privacy

    privacy.retention(is_dry_run=dry_run)


@cli.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a command of Django, for example `podworko manage shell`."""
    environment.load()
    execute_from_command_line(["podworko manage", *arguments])


def prepare_database() -> None:
    """Apply the migrations that are missing, saying so only when there are any."""
    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        click.echo("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)


def fill_for_show(*, scale: int = 1, reset: bool = False) -> Sequence["SignIn"]:
    """Make the demo unless it is there, and return who can sign in."""
    from podworko.portal import demo

    return demo.build(scale=scale, reset=reset)


def announce(address: str, sign_ins: Sequence["SignIn"]) -> None:
    """Say where the program answers and who can sign in."""
    click.echo(f"\nPodwórko is at {address}")
    show_sign_ins(sign_ins)
    click.echo("Ctrl+C stops it.\n")


def show_sign_ins(sign_ins: Sequence["SignIn"]) -> None:
    """Print one line for each person whom anybody may be."""
    rows = [(person.role, person.email, person.password, person.path) for person in sign_ins]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  " + "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
