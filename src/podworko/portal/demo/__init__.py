"""Two cities for show: their places, a calendar that lives around today, and requests to decide on.

The content stands in tables: `towns` has them all; `krakow`, `kozlowka` (MAM Na Kozłówce) and `wroclaw` tell of places
one by one, `many_krakow` and `many_wroclaw` put the others together from words. `network` writes what a city has,
`ground` its places with `week`, `access`, `lending`, `story` and `pictures`; `calendar` and `inbox` what goes on in
them; `duties` is the table of what hosts had to do, which `lines`, `brought` and `duty` do; `repertoire` is what places
hold for their neighbours, which `programme` writes, `attendance` who came, `ratings` how it was liked; `members` has
the books of the seniors' centres; `post` their letters and invitations, `past` what those who work there have done;
`growth` names further places, `removal` takes all of it away.

What stands after months of work is written as rows. What is done with it at the desk the product's own actions do, as
of the moment at which it was done; the mails that they write count as sent then. So nobody is told anything about the
demo, and what lies in the post is on paper or has come back. The guard against double use stands above the rows as
above all others. The same day gives the same demo.
"""

from random import Random

from django.core.management import CommandError
from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse

from podworko.core import search
from podworko.core.models import AuditEvent, Message
from podworko.core.transactions import action
from podworko.people.models import Role
from podworko.places.models import Network
from podworko.portal.demo import (
    attendance,
    brought,
    calendar,
    duty,
    ground,
    growth,
    inbox,
    lines,
    members,
    network,
    past,
    post,
    programme,
    ratings,
    removal,
)
from podworko.portal.demo.diary import Diary
from podworko.portal.demo.duties import DUTIES, Duty
from podworko.portal.demo.records import Records
from podworko.portal.demo.rows import Rows
from podworko.portal.demo.sign_ins import MEMBERS, PASSWORD, Member, SignIn
from podworko.portal.demo.towns import TOWNS

__all__ = ["SignIn", "build", "remove", "sign_ins"]

SLUGS = [town.slug for town in TOWNS]


# Not one action: what is left for the end of an action within is done at its own end, at its own time.
@transaction.atomic
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
            members.fill(site, trail)
            if site.place.events:
                records = Records(site, chance, references)
                _live(site, basis, records)
                _post(site, basis, records, trail)
            attendance.fill(site)
        trail.write()
    # The places were written in bulk, past whatever notices changes one by one.
    search.rebuild()


def _live(site: ground.Site, basis: ground.Ground, records: Records) -> None:
    diary, done = Diary(site.centre, site.place.rooms), _last(AuditEvent)
    duties = DUTIES.get(site.place.slug, Duty())
    calendar.fill(site.place, diary, records)
    for each in duties.brought:
        brought.plan(each, diary)
    inbox.fill(site.place, diary, records)
    in_line = lines.add(duties, diary, records)
    records.write()
    if site.place.slug in DUTIES:
        told = _last(Message)
        for each in duties.brought:
            brought.bring(each, site, diary, keeper=past.coordinator(site, basis))
        lines.live(in_line, site)
        duty.live(duties, site, diary)
        mails = Message.objects.filter(pk__gt=told).exclude(channel=Message.Channel.LETTER)
        mails.update(state=Message.State.SENT, sent_at=F("created_at"))
    programme.fill(site, diary, records.chance)
    ratings.fill(site, Random(f"ratings {site.place.slug}"))  # noqa: S311 - a town for show, not a secret
    records.write_history(since=done)


def _last(table: type[AuditEvent | Message]) -> int:
    """Return the id written last."""
    return table.objects.aggregate(last=Max("pk"))["last"] or 0


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
        path = reverse("bookings:today", args=[town.slug, place.slug])
    elif member.role == Role.OPERATOR:
        path = reverse("bookings:desk")
    where = place.name if place else town.name
    return SignIn(f"{member.role.label}, {where}", member.email, PASSWORD, path, town.name)
