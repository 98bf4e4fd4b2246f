"""The desk of the programme: what is planned, planning it, changing it, calling it off."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.bookings.actions.moving import Scope
from podworko.bookings.views.asking import frame
from podworko.bookings.views.desk import actor
from podworko.bookings.views.staffed import staffed_centre_or_404
from podworko.core import clock
from podworko.core.errors import Conflict, Refused
from podworko.core.queries import history_of
from podworko.core.web import told
from podworko.core.words import spoken
from podworko.places.forms.base import SeenForm
from podworko.places.models import Centre
from podworko.places.views.keeping import sent
from podworko.programme import ways
from podworko.programme.actions import moving, planning
from podworko.programme.actions.moving import Moved
from podworko.programme.actions.planning import Planned
from podworko.programme.forms.base import PlaceForm, ReasonForm
from podworko.programme.forms.planning import ChangeActivityForm, MoveForm, NewActivityForm, SessionsForm
from podworko.programme.models import Activity, ActivityState, Session, SessionState, SignsUpFor
from podworko.programme.queries import desk as queries
from podworko.programme.queries import drafts
from podworko.programme.queries.sittings import for_whom, languages
from podworko.programme.ways import Spot

PLAN = "programme.plan"


def place_or_404(request: HttpRequest, network: str, centre: str) -> Centre:
    """Return the place at the address to whoever plans there. Raises Http404 to others."""
    return staffed_centre_or_404(request, network, centre, may=PLAN)


def activity_or_404(request: HttpRequest, network: str, centre: str, slug: str) -> Activity:
    """Return the activity at the address to whoever plans there. Raises Http404 to others."""
    return queries.activity_or_404(place_or_404(request, network, centre), slug)


def page(
    request: HttpRequest, place: Centre, template: str, status: HTTPStatus = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    """Show a page of the desk."""
    shown = {"zone": place.zone, **frame(place), **context}
    return render(request, f"programme/{template}.html", shown, status=status)


def tried(form: PlaceForm, deed: Callable[[], object], *, version: Callable[[], str] | None = None) -> HTTPStatus:
    """Do the deed when the form is filled in well, and return FOUND; put what is refused into the form.

    `version` is the state that the page shows now: who sends the form again has seen it.
    """
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        deed()
    except Refused as refusal:
        form.refuse(refusal.problems)
        if isinstance(form, SeenForm) and isinstance(refusal, Conflict) and version:
            form.show_again(version())
        return HTTPStatus(refusal.status)
    return HTTPStatus.FOUND


def to_activity(activity: Activity) -> HttpResponse:
    """Lead to the page of an activity at the desk."""
    place = activity.centre
    return redirect("programme:desk_activity", place.network.slug, place.slug, activity.slug)


# --- looking ---


@login_required
@require_safe
def programme(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show all that the place has planned, with who has signed up."""
    place = place_or_404(request, network, centre)
    return page(request, place, "desk", overview=queries.overview(place), ways=ways.of(Spot.DESK, place))


@login_required
@require_safe
def activity(request: HttpRequest, network: str, centre: str, activity: str) -> HttpResponse:
    """Show one activity: how it stands, its sessions, what can be done."""
    found = activity_or_404(request, network, centre, activity)
    is_series = found.takes_sign_ups and found.signs_up_for == SignsUpFor.SERIES
    return page(
        request,
        found.centre,
        "desk_activity",
        activity=found,
        for_whom=for_whom(found),
        languages=languages(found),
        sessions=queries.sessions_of(found),
        places=queries.places_of_series(found) if is_series else None,
        history=history_of(found, zone=found.zone),
        ways=ways.of(Spot.ACTIVITY, found),
    )


