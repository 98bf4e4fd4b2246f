"""What the commands `export`, `erase` and `retention` do."""

import sys
from pathlib import Path

import click
from django.utils import translation

from podworko.core import audit, holdings
from podworko.core import retention as rules
from podworko.core.errors import Refused
from podworko.core.holdings import Contact
from podworko.people.erasing import erase as erase_all
from podworko.portal import taking


def read_contact(text: str) -> Contact:
    """Return the contact that was typed, "-" for the one on standard input; leave with a sentence when it is none."""
    try:
        with translation.override("en"):
            return Contact.read(sys.stdin.readline() if text == "-" else text)
    except Refused as refusal:
        sys.exit(str(refusal.problems[0].sentence))


def export(contact: Contact, file: Path, language: str) -> None:
    """Write all that is held about `contact` into `file`, which only its owner can read."""
    with translation.override(language):
        archive = taking.archive(contact)
    file.touch(mode=0o600)
    file.write_bytes(archive)
    click.echo(f"Written to {file}: {_summary(contact)}.")


def erase(contact: Contact, *, is_sure: bool) -> None:
    """Erase what is held about `contact`, after asking."""
    if not is_sure:
        click.confirm(f"Held: {_summary(contact)}. Erase it? This cannot be undone", abort=True)
    done = erase_all(contact=contact, by=audit.SYSTEM)
    for code, count in sorted(done.counts.items()):
        click.echo(f"{code}: {count}")
    click.echo("Erased. Backups hold it until they are replaced: see docs/operating.md.")


def retention(*, is_dry_run: bool) -> None:
    """Carry out the rules, or count what they would meet; leave with 1 when one failed."""
    run = rules.carry_out(by=audit.SYSTEM, is_dry_run=is_dry_run)
    for rule in rules.rules():
        count = run.counts[rule.code]
        with translation.override("en"):
            click.echo(f"{'failed' if count is None else count:>8}  {rule.code}: {rule.sentence}")
    if None in run.counts.values():
        sys.exit("Not every rule could be carried out; the log says why.")


def _summary(contact: Contact) -> str:
    found = [f"{holding.code} {len(records)}" for holding, records in holdings.held(contact)]
    return ", ".join(found) or "nothing"
