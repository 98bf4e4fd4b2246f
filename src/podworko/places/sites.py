"""Where people have roles: a network, an organisation, a centre, found by the words of an address."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404
from django.urls import reverse

from podworko.people.models import Scope, ScopeKind, User
from podworko.places.models import Centre, Network, Organisation
from podworko.places.queries import centres


@dataclass(frozen=True)
class Site:
    """Whose people are looked at, and the addresses of their pages."""

    owner: Network | Organisation | Centre
    kind: ScopeKind
    words: dict[str, str]

    @property
    def scope(self) -> Scope:
        """What the roles are granted on."""
        return self.owner.scope

    @property
    def network(self) -> Network:
        """The network in which it lies."""
        return self.owner if isinstance(self.owner, Network) else self.owner.network

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its clocks."""
        return self.network.zone

    @property
    def scope_ids(self) -> tuple[int, ...]:
        """Its own scope and those above."""
        if isinstance(self.owner, Centre):
            return self.owner.scope_ids
        return (self.scope.pk,) if isinstance(self.owner, Network) else (self.scope.pk, self.owner.network.scope_id)

    def address(self, page: str, **more: int) -> str:
        """Return the address of a page of its people, as "invite"."""
        return reverse(f"staff:{self.kind}_{page}", kwargs={**self.words, **more})

    @property
    def people(self) -> str:
        """The address of the page of its people."""
        return self.address("people")

    @property
    def minors(self) -> str:
        """The address of its register for work with minors; a network keeps none."""
        return "" if isinstance(self.owner, Network) else self.address("minors")

    def back_for(self, user: User | AnonymousUser) -> str:
        """Return where somebody goes back to from its people: where they keep it right, else its page for everybody."""
        page, words = self.owner.get_absolute_url(), list(self.words.values())
        if isinstance(self.owner, Centre):
            return reverse("places:setup", args=words) if user.has_perm("places.change_centre", self.owner) else page
        if isinstance(self.owner, Organisation):
            may_change = user.has_perm("places.change_organisation", self.owner)
            return reverse("places:kept_organisation", args=words) if may_change else page
        return reverse("places:board", args=words) if user.has_perm("places.see_network", self.owner) else page

    def frame(self) -> dict[str, Any]:
        """Return what the frame of its pages needs."""
        around: dict[str, Any] = {"site": self, "network": self.network}
        if isinstance(self.owner, Centre):
            around |= {"centre": self.owner, "kind": self.owner.kind.look}
        return around


def site_of(owner: Network | Organisation | Centre) -> Site:
    """Return the site of what was loaded already."""
    if isinstance(owner, Network):
        return Site(owner, ScopeKind.NETWORK, {"network": owner.slug})
    words = {"network": owner.network.slug}
    if isinstance(owner, Centre):
        return Site(owner, ScopeKind.CENTRE, words | {"centre": owner.slug})
    return Site(owner, ScopeKind.ORGANISATION, words | {"organisation": owner.slug})


def site_or_404(kind: ScopeKind, words: dict[str, str]) -> Site:
    """Return the site at the address; raise Http404 where there is none."""
    found: Network | Organisation | Centre
    if kind == ScopeKind.NETWORK:
        found = get_object_or_404(Network.objects.select_related("scope"), slug=words["network"])
    elif kind == ScopeKind.CENTRE:
        all_centres = centres().select_related("scope")
        found = get_object_or_404(all_centres, network__slug=words["network"], slug=words["centre"])
    else:
        organisations = Organisation.objects.select_related("network", "scope")
        found = get_object_or_404(organisations, network__slug=words["network"], slug=words["organisation"])
    return Site(found, kind, words)
