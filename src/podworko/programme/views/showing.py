"""The page of an activity, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from podworko.bookings.views.asking import frame
from podworko.places.queries import visible_centre_or_404
from podworko.programme import beside
from podworko.programme.models import ActivityState
from podworko.programme.queries import showing
from podworko.programme.queries.sittings import for_whom, languages

PLAN = "programme.plan"


@require_safe
def activity(request: HttpRequest, network: str, centre: str, activity: str) -> HttpResponse:
    """Show all that is said of an activity, and when it is held; a draft to those who plan."""
    place = visible_centre_or_404(request.user, network, centre)
    can_plan = request.user.has_perm(PLAN, place)
    found = showing.activity_or_404(place, activity, with_drafts=can_plan)
    most = showing.MOST_SESSIONS if "all" in request.GET else showing.SESSIONS_SHOWN
    context = {
        "activity": found,
        "is_draft": found.state == ActivityState.DRAFT,
        "coming": showing.coming(found, most=most),
        "for_whom": for_whom(found),
        "languages": languages(found),
        "partners": list(found.partners.order_by("name")),
        "can_plan": can_plan,
        "besides": beside.of(found),
        **frame(place),
    }
    return render(request, "programme/activity.html", context)
