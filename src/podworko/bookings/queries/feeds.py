"""What the calendars hold that programs subscribe to: of a place, of a room, of its staff, of one contact."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from podworko.bookings.calendar_files import FeedEntry, place_line
from podworko.bookings.links import url_of
from podworko.bookings.models import BookingDate, BookingRequest, DateState, FeedKey
from podworko.bookings.queries import showing
from podworko.bookings.queries.use import Moments
from podworko.core import clock
from podworko.core.holdings import Contact, belonging
from podworko.core.versions import version_of
from podworko.people.models import User
from podworko.places.models import Centre, Room

BACK, AHEAD = dt.timedelta(days=30), dt.timedelta(days=180)
STATUSES = {
    DateState.ACCEPTED: "CONFIRMED",
    DateState.CANCELLED: "CANCELLED",
    DateState.WAITING: "TENTATIVE",
}


def reach() -> Moments:
    """Return from when to when a feed tells: a month back, half a year ahead."""
    return clock.now() - BACK, clock.now() + AHEAD


def feed_entries(centre: Centre, *, room: Room | None = None, for_staff: bool = False) -> list[FeedEntry]:
    """Return what the feed of `centre`, or of one `room`, holds; two queries, three for a room.

    A room's own feed tells of the whole that it is a part of, and of its parts; a centre's tells of each use once.
    """
    span = reach()
    rooms = showing.sharing([room.pk])[room.pk] if room else set(_rooms_of(centre))
    found = showing.uses(rooms, span, for_staff=for_staff)
    found += showing.cancelled(rooms, span, for_staff=for_staff)
    return [_entry(centre, use, for_staff=for_staff) for use in found]


def print_of(centre: Centre, *more: object) -> str:
    """Return a word that changes with what the feeds of `centre` hold; in three queries."""
    start, end = (moment.astimezone(centre.zone).date() for moment in reach())
    names = list(centre.rooms.values_list("pk", "name"))
    where = (centre.name, centre.street, centre.postcode, centre.city)
    return version_of(showing.print_of(centre, start, end), names, where, *more)


def own_entries(contact: Contact) -> list[FeedEntry]:
    """Return what the contact has been given, asked for, and had called off; one query."""
    of_contact = _requests_of(contact)
    dates = (
        BookingDate.objects.filter(request__in=of_contact, state__in=STATUSES, starts_at__range=reach())
        .select_related("request__centre__network", "room")
        .order_by("starts_at", "pk")
    )
    return [
        FeedEntry(
            uid=f"date-{date.pk}",
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            zone=date.request.centre.zone,
            summary=date.request.topic,
            location=place_line(date.request.centre, str(date.room or _("a room that fits"))),
            status=STATUSES[DateState(date.state)],
            sequence=date.request.sequence,
            changed_at=date.decided_at or date.request.created_at,
            description=_("Your request, also to call it off: %(url)s") % {"url": url_of(date.request)},
            url=url_of(date.request),
        )
        for date in dates
    ]


def key_of(secret: str) -> FeedKey | None:
    """Return the key whose secret this is, while the one it was made for may read what it opens.

    Rights are looked at each time: a role that has ended opens nothing any more.
    """
    found = FeedKey.objects.select_related("user", "centre__network", "centre__operator", "centre__kind")
    key = found.filter(digest=FeedKey.digest_of(secret)).first()
    if key is None or key.user is None:
        return key
    key.user.is_vouched_for = key.is_vouched_for
    return key if key.user.has_perm("bookings.decide", key.centre) else None


def key_for_staff(user: User, centre: Centre) -> FeedKey | None:
    """Return the key of `user` to the calendar of `centre`, if there is one."""
    return FeedKey.objects.filter(kind=FeedKey.Kind.STAFF, user=user, centre=centre).first()


def keys_of(contact: Contact) -> QuerySet[FeedKey]:
    """Return the keys to the own calendar of a contact: one or none."""
    return FeedKey.objects.filter(kind=FeedKey.Kind.OWN, contact=str(contact))


def requests_kept() -> QuerySet[BookingRequest]:
    """Return the requests of people who are still known by them."""
    return BookingRequest.objects.filter(erased_at__isnull=True)


def _requests_of(contact: Contact) -> QuerySet[BookingRequest]:
    return belonging(requests_kept().exclude(state="unconfirmed"), contact)


def _rooms_of(centre: Centre) -> QuerySet[Room, int]:
    return centre.rooms.values_list("pk", flat=True)


def _entry(centre: Centre, use: showing.Shown, *, for_staff: bool) -> FeedEntry:
    return FeedEntry(
        uid=use.uid,
        starts_at=use.starts_at,
        ends_at=use.ends_at,
        zone=centre.zone,
        summary=use.title,
        location=place_line(centre, use.room),
        status="CANCELLED" if use.is_cancelled else "CONFIRMED",
        sequence=use.sequence,
        changed_at=use.changed_at,
        description="\n".join(showing.contact_lines(use)) if for_staff else "",
    )


def unread_for(age: dt.timedelta) -> QuerySet[FeedKey]:
    """Return the keys that no program has read with for so long."""
    before = clock.now() - age
    return FeedKey.objects.filter(Q(used_at__lt=before) | Q(used_at__isnull=True, created_at__lt=before))
