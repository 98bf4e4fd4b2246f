"""What is held about somebody who asked for rooms, and how long."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.bookings.actions import asking, forgetting
from podworko.bookings.links import path_of
from podworko.bookings.models import (
    ASSISTED,
    Applicant,
    BookingDate,
    BookingRequest,
    Channel,
    DateState,
    RequestState,
)
from podworko.bookings.queries.requests import standing_of
from podworko.core import audit, clock, holdings, retention
from podworko.core.holdings import Contact, Field, Record, Thing
from podworko.places.models import Equipment

# What `queries.requests.standing` adds to the states of requests and dates.
STANDINGS = {
    **{state.value: state.label for state in RequestState},
    **{state.value: state.label for state in DateState if state != DateState.WAITING},
    "partly": gettext_lazy("partly accepted"),
}
COPIED = (
    "reference",
    "topic",
    "people",
    "is_open_to_all",
    "equipment",
    "accessibility",
    "rule",
    "applicant",
    "group",
    "is_for_minors",
    "in_return",
    "declared",
    "person",
    "email",
    "phone",
    "language",
    "channel",
    "state",
    "created_at",
    "question",
)


def register() -> None:
    """Register the rules and the holding of bookings."""
    retention.register(
        retention.Rule(
            "bookings.people",
            lazy(_how_long, str)(),
            due=lambda: forgetting.over().count(),
            carry_out=forgetting.forget_over,
        )
    )
    retention.deleting(
        "bookings.unconfirmed",
        gettext_lazy("Requests that nobody confirmed with a code are deleted after a day."),
        asking.unconfirmed,
    )
    holdings.register(
        holdings.Holding(
            "bookings.requests",
            gettext_lazy("Requests for rooms"),
            fields=_fields(),
            records=_records,
            erase=lambda contact: forgetting.erase(requests=list(requests_of(contact)), by=audit.RESIDENT),
            things=_things,
            stays=gettext_lazy(
                "Room, day, hours, number of people, equipment, and what was decided: a place counts how it is used. "
                "Nothing of it tells who asked or what for."
            ),
        )
    )


def _how_long() -> str:
    sentence = _(
        "Who asked for a room, and what they wrote, is taken out %(days)s days after the last date. Room, hours, "
        "number of people and equipment stay for statistics."
    )
    return sentence % {"days": settings.CONTACTS_KEPT_DAYS}


def _fields() -> tuple[Field, ...]:
    return (
        Field("place", gettext_lazy("Place")),
        Field("topic", gettext_lazy("Topic")),
        Field(
            "dates",
            gettext_lazy("Dates"),
            fields=(
                Field("starts_at", gettext_lazy("From")),
                Field("ends_at", gettext_lazy("To")),
                Field("room", gettext_lazy("Room")),
                Field("state", gettext_lazy("State"), words=DateState),
                Field("reason", gettext_lazy("Reason")),
            ),
        ),
        Field("rule", gettext_lazy("How it repeats")),
        Field("people", gettext_lazy("Number of people")),
        Field("is_open_to_all", gettext_lazy("Neighbours may come")),
        Field("equipment", gettext_lazy("Equipment"), words=Equipment),
        Field("accessibility", gettext_lazy("Accessibility of the event")),
        Field("applicant", gettext_lazy("Who asks"), words=Applicant),
        Field("group", gettext_lazy("Name of the group or organisation")),
        Field("is_for_minors", gettext_lazy("For minors")),
        Field("in_return", gettext_lazy("In return")),
        Field("declared", gettext_lazy("Agreed to")),
        Field("person", gettext_lazy("Person responsible")),
        Field("email", gettext_lazy("E-mail")),
        Field("phone", gettext_lazy("Telephone")),
        Field("channel", gettext_lazy("How it came"), words=Channel),
        Field("state", gettext_lazy("State"), words=RequestState),
        Field("question", gettext_lazy("What the place asked")),
        Field("reference", gettext_lazy("Number")),
        Field("created_at", gettext_lazy("Sent")),
    )


def requests_of(contact: Contact) -> QuerySet[BookingRequest]:
    """Return the requests of a contact, the newest first, with their places and dates."""
    found = holdings.belonging(BookingRequest.objects.filter(erased_at__isnull=True), contact)
    dates = BookingDate.objects.select_related("room")
    return found.select_related("centre__network", "room").prefetch_related(Prefetch("dates", dates)).order_by("-pk")


def _things(contact: Contact) -> Iterator[Thing]:
    for request in requests_of(contact):
        dates = tuple(request.dates.all())
        coming = [date for date in dates if date.ends_at > clock.now()]
        at = (coming or dates)[0 if coming else -1].starts_at if dates else request.created_at
        state = standing_of(request, dates).state
        by_staff = request.channel in ASSISTED
        yield Thing(
            title=request.topic,
            url=path_of(request),
            at=at,
            where=f"{request.centre.network} · {request.centre}",
            state=state,
            state_name=str(STANDINGS.get(state, state)),
            note=_("Typed in by staff: %(how)s") % {"how": request.get_channel_display()} if by_staff else "",
            is_over=not coming,
        )


def _records(contact: Contact) -> Iterator[Record]:
    for request in requests_of(contact):
        yield (
            {
                "network": str(request.centre.network),
                "place": f"{request.centre.network} · {request.centre}",
                "room": str(request.room) if request.room else None,
            }
            | {name: getattr(request, name) for name in COPIED}
            | {"dates": [_date(each) for each in request.dates.all()]}
        )


def _date(date: BookingDate) -> Record:
    names = ("starts_at", "ends_at", "state", "reason", "decided_at")
    return {name: getattr(date, name) for name in names} | {"room": str(date.room) if date.room else None}
