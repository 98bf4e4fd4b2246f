"""The board of a network: every place with its stage, operator, hours and what is missing there."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core import clock
from podworko.core.errors import Sentence
from podworko.people import queries as people
from podworko.places.checklist import LOOK_AGAIN
from podworko.places.models import AccessFact, Centre, Network, OpeningHours, Photo, Stage
from podworko.places.queries import networks
from podworko.places.rules import OVER_THE_NETWORK

MINUTES = 60
DAY = 24 * MINUTES
MISSING = {
    "hours": gettext_lazy("opening hours"),
    "contact": gettext_lazy("telephone or e-mail"),
    "point": gettext_lazy("point on the map"),
    "access": gettext_lazy("access"),
    "old": gettext_lazy("access looked at in the last year"),
    "photos": gettext_lazy("photos"),
}


@dataclass(frozen=True)
class Chosen:
    """Which places are looked at; empty for all."""

    stage: str = ""
    kind: int | None = None
    district: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Line:
    """One place on the board."""

    place: Centre
    hours: str
    missing: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What is missing, as one reads it."""
        return ", ".join(str(MISSING[each]) for each in self.missing)


@dataclass(frozen=True)
class Tally:
    """How many of the places are like that."""

    words: Sentence
    count: int


def looked_after(user: object) -> list[Network]:
    """Return the networks that `user` sees from above: all of them for who runs the installation."""
    found = networks().annotate(places=Count("centres"))
    if not people.is_administrator(user):
        found = found.filter(scope__in=people.scopes_of(user, OVER_THE_NETWORK))
    return list(found)


def lines(network: Network) -> list[Line]:
    """Return every place of `network` by name, in two queries whatever their number."""
    facts = AccessFact.objects.filter(centre=OuterRef("pk")).order_by().values("centre")
    found = (
        Centre.objects.filter(network=network)
        .select_related("network", "operator", "kind")
        .annotate(
            has_photos=Exists(Photo.objects.filter(centre=OuterRef("pk"), is_public=True)),
            oldest_fact=Subquery(facts.annotate(day=Min("verified_on")).values("day")),
            facts_told=Coalesce(Subquery(facts.annotate(number=Count("pk")).values("number")), 0),
        )
        .order_by("name", "pk")
    )
    open_for = _minutes_a_week(network)
    border = clock.today(network.zone) - LOOK_AGAIN
    return [Line(place, _spoken(open_for[place.pk]), [*_missing(place, open_for[place.pk], border)]) for place in found]


def chosen(rows: Iterable[Line], wish: Chosen) -> list[Line]:
    """Return those of the `rows` that are wanted."""
    return [
        row
        for row in rows
        if wish.stage in {"", row.place.stage}
        and wish.kind in {None, row.place.kind_id}
        and wish.district in {"", row.place.district}
        and (not wish.missing or wish.missing in row.missing)
    ]


def by_stage(rows: Sequence[Line]) -> list[Tally]:
    """Return how many places stand at each stage."""
    counts = Counter(row.place.stage for row in rows)
    return [Tally(stage.label, counts[stage]) for stage in Stage]


def by_lack(rows: Sequence[Line]) -> list[Tally]:
    """Return how many places lack what."""
    counts = Counter(each for row in rows for each in row.missing)
    return [Tally(words, counts[each]) for each, words in MISSING.items()]


def _minutes_a_week(network: Network) -> dict[int, int]:
    """Return how long the places are open in their usual week."""
    result: dict[int, int] = defaultdict(int)
    hours = OpeningHours.objects.filter(Q(season=None), centre__network=network)
    for centre, starts, ends in hours.order_by().values_list("centre", "starts", "ends"):
        length = _minute(ends) - _minute(starts)
        result[centre] += length if length > 0 else length + DAY
    return result


def _minute(time: dt.time) -> int:
    return time.hour * MINUTES + time.minute


def _spoken(minutes: int) -> str:
    if not minutes:
        return "–"
    hours, rest = divmod(minutes, MINUTES)
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest} if rest else _("%(h)s h") % {"h": hours}


def _missing(place: Centre, minutes: int, border: dt.date) -> Iterable[str]:
    """Name what is missing; what is closed lacks nothing."""
    if place.stage == Stage.CLOSED:
        return
    if not minutes and place.is_at_work:
        yield "hours"
    if not place.phone and not place.email:
        yield "contact"
    if place.latitude is None:
        yield "point"
    oldest = getattr(place, "oldest_fact", None)
    if not getattr(place, "facts_told", 0):
        yield "access"
    elif oldest and oldest < border:
        yield "old"
    if not getattr(place, "has_photos", False):
        yield "photos"
