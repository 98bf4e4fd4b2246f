"""The premises profile: in one look, point by point, as a PDF."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from podworko.places import premises
from podworko.places.actions.premises import note_finding
from podworko.places.forms.premises import FindingForm
from podworko.places.models import Centre, PremisesPoint
from podworko.places.queries import centre_or_404
from podworko.places.views.keeping import actor_of, filled_in, page, sent, succeeded


def _seen(view: Callable[[HttpRequest, Centre], HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the place to the view for those who keep it right, and those who see the whole network."""

    @require_safe
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, network: str, centre: str) -> HttpResponse:
        place = centre_or_404(network, centre)
        may_change = request.user.has_perm("places.change_centre", place)
        if not may_change and not request.user.has_perm("places.see_network", place.network):
            raise Http404
        return view(request, place)

    return guarded


@_seen
def profile(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show all points in one look."""
    may_change = request.user.has_perm("places.change_centre", place)
    return page(request, place, "premises", profile=premises.profile_of(place), may_change=may_change)


@_seen
def sheet(request: HttpRequest, place: Centre) -> HttpResponse:
    """Return the profile as a PDF."""
    headers = {"Content-Disposition": f'inline; filename="{place.slug}-premises.pdf"'}
    return HttpResponse(premises.profile_pdf(place), content_type="application/pdf", headers=headers)


@filled_in
def point(request: HttpRequest, place: Centre, point: str) -> HttpResponse:
    """Say how far one point is met; then on to the next that nobody has looked at, if one likes."""
    code = point.replace("-", "_")
    if code not in PremisesPoint.values:
        raise Http404
    asked = PremisesPoint(code)
    found = place.premises.filter(point=asked).first()
    names = ("verdict", "note", "remedy", "photo", "looked_on")
    values = {name: getattr(found, name) for name in names} if found else {"verdict": "unknown"}
    form = FindingForm(sent(request), centre=place, initial=values)

    def deed() -> None:
        data = form.cleaned_data
        note_finding(
            centre=place,
            point=asked,
            verdict=data["verdict"],
            note=data["note"],
            remedy=data["remedy"],
            photo=data.get("photo"),
            looked_on=data["looked_on"],
            by=actor_of(request),
        )

    if request.method == "POST" and succeeded(form, deed):
        following = premises.profile_of(place).next_unknown
        if "next" in request.POST and following:
            return redirect("places:premises_point", place.network.slug, place.slug, _slug(following))
        messages.success(request, _("Saved."))
        return redirect("places:premises", place.network.slug, place.slug)
    number = [*PremisesPoint].index(asked) + 1
    return page(request, place, "premises_point", form=form, point=asked, number=number, all=len(PremisesPoint))


def _slug(point: PremisesPoint) -> str:
    return str(point.value).replace("_", "-")
