"""The first page of those who keep a place right: what is told, what is missing, what was changed."""

from django.http import HttpRequest, HttpResponse

from podworko.places import concerned
from podworko.places.checklist import checklist
from podworko.places.history import lines
from podworko.places.models import Centre
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
        history=lines(place, most=NEWEST),
    )


@shown
def changes(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show all that was changed, the newest first."""
    return page(request, place, "changes", history=lines(place))
