"""Calendars that programs subscribe to, and the pages that hand out their addresses."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.bookings import calendar_files, own_calendar
from podworko.bookings.actions import feed_keys
from podworko.bookings.calendar_files import FeedEntry
from podworko.bookings.models import FeedKey
from podworko.bookings.queries import feeds
from podworko.bookings.views.asking import frame
from podworko.bookings.views.staffed import staffed_centre_or_404
from podworko.core import audit, conditional, qr
from podworko.core.holdings import Contact
from podworko.core.versions import version_of
from podworko.core.web import limit_address
from podworko.people.models import User
from podworko.places.models import Centre
from podworko.places.queries import visible_centre_or_404

HOUR = dt.timedelta(hours=1)
Entries = Callable[[], Iterable[FeedEntry]]


@require_safe
def feed(request: HttpRequest, network: str, centre: str, room: str | None = None) -> HttpResponse:
    """Return the public calendar of the place, or of one room, to subscribe to."""
    place = visible_centre_or_404(request.user, network, centre)
    of_room = get_object_or_404(place.rooms, slug=room) if room else None
    name = f"{place.name}, {of_room.name}" if of_room else place.name
    version = feeds.print_of(place, "public", name, of_room and of_room.pk, get_language())
    return _answer(request, name, version, lambda: feeds.feed_entries(place, room=of_room))


@require_safe
def by_key(request: HttpRequest, secret: str) -> HttpResponse:
    """Return the calendar that a key opens: of a place with names, or somebody's own plan."""
    key = feeds.key_of(secret)
    if key is None:
        limit_address(request, "feed-key", limit=120, per=HOUR)
        raise Http404
    feed_keys.note_use(key=key)
    response = _of_staff(request, key) if key.kind == FeedKey.Kind.STAFF else _own(request, key)
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["X-Robots-Tag"] = "noindex"
    return response


def _of_staff(request: HttpRequest, key: FeedKey) -> HttpResponse:
    place, user = cast("Centre", key.centre), cast("User", key.user)
    with override(user.language):
        name = _("%(place)s, for the staff") % {"place": place.name}
        version = feeds.print_of(place, "staff", name, user.language)
        return _answer(request, name, version, lambda: feeds.feed_entries(place, for_staff=True))


def _own(request: HttpRequest, key: FeedKey) -> HttpResponse:
    contact = Contact(email=key.contact) if "@" in key.contact else Contact(phone=key.contact)
    language = own_calendar.language_of(contact)
    with override(language):
        entries = own_calendar.entries(contact)
        version = version_of("own", language, [vars(entry) | {"zone": str(entry.zone)} for entry in entries])
        return _answer(request, _("My plan"), version, lambda: entries)


def _answer(request: HttpRequest, name: str, version: str, entries: Entries) -> HttpResponse:
    """Return the calendar; nothing to whoever has this version already."""
    kind = "text/calendar; charset=utf-8"
    return conditional.answer(request, version, lambda: calendar_files.feed(name, entries()), content_type=kind)


def ways(path: str, title: str) -> dict[str, Any]:
    """Return what a page shows of a calendar: its address for programs, for the one tap, and as a code to point at."""
    address = f"{settings.SITE_URL}{path}"
    one_tap = "webcal:" + address.partition(":")[2]
    return {"title": title, "address": address, "one_tap": one_tap, "code": qr.drawn(one_tap)}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def staff_feed(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show whether somebody of the staff has the place's calendar in their telephone; make its address, shown once."""
    place, user = staffed_centre_or_404(request, network, centre), cast("User", request.user)
    calendar = None
    if request.method == "POST":
        secret = feed_keys.make_staff_key(user=user, centre=place)
        calendar = ways(reverse("bookings:feed_by_key", args=[secret]), place.name)
    context = {"calendar": calendar, "key": feeds.key_for_staff(user, place)}
    return render(request, "bookings/subscribe_staff.html", context | frame(place))


@login_required
@require_POST
def revoke_staff_feed(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Take the address of the place's calendar back."""
    place, user = staffed_centre_or_404(request, network, centre), cast("User", request.user)
    if key := feeds.key_for_staff(user, place):
        feed_keys.revoke_key(key=key, by=audit.staff(user))
    messages.success(request, _("Done. The calendar in your telephone gets nothing new from here any more."))
    return redirect("bookings:staff_feed", network, centre)
