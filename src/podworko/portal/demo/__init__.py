"""Two cities for show: their places, a calendar that lives around today, and requests to decide on.

The content stands in tables: `towns` has them all; `krakow`, `kozlowka` (MAM Na Kozłówce) and `wroclaw` tell of places
one by one, `many_krakow` and `many_wroclaw` put the others together from words. `network` writes what a city has,
`ground` its places with `week`, `access`, `story` and `pictures`; `calendar` and `inbox` what goes on in them; `post`
their letters and invitations, `past` what those who work there have done; `growth` names further places, `removal`
takes all of it away.

Rows are written as they stand after months of work, not by the actions, which tell people what they do: nobody is told
anything about the demo, and what lies in the post is on paper or has come back. The guard against double use stands
above these rows as above all others. The same day gives the same demo.
"""

from random import Random

from django.core.management import CommandError
from django.urls import reverse

from podworko.core import search
from podworko.core.transactions import action
from podworko.people.models import Role
from podworko.places.models import Network
from podworko.portal.demo import calendar, ground, growth, inbox, network, past, post, removal
from podworko.portal.demo.diary import Diary
from podworko.portal.demo.records import Records
from podworko.portal.demo.rows import Rows
from podworko.portal.demo.sign_ins import MEMBERS, PASSWORD, Member, SignIn
from podworko.portal.demo.towns import TOWNS

__all__ = ["SignIn", "build", "remove", "sign_ins"]

SLUGS = [town.slug for town in TOWNS]


@action
def build(*, scale: int = 1, reset: bool = False) -> list[SignIn]:
    """Fill the database with the demo and return who can sign in.

    With `scale` there are so many times as many places. Nothing happens where the demo stands already; `reset` takes it
    away, with all that was done in it, and builds it anew. The same day gives the same demo.
    Raises CommandError when a network of the same address stands that is not the demo's: it is not ours to touch.
    """
    if reset and _stands():
        removal.remove(SLUGS)
    if not _stands():
        _build(scale)
    return sign_ins()


@action
def remove() -> bool:
    """Take the demo away with all that was done in it, and leave nothing; say whether there was one."""
    is_there = _stands()
    if is_there:
        removal.remove(SLUGS)
        search.rebuild()
    return is_there


def sign_ins() -> list[SignIn]:
    """Return who can sign in to the demo."""
    return [_sign_in(member) for member in MEMBERS]


def _stands() -> bool:
    """Say whether the demo is there. It is known by its staff: a city of the same name has others."""
    found = Network.objects.filter(slug__in=SLUGS)
    foreign = found.exclude(centres__scope__grants__user__email__in=[member.email for member in MEMBERS])
    if network := foreign.first():
        raise CommandError(f"/{network.slug}/ stands already, and it is not the demo. Use another database for it.")
    return found.exists()


def _build(scale: int) -> None:
    chance = Random("podworko")  # noqa: S311 - a town for show, not a secret
    accounts = ground.write_accounts()
    references: set[str] = set()
    for town in TOWNS:
        places = [*town.places, *growth.further(town, scale - 1)]
        basis, trail = network.write(town, places, accounts), Rows()
        for number, site in enumerate(ground.write_places(basis, places)):
            past.add(site, basis, number, trail)
            if site.place.events:
                records = Records(site, chance, references)
                _live(site, records)
                _post(site, basis, records, trail)
        trail.write()
    # The places were written in bulk, past whatever notices changes one by one.
    search.rebuild()


def _live(site: ground.Site, records: Records) -> None:
    diary = Diary(site.centre)
    calendar.fill(site.place, diary, records)
    inbox.fill(site.place, diary, records)
    records.write()


def _post(site: ground.Site, basis: ground.Ground, records: Records, trail: Rows) -> None:
    post.print_letters(site, records.answered_on_paper)
    for ask in site.place.asks:
        if ask.has_come_back and (request := records.request_about(ask.topic)):
            post.send_back(site, request)
    if any(member.place == site.place.slug and member.role == Role.COORDINATOR for member in basis.members):
        post.invite(site, basis, trail)


def _sign_in(member: Member) -> SignIn:
    town = next(town for town in TOWNS if town.slug == member.town)
    place = next((place for place in town.places if place.slug == member.place), None)
    path = reverse("portal:network", args=[town.slug])
    if place and member.role in {Role.HOST, Role.COORDINATOR}:
        path = reverse("bookings:inbox", args=[town.slug, place.slug])
    elif member.role == Role.OPERATOR:
        path = reverse("bookings:desk")
    where = place.name if place else town.name
    return SignIn(f"{member.role.label}, {where}", member.email, PASSWORD, path, town.name)
