"""What a member sees behind the signed link: how they stand, the card, the declaration, the way out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from podworko.core import audit
from podworko.core.web import told
from podworko.membership import paper
from podworko.membership.actions import keeping
from podworko.membership.links import path_of, reference_in
from podworko.membership.models import Membership, MembershipState
from podworko.membership.queries.members import by_reference_or_404
from podworko.membership.views.frame import page, pdf


def _confirmed_or_404(token: str) -> Membership:
    found = by_reference_or_404(reference_in(token))
    if found.state == MembershipState.UNCONFIRMED:
        raise Http404
    return found


@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show how somebody stands, what they have declared, and what they can do."""
    found = by_reference_or_404(reference_in(token))
    if found.state == MembershipState.UNCONFIRMED:
        return redirect(path_of(found, "code"))
    return page(request, found.centre, "mine", membership=found, token=token)


@require_http_methods(["GET", "HEAD", "POST"])
def resign(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then end the membership, or take the declaration back."""
    found = by_reference_or_404(reference_in(token))
    if found.state == MembershipState.UNCONFIRMED:
        return redirect(path_of(found, "code"))
    if request.method == "POST":
        with told(request):
            keeping.resign(membership=found, by=audit.RESIDENT)
        return redirect(path_of(found))
    if found.is_over:
        return redirect(path_of(found))
    return page(request, found.centre, "resign", membership=found, token=token)


@require_safe
def declaration(request: HttpRequest, token: str) -> HttpResponse:
    """Return the declaration as a sheet to print."""
    found = _confirmed_or_404(token)
    content = paper.declaration_pdf(found.centre, found)
    return pdf(content, name=f"{found.centre.slug}-{_('declaration')}-{found.reference}")


@require_safe
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Return the card of whoever belongs now."""
    found = _confirmed_or_404(token)
    if not found.is_member:
        raise Http404
    return pdf(paper.card_pdf(found), name=f"{found.centre.slug}-{_('card')}-{found.number}")