# --- planning ---


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Plan an activity with its sessions."""
    place = place_or_404(request, network, centre)
    form = NewActivityForm(sent(request), centre=place)
    made: list[Planned] = []

    def deed() -> None:
        is_without = form.cleaned_data["without_taken"]
        made.append(
            planning.create(
                centre=place,
                draft=form.draft(),
                plan=form.plan(),
                by=actor(request),
                submission_key=form.cleaned_data["submission_key"],
                without_taken=is_without,
            )
        )

    status = tried(form, deed) if form.is_bound else HTTPStatus.OK
    for planned in made:
        messages.success(request, _planned(planned))
        return to_activity(planned.activity)
    return page(request, place, "desk_new", status, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_sessions(request: HttpRequest, network: str, centre: str, activity: str) -> HttpResponse:
    """Plan further sessions of an activity."""
    found = activity_or_404(request, network, centre, activity)
    if found.state == ActivityState.CALLED_OFF:
        return _nothing_to_do(request, found, _("It is called off already."))
    form = SessionsForm(sent(request), centre=found.centre, initial=SessionsForm.initial_of(found))
    made: list[Planned] = []

    def deed() -> None:
        is_without = form.cleaned_data["without_taken"]
        made.append(
            planning.add_sessions(activity=found, plan=form.plan(), by=actor(request), without_taken=is_without)
        )

    status = tried(form, deed) if form.is_bound else HTTPStatus.OK
    for planned in made:
        messages.success(request, _planned(planned))
        return to_activity(found)
    return page(request, found.centre, "desk_sessions", status, form=form, activity=found)


def _planned(planned: Planned) -> str:
    count = len(planned.sessions)
    said = ngettext("Planned: %(count)s session.", "Planned: %(count)s sessions.", count) % {"count": count}
    if planned.taken:
        days = "; ".join(spoken(on) for on in planned.taken)
        said += " " + _("Left out, since the room is taken: %(days)s.") % {"days": days}
    if planned.closed:
        days = "; ".join(spoken(on) for on in planned.closed)
        said += " " + _("Left out, since the place is closed: %(days)s.") % {"days": days}
    return said


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, network: str, centre: str, activity: str) -> HttpResponse:
    """Say otherwise what an activity is."""
    found = activity_or_404(request, network, centre, activity)

    def version() -> str:
        return drafts.activity_version(queries.activity_or_404(found.centre, activity))

    form = ChangeActivityForm(
        sent(request), centre=found.centre, version=version(), initial=ChangeActivityForm.initial_of(found)
    )

    def deed() -> None:
        seen = form.cleaned_data["seen"] or None
        planning.change(activity=found, draft=form.draft(), by=actor(request), seen=seen)

    status = tried(form, deed, version=version) if form.is_bound else HTTPStatus.OK
    if status == HTTPStatus.FOUND:
        messages.success(request, _("Saved."))
        return to_activity(found)
    return page(request, found.centre, "desk_edit", status, form=form, activity=found)


@login_required
@require_POST
def publish(request: HttpRequest, network: str, centre: str, activity: str) -> HttpResponse:
    """Show an activity to everybody."""
    found = activity_or_404(request, network, centre, activity)
    if found.state != ActivityState.PUBLISHED:
        with told(request):
            planning.publish(activity=found, by=actor(request))
            messages.success(request, _("Published. Now everybody can see it."))
    return to_activity(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, network: str, centre: str, activity: str) -> HttpResponse:
    """Ask why, then call off all that is still to come of an activity."""
    found = activity_or_404(request, network, centre, activity)
    if found.state == ActivityState.CALLED_OFF:
        return _nothing_to_do(request, found, _("It is called off already."))
    form = _reason_form(request, found)

    def deed() -> None:
        planning.call_off(activity=found, by=actor(request), reason=form.cleaned_data["reason"])

    status = tried(form, deed) if form.is_bound else HTTPStatus.OK
    if status == HTTPStatus.FOUND:
        messages.success(request, _("Called off. Those who have signed up are told."))
        return to_activity(found)
    coming = [line for line in queries.sessions_of(found).coming if line.can_call_off]
    return page(request, found.centre, "desk_call_off", status, form=form, activity=found, coming=coming)


def _reason_form(request: HttpRequest, found: Activity) -> ReasonForm:
    hint = _("Those who wanted to come will read it.") if found.is_public else ""
    return ReasonForm(sent(request), centre=found.centre, hint=hint)


def _nothing_to_do(request: HttpRequest, found: Activity, words: str) -> HttpResponse:
    messages.info(request, words)
    return to_activity(found)


# --- one session ---


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, network: str, centre: str, activity: str, session: int) -> HttpResponse:
    """Bring one session, it and the following, or all of them to another day, other hours or another room."""
    found = activity_or_404(request, network, centre, activity)
    one = queries.session_or_404(found, session)
    if words := _why_not_move(one):
        return _nothing_to_do(request, found, words)
    form = MoveForm(sent(request), session=one)
    is_done = form.is_valid() and form.is_done
    if is_done and form.chosen_scope == Scope.THIS:
        return _nothing_to_do(request, found, _("It stands so already."))
    outcomes: list[Moved] = []

    def deed() -> None:
        outcomes.append(
            moving.move(
                session=one,
                scope=form.chosen_scope,
                change=form.edit(),
                by=actor(request),
                why=form.cleaned_data["why"],
                seen=form.cleaned_data["seen"] or None,
            )
        )

    def version() -> str:
        return drafts.session_version(queries.session_or_404(found, session))

    status = tried(form, deed, version=version) if form.is_bound else HTTPStatus.OK
    for outcome in outcomes:
        _tell_moved(request, outcome, one)
        return to_activity(found)
    if status == HTTPStatus.CONFLICT and is_done:
        return _nothing_to_do(request, found, _("It stands so already."))
    return page(request, found.centre, "desk_move", status, form=form, activity=found, session=one)


def _why_not_move(session: Session) -> str:
    """Return why there is nothing to move; nothing where there is."""
    if session.state == SessionState.CALLED_OFF:
        return _("This session is called off.")
    if session.starts_at <= clock.now():
        return _("This session has begun already. It cannot be moved any more.")
    return ""


def _tell_moved(request: HttpRequest, outcome: Moved, session: Session) -> None:
    """Say what is moved, and what stayed where it was and why."""
    count = len(outcome.moved)
    words = ngettext("Moved: %(count)s session (%(days)s).", "Moved: %(count)s sessions (%(days)s).", count)
    messages.success(request, words % {"count": count, "days": _days(outcome.moved, session)})
    if outcome.taken:
        words = _("These stay as they were, since the room is taken then: %(days)s.")
        messages.warning(request, words % {"days": _days(outcome.taken, session)})
    if outcome.refused:
        words = _("These stay as they were: %(days)s. %(why)s")
        stayed = [each for each, _problem in outcome.refused]
        why = outcome.refused[0][1].sentence
        messages.warning(request, words % {"days": _days(stayed, session), "why": why})


def _days(sessions: Iterable[Session], session: Session) -> str:
    zone = session.activity.zone
    return "; ".join(spoken(each.starts_at.astimezone(zone).date()) for each in sessions)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_off_session(request: HttpRequest, network: str, centre: str, activity: str, session: int) -> HttpResponse:
    """Ask why, then call off one session."""
    found = activity_or_404(request, network, centre, activity)
    one = queries.session_or_404(found, session)
    if one.state == SessionState.CALLED_OFF:
        return _nothing_to_do(request, found, _("This session is called off."))
    form = _reason_form(request, found)

    def deed() -> None:
        planning.call_off_session(session=one, by=actor(request), reason=form.cleaned_data["reason"])

    status = tried(form, deed) if form.is_bound else HTTPStatus.OK
    if status == HTTPStatus.FOUND:
        messages.success(request, _("Called off. Those who have signed up are told."))
        return to_activity(found)
    return page(request, found.centre, "desk_call_off_session", status, form=form, activity=found, session=one)
