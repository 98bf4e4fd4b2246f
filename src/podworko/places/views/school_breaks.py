"""When the schools of a network's towns rest."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from podworko.core import clock
from podworko.places import school_year
from podworko.places.actions import school_breaks as actions
from podworko.places.forms.school_breaks import SchoolBreakForm
from podworko.places.models import Network
from podworko.places.views.keeping import actor_of, sent, succeeded
from podworko.places.views.network_frame import filled_in, page, pressed


@filled_in
def school_breaks(request: HttpRequest, network: Network) -> HttpResponse:
    """Show the breaks that have not ended, add one; those that are certain are added with one tap."""
    form = SchoolBreakForm(sent(request))

    def deed() -> None:
        data = form.cleaned_data
        days = {name: data[name] for name in ("name", "first_on", "last_on")}
        actions.add_break(network=network, by=actor_of(request), **days)

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Added. A series that leaves out school breaks leaves out these days."))
        return redirect("places:school_breaks", network.slug)
    coming = network.school_breaks.filter(last_on__gte=clock.today(network.zone))
    suggested = school_year.suggested(network)
    return page(request, network, "school_breaks", form=form, breaks=coming, suggested=suggested)


@pressed
def remove_school_break(request: HttpRequest, network: Network, number: int) -> HttpResponse:
    """Take a break out."""
    found = get_object_or_404(network.school_breaks, pk=number)
    actions.remove_break(school_break=found, by=actor_of(request))
    messages.success(request, _("Removed."))
    return redirect("places:school_breaks", network.slug)
