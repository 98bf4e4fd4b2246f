"""The register for work with minors of a centre or an organisation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.core import audit, clock
from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.core.queries import history_of
from podworko.people import members
from podworko.people.actions import minors as actions
from podworko.people.forms import CheckForm, LeaveForm
from podworko.people.models import MinorsCheck, ScopeKind, User
from podworko.places.sites import Site, site_or_404

View = Callable[..., HttpResponse]


def _for_those_who(permission: str) -> Callable[[View], View]:
    """Hand the site to the view; to those without the permission there is no register."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, kind: ScopeKind, **names: Any) -> HttpResponse:
            number = names.pop("check", None)
            site = site_or_404(kind, names)
            if not request.user.has_perm(permission, site.scope):
                raise Http404
            if number is None:
                return view(request, site)
            found = MinorsCheck.objects.filter(scope=site.scope).select_related("scope", "entered_by")
            return view(request, site, get_object_or_404(found, pk=number))

        return guarded

    return guard


sees = _for_those_who("people.see_minors")
keeps = _for_those_who("people.keep_minors")


def _actor(request: HttpRequest) -> audit.Actor:
    assert isinstance(request.user, User)
    return audit.staff(request.user)


@sees
@require_safe
def minors(request: HttpRequest, site: Site) -> HttpResponse:
    """Show who was checked, and who is to be checked again."""
    today = clock.today(site.zone)
    context = {
        "checks": members.checks(site.scope),
        "left": members.left(site.scope),
        "today": today,
        "soon": today + actions.AHEAD,
        "may_keep": request.user.has_perm("people.keep_minors", site.scope),
        "add": site.address("minors_add"),
        "back": site.back_for(request.user),
        **site.frame(),
    }
    return render(request, "people/minors.html", context)


@keeps
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, site: Site) -> HttpResponse:
    """Write down that somebody was checked."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    return _typed_in(
        request,
        site,
        form,
        title=_("Add a check"),
        deed=lambda looked: actions.add_check(scope=site.scope, looked=looked, by=_actor(request)),
    )


@keeps
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, site: Site, check: MinorsCheck) -> HttpResponse:
    """Put a slip of the pen right."""
    form = CheckForm(request.POST if request.method == "POST" else None, initial=CheckForm.first_values(check))
    return _typed_in(
        request,
        site,
        form,
        check,
        title=_("Correct the entry"),
        deed=lambda looked: actions.correct_check(check=check, looked=looked, by=_actor(request)),
    )


@keeps
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, site: Site, check: MinorsCheck) -> HttpResponse:
    """Write down that somebody was checked anew."""
    form = CheckForm(
        request.POST if request.method == "POST" else None,
        initial=CheckForm.first_values(check, "person", "role", "checker"),
    )
    return _typed_in(
        request,
        site,
        form,
        check,
        title=_("Checked again"),
        deed=lambda looked: actions.renew_check(check=check, looked=looked, by=_actor(request)),
    )


def _typed_in(
    request: HttpRequest,
    site: Site,
    form: CheckForm,
    check: MinorsCheck | None = None,
    *,
    title: str,
    deed: Callable[[actions.Looked], MinorsCheck],
) -> HttpResponse:
    """Show the form; keep what was typed when the register takes it."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                kept = deed(form.looked())
            except Refused as refusal:
                add_problems(form, refusal.problems)
                status = refusal.status
            else:
                messages.success(request, _("Kept."))
                return redirect(site.address("minors_check", check=kept.pk))
    back = site.address("minors_check", check=check.pk) if check else site.minors
    context = {"form": form, "title": title, "check": check, "back": back, **site.frame()}
    return render(request, "people/minors_form.html", context, status=status)


@sees
@require_safe
def check(request: HttpRequest, site: Site, check: MinorsCheck) -> HttpResponse:
    """Show one entry with the earlier checks of the person."""
    return render(request, "people/minors_check.html", _about(request, site, check))


@keeps
@require_POST
def leave(request: HttpRequest, site: Site, check: MinorsCheck) -> HttpResponse:
    """Write down that somebody does not work here any more."""
    form = LeaveForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            actions.leave(check=check, on=form.cleaned_data["left_on"], by=_actor(request))
        except Refused as refusal:
            add_problems(form, refusal.problems)
            status = refusal.status
        else:
            messages.success(request, _("Kept."))
            return redirect(site.minors)
    return render(request, "people/minors_check.html", _about(request, site, check) | {"form": form}, status=status)


def _about(request: HttpRequest, site: Site, check: MinorsCheck) -> dict[str, Any]:
    today = clock.today(site.zone)
    is_current = check.left_on is None and not MinorsCheck.objects.filter(renews=check).exists()
    return {
        "check": check,
        "earlier": members.earlier(check),
        "is_current": is_current,
        "may_keep": is_current and request.user.has_perm("people.keep_minors", site.scope),
        "today": today,
        "soon": today + actions.AHEAD,
        "form": LeaveForm(initial={"left_on": today}),
        "history": history_of(check, zone=site.zone),
        "renew": site.address("minors_renew", check=check.pk),
        "correct": site.address("minors_correct", check=check.pk),
        "leave": site.address("minors_leave", check=check.pk),
        **site.frame(),
    }
