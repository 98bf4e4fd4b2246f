"""Days on which a place, or one of its rooms, lends nothing, though it may be open."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from podworko.bookings import concerned
from podworko.bookings.models import Blackout
from podworko.core import audit, clock, versions
from podworko.core.errors import Conflict, Problem, Refused
from podworko.core.text import is_seen
from podworko.core.transactions import action
from podworko.places.actions.keeping import Facts, lock, record
from podworko.places.concerned import Touches
from podworko.places.models import Centre, Room

# A summer, and how far ahead one plans.
MOST_DAYS = 366
AHEAD = dt.timedelta(days=3 * 366)
LONGEST_REASON = 120


@dataclass(frozen=True)
class BlackoutDraft:
    """From which day to which, both included, in which room (None: in all), and why."""

    first_on: dt.date
    last_on: dt.date
    reason: str
    room: Room | None = None


@action
def add_blackout(*, centre: Centre, draft: BlackoutDraft, by: audit.Actor, is_acknowledged: bool = False) -> Blackout:
    """Lend nothing on these days; the same days sent twice are written once.

    Raises Refused for days that cannot be, Touches when accepted uses lie in them and that is not acknowledged: they
    stay.
    """
    centre = lock(centre)
    draft = _tidy(draft)
    _check(centre, draft)
    same = centre.blackouts.filter(room=draft.room, first_on=draft.first_on, last_on=draft.last_on, reason=draft.reason)
    if kept := same.first():
        return kept
    touches = concerned.while_not_lent(centre, [(draft.first_on, draft.last_on, draft.room)])[0]
    if touches and not is_acknowledged:
        raise Touches(touches)
    blackout = Blackout(centre=centre)
    _write(blackout, draft)
    record("bookings.blackout_added", centre, by=by, before={}, after=facts_of(blackout), what=blackout.reason)
    return blackout


@action
def change_blackout(
    *, blackout: Blackout, draft: BlackoutDraft, by: audit.Actor, seen: str | None = None, is_acknowledged: bool = False
) -> None:
    """Change days, room or reason.

    Raises Refused for days that cannot be, Conflict when it is gone or no longer as it was `seen`, Touches when more
    accepted uses than before lie in them and that is not acknowledged.
    """
    centre = lock(blackout.centre)
    found = centre.blackouts.select_related("room").filter(pk=blackout.pk).first()
    if found is None:
        raise Conflict.because("gone", _("Somebody has removed these days meanwhile."))
    versions.check(seen, blackout_version(found))
    draft = _tidy(draft)
    _check(centre, draft, old=found)
    spans = [(found.first_on, found.last_on, found.room), (draft.first_on, draft.last_on, draft.room)]
    before, after = concerned.while_not_lent(centre, spans)
    newly = [concern for concern in after if concern not in before]
    if newly and not is_acknowledged:
        raise Touches(newly)
    old = facts_of(found)
    _write(found, draft)
    record("bookings.blackout_changed", centre, by=by, before=old, after=facts_of(found), what=found.reason)


@action
def remove_blackout(*, blackout: Blackout, by: audit.Actor) -> None:
    """Lend again on these days; nothing happens when somebody was faster."""
    centre = lock(blackout.centre)
    if found := centre.blackouts.select_related("room").filter(pk=blackout.pk).first():
        record("bookings.blackout_removed", centre, by=by, before=facts_of(found), after={}, what=found.reason)
        found.delete()


def facts_of(blackout: Blackout) -> Facts:
    """Return the days as the history tells them."""
    return {
        "first_on": blackout.first_on.isoformat(),
        "last_on": blackout.last_on.isoformat(),
        "room": blackout.room.name if blackout.room else "",
        "reason": blackout.reason,
    }


def blackout_version(blackout: Blackout) -> str:
    """Return the version of the days, to be handed back by whoever changes them."""
    return versions.version_of(facts_of(blackout), blackout.room_id)


def _tidy(draft: BlackoutDraft) -> BlackoutDraft:
    return BlackoutDraft(draft.first_on, draft.last_on, " ".join(draft.reason.split()), draft.room)


def _write(blackout: Blackout, draft: BlackoutDraft) -> None:
    blackout.first_on, blackout.last_on = draft.first_on, draft.last_on
    blackout.reason, blackout.room = draft.reason, draft.room
    blackout.save()


def _check(centre: Centre, draft: BlackoutDraft, *, old: Blackout | None = None) -> None:
    problems = [*_about_days(clock.today(centre.zone), draft, old)]
    if not is_seen(draft.reason):
        problems.append(Problem("reason", "required", _("Say why: residents read it.")))
    elif len(draft.reason) > LONGEST_REASON:
        problems.append(Problem("reason", "too-long", _("Please say it shorter.")))
    if draft.room and draft.room.centre_id != centre.pk:
        problems.append(Problem("room", "no-such-room", _("This place has no such room.")))
    if problems:
        raise Refused(*problems)


def _about_days(today: dt.date, draft: BlackoutDraft, old: Blackout | None) -> Iterator[Problem]:
    has_begun = old is not None and draft.first_on == old.first_on
    if draft.last_on < draft.first_on:
        yield Problem("last_on", "ends-before", _("The last day comes before the first."))
    elif draft.first_on < today and not has_begun:
        yield Problem("first_on", "day-past", _("This day has passed. Begin with today at the earliest."))
    elif draft.last_on < today:
        yield Problem("last_on", "day-past", _("These days have passed."))
    elif draft.first_on - today > AHEAD:
        yield Problem("first_on", "day-far", _("This is more than three years ahead. Is the year right?"))
    elif (draft.last_on - draft.first_on).days >= MOST_DAYS:
        sentence = _("That is more than a year. To lend no room at all, say on its page that it is not lent.")
        yield Problem("last_on", "days-many", sentence)
