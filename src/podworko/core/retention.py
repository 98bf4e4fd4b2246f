"""How long things are kept: rules that each area registers, and a task that carries them out once a night.

A rule deletes, or takes the person out of, what has been kept long enough. It is tried out first (`dry run`), and what
was done is kept as a report of numbers.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from podworko.core import audit, clock, traces
from podworko.core.errors import Sentence
from podworko.core.models import RetentionRun

log = structlog.get_logger()
# When the night's round begins, by the clock of the installation.
HOUR = 2
# A round whose process died is begun anew by another after this long.
GIVEN_UP = dt.timedelta(hours=1)
SHOWN = 30


@dataclass(frozen=True)
class Rule:
    """One rule: its stable code, what it says to people, how many rows are due, the deed, which returns how many."""

    code: str
    sentence: Sentence
    due: Callable[[], int]
    carry_out: Callable[[], int]


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Put `rule` among those that are carried out each night."""
    _rules[rule.code] = rule
    return rule


def deleting(code: str, sentence: Sentence, due: Callable[[], QuerySet]) -> Rule:  # type: ignore[type-arg]
    """Register the rule that deletes the rows that `due` returns."""

    def delete() -> int:
        found = due()
        return found.delete()[1].get(found.model._meta.label, 0)

    return register(Rule(code, sentence, lambda: due().count(), delete))


def rules() -> list[Rule]:
    """Return the rules by code."""
    return [_rules[code] for code in sorted(_rules)]


def carry_out(*, by: audit.Actor, is_dry_run: bool) -> RetentionRun:
    """Carry out every rule, or only count what it would meet; return the report."""
    return _go(RetentionRun(by_id=by.user.pk if by.user else None, is_dry_run=is_dry_run), by=by)


def nightly() -> None:
    """Carry the rules out once each night, whichever process comes first; the others leave it to that one."""
    now = clock.now()
    here = timezone.localtime(now, timezone.get_default_timezone())
    if here.hour < HOUR:
        return
    night = here.date()
    # Asked first because it is asked twice a minute, all day.
    run = RetentionRun.objects.filter(night=night).first()
    is_mine = False
    if run is None:
        run, is_mine = RetentionRun.objects.get_or_create(night=night, defaults={"at": now, "is_dry_run": False})
    elif run.finished_at is None:
        dead = RetentionRun.objects.filter(night=night, finished_at__isnull=True, at__lt=now - GIVEN_UP)
        is_mine = bool(dead.update(at=now))
    if is_mine:
        _go(run, by=audit.SYSTEM)


def runs() -> QuerySet[RetentionRun]:
    """Return the latest rounds, the newest first."""
    return RetentionRun.objects.select_related("by").order_by("-pk")[:SHOWN]


def _go(run: RetentionRun, *, by: audit.Actor) -> RetentionRun:
    """Carry the rules out, each in a transaction of its own: one that fails must not undo the others."""
    run.counts = {rule.code: _carry_out(rule, is_dry_run=run.is_dry_run) for rule in rules()}
    run.finished_at = clock.now()
    with transaction.atomic():
        run.save()
        audit.record("core.retention_run", run, by=by, is_dry_run=run.is_dry_run, counts=run.counts)
    if not run.is_dry_run:
        traces.wipe()
    return run


def _carry_out(rule: Rule, *, is_dry_run: bool) -> int | None:
    try:
        with transaction.atomic():
            return rule.due() if is_dry_run else rule.carry_out()
    except Exception:
        log.exception("retention_failed", rule=rule.code)
        return None
