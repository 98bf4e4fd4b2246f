"""Find me a place: the first free time over all rooms of a city, as a page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from podworko.bookings.finding_forms import FindForm
from podworko.bookings.models import Applicant
from podworko.bookings.queries.finding import SHOWN, Change, Find, Instead, Reason, Wanted, Why, first_free, instead
from podworko.core import words
from podworko.core.errors import Sentence
from podworko.core.web import limit_address
from podworko.places.access import ICONS
from podworko.places.directory import districts
from podworko.places.drawing import draw
from podworko.places.models import AccessQuestion, Equipment, Layout, Photo
from podworko.places.queries import centres, first_photos, network_with_kinds
from podworko.places.searchable import WORKING

MOST_SHOWN = 100
MORE = ("until", "weekday", "layout", "access", "equipment", "order")

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Card:
    """A room that is free, as the page shows it."""

    pk: int
    room: str
    place: str
    place_url: str
    room_url: str
    centre_pk: int
    look: str
    kind: str
    address: str
    day: str
    hours: str
    free_until: str
    size: str
    distance: str
    lent_to: str
    reasons: Sequence[tuple[str, Sentence]]
    borrow: str
    photo: Photo | None = None


@dataclass(frozen=True)
class Way:
    """One thing that could give way: in a sentence, with what there is then."""

    words: Sentence
    cards: Sequence[Card]


@require_safe
def find(request: HttpRequest, network: str) -> HttpResponse:
    """Show the rooms that are free first, as wanted; what is wanted stands in the address."""
    limit_address(request, "find", limit=600, per=HOUR)
    town, _kinds = network_with_kinds(network)
    parts = districts(town, with_borders=True)
    places = list(centres().filter(network=town, stage__in=WORKING).order_by("name", "pk"))
    form = FindForm(request.GET, districts=parts, places=places)
    wanted = form.wanted
    limit = MOST_SHOWN if form.is_exact or "all" in request.GET else SHOWN
    answer = first_free(town, wanted, limit=limit)
    photos = first_photos([each.room.pk for each in answer.finds])
    cards = [card(each, wanted, photo=photos.get(each.room.pk)) for each in answer.finds]
    found = list({each.room.centre_id: each.room.centre for each in answer.finds}.values())
    ways = [] if cards else [way(each, wanted) for each in instead(town, wanted)]
    context = {
        "network": town,
        "form": form,
        "cards": cards,
        "ways": ways,
        "exact": _said_hours(form, wanted),
        "is_asked": any(value for key, value in request.GET.items() if key != "all"),
        "more": f"?{_with_all(request)}#found" if answer.has_more and limit < MOST_SHOWN else "",
        "has_more_wishes": any(request.GET.get(name) for name in MORE),
        "drawing": draw(parts, found) if found else None,
    }
    return render(request, "bookings/find.html", context)


def card(found: Find, wanted: Wanted, people: int | None = None, photo: Photo | None = None) -> Card:
    """Return what the page says of a room that was found; `people`, or all that are wanted, go into the form."""
    room, centre = found.room, found.room.centre
    zone = centre.zone
    starts, ends, until = (each.astimezone(zone) for each in (found.starts_at, found.ends_at, found.free_until))
    size = ngettext("up to %(count)s person", "up to %(count)s people", found.capacity) % {"count": found.capacity}
    asked: dict[str, str | int] = {
        "on": starts.date().isoformat(),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "room": room.slug,
    }
    if wanted.people > 1:
        asked["people"] = people or wanted.people
    return Card(
        pk=room.pk,
        room=room.name,
        place=centre.name,
        place_url=centre.get_absolute_url(),
        room_url=room.get_absolute_url(),
        centre_pk=centre.pk,
        look=centre.kind.look,
        kind=str(centre.kind),
        address=", ".join(part for part in (centre.street, centre.district or centre.city) if part),
        day=capfirst(words.near(starts.date(), zone)),
        hours=f"{starts:%H:%M}–{ends:%H:%M}",
        free_until=f"{until:%H:%M}" if until > ends else "",
        size=size,
        distance="" if found.metres is None else words.distance(found.metres),
        lent_to=", ".join(str(Applicant(each).label) for each in found.lends_to),
        reasons=[reason(each, found) for each in found.reasons],
        photo=photo,
        borrow=f"{reverse('bookings:ask', args=[centre.network.slug, centre.slug])}?{urlencode(asked)}",
    )


def reason(why: Reason, found: Find) -> tuple[str, Sentence]:
    """Return a reason as a picture and words."""
    if why.why == Why.ACCESS:
        return ICONS[why.about], str(AccessQuestion(why.about).label)
    if why.why == Why.EQUIPMENT:
        return "check", str(capfirst(Equipment(why.about).label))
    if why.why == Why.LAYOUT:
        return "users", str(capfirst(Layout(why.about).label))
    if why.why == Why.NEAREST:
        return "map-pin", _("Nearest: %(distance)s") % {"distance": words.distance(found.metres or 0)}
    if why.why == Why.SIZE:
        return "users", _("Just the size")
    return "clock", _("Free soonest")


def way(other: Instead, wanted: Wanted) -> Way:
    """Return what there would be if one thing gave way, in a sentence."""
    finds = other.finds
    first = finds[0]
    if other.change == Change.SPLIT:
        left = wanted.people
        cards = []
        for each in finds:
            share = min(left, each.capacity)
            cards.append(card(each, wanted, share))
            left -= share
        return Way(_("Two rooms of one place at the same hours:"), cards)
    without = ", ".join(str(each.label) for each in other.left_out)
    said = {
        Change.HOUR: _("Another hour:"),
        Change.DAY: _("Another day:"),
        Change.FARTHER: _("A little farther:"),
        Change.SMALLER: ngettext(
            "A smaller room, for %(count)s person:", "A smaller room, for %(count)s people:", first.capacity
        )
        % {"count": first.capacity},
        Change.WITHOUT: _("Without “%(what)s”:") % {"what": without},
    }
    people = first.capacity if other.change == Change.SMALLER else None
    return Way(said[other.change], [card(first, wanted, people)])


def _said_hours(form: FindForm, wanted: Wanted) -> str:
    """Return the day and exact hours asked for in words, where they were."""
    if not (form.is_exact and wanted.first_on and wanted.first_on == wanted.last_on and wanted.latest):
        return ""
    return f"{words.spoken(wanted.first_on)}, {wanted.earliest:%H:%M}–{wanted.latest:%H:%M}"


def _with_all(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["all"] = "1"
    return query.urlencode()
