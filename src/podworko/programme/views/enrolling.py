"""Somebody wants to come: the form, the code, and what stands behind the signed link from a message."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.bookings.forms import CodeForm
from podworko.bookings.models import Channel
from podworko.bookings.views.asking import frame
from podworko.core import audit
from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.core.web import limit_address, told
from podworko.places.queries import visible_centre_or_404
from podworko.programme import calendar_files
from podworko.programme.actions import enrolling
from podworko.programme.forms.enrolling import SignUpForm
from podworko.programme.links import path_of, reference_in
from podworko.programme.messages import sessions_of
from podworko.programme.models import Enrolment, EnrolmentState, SignsUpFor
from podworko.programme.queries import enrolments, showing
from podworko.programme.views.showing import PLAN

HOUR = dt.timedelta(hours=1)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, network: str, centre: str, activity: str) -> HttpResponse:
    """Show the form; send what was filled in, then on to the code."""
    place = visible_centre_or_404(request.user, network, centre)
    found = showing.activity_or_404(place, activity, with_drafts=request.user.has_perm(PLAN, place))
    if not found.takes_sign_ups:
        return redirect(found)
    has_chosen = "session" in request.GET and found.signs_up_for == SignsUpFor.SESSION
    chosen = showing.session_or_404(found, request.GET["session"]) if has_chosen else None
    offer = enrolments.offer(found, chosen)
    form = SignUpForm(request.POST if request.method == "POST" else None, activity=found, offer=offer)
    if form.is_valid():
        limit_address(request, "enrol", limit=60, per=HOUR)
        try:
            return redirect(_path_on(_send(form)))
        except Refused as refusal:
            form.add_problems(refusal.problems)
    if not form.is_bound and not offer.is_open:
        if offer.problem:
            messages.error(request, str(offer.problem.sentence))
        return redirect(found)
    days = settings.CONTACTS_KEPT_DAYS
    context = {"activity": found, "form": form, "offer": offer, "days_kept": days, **frame(place)}
    return render(request, "programme/sign_up.html", context, status=422 if form.errors else 200)


def _send(form: SignUpForm) -> Enrolment:
    draft = form.draft()
    return enrolling.sign_up(
        activity=form.activity,
        session=form.chosen,
        draft=draft,
        channel=Channel.WEB,
        by=audit.RESIDENT,
        submission_key=f"web:{form.cleaned_data['submission_key'][:36]}:{draft.digest()[:16]}",
    )


def _path_on(enrolment: Enrolment) -> str:
    return path_of(enrolment, "code" if enrolment.state == EnrolmentState.UNCONFIRMED else "enrolment")


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the six digits from the mail; with the right ones the sign-up counts."""
    found = enrolments.by_reference_or_404(reference_in(token))
    if found.state != EnrolmentState.UNCONFIRMED:
        return redirect(path_of(found))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        limit_address(request, "code", limit=60, per=HOUR)
        try:
            enrolling.confirm(enrolment=found, code=form.cleaned_data["code"])
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            return redirect(path_of(found))
    context = {"form": form, "enrolment": found, "token": token, **frame(found.intake.activity.centre)}
    return render(request, "programme/code.html", context, status=422 if form.errors else 200)


@require_POST
def new_code(request: HttpRequest, token: str) -> HttpResponse:
    """Send another code."""
    found = enrolments.by_reference_or_404(reference_in(token))
    if found.state == EnrolmentState.UNCONFIRMED:
        with told(request):
            enrolling.send_confirmation_code(enrolment=found)
            messages.success(request, _("A new code is on its way."))
    return redirect(path_of(found, "code"))


@require_safe
def enrolment(request: HttpRequest, token: str) -> HttpResponse:
    """Show how the sign-up stands, what is to come of it, and what can be done."""
    found = enrolments.by_reference_or_404(reference_in(token))
    if found.state == EnrolmentState.UNCONFIRMED:
        return redirect(path_of(found, "code"))
    activity = found.intake.activity
    context = {
        "enrolment": found,
        "activity": activity,
        "token": token,
        "standing": enrolments.standing(found),
        "zone": activity.zone,
        **frame(activity.centre),
    }
    return render(request, "programme/enrolment.html", context)


@require_POST
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Take the place that is offered."""
    found = enrolments.by_reference_or_404(reference_in(token))
    with told(request):
        enrolling.take_place(enrolment=found, by=audit.RESIDENT)
    return redirect(path_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def resign(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then give the place back, or the place in the line."""
    found = enrolments.by_reference_or_404(reference_in(token))
    if found.state == EnrolmentState.UNCONFIRMED:
        return redirect(path_of(found, "code"))
    if request.method == "POST":
        with told(request):
            enrolling.resign(enrolment=found, by=audit.RESIDENT)
        return redirect(path_of(found))
    standing = enrolments.standing(found)
    if not standing.can_resign:
        return redirect(path_of(found))
    activity = found.intake.activity
    context = {"enrolment": found, "activity": activity, "token": token, "standing": standing, **frame(activity.centre)}
    return render(request, "programme/enrolment_resign.html", context)


@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """Return what somebody has a place in as a calendar file."""
    found = enrolments.by_reference_or_404(reference_in(token))
    if not enrolments.standing(found).has_place:
        raise Http404
    text = calendar_files.invitation(found, sessions_of(found))
    headers = {"Content-Disposition": f'attachment; filename="podworko-{found.reference}.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
