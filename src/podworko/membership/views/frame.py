"""What the pages of membership share: the frame of a page, and the door to those of the desk."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.places.models import Centre
from podworko.places.queries import centre_or_404

KEEP = "membership.keep"


def frame(place: Centre) -> dict[str, Any]:
    """Return what the frame of a page of a place needs."""
    return {"centre": place, "network": place.network, "kind": place.kind.look}


def kept_centre_or_404(request: HttpRequest, network: str, centre: str) -> Centre:
    """Return the place at the address to whoever keeps its list. Raises Http404 to others."""
    place = centre_or_404(network, centre)
    if not request.user.has_perm(KEEP, place):
        raise Http404
    return place


def page(
    request: HttpRequest, place: Centre, template: str, status: HTTPStatus = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    """Show a page of membership."""
    return render(request, f"membership/{template}.html", {**frame(place), **context}, status=status)


def pdf(content: bytes, *, name: str) -> HttpResponse:
    """Return a sheet about somebody, to be looked at or printed; nothing on the way keeps a copy."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def tried(form: forms.Form, deed: Callable[[], object]) -> HTTPStatus:
    """Do the deed when the form is filled in well: 302. What is refused is put into the form: 422, or 409."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        deed()
    except Refused as refusal:
        add_problems(form, refusal.problems)
        return HTTPStatus(refusal.status)
    return HTTPStatus.FOUND
