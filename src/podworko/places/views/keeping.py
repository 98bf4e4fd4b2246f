"""What the pages share with which a place is kept right: whose it is, what is shown around, how a change is tried."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.core import audit
from podworko.core.errors import Conflict, Refused
from podworko.core.forms import add_problems
from podworko.people.models import User
from podworko.places.concerned import Touches
from podworko.places.forms.base import KeepingForm, SeenForm
from podworko.places.models import Centre
from podworko.places.queries import centre_or_404

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Centre, P], HttpResponse]
Served = Callable[..., HttpResponse]


def _kept(view: View[P], permission: str = "places.change_centre") -> Served:
    """Hand the place to the view; to those who may not change it none of this exists."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, network: str, centre: str, *args: P.args, **names: P.kwargs) -> HttpResponse:
        place = centre_or_404(network, centre)
        if not request.user.has_perm(permission, place):
            raise Http404
        return view(request, place, *args, **names)

    return guarded


def shown(view: View[P]) -> Served:
    """Make a page that is only looked at."""
    return require_safe(_kept(view))


def filled_in(view: View[P]) -> Served:
    """Make a page with a form."""
    return require_http_methods(["GET", "HEAD", "POST"])(_kept(view))


def pressed(view: View[P]) -> Served:
    """Make a deed without a page of its own."""
    return require_POST(_kept(view))


def actor_of(request: HttpRequest) -> audit.Actor:
    """Return who acts."""
    assert isinstance(request.user, User)
    return audit.staff(request.user)


def frame(place: Centre) -> dict[str, Any]:
    """Return what the frame of a page of a place needs."""
    return {"centre": place, "network": place.network, "kind": place.kind.look, "is_kept": True}


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, be it nothing at all; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def succeeded(form: forms.BaseForm, deed: Callable[[], object], *, version: Callable[[], str] | None = None) -> bool:
    """Do the deed when the form is filled in well; put what is refused into the form.

    `version` is the state that the page shows now: who sends the form again has seen it.
    """
    if not form.is_valid():
        return False
    try:
        deed()
    except Refused as refusal:
        add_problems(form, refusal.problems)
        if isinstance(form, KeepingForm):
            form.concerns = refusal.concerns if isinstance(refusal, Touches) else []
        if isinstance(form, SeenForm) and isinstance(refusal, Conflict) and version:
            form.show_again(version())
        return False
    return True


def page(request: HttpRequest, place: Centre, template: str, **context: Any) -> HttpResponse:
    """Show a page of the place; 422 when its form was sent and is shown again."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, f"places/manage/{template}.html", frame(place) | context, status=status)
