"""Requests: the inbox, one request with what stands against it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count, Min, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404

from podworko.bookings.models import OPEN, BookingDate, BookingRequest, Channel, DateState, Offer, RequestState
from podworko.core import clock
from podworko.core.models import Message
from podworko.people.models import Role, User
from podworko.people.queries import scopes_of
from podworko.places.models import Centre

# What only a decision brings about.
ANSWERED = {DateState.QUEUED, DateState.ACCEPTED, DateState.DECLINED, DateState.CANCELLED}
# Wishes to move a date that took its place; those that were called off had done so before.
TOOK_PLACE = {DateState.ACCEPTED, DateState.CANCELLED}
# Of what may still happen, what counts first.
ALIVE: Mapping[str, int] = {DateState.ACCEPTED: 0, DateState.QUEUED: 1, DateState.WAITING: 1}


def centres_staffed_by(user: object) -> QuerySet[Centre]:
    """Return the centres where `user` is on duty, coordinates, or runs the place."""
    scopes = scopes_of(user, (Role.HOST, Role.COORDINATOR, Role.OPERATOR))
    return (
        Centre.objects.select_related("network", "operator", "kind")
        .filter(Q(scope__in=scopes) | Q(operator__scope__in=scopes) | Q(network__scope__in=scopes))
        .order_by("name")
    )


def inbox(centre: Centre) -> QuerySet[BookingRequest]:
    """Return the requests of `centre` that wait, the oldest deadline first, those that wait for the person last."""
    return (
        BookingRequest.objects.filter(centre=centre, state__in=OPEN)
        .select_related("room", "taken_by", "centre__network", "centre__operator", "centre__kind")
        .prefetch_related(Prefetch("dates", BookingDate.objects.select_related("room")))
        .order_by("-state", "decide_by", "pk")
    )


def visible_to(user: object) -> QuerySet[BookingRequest]:
    """Return the requests that `user` may see as staff; somebody else's do not exist for them."""
    return BookingRequest.objects.filter(centre__in=centres_staffed_by(user)).select_related(
        "centre__network", "centre__operator", "centre__kind", "room", "taken_by"
    )


def known_to(user: User) -> QuerySet[BookingRequest]:
    """Return the confirmed requests that `user` may see: as staff, or because their own account sent them."""
    own = Q(channel=Channel.API, taken_by=user, email__iexact=user.email)
    return (
        BookingRequest.objects.filter(Q(centre__in=centres_staffed_by(user)) | own)
        .exclude(state=RequestState.UNCONFIRMED)
        .select_related("centre__network", "centre__operator", "centre__kind", "room")
        .prefetch_related(Prefetch("dates", BookingDate.objects.select_related("room")))
        .order_by("-pk")
    )


def by_reference_or_404(reference: str | None) -> BookingRequest:
    """Return the request with that reference; raise Http404 where there is none."""
    found = BookingRequest.objects.select_related("centre__network", "centre__operator", "centre__kind", "room")
    return get_object_or_404(found, reference=reference)


def rivals_in(requests: Sequence[BookingRequest]) -> dict[int, list[BookingDate]]:
    """Return for each of the `requests` of one centre the waiting dates of others that want the same; one query."""
    dates = [(request, date) for request in requests for date in request.dates.all() if date.state == DateState.WAITING]
    if not dates:
        return {}
    others = list(
        BookingDate.objects.filter(request__in=list(requests), state=DateState.WAITING).select_related(
            "request", "room"
        )
    )
    return {
        request.pk: [other for other in others if any(clash(date, other) for mine, date in dates if mine == request)]
        for request in requests
    }


def clash(date: BookingDate, other: BookingDate) -> bool:
    """Say whether two dates of different requests want the same room, or one of them any room, at the same time."""
    same_room = date.room_id is None or other.room_id is None or date.room_id == other.room_id
    overlap = date.starts_at < other.ends_at and other.starts_at < date.ends_at
    return same_room and overlap and date.request_id != other.request_id


def counts_by_centre(centres: QuerySet[Centre]) -> QuerySet[Centre]:
    """Return the `centres` with how many requests wait (`waiting`), are late (`late`), and the next deadline."""
    is_open = Q(booking_requests__state=RequestState.WAITING)
    return centres.annotate(
        waiting=Count("booking_requests", filter=is_open),
        late=Count("booking_requests", filter=is_open & Q(booking_requests__decide_by__lt=clock.now())),
        next_deadline=Min("booking_requests__decide_by", filter=is_open),
    )


