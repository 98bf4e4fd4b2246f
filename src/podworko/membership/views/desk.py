"""The desk of membership: the list, a declaration typed in, one member with what can be done."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from podworko.core.queries import history_of
from podworko.core.text import one_line
from podworko.core.web import told
from podworko.membership import paper, terms
from podworko.membership.actions import declaring, keeping
from podworko.membership.forms import EndForm, ReasonForm, StaffDeclarationForm
from podworko.membership.messages import reach_of
from podworko.membership.models import Membership
from podworko.membership.queries import desk as queries
from podworko.membership.queries.members import alike, roll_of
from podworko.membership.views.frame import kept_centre_or_404, page, pdf, tried
from podworko.places.models import Centre
from podworko.places.views.keeping import actor_of, sent


@login_required
@require_safe
def members(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show one part of the list: who belongs, waits, is under notice, or has gone; by name or number, if asked for."""
    place = kept_centre_or_404(request, network, centre)
    sought = one_line(request.GET.get("q", ""))[:100]
    found = queries.listed(place, part=request.GET.get("part", ""), sought=sought, page=request.GET.get("page", ""))
    return page(
        request, place, "desk", listed=found, sought=sought, roll=roll_of(place), takes=terms.takes_members(place)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Type in the declaration of somebody who comes, calls, or left it on paper."""
    place = kept_centre_or_404(request, network, centre)
    if problem := terms.closed(place):
        messages.info(request, str(problem.sentence))
        return _to_list(place)
    form = StaffDeclarationForm(sent(request), roll=roll_of(place))
    status, made = HTTPStatus.OK, []
    if form.is_bound:
        status = tried(form, lambda: made.append(_typed_in(request, form)))
    if made:
        messages.success(request, _("They are a member now, number %(number)s.") % {"number": made[0].number})
        return _to_person(made[0])
    return page(request, place, "take", status, form=form)


def _typed_in(request: HttpRequest, form: StaffDeclarationForm) -> Membership:
    draft, since = form.draft(), form.cleaned_data["since"]
    return declaring.type_in(
        centre=form.roll.centre,
        draft=draft,
        assistance=form.assistance(),
        by=actor_of(request),
        since=since,
        submission_key=f"desk:{form.cleaned_data['submission_key'][:36]}:{since}:{draft.digest()[:16]}",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, network: str, centre: str, reference: str) -> HttpResponse:
    """Show one declaration with its history; accept it, or take a notice back."""
    place = kept_centre_or_404(request, network, centre)
    found = queries.membership_or_404(place, reference)
    if request.method == "POST":
        # Sent with no button pressed, nothing is done.
        with told(request):
            if words := _carried_out(request, found):
                messages.success(request, words)
        return _to_person(found)
    return page(
        request,
        place,
        "person",
        membership=found,
        ways=queries.ways(found),
        reach=None if found.erased_at else reach_of(found),
        alike=list(alike(found)),
        history=history_of(found, zone=place.zone),
    )


def _carried_out(request: HttpRequest, found: Membership) -> str:
    """Do what the pressed button says, and return what is done."""
    deed = request.POST.get("deed")
    if deed == "accept":
        done = keeping.accept(membership=found, by=actor_of(request))
        return _("They are a member now, number %(number)s.") % {"number": done.number}
    if deed == "stay":
        keeping.take_back_notice(membership=found, by=actor_of(request))
        return _("The notice is taken back: they stay a member.")
    return ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, network: str, centre: str, reference: str) -> HttpResponse:
    """Ask why, then turn the declaration down."""
    place = kept_centre_or_404(request, network, centre)
    found = queries.membership_or_404(place, reference)
    if not queries.ways(found).can_refuse:
        return _not_any_more(request, found)
    form = ReasonForm(sent(request))
    status = HTTPStatus.OK
    if form.is_bound:
        reason = form.data.get("reason", "")
        status = tried(form, lambda: keeping.refuse(membership=found, by=actor_of(request), reason=reason))
    if status == HTTPStatus.FOUND:
        messages.success(request, _("The declaration is not accepted."))
        return _to_person(found)
    return page(request, place, "refuse", status, membership=found, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, network: str, centre: str, reference: str) -> HttpResponse:
    """Ask why, then give notice of striking off."""
    place = kept_centre_or_404(request, network, centre)
    found = queries.membership_or_404(place, reference)
    if not queries.ways(found).can_give_notice:
        return _not_any_more(request, found)
    form = ReasonForm(sent(request))
    status = HTTPStatus.OK
    if form.is_bound:
        reason = form.data.get("reason", "")
        status = tried(form, lambda: keeping.give_notice(membership=found, by=actor_of(request), reason=reason))
    if status == HTTPStatus.FOUND:
        messages.success(request, _("Notice is given. Until its day is over you may take it back."))
        return _to_person(found)
    return page(request, place, "notice", status, membership=found, form=form, roll=roll_of(place))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, network: str, centre: str, reference: str) -> HttpResponse:
    """Write down that somebody resigns, or has died."""
    place = kept_centre_or_404(request, network, centre)
    found = queries.membership_or_404(place, reference)
    if not queries.ways(found).can_end:
        return _not_any_more(request, found)
    form = EndForm(sent(request))
    status = HTTPStatus.OK
    if form.is_bound:
        deed = keeping.note_death if form.data.get("how") == EndForm.DIED else keeping.resign
        status = tried(form, lambda: deed(membership=found, by=actor_of(request)))
    if status == HTTPStatus.FOUND:
        messages.success(request, _("It is written down."))
        return _to_person(found)
    return page(request, place, "end", status, membership=found, form=form)


@login_required
@require_safe
def declaration(request: HttpRequest, network: str, centre: str, reference: str) -> HttpResponse:
    """Return the declaration as a sheet for the folder."""
    place = kept_centre_or_404(request, network, centre)
    found = queries.membership_or_404(place, reference)
    return pdf(paper.declaration_pdf(place, found), name=f"{place.slug}-{_('declaration')}-{found.reference}")


def _not_any_more(request: HttpRequest, found: Membership) -> HttpResponse:
    messages.info(request, _("This cannot be done any more. The page shows how it stands."))
    return _to_person(found)


def _to_list(place: Centre) -> HttpResponse:
    return redirect("membership:desk", place.network.slug, place.slug)


def _to_person(found: Membership) -> HttpResponse:
    return redirect("membership:person", found.centre.network.slug, found.centre.slug, found.reference)
