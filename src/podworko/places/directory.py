"""The directory of a network's places: what somebody looks for, and what there is, the nearest first.

The same answer for pages and programs. All the places of a network are read in one query, in which the database says
of each whether it has what is wished for; the choice among them is made here, so that it is known without asking
again what there would be without one of the wishes. Hours take four queries more.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from django.db.models import Exists, OuterRef, QuerySet

from podworko.core import clock, search
from podworko.core.models import SearchEntry
from podworko.places import hours
from podworko.places.distances import Point, metres
from podworko.places.hours import Now, Timetable
from podworko.places.hours.timetable import AHEAD
from podworko.places.models import (
    AccessFact,
    AccessQuestion,
    Centre,
    District,
    Equipment,
    Network,
    Room,
    RoomEquipment,
)
from podworko.places.searchable import PLACES, WORKING

# More places than any network has.
MOST_HITS = 10_000
# What may be asked for when one chooses a place.
ACCESS_WISHES = (
    AccessQuestion.STEP_FREE,
    AccessQuestion.TOILET,
    AccessQuestion.CHANGING,
    AccessQuestion.PARKING,
    AccessQuestion.DOG,
    AccessQuestion.LOOP,
    AccessQuestion.SIGN,
    AccessQuestion.QUIET,
)
# What the list tells of every place.
ALWAYS_TOLD = (AccessQuestion.STEP_FREE, AccessQuestion.TOILET)
ONE_DAY = dt.timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHEN = re.compile(rf"({'|'.join(WEEKDAYS)})-([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class When:
    """Now, or the next time that it is this hour of this day of the week; written "now" or "sat-15:00"."""

    weekday: int | None = None
    hour: dt.time = dt.time()

    def __str__(self) -> str:
        return "now" if self.weekday is None else f"{WEEKDAYS[self.weekday]}-{self.hour:%H:%M}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what `str` wrote. Raises ValueError."""
        if text == "now":
            return cls()
        if found := WHEN.fullmatch(text):
            return cls(WEEKDAYS.index(found[1]), dt.time(int(found[2]), int(found[3])))
        raise ValueError(text)

    def moment(self, network: Network) -> dt.datetime:
        """Return the moment that is meant, in UTC."""
        now = clock.now()
        if self.weekday is None:
            return now
        local = now.astimezone(network.zone)
        on = local.date() + dt.timedelta(days=(self.weekday - local.weekday()) % 7)
        if on == local.date() and self.hour < local.time():
            on += dt.timedelta(days=7)
        return dt.datetime.combine(on, self.hour, tzinfo=network.zone).astimezone(dt.UTC)


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; what is empty does not matter to them."""

    kind: str = ""
    audience: str = ""
    access: tuple[AccessQuestion, ...] = ()
    language: str = ""
    equipment: tuple[Equipment, ...] = ()
    lends: bool = False
    when: When | None = None
    text: str = ""
    # From where distances are told; and the part of the city, for places whose position nobody knows.
    near: Point | None = None
    district: str = ""


@dataclass(frozen=True)
class Find:
    """A place that was found, and how far it is when that is known."""

    centre: Centre
    metres: float | None = None


@dataclass(frozen=True)
class Listing:
    """What was found, in order; and, when it is nothing, how many there would be without one part of the wish."""

    finds: Sequence[Find]
    # The moment at which the places are to be open: this one, unless the wish says another.
    at: dt.datetime
    instead: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[int, Timetable] = field(default_factory=dict)

    def standing(self, finds: Sequence[Find]) -> dict[int, Now]:
        """Return how these places stand at that moment, by the id of the centre."""
        tables = self.tables or _tables([find.centre for find in finds], self.at)
        return {find.centre.pk: tables[find.centre.pk].now(self.at) for find in finds}


def find(network: Network, wish: Wish) -> Listing:
    """Return the places of `network` at work that are as wished: the nearest first, or by name."""
    candidates = list(_candidates(network, wish))
    at = wish.when.moment(network) if wish.when else clock.now()
    # All of them, not only those that pass the other checks: what there would be without one must be known too.
    tables = _tables(candidates, at) if wish.when else {}
    checks = _checks(wish, {pk for pk, table in tables.items() if table.is_open(at)})
    chosen = _chosen(candidates, [*checks.values()])
    instead = {}
    if not chosen:
        for name in checks:
            rest = [check for other, check in checks.items() if other != name]
            instead[name] = len(_chosen(candidates, rest))
    return Listing(_in_order(chosen, wish), at, instead, tables)


def with_hours(listing: Listing) -> Listing:
    """Return the same listing with the hours of all its places, for who needs to look at each."""
    return replace(listing, tables=_tables([each.centre for each in listing.finds], listing.at))


def _candidates(network: Network, wish: Wish) -> Sequence[Centre]:
    """Return the places at work, each with what the database says of it in `has_…`."""
    has = {f"has_{question}": Exists(_yes_to(question)) for question in {*ALWAYS_TOLD, *wish.access}}
    has |= {
        f"holds_{item}": Exists(
            RoomEquipment.objects.filter(room__centre=OuterRef("pk"), room__is_lent=True, item=item)
        )
        for item in wish.equipment
    }
    if wish.text:
        has["is_found"] = Exists(SearchEntry.objects.filter(object_id=OuterRef("pk"), pk__in=_hits(network, wish.text)))
    lends = Exists(Room.objects.filter(centre=OuterRef("pk"), is_lent=True))
    found = Centre.objects.filter(network=network, stage__in=WORKING).select_related("kind", "operator")
    rows = list(found.annotate(lends=lends, **has).order_by("name", "pk"))
    for row in rows:
        row.network = network
    return rows


def _hits(network: Network, text: str) -> list[int]:
    """Return the entries of the search that speak of places of `network`, by their ids."""
    answer = search.find(text, network=network.slug, kinds=[PLACES], ranks=(1, MOST_HITS))
    return [hit.pk for hit in answer.hits]


def _yes_to(question: AccessQuestion) -> QuerySet[AccessFact]:
    """Return the facts that answer the question with yes for the place of the outer query.

    A loop or a quiet room may be in one of its rooms; but a room without a step helps nobody if the door has one.
    """
    facts = AccessFact.objects.filter(centre=OuterRef("pk"), question=question, answer=AccessFact.Answer.YES)
    return facts.filter(room=None) if question == AccessQuestion.STEP_FREE else facts


Check = Callable[[Centre], bool]


def _checks(wish: Wish, open_ids: set[int]) -> dict[str, Check]:
    """Return for each part of the wish how to tell whether a place is so."""
    checks: dict[str, Check] = {
        "kind": lambda centre: centre.kind.code == wish.kind,
        "audience": lambda centre: centre.kind.audience == wish.audience,
        "access": lambda centre: all(getattr(centre, f"has_{question}") for question in wish.access),
        "language": lambda centre: wish.language in centre.languages,
        "equipment": lambda centre: all(getattr(centre, f"holds_{item}") for item in wish.equipment),
        "lends": lambda centre: bool(getattr(centre, "lends", False)),
        "when": lambda centre: centre.pk in open_ids,
        "text": lambda centre: bool(getattr(centre, "is_found", False)),
    }
    unset = Wish()
    return {name: check for name, check in checks.items() if getattr(wish, name) != getattr(unset, name)}


def _chosen(candidates: Sequence[Centre], checks: Sequence[Check]) -> list[Centre]:
    return [centre for centre in candidates if all(check(centre) for check in checks)]


def _in_order(centres: Sequence[Centre], wish: Wish) -> list[Find]:
    finds = [Find(centre, _metres(centre, wish.near)) for centre in centres]
    if not (wish.near or wish.district):
        return finds
    far = float("inf")
    return sorted(
        finds,
        key=lambda each: (
            each.metres if each.metres is not None else far,
            each.centre.district != wish.district,
        ),
    )


def _metres(centre: Centre, near: Point | None) -> float | None:
    if near is None or centre.latitude is None or centre.longitude is None:
        return None
    return metres(near, Point(centre.latitude, centre.longitude))


def _tables(centres: Sequence[Centre], at: dt.datetime) -> dict[int, Timetable]:
    return hours.timetables(centres, at.date() - ONE_DAY, at.date() + AHEAD, with_duty=False)


def districts(network: Network, *, with_borders: bool = False) -> list[District]:
    """Return the parts of the city by name; their borders, which are long, only where they are drawn."""
    found = District.objects.filter(network=network)
    return list(found if with_borders else found.defer("border"))
