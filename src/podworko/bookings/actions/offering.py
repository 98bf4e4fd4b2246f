"""Offers: what a place holds for a date that is taken, and the waiting list that is offered what others give back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from podworko.bookings import messages, terms
from podworko.bookings.actions import occupying
from podworko.bookings.actions.asking import lock, settle
from podworko.bookings.actions.recalling import end
from podworko.bookings.drafts import When
from podworko.bookings.models import (
    DATE_LIFE,
    OPEN,
    UNDECIDED,
    BookingDate,
    BookingRequest,
    DateState,
    Occupancy,
    Offer,
    OfferState,
    RequestState,
)
from podworko.bookings.terms.dates import span_of
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Problem, Refused
from podworko.core.transactions import action
from podworko.core.transitions import not_any_more
from podworko.places import hours
from podworko.places.models import Centre, Room, RoomPart

# What begins sooner is not offered: nobody could answer.
SOONEST = dt.timedelta(hours=1)
# As the rules of a place bound it.
LONGEST_BUFFER = dt.timedelta(hours=2)
# A room that was given back, and from when to when (UTC).
Freed = tuple[Room, dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Ground:
    """What a place offers by: its rules, and its hours on the days that are meant. Read once for however many dates."""

    rules: terms.Rules
    days: Mapping[dt.date, hours.Day]


def ground_of(centre: Centre, moments: Iterable[dt.datetime]) -> Ground:
    """Return what `centre` offers by on the days of these moments; in seven queries, or eight, for however many."""
    return Ground(terms.rules_of(centre), hours.days(centre, {at.astimezone(centre.zone).date() for at in moments}))


@action
def offer(
    *,
    date: BookingDate,
    room: Room,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: audit.Actor,
    ground: Ground | None = None,
) -> Offer:
    """Hold `room` from `starts_at` to `ends_at` (UTC) for `date` until the person answers, and tell them.

    `ground` is what the place offers by, for whoever has read it in this transaction already.
    Raises Refused for a room of another place, hours that are too soon or in which the place is closed, Conflict when
    the room is taken, the date is decided or something is offered for it already.
    """
    request = lock(date.request)
    date = request.dates.get(pk=date.pk)
    if room.centre_id != request.centre_id:
        raise Refused.because("no-such-room", _("This place has no such room."), field="room")
    is_asked = request.state != RequestState.UNCONFIRMED and date.state in UNDECIDED
    if not is_asked or date.offers.filter(state=OfferState.OPEN).exists():
        raise not_any_more()
    ground = ground or ground_of(request.centre, [starts_at])
    answer_by = min(clock.now() + dt.timedelta(hours=ground.rules.terms.answer_hours), starts_at - SOONEST)
    if answer_by <= clock.now():
        raise Refused.because("too-soon", _("That begins too soon to be offered: call them instead."), field="on")
    if problem := _closed(request.centre, ground, starts_at, ends_at):
        raise Refused(problem)
    made = Offer.objects.create(date=date, room=room, starts_at=starts_at, ends_at=ends_at, answer_by=answer_by)
    occupying.occupy(
        room=room,
        kind=Occupancy.Kind.OFFER,
        offer=made,
        starts_at=starts_at,
        ends_at=ends_at,
        buffer=ground.rules.of(room).buffer,
    )
    audit.record("bookings.offered", request, by=by, dates=[str(made)], rooms=[str(room)])
    messages.offered(made)
    return made


@action
def take(*, offer: Offer, by: audit.Actor) -> Offer:
    """Take an offer up: the room is theirs at once, since the place has decided when it offered.

    Taking up what was taken up changes nothing. Raises Conflict when it is answered otherwise or out of time.
    """
    request = lock(offer.date.request)
    offer = _locked(offer)
    if offer.state == OfferState.TAKEN:
        return offer
    if offer.state == OfferState.OPEN and offer.answer_by <= clock.now():
        raise Conflict.because("too-late", _("The time to answer is over, and the room was offered to the next."))
    end(offer, OfferState.TAKEN)
    date = offer.date
    DATE_LIFE.check(date.state, DateState.ACCEPTED)
    date.is_changed = date.is_changed or (offer.starts_at, offer.room_id) != (date.starts_at, date.room_id)
    date.room, date.starts_at, date.ends_at = offer.room, offer.starts_at, offer.ends_at
    date.state, date.decided_at = DateState.ACCEPTED, clock.now()
    date.save(update_fields=["room", "starts_at", "ends_at", "is_changed", "state", "decided_at"])
    # The hold becomes the booking: at no moment is the room free.
    held = Occupancy.objects.get(offer=offer)
    Occupancy.objects.filter(pk=held.pk).update(kind=Occupancy.Kind.BOOKING, offer=None, booking_date=date)
    occupying.touch(request.centre, held.blocked_from, held.blocked_until)
    if date.replaces and date.replaces.state == DateState.ACCEPTED:
        _replace(date.replaces)
    if request.state in OPEN:
        settle(request)
    audit.record("bookings.offer_taken", request, by=by, dates=[str(offer)], rooms=[str(offer.room)])
    messages.decided(request)
    messages.answered(request, offer)
    return offer


def _replace(date: BookingDate) -> None:
    """Give back what another hour was taken up for."""
    date.state, date.decided_at = DateState.CANCELLED, clock.now()
    date.save(update_fields=["state", "decided_at"])
    occupying.release(Occupancy.objects.filter(booking_date=date))


@action
def refuse(*, offer: Offer, by: audit.Actor) -> Offer:
    """Say no to an offer: the room is free for the next; the date goes on as it was. Raises Conflict when answered."""
    request = lock(offer.date.request)
    offer = _locked(offer)
    end(offer, OfferState.REFUSED)
    occupying.release(Occupancy.objects.filter(offer=offer))
    audit.record("bookings.offer_refused", request, by=by, dates=[str(offer)])
    messages.answered(request, offer)
    return offer


def unanswered() -> QuerySet[Offer]:
    """Return the offers whose time to answer is over."""
    return Offer.objects.filter(state=OfferState.OPEN, answer_by__lte=clock.now())


def lapse_unanswered() -> None:
    """End the offers that nobody answered in time, and offer the rooms to the next."""
    found = unanswered().select_related("date__request").order_by("date__request_id", "starts_at")
    for request, offers in groupby(found, key=lambda offer: offer.date.request):
        _lapse(request=request, offers=list(offers))


@action
def _lapse(*, request: BookingRequest, offers: Sequence[Offer]) -> None:
    request = lock(request)
    ended = [offer for offer in map(_locked, offers) if offer.state == OfferState.OPEN]
    if not ended:
        return
    for offer in ended:
        end(offer, OfferState.LAPSED)
        occupying.release(Occupancy.objects.filter(offer=offer))
    audit.record("bookings.offer_lapsed", request, by=audit.SYSTEM, dates=[str(offer) for offer in ended])
    messages.offers_lapsed(request, ended)


def hear(released: Collection[occupying.Released]) -> None:
    """Offer what was given back to those on the waiting list, in the order in which they asked.

    What a place offers by is read once, however much was given back: all others who write wait for its end.
    """
    rooms = Room.objects.select_related("centre__network").in_bulk({room_id for room_id, *_span in released})
    freed: dict[Centre, list[Freed]] = defaultdict(list)
    for room_id, begin, until in sorted(released, key=lambda each: each[1:]):
        freed[rooms[room_id].centre].append((rooms[room_id], begin, until))
    for centre, here in freed.items():
        _offer_on(centre, here)


def _offer_on(centre: Centre, freed: Sequence[Freed]) -> None:
    line = _in_line(centre, freed)
    if not line:
        return
    ground = ground_of(centre, [date.starts_at for date in line])
    is_any = any(date.room is None for date in line)
    near = {room.pk: _near(room) for room in {room for room, *_span in freed}} if is_any else {}
    offered = set()
    for room, begin, until in freed:
        for date in line:
            # What ends just before had no time left to make the room ready.
            is_near = date.starts_at < until and date.ends_at > begin - LONGEST_BUFFER
            if is_near and date.pk not in offered and _offer_if_free(date, near.get(room.pk, ()), ground):
                offered.add(date.pk)


def _in_line(centre: Centre, freed: Sequence[Freed]) -> Sequence[BookingDate]:
    """Return the dates on the waiting list from the first freed hour to the last, whoever asked first first."""
    found = BookingDate.objects.filter(
        request__centre=centre,
        state=DateState.QUEUED,
        starts_at__lt=max(until for _room, _begin, until in freed),
        ends_at__gt=min(begin for _room, begin, _until in freed) - LONGEST_BUFFER,
        starts_at__gt=clock.now() + SOONEST,
    ).exclude(request__state=RequestState.UNCONFIRMED)
    # Whoever said no, or nothing, to these hours was asked once.
    same = Offer.objects.filter(date=OuterRef("pk"), starts_at=OuterRef("starts_at"))
    open_now = Offer.objects.filter(date=OuterRef("pk"), state=OfferState.OPEN)
    found = found.exclude(Exists(same.exclude(state=OfferState.RECALLED)) | Exists(open_now))
    return list(
        found.select_related("request__centre__network", "room__centre__network").order_by("request__created_at", "pk")
    )


def _near(freed: Room) -> Sequence[Room]:
    """Return the freed room and its kin, the smallest first."""
    wholes, parts = RoomPart.objects.filter(part=freed), RoomPart.objects.filter(whole=freed)
    near = Q(pk=freed.pk) | Q(pk__in=wholes.values("whole")) | Q(pk__in=parts.values("part"))
    return list(Room.objects.filter(near).select_related("centre__network").order_by("capacity", "pk"))


def _offer_if_free(date: BookingDate, near: Sequence[Room], ground: Ground) -> bool:
    """Offer `date` its own room, or the first of those `near` that fits, if it is lent then and free; say whether."""
    on = date.starts_at.astimezone(date.request.centre.zone).date()
    fitting = [date.room] if date.room else [room for room in near if room.capacity >= date.request.people]
    for room in fitting:
        if not room.is_lent or ground.rules.blackout(on, room):
            continue
        # A room that is taken after all undoes this offer alone.
        with suppress(Refused), transaction.atomic():
            offer(date=date, room=room, starts_at=date.starts_at, ends_at=date.ends_at, by=audit.SYSTEM, ground=ground)
            return True
    return False


def _closed(centre: Centre, ground: Ground, starts_at: dt.datetime, ends_at: dt.datetime) -> Problem | None:
    """Return why the place cannot be used then by anybody: its hours may have changed since somebody asked."""
    begin, end = (moment.astimezone(centre.zone) for moment in (starts_at, ends_at))
    when = When(begin.date(), begin.time(), end.time())
    problem, _span = span_of(centre, ground.days[when.on], when, when.on)
    return problem


def _locked(offer: Offer) -> Offer:
    found = Offer.objects.select_for_update(of=("self",)).select_related("room", "date__room", "date__replaces")
    return found.get(pk=offer.pk)
