"""Rating, with no account: at the tablet by the door, and by the link in a message."""

import datetime as dt
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from podworko.bookings.views.asking import frame
from podworko.core import art
from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.core.web import limit_address
from podworko.evaluation.actions import rating
from podworko.evaluation.forms import WordsForm, face_in
from podworko.evaluation.links import digest_of, session_in, tablet_path
from podworko.evaluation.models import Face, Right, Ticket, window_of
from podworko.places.views.keeping import sent
from podworko.programme.models import Session

HOUR = dt.timedelta(hours=1)
# A child likes to press: of what one tablet sends within so many seconds, one press counts.
PAUSE, PRESSED = 3, "pressed"
# All tablets of a house share its address.
MOST_PRESSES, MOST_WORDS = 900, 60
WITH_PLACE = "activity__centre__network", "activity__centre__kind", "activity__centre__operator"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tablet(request: HttpRequest, token: str) -> HttpResponse:
    """Show the faces as large as they can be; count the one that is pressed, and say thank you."""
    session = _session_or_404(token)
    if request.method == "POST":
        return _pressed(request, session)
    first, last = window_of(session)
    return _page(request, "tablet", session, first=first, last=last, is_thanked="thanks" in request.GET, token=token)


def _pressed(request: HttpRequest, session: Session) -> HttpResponse:
    path, face = tablet_path(session), face_in(request.POST.get("face", ""))
    if face is None or not rating.is_tablet_open(session):
        return redirect(path)
    answer = redirect(f"{path}?thanks")
    if not request.get_signed_cookie(PRESSED, "", salt=PRESSED, max_age=PAUSE):
        limit_address(request, "rate", limit=MOST_PRESSES, per=HOUR)
        rating.press(session=session, face=face)
        # It says nothing but when this tablet was pressed last.
        answer.set_signed_cookie(
            PRESSED,
            "1",
            salt=PRESSED,
            max_age=PAUSE,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tablet_words(request: HttpRequest, token: str) -> HttpResponse:
    """Take a sentence at the tablet."""
    session = _session_or_404(token)
    path = tablet_path(session)
    if not rating.is_tablet_open(session):
        return redirect(path)
    form = WordsForm(sent(request))
    if form.is_valid():
        limit_address(request, "rate-words", limit=MOST_WORDS, per=HOUR)
        try:
            rating.leave_words(session=session, text=form.cleaned_data["text"])
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            return redirect(f"{path}?thanks")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return _page(request, "tablet_words", session, status, form=form, token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Show the faces behind the link of a message; the pressed one counts, once. Looking counts nothing."""
    tickets = {each.right: each for each in Ticket.objects.filter(digest=digest_of(token))}
    if not tickets:
        return render(request, "evaluation/gone.html", status=HTTPStatus.NOT_FOUND)
    found = Session.objects.select_related(*WITH_PLACE)
    session = get_object_or_404(found, pk=next(iter(tickets.values())).session_id)
    if Right.RATE in tickets:
        return _face(request, token, session)
    return _words(request, token, session)


def _face(request: HttpRequest, token: str, session: Session) -> HttpResponse:
    """Take the one face that somebody presses."""
    face = face_in(request.POST.get("face", ""))
    if request.method == "POST" and face:
        rating.rate(secret=token, face=face)
        return redirect("evaluation:rate", token)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return _page(request, "rate", session, status)


def _words(request: HttpRequest, token: str, session: Session) -> HttpResponse:
    """Say thank you, and take a sentence where somebody wants to leave one."""
    if "face" in request.POST:  # pressed twice
        return redirect("evaluation:rate", token)
    form = WordsForm(sent(request))
    if form.is_valid():
        try:
            rating.write(secret=token, text=form.cleaned_data["text"])
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            messages.success(request, _("Thank you. Somebody at the place will read it."))
            return redirect(session.activity)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return _page(request, "rated", session, status, form=form)


def _session_or_404(token: str) -> Session:
    """Return the session of a tablet. Raises Http404 where somebody has altered the address."""
    pk = session_in(token)
    if pk is None:
        raise Http404
    return get_object_or_404(Session.objects.select_related(*WITH_PLACE), pk=pk)


def _page(
    request: HttpRequest, template: str, session: Session, status: HTTPStatus = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    activity = session.activity
    shown = {
        "session": session,
        "activity": activity,
        "zone": activity.zone,
        "faces": [(face.value, face.label, art.face(face)) for face in reversed(Face)],
        "is_open": rating.is_tablet_open(session),
        "mark": art.kind_mark(activity.centre.kind.look),
        **frame(activity.centre),
        **context,
    }
    return render(request, f"evaluation/{template}.html", shown, status=status)
