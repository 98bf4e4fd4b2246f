"""Somebody wants to belong: the form, the code, the form on paper."""

import datetime as dt
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.core.web import limit_address, told
from podworko.membership import paper, terms
from podworko.membership.actions import declaring
from podworko.membership.forms import CodeForm, DeclarationForm
from podworko.membership.links import path_of, reference_in
from podworko.membership.models import Membership, MembershipState
from podworko.membership.queries.members import by_reference_or_404, roll_of
from podworko.membership.views.frame import page, pdf, tried
from podworko.places.audience import audience_rule
from podworko.places.models import Centre, Part
from podworko.places.queries import visible_centre_or_404

HOUR = dt.timedelta(hours=1)


def place_with_members_or_404(request: HttpRequest, network: str, centre: str) -> Centre:
    """Return the place at the address, if it is of a kind that has members. Raises Http404."""
    place = visible_centre_or_404(request.user, network, centre)
    if Part.MEMBERSHIP not in place.kind.parts:
        raise Http404
    return place


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show the declaration; send what was filled in, then on to the code."""
    place = place_with_members_or_404(request, network, centre)
    if not terms.takes_members(place):
        return redirect(place)
    roll = roll_of(place)
    form = DeclarationForm(request.POST if request.method == "POST" else None, roll=roll)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_valid():
        limit_address(request, "membership", limit=60, per=HOUR)
        try:
            return redirect(_path_on(_declared(form)))
        except Refused as refusal:
            add_problems(form, refusal.problems)
    return page(
        request,
        place,
        "join",
        status,
        form=form,
        roll=roll,
        audience=audience_rule(place.kind),
        days_kept=settings.CONTACTS_KEPT_DAYS,
    )


def _declared(form: DeclarationForm) -> Membership:
    draft = form.draft()
    key = f"web:{form.cleaned_data['submission_key'][:36]}:{draft.digest()[:16]}"
    return declaring.declare(centre=form.roll.centre, draft=draft, submission_key=key)


def _path_on(membership: Membership) -> str:
    return path_of(membership, "code" if membership.state == MembershipState.UNCONFIRMED else "mine")


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the six digits from the mail; with the right ones the declaration goes to the place."""
    found = by_reference_or_404(reference_in(token))
    if found.state != MembershipState.UNCONFIRMED:
        return redirect(path_of(found))
    form = CodeForm(request.POST or None)
    status = HTTPStatus.OK
    if form.is_bound:
        limit_address(request, "code", limit=60, per=HOUR)
        status = tried(form, lambda: declaring.confirm(membership=found, code=form.cleaned_data["code"]))
        if status == HTTPStatus.FOUND:
            return redirect(path_of(found))
    return page(request, found.centre, "code", status, form=form, membership=found, token=token)


@require_POST
def new_code(request: HttpRequest, token: str) -> HttpResponse:
    """Send another code."""
    found = by_reference_or_404(reference_in(token))
    if found.state == MembershipState.UNCONFIRMED:
        with told(request):
            declaring.send_confirmation_code(membership=found)
            messages.success(request, _("A new code is on its way."))
    return redirect(path_of(found, "code"))


@require_safe
def form_pdf(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Return the declaration to be filled in by hand."""
    place = place_with_members_or_404(request, network, centre)
    return pdf(paper.declaration_pdf(place), name=f"{place.slug}-{_('declaration')}")
