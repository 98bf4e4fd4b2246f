"""The figures of ratings for staff, and the ways by which people rate: the tablet, the message, paper."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.bookings.views.asking import frame
from podworko.bookings.views.desk import actor
from podworko.bookings.views.staffed import staffed_centre_or_404
from podworko.core import clock, qr, versions
from podworko.core.errors import Conflict, Refused
from podworko.core.forms import add_problems
from podworko.evaluation import pictures
from podworko.evaluation.actions import asking as asking_by_message
from podworko.evaluation.actions import paper as on_paper
from podworko.evaluation.forms import PaperForm
from podworko.evaluation.links import tablet_path
from podworko.evaluation.models import Face, window_of
from podworko.evaluation.queries import remarks, results
from podworko.places.models import Centre
from podworko.places.views.keeping import sent
from podworko.programme.models import Activity, Session, SessionState
from podworko.programme.queries.desk import activity_or_404, session_or_404

MODERATE = "evaluation.moderate"


def place_or_404(request: HttpRequest, network: str, centre: str) -> Centre:
    """Return the place at the address to those who work there. Raises Http404 to others."""
    return staffed_centre_or_404(request, network, centre, may=MODERATE)


def page(
    request: HttpRequest, place: Centre, template: str, status: HTTPStatus = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    """Show a page of the figures."""
    shown = {"zone": place.zone, "face_names": [face.label for face in reversed(Face)], **frame(place), **context}
    return render(request, f"evaluation/{template}.html", shown, status=status)


def to_activity(activity: Activity) -> HttpResponse:
    """Lead to the figures of an activity."""
    place = activity.centre
    return redirect("evaluation:activity", place.network.slug, place.slug, activity.slug)


@login_required
@require_safe
def overview(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show how all that the place holds was liked, and the ways to the tablet and the paper of what is on."""
    place = place_or_404(request, network, centre)
    return page(request, place, "overview", overview=results.overview(place))


@login_required
@require_safe
def activity(request: HttpRequest, network: str, centre: str, activity: str) -> HttpResponse:
    """Show how one activity was liked, session by session."""
    found = activity_or_404(place_or_404(request, network, centre), activity)
    result = results.of_activity(found)
    return page(
        request,
        found.centre,
        "activity",
        activity=found,
        result=result,
        plot=pictures.over_time(result) if result.rated else "",
        remarks=remarks.of_activity(found),
        said=results.said_of(found),
        fewest=results.FEWEST,
        settled=results.SETTLED.days,
    )


@login_required
@require_POST
def asking(request: HttpRequest, network: str, centre: str, activity: str) -> HttpResponse:
    """Switch on or off that people are asked by message."""
    found = activity_or_404(place_or_404(request, network, centre), activity)
    # Sent with no button pressed, nothing is done.
    if (asked := request.POST.get("asking")) in {"on", "off"}:
        asking_by_message.set_asking(activity=found, is_on=asked == "on", by=actor(request))
        on = _("From now on, those who had a place are asked by message after it is over.")
        messages.success(request, on if asked == "on" else _("Nobody is asked by message any more."))
    return to_activity(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tablet(request: HttpRequest, network: str, centre: str, activity: str, session: int) -> HttpResponse:
    """Show the address of the tablet; open it here, after signing out, so that nobody at the door can look around."""
    one = _session_or_404(request, network, centre, activity, session)
    path = tablet_path(one)
    if request.method == "POST":
        logout(request)
        return redirect(path)
    first, last = window_of(one)
    address = f"{settings.SITE_URL}{path}"
    return page(
        request,
        one.activity.centre,
        "open_tablet",
        activity=one.activity,
        session=one,
        first=first,
        last=last,
        is_over=last <= clock.now() or one.state != SessionState.PLANNED,
        address=address,
        code=qr.drawn(address),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, network: str, centre: str, activity: str, session: int) -> HttpResponse:
    """Type in the faces that were counted on paper."""
    one = _session_or_404(request, network, centre, activity, session)
    form = PaperForm(sent(request), session=one)
    status = HTTPStatus.OK
    if form.is_bound:
        status = _typed_in(request, form, one)
        if status == HTTPStatus.FOUND:
            messages.success(request, _("Saved."))
            return to_activity(one.activity)
    return page(request, one.activity.centre, "paper", status, activity=one.activity, session=one, form=form)


def _typed_in(request: HttpRequest, form: PaperForm, one: Session) -> HTTPStatus:
    """Keep what was typed in and return FOUND; put what is refused into the form."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        now = on_paper.paper_of(one)
        # Whoever pressed twice has done it with the first.
        if form.counts() != now:
            versions.check(form.cleaned_data["seen"] or None, versions.version_of([*now.values()]))
        on_paper.type_in(session=one, counts=form.counts(), remarks=form.lines(), by=actor(request))
    except Refused as refusal:
        add_problems(form, refusal.problems)
        if isinstance(refusal, Conflict):
            form.show_again(versions.version_of([*on_paper.paper_of(one).values()]))
        return HTTPStatus(refusal.status)
    return HTTPStatus.FOUND


def _session_or_404(request: HttpRequest, network: str, centre: str, activity: str, session: int) -> Session:
    return session_or_404(activity_or_404(place_or_404(request, network, centre), activity), session)
