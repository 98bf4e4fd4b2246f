"""One request as the host decides on it: date by date, beside those who want the same hours."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from podworko.bookings import terms
from podworko.bookings.models import MOVABLE, OPEN, BookingDate, BookingRequest, DateState, Offer, OfferState
from podworko.bookings.queries.requests import clash
from podworko.bookings.queries.use import taken
from podworko.bookings.terms.dates import DateOutlook, Outlook, other_hours
from podworko.core import clock
from podworko.places import hours
from podworko.places.models import Room

Hours = tuple[dt.time, dt.time]


@dataclass(frozen=True)
class Prospect:
    """One date of a request as the host decides on it.

    `other_hours` are local hours of that day at which its room, or one that fits, is free; only where it is taken.
    """

    date: BookingDate
    rivals: tuple[BookingDate, ...]
    is_free: bool
    free_rooms: tuple[Room, ...]
    other_hours: tuple[Hours, ...]
    offer: Offer | None

    @property
    def can_edit(self) -> bool:
        """Whether it may still be moved."""
        return self.date.state in MOVABLE and self.date.starts_at > clock.now()

    @property
    def can_offer(self) -> bool:
        """Whether another room or hour may be offered for it."""
        is_open = self.date.state == DateState.QUEUED or (self.date.state == DateState.WAITING and not self.is_free)
        return is_open and self.offer is None and self.date.starts_at > clock.now()


def prospects(request: BookingRequest) -> list[Prospect]:
    """Return each date of `request` with its rivals and what is free, in as many queries however many there are."""
    dates = list(request.dates.select_related("room"))
    rooms = terms.fitting_rooms(request.centre, request.people)
    rules = terms.rules_of(request.centre)
    spans = [(date.starts_at, date.ends_at) for date in dates]
    # What a date takes the place of makes room for it.
    given_up = [date.replaces_id for date in dates if date.state == DateState.WAITING and date.replaces_id]
    blocked = taken(rooms, spans, buffer=rules.buffers(rooms), besides=given_up)
    free = {
        date.pk: tuple(room for room in rooms if room.pk not in room_ids)
        for date, room_ids in zip(dates, blocked, strict=True)
    }
    is_free = {
        date.pk: bool(free[date.pk]) if date.room_id is None else any(room.pk == date.room_id for room in free[date.pk])
        for date in dates
    }
    others = list(_waiting_beside(request, dates))
    offers = {
        offer.date_id: offer
        for offer in Offer.objects.filter(date__in=dates, state=OfferState.OPEN).select_related("room")
    }
    in_the_way = [date for date in dates if date.state == DateState.WAITING and not is_free[date.pk]]
    named = _other_hours(request, rules, in_the_way, rooms)
    return [
        Prospect(
            date,
            tuple(other for other in others if clash(date, other)),
            is_free[date.pk],
            free[date.pk],
            named.get(date.pk, ()),
            offers.get(date.pk),
        )
        for date in dates
    ]


def room_to_offer(date: BookingDate) -> Room | None:
    """Return the smallest room that is free then and large enough; the one asked for where there is none."""
    centre = date.request.centre
    rooms = sorted(terms.fitting_rooms(centre, date.request.people), key=lambda room: room.capacity)
    (blocked,) = taken(rooms, [(date.starts_at, date.ends_at)], buffer=terms.rules_of(centre).buffers(rooms))
    return next((room for room in rooms if room.pk not in blocked), date.room)


def _other_hours(
    request: BookingRequest, rules: terms.Rules, dates: Sequence[BookingDate], rooms: Sequence[Room]
) -> Mapping[int, tuple[Hours, ...]]:
    zone = request.centre.zone
    asked = {
        date.pk: DateOutlook(
            date.starts_at.astimezone(zone).date(), Outlook.TAKEN, (), date.room_id, date.starts_at, date.ends_at
        )
        for date in dates
    }
    days = hours.days(request.centre, {date.on for date in asked.values()})
    found = other_hours(request.centre, rules, days, list(asked.values()), rooms)
    return {pk: found.get(date.on, ()) for pk, date in asked.items()}


def _waiting_beside(request: BookingRequest, dates: Sequence[BookingDate]) -> QuerySet[BookingDate]:
    if not dates:
        return BookingDate.objects.none()
    return (
        BookingDate.objects.filter(
            request__centre=request.centre,
            request__state__in=OPEN,
            state=DateState.WAITING,
            starts_at__lt=max(date.ends_at for date in dates),
            ends_at__gt=min(date.starts_at for date in dates),
        )
        .exclude(request=request)
        .select_related("request", "room")
    )


@dataclass(frozen=True)
class Side:
    """One of several requests for the same hours, as they are held against each other.

    `held` is how many uses the same contact had in the place in the last ninety days, and has to come.
    """

    request: BookingRequest
    dates: tuple[BookingDate, ...]
    held: int
    is_this: bool


def sides(request: BookingRequest, prospects: Sequence[Prospect]) -> list[Side]:
    """Return `request` and its rivals, whoever asked first first; nothing where nobody else wants the same."""
    rivals: dict[int, list[BookingDate]] = {}
    for each in prospects:
        for other in each.rivals:
            if other not in rivals.setdefault(other.request_id, []):
                rivals[other.request_id].append(other)
    if not rivals:
        return []
    own = tuple(each.date for each in prospects if each.rivals)
    all_of_them = {request.pk: request} | {dates[0].request_id: dates[0].request for dates in rivals.values()}
    held = _held(all_of_them.values())
    found = [
        Side(each, own if pk == request.pk else tuple(rivals[pk]), held.get(_contact(each), 0), pk == request.pk)
        for pk, each in all_of_them.items()
    ]
    return sorted(found, key=lambda side: side.request.created_at)


def _contact(request: BookingRequest) -> tuple[str, str]:
    return request.email.lower(), "" if request.email else request.phone


def _held(requests: Collection[BookingRequest]) -> dict[tuple[str, str], int]:
    rows = (
        BookingDate.objects.filter(
            request__centre=next(iter(requests)).centre_id,
            state=DateState.ACCEPTED,
            starts_at__gt=clock.now() - dt.timedelta(days=90),
        )
        .values(email=F("request__email"), phone=F("request__phone"))
        .annotate(count=Count("pk"))
    )
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        contact = row["email"].lower(), "" if row["email"] else row["phone"]
        found[contact] = found.get(contact, 0) + row["count"]
    return found
