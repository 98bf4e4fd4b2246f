"""Where somebody's work is: the page to which they come when they have signed in."""

from django.urls import reverse

from podworko.bookings.queries.requests import centres_staffed_by
from podworko.people.models import User
from podworko.people.queries import scopes_of
from podworko.places.board import looked_after
from podworko.places.models import Centre, Network, Organisation
from podworko.places.rules import ON_SITE


def landing_of(user: User) -> str:
    """Return the address of the page on which the work of `user` begins.

    The day of the place for those who run one, the desk for those who run several; the board for those who look after
    a network; for any other role what it is on.
    """
    if scopes_of(user, ON_SITE):
        return _day_or_desk(user)
    networks = looked_after(user)
    if len(networks) == 1:
        return reverse("places:board", args=[networks[0].slug])
    if networks or user.has_perm("places.add_network"):
        return reverse("places:networks")
    owner = _owner_of(user)
    return owner.get_absolute_url() if owner else reverse("my_account")


def _day_or_desk(user: User) -> str:
    places = list(centres_staffed_by(user)[:2])
    if len(places) == 1:
        return reverse("bookings:today", args=[places[0].network.slug, places[0].slug])
    return reverse("bookings:desk")


def _owner_of(user: User) -> Centre | Organisation | Network | None:
    """Return what the first of the roles of `user` is on, a place before what lies above it."""
    scopes = [scope for scope, _role in user.grants_in_force]
    return (
        Centre.objects.select_related("network").filter(scope__in=scopes).order_by("name").first()
        or Organisation.objects.select_related("network").filter(scope__in=scopes).order_by("name").first()
        or Network.objects.filter(scope__in=scopes).order_by("name").first()
    )
