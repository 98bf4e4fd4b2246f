"""Who works where: roles and invitations of a network, an organisation, a centre."""

import datetime as dt
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
from podworko.core.errors import Problem, Refused
from podworko.core.forms import add_problems
from podworko.core.queries import history_of
from podworko.core.web import told
from podworko.people import actions
from podworko.people.actions.grants import leaves_nobody
from podworko.people.forms import EndForm, InvitationForm, LastDayForm
from podworko.people.members import heads, member, members
from podworko.people.models import Grant, Invitation, Role, ScopeKind, User
from podworko.people.rules import grantable
from podworko.places.models import Centre, Network, Organisation
from podworko.places.sites import Site, site_of, site_or_404

View = Callable[..., HttpResponse]


def for_those_who_grant(view: View) -> View:
    """Hand the site to the view; to those who may grant nothing there it does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, kind: ScopeKind, **names: Any) -> HttpResponse:
        numbers = {name: names.pop(name) for name in ("grant", "invitation") if name in names}
        site = site_or_404(kind, names)
        if not request.user.has_perm("people.grant", site.scope):
            raise Http404
        return view(request, site, **numbers)

    return guarded


def actor_of(request: HttpRequest) -> audit.Actor:
    """Return who acts."""
    assert isinstance(request.user, User)
    return audit.staff(request.user)


@for_those_who_grant
@require_safe
def people(request: HttpRequest, site: Site) -> HttpResponse:
    """Show who has which role from when until when, and who is invited."""
    roles = grantable(request.user, site.scope)
    context = {
        "members": members(site.scope, above=site.scope_ids, grantable=roles, zone=site.zone),
        "others": _others(request, site),
        "keeps_minors": bool(site.minors) and request.user.has_perm("people.see_minors", site.scope),
        "invite": site.address("invite"),
        "back": site.back_for(request.user),
        "zone": site.zone,
        **site.frame(),
    }
    return render(request, "people/people.html", context)


def _others(request: HttpRequest, site: Site) -> list[dict[str, Any]]:
    """Return the sites around, where the reader may grant too, each with how many people have a role there."""
    owners: list[Network | Organisation | Centre] = []
    if isinstance(site.owner, Centre):
        owners += [site.owner.operator, site.owner.network]
    elif isinstance(site.owner, Organisation):
        owners += [site.owner.network, *site.owner.centres.select_related("network").order_by("name")]
    else:
        owners += site.owner.organisations.select_related("network").order_by("name")
        owners += site.owner.centres.select_related("network").order_by("name")
    # Who may grant here may grant on all that lies below; what lies above is asked for.
    open_ones = [
        owner for owner in owners if _is_below(owner, site) or request.user.has_perm("people.grant", owner.scope)
    ]
    counts = heads(owner.scope_id for owner in open_ones)
    return [{"site": site_of(owner), "heads": counts.get(owner.scope_id, 0)} for owner in open_ones]


def _is_below(owner: Network | Organisation | Centre, site: Site) -> bool:
    if isinstance(site.owner, Network):
        return not isinstance(owner, Network)
    return isinstance(site.owner, Organisation) and isinstance(owner, Centre)


@for_those_who_grant
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, site: Site) -> HttpResponse:
    """Offer somebody a role by e-mail."""
    roles = grantable(request.user, site.scope)
    form = InvitationForm(request.POST if request.method == "POST" else None, roles=roles)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                invitation = _invited(request, site, form)
            except Refused as refusal:
                add_problems(form, refusal.problems)
                status = refusal.status
            else:
                messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
                return redirect(site.people)
    context = {"form": form, **site.frame()}
    return render(request, "people/invite.html", context, status=status)


def _invited(request: HttpRequest, site: Site, form: InvitationForm) -> Invitation:
    data = form.cleaned_data
    return actions.invite(
        email=data["email"],
        name=data["name"],
        language=data["language"],
        role=Role(data["role"]),
        scope=site.scope,
        since=_first_moment(data["since"], site),
        until=_end_of(data["until"], site),
        by=actor_of(request),
    )


def _first_moment(on: dt.date | None, site: Site) -> dt.datetime | None:
    """Return the moment from which a role holds that begins on a day; None for now."""
    today = clock.today(site.zone)
    if on is None or on == today:
        return None
    if on < today:
        raise Refused(Problem("since", "over", _("This day is over. A role begins today or later.")))
    return clock.day(on, site.zone)[0]


def _end_of(on: dt.date | None, site: Site) -> dt.datetime | None:
    """Return the moment at which the last day `on` is over."""
    return clock.day(on, site.zone)[1] if on else None


@for_those_who_grant
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: HttpRequest, site: Site, grant: int) -> HttpResponse:
    """Show one role of one person; let it last for longer, or end sooner."""
    held = _changeable(request, site, grant)
    form = LastDayForm(
        request.POST if request.method == "POST" else None, initial={"until": member(held, site.zone).last_day}
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                until = _end_of(form.cleaned_data["until"], site)
                actions.prolong(grant=held, until=until, by=actor_of(request))
            except Refused as refusal:
                add_problems(form, refusal.problems)
                status = refusal.status
            else:
                messages.success(request, _("Kept."))
                return redirect(site.people)
        return render(request, "people/grant.html", _about(request, site, held) | {"form": form}, status=status)
    return render(request, "people/grant.html", _about(request, site, held) | {"form": form})


@for_those_who_grant
@require_POST
def end(request: HttpRequest, site: Site, grant: int) -> HttpResponse:
    """End one role today."""
    held = _changeable(request, site, grant)
    form = EndForm(request.POST, is_last=leaves_nobody(held, clock.now()))
    form.full_clean()
    try:
        actions.end_grant(grant=held, by=actor_of(request), is_sure=form.cleaned_data.get("is_sure", False))
    except Refused as refusal:
        add_problems(form, refusal.problems)
        context = _about(request, site, held) | {"end_form": form}
        return render(request, "people/grant.html", context, status=refusal.status)
    messages.success(request, _("The role has ended: %(name)s.") % {"name": held.user})
    # The user of this request remembers the roles with which it began.
    if held.user_id == request.user.pk and not User.objects.get(pk=held.user_id).has_perm("people.grant", site.scope):
        return redirect("my_account")
    return redirect(site.people)


def _changeable(request: HttpRequest, site: Site, number: int) -> Grant:
    """Return a role on this site that the reader may change, over or not; raise Http404 for any other."""
    found = Grant.objects.filter(scope=site.scope, role__in=grantable(request.user, site.scope))
    return get_object_or_404(found.select_related("user", "scope"), pk=number)


def _about(request: HttpRequest, site: Site, held: Grant) -> dict[str, Any]:
    last = member(held, site.zone)
    is_over = held.until is not None and held.until <= clock.now()
    return {
        "member": last,
        "is_own": held.user_id == request.user.pk,
        "is_over": is_over,
        "is_last": not is_over and leaves_nobody(held, clock.now()),
        "form": LastDayForm(initial={"until": last.last_day}),
        "end_form": EndForm(is_last=not is_over and leaves_nobody(held, clock.now())),
        "history": history_of(held, zone=site.zone),
        "keep_address": site.address("grant", grant=held.pk),
        "end_address": site.address("end", grant=held.pk),
        **site.frame(),
    }


def _waiting(request: HttpRequest, site: Site, number: int) -> Invitation:
    """Return an invitation to this site that the reader could have written; raise Http404 for any other."""
    found = site.scope.invitations.filter(role__in=grantable(request.user, site.scope))
    return get_object_or_404(found, pk=number)


@for_those_who_grant
@require_POST
def send_again(request: HttpRequest, site: Site, invitation: int) -> HttpResponse:
    """Write the letter once more, with a new link."""
    found = _waiting(request, site, invitation)
    with told(request):
        actions.send_again(invitation=found, by=actor_of(request))
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": found.email})
    return redirect(site.people)


@for_those_who_grant
@require_POST
def withdraw(request: HttpRequest, site: Site, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    found = _waiting(request, site, invitation)
    with told(request):
        actions.withdraw(invitation=found, by=actor_of(request))
        messages.success(request, _("Withdrawn. The link works no more."))
    return redirect(site.people)
