"""Requests: the inbox, one request with what stands against it, the feeds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count, Min, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from podworko.bookings import terms
from podworko.bookings.calendar_files import FeedEntry
from podworko.bookings.models import BookingDate, BookingRequest, Channel, DateState, Occupancy, RequestState
from podworko.bookings.queries.use import occupied, taken
from podworko.core import clock
from podworko.core.models import Message
from podworko.people.models import Role, User
from podworko.people.queries import scopes_of
from podworko.places.models import Centre, Room

OPEN = (RequestState.WAITING, RequestState.CHANGES_ASKED)
FEED_BACK, FEED_AHEAD = dt.timedelta(days=30), dt.timedelta(days=180)


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


@dataclass(frozen=True)
class Prospect:
    """One date of a request as the host decides on it."""

    date: BookingDate
    rivals: tuple[BookingDate, ...]
    is_free: bool
    free_rooms: tuple[Room, ...]


def prospects(request: BookingRequest) -> list[Prospect]:
    """Return each date of `request` with its rivals and the rooms that are free and large enough, in six queries."""
    dates = list(request.dates.select_related("room"))
    rooms = terms.fitting_rooms(request.centre, request.people)
    buffer = terms.terms_of(request.centre).buffer
    spans = [(date.starts_at, date.ends_at) for date in dates]
    blocked = taken(rooms, spans, buffer=buffer)
    others = list(_waiting_beside(request, dates))
    result = []
    for date, room_ids in zip(dates, blocked, strict=True):
        rivals = tuple(other for other in others if _clash(date, other))
        free = tuple(room for room in rooms if room.pk not in room_ids)
        is_free = bool(free) if date.room_id is None else any(room.pk == date.room_id for room in free)
        result.append(Prospect(date, rivals, is_free, free))
    return result


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
        request.pk: [other for other in others if any(_clash(date, other) for mine, date in dates if mine == request)]
        for request in requests
    }


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


def _clash(date: BookingDate, other: BookingDate) -> bool:
    """Say whether two dates of different requests want the same room, or one of them any room, at the same time."""
    same_room = date.room_id is None or other.room_id is None or date.room_id == other.room_id
    overlap = date.starts_at < other.ends_at and other.starts_at < date.ends_at
    return same_room and overlap and date.request_id != other.request_id


def feed_entries(centre: Centre, *, room: Room | None = None) -> list[FeedEntry]:
    """Return what the public feed of `centre`, or of one `room`, holds: a month back, half a year ahead.

    What was called off stays in it as cancelled, so that the programs that subscribe take it out.
    """
    now = clock.now()
    span = (now - FEED_BACK, now + FEED_AHEAD)
    rooms = [room] if room else list(centre.rooms.all())
    dates = (
        BookingDate.objects.filter(
            room__in=rooms, state__in=[DateState.ACCEPTED, DateState.CANCELLED], starts_at__range=span
        )
        .select_related("request", "room")
        .order_by("starts_at", "pk")
    )
    entries = [
        FeedEntry(
            uid=f"date-{date.pk}",
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            summary=date.request.topic if date.request.is_open_to_all else _("Taken"),
            room=str(date.room),
            is_cancelled=date.state == DateState.CANCELLED,
            sequence=date.request.sequence,
            changed_at=date.decided_at or date.request.created_at,
        )
        for date in dates
    ]
    closures = occupied([each.pk for each in rooms], span).filter(kind=Occupancy.Kind.CLOSURE).select_related("room")
    entries += [
        FeedEntry(
            uid=f"closure-{use.pk}",
            starts_at=use.starts_at,
            ends_at=use.ends_at,
            summary=use.note or _("Closed"),
            room=str(use.room),
            is_cancelled=False,
            sequence=0,
            changed_at=use.starts_at,
        )
        for use in closures.order_by("starts_at")
    ]
    return entries


def counts_by_centre(centres: QuerySet[Centre]) -> QuerySet[Centre]:
    """Return the `centres` with how many requests wait (`waiting`), are late (`late`), and the next deadline."""
    is_open = Q(booking_requests__state=RequestState.WAITING)
    return centres.annotate(
        waiting=Count("booking_requests", filter=is_open),
        late=Count("booking_requests", filter=is_open & Q(booking_requests__decide_by__lt=clock.now())),
        next_deadline=Min("booking_requests__decide_by", filter=is_open),
    )


@dataclass(frozen=True)
class Standing:
    """How a request stands for the one who sent it.

    `state` is that of the request until it is decided, then what came of it: accepted, partly, declined or cancelled.
    """

    state: str
    dates: tuple[BookingDate, ...]
    accepted: tuple[BookingDate, ...]
    reason: str


def standing(request: BookingRequest) -> Standing:
    """Return how `request` stands, with its dates in order and the words of the last decision that has some."""
    return standing_of(request, tuple(request.dates.select_related("room")))


def standing_of(request: BookingRequest, dates: tuple[BookingDate, ...]) -> Standing:
    """Return the same where the dates are at hand."""
    accepted = tuple(date for date in dates if date.state == DateState.ACCEPTED)
    reason = next((date.reason for date in reversed(dates) if date.reason), "")
    if request.state != RequestState.DECIDED:
        state = str(request.state)
    elif accepted:
        state = "accepted" if len(accepted) == len(dates) else "partly"
    elif any(date.state == DateState.CANCELLED for date in dates):
        state = "cancelled"
    else:
        state = "declined"
    return Standing(state, dates, accepted, reason)


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
