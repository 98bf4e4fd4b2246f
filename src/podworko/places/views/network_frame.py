"""What the pages of a network share: whose it is, what is shown around, a form on a page of its own."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.core.errors import Sentence
from podworko.places.models import Centre, Network
from podworko.places.queries import centre_or_404

P = ParamSpec("P")
NetworkView = Callable[Concatenate[HttpRequest, Network, P], HttpResponse]
CentreView = Callable[Concatenate[HttpRequest, Centre, P], HttpResponse]
Served = Callable[..., HttpResponse]
CHANGE = "places.change_network"


def _of_network(view: NetworkView[P], permission: str = CHANGE) -> Served:
    """Hand the network to the view; to those without the permission it does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, network: str, *args: P.args, **names: P.kwargs) -> HttpResponse:
        found = get_object_or_404(Network, slug=network)
        if not request.user.has_perm(permission, found):
            raise Http404
        return view(request, found, *args, **names)

    return guarded


def seen(view: NetworkView[P]) -> Served:
    """Make a page for those who see the whole network."""
    return require_safe(_of_network(view, "places.see_network"))


def shown(view: NetworkView[P]) -> Served:
    """Make a page that is only looked at, for those who may change the network."""
    return require_safe(_of_network(view))


def filled_in(view: NetworkView[P]) -> Served:
    """Make a page with a form."""
    return require_http_methods(["GET", "HEAD", "POST"])(_of_network(view))


def pressed(view: NetworkView[P]) -> Served:
    """Make a deed without a page of its own."""
    return require_POST(_of_network(view))


def over_centre(view: CentreView[P]) -> Served:
    """Make a page with a form about a place, for those who look after its network."""
    return require_http_methods(["GET", "HEAD", "POST"])(_over_centre(view))


def shown_over_centre(view: CentreView[P]) -> Served:
    """Make a page about a place that is only looked at, for those who look after its network."""
    return require_safe(_over_centre(view))


def _over_centre(view: CentreView[P]) -> Served:

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, network: str, centre: str, *args: P.args, **names: P.kwargs) -> HttpResponse:
        place = centre_or_404(network, centre)
        if not request.user.has_perm(CHANGE, place.network):
            raise Http404
        return view(request, place, *args, **names)

    return guarded


def frame(network: Network) -> dict[str, Any]:
    """Return what the frame of a page of a network needs."""
    return {"network": network, "is_looked_after": True}


def page(request: HttpRequest, network: Network | None, template: str, **context: Any) -> HttpResponse:
    """Show a page of the network; 422 when its form was sent and is shown again."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    around = frame(network) if network else {}
    return render(request, f"places/network/{template}.html", around | context, status=status)


def form_page(
    request: HttpRequest,
    network: Network | None,
    form: forms.BaseForm,
    *,
    title: Sentence,
    back: str,
    back_words: Sentence,
    **more: Any,
) -> HttpResponse:
    """Show one form on a page of its own. `more`: under, save, remove, remove_words, centre."""
    words = {"save": _("Save")} | more
    return page(request, network, "form", form=form, title=title, back=back, back_words=back_words, **words)


def at(network: Network, name: str) -> str:
    """Return the address of a page of the network."""
    return reverse(f"places:{name}", args=[network.slug])
