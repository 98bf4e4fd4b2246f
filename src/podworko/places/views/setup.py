"""The first page of those who keep a place right: what is told, what is missing, what was changed."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.core.errors import Sentence
from podworko.places import concerned
from podworko.places import ways as further_ways
from podworko.places.checklist import checklist
from podworko.places.history import lines
from podworko.places.models import Centre
from podworko.places.sites import site_of
from podworko.places.views.keeping import page, shown

NEWEST = 5


@shown
def setup(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show the checklist, the way to the page as visitors see it, and the last changes."""
    items = checklist(place)
    return page(
        request,
        place,
        "setup",
        items=items,
        missing=sum(not item.is_done for item in items),
        concerns=concerned.outside_hours(place),
        ways=list(_ways(request, place)),
        history=lines(place, most=NEWEST),
    )


def _ways(request: HttpRequest, place: Centre) -> Iterator[tuple[Sentence, str]]:
    """Yield what else is kept of the place, name and address: whatever the reader may open."""
    user, address = request.user, [place.network.slug, place.slug]
    yield from further_ways.of(place)
    yield _("Area that the place serves"), reverse("places:area", args=address)
    site, operator = site_of(place), place.operator
    if user.has_perm("people.grant", site.scope):
        yield _("People"), site.people
    if user.has_perm("people.see_minors", site.scope):
        yield _("Work with minors"), site.minors
    if user.has_perm("places.change_network", place.network):
        yield _("Stages and operators over time"), reverse("places:over_time", args=address)
    if user.has_perm("places.change_organisation", operator):
        yield operator.name, reverse("places:kept_organisation", args=[place.network.slug, operator.slug])


@shown
def changes(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show all that was changed, the newest first."""
    return page(request, place, "changes", history=lines(place))
