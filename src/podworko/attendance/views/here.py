"""The code on the wall, and the page behind it on which those who come check themselves in."""

import datetime as dt
import uuid
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from podworko.attendance import bands, occasions
from podworko.attendance.actions.arriving import arrive
from podworko.attendance.forms import HereForm
from podworko.attendance.links import session_in, url_of
from podworko.attendance.occasions import Occasion
from podworko.attendance.sheets import check_in_pdf
from podworko.attendance.views.desk import place_or_404, show
from podworko.bookings.views.asking import frame
from podworko.core import qr
from podworko.core.errors import Problem, Refused, TooMany
from podworko.core.forms import add_problems
from podworko.core.holdings import Contact
from podworko.core.web import limit_address
from podworko.programme.models import Session

HOUR = dt.timedelta(hours=1)
# A whole group may come by the network of the place, which is one address.
MOST_AN_HOUR, MOST_CONTACTS = 200, 60
COOKIE, A_DAY = "here", 24 * 3600


@login_required
@require_safe
def code(request: HttpRequest, network: str, centre: str, session: int) -> HttpResponse:
    """Show the code of a session, to be held up or printed."""
    occasion = occasions.session_or_404(place_or_404(request, network, centre), session)
    assert occasion.session
    url = url_of(occasion.session)
    opens_at = occasion.session.starts_at - occasions.EARLY
    return show(request, occasion, "code", url=url, qr=qr.drawn(url), opens_at=opens_at)


@login_required
@require_safe
def code_sheet(request: HttpRequest, network: str, centre: str, session: int) -> HttpResponse:
    """Return the code of a session as a sheet for the wall."""
    occasion = occasions.session_or_404(place_or_404(request, network, centre), session)
    assert occasion.session
    response = HttpResponse(check_in_pdf(occasion.session), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{occasion.session.activity.slug}-{occasion.on}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody who has come count themselves, once with each telephone."""
    occasion = _occasion_or_404(token)
    done = _cookie(token)
    is_here = done in request.COOKIES
    form = HereForm(request.POST if "contact" in request.POST else None)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        if is_here or not occasion.is_checking_in:
            return redirect("attendance:here", token)
        limit_address(request, "here", limit=MOST_AN_HOUR, per=HOUR)
        try:
            _arrive(request, occasion, form)
        except TooMany:
            raise
        except Refused as refusal:
            if form.is_bound:
                add_problems(form, refusal.problems)
            problems = refusal.problems
        else:
            return _remembered(redirect("attendance:here", token), request, done)
    context = {
        "occasion": occasion,
        "session": occasion.session,
        "activity": occasion.session and occasion.session.activity,
        "bands": bands.own(occasion.audience),
        "form": form,
        "problems": problems,
        "token": token,
        "is_here": is_here,
        "key": uuid.uuid4(),
        "opens_at": occasion.session and occasion.session.starts_at - occasions.EARLY,
        "zone": occasion.place.zone,
        **frame(occasion.place),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "attendance/here.html", context, status=status)


def _remembered(response: HttpResponse, request: HttpRequest, name: str) -> HttpResponse:
    """Let the telephone know that it was counted, on this page and no other."""
    response.set_cookie(
        name,
        "1",
        max_age=A_DAY,
        path=request.path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _arrive(request: HttpRequest, occasion: Occasion, form: HereForm) -> None:
    """Count whoever sent the page. Raises Refused."""
    try:
        key = uuid.uuid5(uuid.UUID(request.POST.get("key", "")), "here")
    except ValueError:
        key = uuid.uuid4()
    if not form.is_bound:
        arrive(occasion=occasion, key=key, what=request.POST.get("what", ""))
        return
    limit_address(request, "here-contact", limit=MOST_CONTACTS, per=HOUR)
    contact = Contact.read(form.data.get("contact", ""))
    arrive(occasion=occasion, key=key, contact=contact)


def _cookie(token: str) -> str:
    return f"{COOKIE}-{token.partition(':')[0]}"


def _occasion_or_404(token: str) -> Occasion:
    found = Session.objects.select_related(
        "activity__centre__network", "activity__centre__operator", "activity__centre__kind", "room"
    )
    session = found.filter(pk=session_in(token) or 0).first()
    if session is None or not session.activity.is_public:
        raise Http404
    return occasions.of_session(session)
