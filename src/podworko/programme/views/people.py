"""Who has signed up: the list of a session, a sign-up for a caller, one sign-up with what can be done about it."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from podworko.bookings.models import Channel
from podworko.bookings.views.desk import actor
from podworko.core.errors import Refused
from podworko.core.queries import history_of
from podworko.core.web import told
from podworko.places.views.keeping import sent
from podworko.programme import ways
from podworko.programme.actions import enrolling
from podworko.programme.forms.base import ReasonForm
from podworko.programme.forms.people import StaffSignUpForm
from podworko.programme.messages import reach_of
from podworko.programme.models import Activity, Enrolment
from podworko.programme.queries import desk as queries
from podworko.programme.queries import enrolments
from podworko.programme.views.desk import activity_or_404, page, tried
from podworko.programme.ways import Spot

DEEDS = ("take", "resign")


@login_required
@require_safe
def people(request: HttpRequest, network: str, centre: str, activity: str) -> HttpResponse:
    """Show who has signed up for a session, or for the series; as a plain list to be printed, where asked for it."""
    found = activity_or_404(request, network, centre, activity)
    session = queries.session_to_show(found, request.GET.get("session", ""))
    return page(
        request,
        found.centre,
        "people_list" if "list" in request.GET else "people",
        activity=found,
        session=session,
        people=queries.people(found, session),
        around=queries.around(found, session),
        ways=ways.of(Spot.SESSION, session) if session else [],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, network: str, centre: str, activity: str) -> HttpResponse:
    """Sign somebody up who calls, comes in, or left a paper sheet."""
    found = activity_or_404(request, network, centre, activity)
    asked = request.GET.get("session", "")
    session = queries.session_to_show(found, asked) if asked else None
    offer = enrolments.offer(found, session)
    form = StaffSignUpForm(sent(request), activity=found, offer=offer)
    status = HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        try:
            if form.is_valid():
                return _to_person(_signed_up(request, form))
        except Refused as refusal:
            form.add_problems(refusal.problems)
            status = HTTPStatus(refusal.status)
    elif not offer.is_open:
        words = (
            offer.problem.sentence if offer.problem else _("There is no session to come for which one could sign up.")
        )
        messages.info(request, str(words))
        return _to_people(found)
    return page(request, found.centre, "people_take", status, activity=found, form=form, offer=offer)


def _signed_up(request: HttpRequest, form: StaffSignUpForm) -> Enrolment:
    draft, session = form.draft(), form.chosen
    key = f"desk:{form.cleaned_data['submission_key'][:36]}:{session.pk if session else 0}:{draft.digest()[:16]}"
    return enrolling.sign_up(
        activity=form.activity,
        session=session,
        draft=draft,
        channel=Channel(form.cleaned_data["channel"]),
        by=actor(request),
        submission_key=key,
        assistance=form.assistance(),
    )


def _to_people(found: Activity) -> HttpResponse:
    place = found.centre
    return redirect("programme:people", place.network.slug, place.slug, found.slug)


def _to_person(enrolment: Enrolment) -> HttpResponse:
    activity = enrolment.intake.activity
    place = activity.centre
    return redirect("programme:person", place.network.slug, place.slug, activity.slug, enrolment.reference)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, network: str, centre: str, activity: str, reference: str) -> HttpResponse:
    """Show one sign-up with its history; take the offered place, or give it back, as the person has said."""
    found = activity_or_404(request, network, centre, activity)
    enrolment = queries.enrolment_or_404(found, reference)
    if request.method == "POST":
        # Sent with no button pressed, nothing is done.
        if request.POST.get("deed") in DEEDS:
            with told(request):
                messages.success(request, _carried_out(request, enrolment))
        return _to_person(enrolment)
    return page(
        request,
        found.centre,
        "people_person",
        activity=found,
        session=enrolment.intake.session,
        enrolment=enrolment,
        ways=queries.ways(enrolment),
        reach=reach_of(enrolment),
        history=history_of(enrolment, zone=found.zone),
    )


def _carried_out(request: HttpRequest, enrolment: Enrolment) -> str:
    """Do what the pressed button says for the person, and return what is done."""
    if request.POST.get("deed") == "take":
        enrolling.take_place(enrolment=enrolment, by=actor(request))
        return _("The place is theirs.")
    enrolling.resign(enrolment=enrolment, by=actor(request))
    return _("They are off the list. If somebody waits, the place goes to them.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, network: str, centre: str, activity: str, reference: str) -> HttpResponse:
    """Ask why, then take somebody off the list."""
    found = activity_or_404(request, network, centre, activity)
    enrolment = queries.enrolment_or_404(found, reference)
    if not queries.ways(enrolment).can_remove:
        messages.info(request, _("This sign-up does not count any more."))
        return _to_person(enrolment)
    form = ReasonForm(sent(request), centre=found.centre, hint=_("The person will read it."))

    def deed() -> None:
        enrolling.remove(enrolment=enrolment, by=actor(request), reason=form.cleaned_data["reason"])

    status = tried(form, deed) if form.is_bound else HTTPStatus.OK
    if status == HTTPStatus.FOUND:
        messages.success(request, _("Taken off the list. If somebody waits, the place goes to them."))
        return _to_person(enrolment)
    return page(request, found.centre, "people_remove", status, activity=found, enrolment=enrolment, form=form)
