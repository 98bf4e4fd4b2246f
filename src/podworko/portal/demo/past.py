"""Adds the trail of the places: what those who work there have done, on the days on which it was done."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Model

from podworko.core import clock
from podworko.core.models import AuditEvent
from podworko.people.models import Role, User
from podworko.places.models import Operation, Photo, StageStep
from podworko.portal.demo import access
from podworko.portal.demo.ground import Ground, Site
from podworko.portal.demo.rows import Rows

PHOTOS_BEFORE = dt.timedelta(days=45)
HOURS_BEFORE = dt.timedelta(days=70)


@dataclass(frozen=True)
class Deed:
    """Something done on a day: what, by whom, and the facts that the trail keeps."""

    on: dt.date
    verb: str
    by: User
    facts: dict[str, Any] = field(default_factory=dict)


def add(site: Site, ground: Ground, number: int, rows: Rows) -> None:
    """Add the trail of `site`, which has been written; its number decides the time of day."""
    centre = site.centre
    officer = _officer(ground)
    deeds = [*_stages(site.stages, officer), *_handed_over(site.operations, officer), *_kept(site, ground, number)]
    for turn, deed in enumerate(sorted(deeds, key=lambda deed: deed.on)):
        hour, minute = divmod(8 * 60 + number % 3 * 60 + number % 13 + turn * 17, 60)
        at = clock.at(deed.on, dt.time(hour, minute), centre.zone)
        rows.add(event(deed.verb, centre, at=at, by=deed.by, facts=deed.facts))


def event(verb: str, subject: Model, *, at: dt.datetime, by: User, facts: dict[str, Any]) -> AuditEvent:
    """Return a line of the trail as `audit.record` would have written it at that time."""
    return AuditEvent(
        at=at,
        actor_kind=AuditEvent.ActorKind.STAFF,
        actor=by,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=facts,
    )


def _officer(ground: Ground) -> User:
    member = next(member for member in ground.members if member.role == Role.OFFICER)
    return ground.accounts[member.email]


def coordinator(site: Site, ground: Ground) -> User:
    """Return who keeps the place right: its coordinator, or else its host."""
    for member in ground.members:
        if (member.place, member.role) == (site.place.slug, Role.COORDINATOR):
            return ground.accounts[member.email]
    return site.host


def _stages(stages: Sequence[StageStep], officer: User) -> Iterator[Deed]:
    before = ""
    for step in stages:
        on = {"on": step.on.isoformat()}
        if before:
            facts = {"before": {"stage": before}, "after": {"stage": step.stage}, **on}
            yield Deed(step.on, "places.stage_changed", officer, facts)
        else:
            yield Deed(step.on, "places.centre_opened", officer, {"stage": step.stage, "since": step.on.isoformat()})
        before = step.stage


def _handed_over(operations: Sequence[Operation], officer: User) -> Iterator[Deed]:
    for before, after in pairwise(operations):
        facts = {
            "before": {"operator": before.organisation.name},
            "after": {"operator": after.organisation.name},
            "since": after.since.isoformat(),
        }
        yield Deed(after.since, "places.handed_over", officer, facts)


def _kept(site: Site, ground: Ground, number: int) -> Iterator[Deed]:
    """Tell what the place itself did: looked at its doors, put pictures up, opened longer."""
    centre, by = site.centre, coordinator(site, ground)
    if not centre.is_at_work:
        return
    today = clock.today(centre.zone)
    if site.place.access:
        yield Deed(access.looked_on(today, number), "places.access_checked", by, {"about": ""})
    for photo in site.photos:
        yield Deed(today - PHOTOS_BEFORE, "places.photo_added", by, _facts(photo))
    if site.place.pictures and site.place.opening:
        (first, *_others), times = site.place.opening[0]
        opens = dt.time.fromisoformat(times.split("-")[0])
        was = f"{opens.replace(hour=opens.hour + 1):%H:%M}–{times.split('-')[1]}"
        change = {"before": {str(first): [was]}, "after": {str(first): [times.replace("-", "–")]}, "season": ""}
        yield Deed(today - HOURS_BEFORE, "places.hours_changed", by, change)


def _facts(photo: Photo) -> dict[str, Any]:
    after = {"alt": photo.alt, "room": photo.room.name if photo.room else "", "is_public": photo.is_public}
    return {"before": {}, "after": after, "photo": photo.alt}
