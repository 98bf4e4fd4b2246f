"""Addresses of the people of a network, an organisation and a centre, below /manage/."""

from django.urls import URLPattern, path

from podworko.people.models import ScopeKind
from podworko.places.views import minors, people

app_name = "staff"
ROOTS = {
    ScopeKind.NETWORK: "<slug:network>/",
    ScopeKind.ORGANISATION: "<slug:network>/organisations/<slug:organisation>/",
    ScopeKind.CENTRE: "<slug:network>/places/<slug:centre>/",
}
ROLES = (
    ("people/", people.people, "people"),
    ("people/invite/", people.invite, "invite"),
    ("people/roles/<int:grant>/", people.grant, "grant"),
    ("people/roles/<int:grant>/end/", people.end, "end"),
    ("people/invitations/<int:invitation>/again/", people.send_again, "send_again"),
    ("people/invitations/<int:invitation>/withdraw/", people.withdraw, "withdraw"),
)
MINORS = (
    ("minors/", minors.minors, "minors"),
    ("minors/new/", minors.add, "minors_add"),
    ("minors/<int:check>/", minors.check, "minors_check"),
    ("minors/<int:check>/renew/", minors.renew, "minors_renew"),
    ("minors/<int:check>/correct/", minors.correct, "minors_correct"),
    ("minors/<int:check>/leave/", minors.leave, "minors_leave"),
)


def pages(kind: ScopeKind) -> list[URLPattern]:
    """Return the addresses of one kind of scope; a network has nobody work with minors itself."""
    rows = ROLES if kind == ScopeKind.NETWORK else ROLES + MINORS
    return [path(f"{ROOTS[kind]}{end}", view, {"kind": kind}, name=f"{kind}_{name}") for end, view, name in rows]


urlpatterns = [page for kind in ROOTS for page in pages(kind)]
