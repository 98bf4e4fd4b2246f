"""The first pages: the towns of the installation, and where one's work is."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from podworko.people.models import User
from podworko.places.queries import networks
from podworko.portal.landing import landing_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the networks of the installation; straight to the only one."""
    found = list(networks())
    if len(found) == 1:
        return redirect(found[0])
    return render(request, "portal/home.html", {"networks": found})


@login_required
@require_safe
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to where one's work is."""
    assert isinstance(request.user, User)
    return redirect(landing_of(request.user))
