"""What is told about a place."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from podworko.places.actions import details as actions
from podworko.places.drawing import draw
from podworko.places.forms.details import DetailsForm
from podworko.places.models import Centre
from podworko.places.views.keeping import actor_of, filled_in, page, sent, succeeded


@filled_in
def details(request: HttpRequest, place: Centre) -> HttpResponse:
    """Change name, address, contact, what the place is and where it lies."""

    def version() -> str:
        place.refresh_from_db()
        return actions.details_version(place)

    form = DetailsForm(sent(request), initial=asdict(actions.details_of(place)), version=actions.details_version(place))

    def deed() -> None:
        actions.change_details(
            centre=place, details=form.details(), by=actor_of(request), seen=form.cleaned_data["seen"]
        )

    if request.method == "POST" and succeeded(form, deed, version=version):
        messages.success(request, _("Saved. Visitors see it already."))
        return redirect("places:setup", place.network.slug, place.slug)
    return page(request, place, "details", form=form, drawing=draw(place.network.districts.all(), [place]))