def offers_of(request: BookingRequest) -> QuerySet[Offer]:
    """Return what was ever offered for the dates of `request`."""
    return Offer.objects.filter(date__request=request).select_related("room", "date__request")


@dataclass(frozen=True)
class Standing:
    """How a request stands for the one who sent it.

    `state` is that of the request until it is decided, then what came of it: accepted, partly, queued, declined or
    cancelled. `dates` are all but those that were moved elsewhere; `coming` are the dates that are not over, `over` the
    others. `counted` are those that `state` tells of, a date and the wish to move it as one: those to come while there
    is something to come, else all. `accepted` are those given and to come, `used` those that were given and are over.
    `is_answered` says that somebody decided at least one of them, or that the request came to its end.
    """

    state: str
    dates: tuple[BookingDate, ...]
    coming: tuple[BookingDate, ...]
    over: tuple[BookingDate, ...]
    counted: tuple[BookingDate, ...]
    accepted: tuple[BookingDate, ...]
    used: tuple[BookingDate, ...]
    reason: str
    is_answered: bool


def standing(request: BookingRequest) -> Standing:
    """Return how `request` stands, with its dates in order and the words of the last decision that has some."""
    return standing_of(request, tuple(request.dates.select_related("room")))


def standing_of(request: BookingRequest, dates: tuple[BookingDate, ...]) -> Standing:
    """Return the same where the dates are at hand."""
    now = clock.now()
    moved = {date.replaces_id for date in dates if date.state in TOOK_PLACE}
    dates = tuple(date for date in dates if date.pk not in moved)
    one_each = _one_each(dates)
    alive = tuple(date for date in one_each if date.ends_at > now)
    counted = alive if any(date.state in ALIVE for date in alive) else one_each
    given = tuple(date for date in one_each if date.state == DateState.ACCEPTED)
    return Standing(
        _came_of(request, counted),
        dates,
        coming=tuple(date for date in dates if date.ends_at > now),
        over=tuple(date for date in dates if date.ends_at <= now),
        counted=counted,
        accepted=tuple(date for date in given if date.ends_at > now),
        used=tuple(date for date in given if date.ends_at <= now),
        reason=next((date.reason for date in reversed(dates) if date.reason), ""),
        is_answered=request.state not in OPEN or any(date.state in ANSWERED for date in dates),
    )


def _one_each(dates: tuple[BookingDate, ...]) -> tuple[BookingDate, ...]:
    """Return what counts of each date and the wishes to move it.

    First of all what was given, then what is still asked for, then what was asked for last.
    """
    found: dict[dt.datetime, BookingDate] = {}
    for date in sorted(dates, key=lambda date: (ALIVE.get(date.state, len(ALIVE)), -date.pk)):
        found.setdefault(date.rule_at, date)
    return tuple(date for date in dates if found[date.rule_at] is date)


def _came_of(request: BookingRequest, dates: tuple[BookingDate, ...]) -> str:
    states = [date.state for date in dates]
    if request.state != RequestState.DECIDED:
        return str(request.state)
    if DateState.ACCEPTED in states:
        return "accepted" if {*states} == {DateState.ACCEPTED} else "partly"
    for state in (DateState.QUEUED, DateState.CANCELLED):
        if state in states:
            return str(state)
    return "declined"


def letters_to_print(centre: Centre) -> list[tuple[Message, BookingRequest]]:
    """Return the letters to residents of `centre` that wait to be printed, the oldest first, with their requests."""
    letters = list(
        Message.objects.filter(
            channel=Message.Channel.LETTER,
            state=Message.State.WAITING,
            subject_type=BookingRequest._meta.label_lower,
            subject_id__in=BookingRequest.objects.filter(centre=centre)
            .annotate(name=Cast("pk", CharField()))
            .values("name"),
        )
        .defer("text", "html")
        .order_by("pk")
    )
    found = BookingRequest.objects.in_bulk([int(letter.subject_id) for letter in letters])
    return [(letter, found[int(letter.subject_id)]) for letter in letters]
