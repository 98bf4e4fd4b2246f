"""How much of a place one group, or one person, may have in a calendar month."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from podworko.bookings.drafts import Draft
from podworko.bookings.models import BookingDate, BookingRequest, DateState, RequestState
from podworko.bookings.terms.dates import DateOutlook, Outlook
from podworko.bookings.terms.days import spoken_length
from podworko.bookings.terms.rules import Rules
from podworko.core import clock
from podworko.core.errors import Problem
from podworko.places.models import Centre

COUNTED = (DateState.ACCEPTED, DateState.WAITING, DateState.QUEUED)


class Booked(NamedTuple):
    """A use that counts: its local day, its length, the room's id (None: any that fits).

    `of` is the date that it is, or takes the place of: while both stand, a month counts them once. None: a new one.
    """

    on: dt.date
    length: dt.timedelta
    room: int | None
    of: int | None = None

    @property
    def month(self) -> dt.date:
        """The first day of its month."""
        return self.on.replace(day=1)


@dataclass(frozen=True)
class Quota:
    """So many uses, so many hours in a month; None: no bound. `room` is the one it is about, None: all together."""

    room: int | None
    uses: int | None
    hours: int | None

    def lengths(self, booked: Iterable[Booked], month: dt.date) -> list[dt.timedelta]:
        """Return the lengths of those that it counts in `month`; of a date and what is to take its place the longer."""
        longest: dict[tuple[int | None, int | None], dt.timedelta] = {}
        for number, each in enumerate(booked):
            if each.month == month and self.room in (None, each.room):
                key = (each.of, number if each.of is None else None)
                longest[key] = max(each.length, longest.get(key, each.length))
        return [*longest.values()]


def about_quotas(
    centre: Centre, rules: Rules, draft: Draft, dates: Sequence[DateOutlook], *, but: int | None = None
) -> list[Problem]:
    """Hold what the group has already, and asks for with `dates`, against the quotas of the place.

    `but` is the id of the request that is being changed. No query where there are no quotas.
    """
    wanted = {Outlook.FREE, Outlook.TAKEN}
    asked = [Booked(date.on, date.length, date.room) for date in dates if date.outlook in wanted]
    quotas = _quotas(rules, asked)
    if not quotas:
        return []
    held = [row.booked for row in _held(centre, draft, asked) if row.request != but]
    for quota in quotas:
        for month in sorted({each.month for each in asked}):
            if problem := _over(quota, month, quota.lengths(asked, month), quota.lengths(held, month)):
                return [problem]
    return []


def about_moves(
    centre: Centre, rules: Rules, request: BookingRequest, moves: Mapping[int, Booked]
) -> dict[int, Problem]:
    """Return which `moves` of dates (by id: where each goes) would make a month fuller than one group may have it.

    What takes no more of a month than it had is never in the way. No query where there are no quotas.
    """
    quotas = _quotas(rules, moves.values())
    if not quotas:
        return {}
    held = {row.pk: row for row in _held(centre, request, [*moves.values()])}
    refused: dict[int, Problem] = {}
    for pk, new in moves.items():
        others = [row.booked for row in held.values() if row.booked.of != new.of]
        its_own = [row.booked for row in held.values() if row.booked.of == new.of]
        for quota in quotas:
            asked, had = quota.lengths([new], new.month), quota.lengths(its_own, new.month)
            if asked and not (had and asked[0] <= had[0]):
                problem = _over(quota, new.month, asked, quota.lengths(others, new.month))
                if problem:
                    refused.setdefault(pk, problem)
        if pk not in refused:
            # The next is held against what this one leaves behind: what was given stays until it is decided.
            was = held.pop(pk, None)
            if was and was.state == DateState.ACCEPTED:
                held[-pk] = was
            held[pk] = _Row(pk, request.pk, DateState.WAITING, new)
    return refused


def _quotas(rules: Rules, asked: Iterable[Booked]) -> list[Quota]:
    """Return the quotas that `asked` touches."""
    rooms = dict.fromkeys(each.room for each in asked)
    own = [Quota(room, *rules.room_quotas.get(room, (None, None))) for room in rooms if room]
    usual = Quota(None, rules.terms.uses_a_month, rules.terms.hours_a_month)
    return [quota for quota in (usual, *own) if rooms and (quota.uses or quota.hours)]


class _Row(NamedTuple):
    """What somebody has, with the ids of the date and of its request."""

    pk: int
    request: int
    state: str
    booked: Booked


def _held(centre: Centre, who: Draft | BookingRequest, asked: Sequence[Booked]) -> Iterator[_Row]:
    """Yield what the group, or the person where there is no group, has in the months of `asked`."""
    first = min(each.month for each in asked)
    last = max(each.on for each in asked) + dt.timedelta(days=31)
    group = _name(who.group)
    same = ~Q(request__group="") if group else _same_contact(who)
    rows = (
        BookingDate.objects.filter(
            same,
            request__centre=centre,
            state__in=COUNTED,
            starts_at__gte=clock.day(first, centre.zone)[0],
            starts_at__lt=clock.day(last, centre.zone)[1],
        )
        .exclude(request__state=RequestState.UNCONFIRMED)
        .values_list("pk", "request_id", "state", "replaces_id", "starts_at", "ends_at", "room_id", "request__group")
    )
    for pk, request, state, replaces, starts_at, ends_at, room, name in rows:
        if not group or _name(name) == group:
            on = starts_at.astimezone(centre.zone).date()
            yield _Row(pk, request, state, Booked(on, ends_at - starts_at, room, replaces or pk))


def _same_contact(who: Draft | BookingRequest) -> Q:
    email = Q(request__email__iexact=who.email) if who.email else Q()
    phone = Q(request__phone=who.phone) if who.phone else Q()
    return (email | phone) & Q(request__group="")


def _name(group: str) -> str:
    return " ".join(group.casefold().split())


def _over(quota: Quota, month: dt.date, new: Sequence[dt.timedelta], old: Sequence[dt.timedelta]) -> Problem | None:
    words = {"month": date_format(month, "F Y"), "held": len(old), "asked": len(new)}
    if quota.uses and len(old) + len(new) > quota.uses:
        sentence = _(
            "One group may come %(most)s times in a month. In %(month)s: %(held)s so far, %(asked)s more asked for."
        )
        return Problem("on", "quota", sentence % {**words, "most": quota.uses})
    if quota.hours and _minutes([*old, *new]) > quota.hours * 60:
        sentence = _("One group may have %(most)s in a month. In %(month)s it would be %(length)s.")
        said = {"most": spoken_length(quota.hours * 60), "length": spoken_length(_minutes([*old, *new]))}
        return Problem("on", "quota", sentence % {**words, **said})
    return None


def _minutes(lengths: Iterable[dt.timedelta]) -> int:
    return int(sum(lengths, dt.timedelta()).total_seconds() // 60)
