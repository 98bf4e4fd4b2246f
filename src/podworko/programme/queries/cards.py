"""Sessions as cards: read as plain values, and what many of them share put into words once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from podworko.bookings.queries.plans.wall import AsKept, Wall
from podworko.core import clock, words
from podworko.places.models import Audience, SignUp, Spoken
from podworko.programme.models import Intake, Session, SessionState, SignsUpFor, Where
from podworko.programme.queries.sittings import Places, ages_in_words
from podworko.programme.queries.wishes import Ground

# A language that everybody expects is not worth a word.
EXPECTED = "pl"


class Row(NamedTuple):
    """A session as it is read."""

    pk: int
    starts: Any
    ends: Any
    state: str
    reason: str
    room: str | None
    activity: int
    slug: str
    title: str
    lead: str
    audience: str
    age_from: int | None
    age_to: int | None
    languages: list[str]
    where: str
    spot: str
    sign_up: str
    signs_up_for: str
    planned: int | None
    capacity: int | None
    taken: int | None
    centre: int
    centre_slug: str
    centre_name: str
    look: str


FIELDS: tuple[str | AsKept, ...] = (
    "pk",
    AsKept("starts_at"),
    AsKept("ends_at"),
    "state",
    "reason",
    "room__name",
    "activity_id",
    *(
        f"activity__{name}"
        for name in (
            *("slug", "title", "lead", "audience", "age_from", "age_to", "languages", "where", "spot"),
            *("sign_up", "signs_up_for", "capacity"),
        )
    ),
    "intake__capacity",
    "intake__taken",
    "activity__centre_id",
    "activity__centre__slug",
    "activity__centre__name",
    "activity__centre__kind__look",
)


@dataclass(frozen=True)
class Card:
    """One session on the programme, in words."""

    url: str
    title: str
    lead: str
    hours: str
    facts: Sequence[str]
    # How one comes, and whether there are places; nothing where one cannot come any more.
    coming: str
    is_full: bool
    is_called_off: bool
    reason: str
    # Of the calendar of a network: the place, how far it is, and the look of its kind.
    place: str = ""
    distance: str = ""
    look: str = ""
    is_over: bool = False


def read(rows: QuerySet[Session]) -> list[Row]:
    """Read sessions, and no more of them than stands on a card."""
    return [Row(*row) for row in rows.values_list(*FIELDS)]


class Words:
    """What is said of rows on one page: what many of them share is said once."""

    def __init__(self, ground: Ground, rows: Sequence[Row]) -> None:
        self.ground = ground
        self.wall = Wall(ground.network.zone)
        self.now = clock.now()
        self.addresses: dict[int, str] = {}
        self.whom: dict[tuple[str, int | None, int | None], str] = {}
        self.coming: dict[tuple[str, int | None], str] = {}
        self.languages: dict[str, str] = {}
        of_series = {row.activity for row in rows if row.signs_up_for == SignsUpFor.SERIES}
        intakes = Intake.objects.filter(activity__in=of_series, session__isnull=True)
        self.series: dict[int, tuple[int | None, int]] = {
            pk: (capacity, taken) for pk, capacity, taken in intakes.values_list("activity", "capacity", "taken")
        }

    def card(self, row: Row) -> Card:
        """Return a session in words."""
        starts, ends = self.wall[row.starts], self.wall[row.ends]
        is_called_off = row.state == SessionState.CALLED_OFF
        can_come = not is_called_off and starts > self.now
        places = self._places(row)
        of_network = {}
        if self.ground.centre is None:
            metres = self.ground.metres.get(row.centre)
            of_network = {
                "place": row.centre_name,
                "distance": "" if metres is None else words.distance(metres),
                "look": row.look,
            }
        return Card(
            url=self._address(row),
            title=row.title,
            lead=row.lead,
            hours=f"{starts:%H:%M}–{ends:%H:%M}",
            facts=[each for each in (self._for_whom(row), _where(row), self._languages(row)) if each],
            coming=self._coming(places) if can_come else "",
            is_full=places.is_full,
            is_called_off=is_called_off,
            reason=row.reason,
            is_over=ends <= self.now,
            **of_network,
        )

    def _address(self, row: Row) -> str:
        if row.centre not in self.addresses:
            names = [self.ground.network.slug, row.centre_slug]
            self.addresses[row.centre] = reverse("programme:programme", args=names)
        return f"{self.addresses[row.centre]}{row.slug}/"

    def _places(self, row: Row) -> Places:
        if row.sign_up == SignUp.NONE:
            return Places(row.sign_up)
        if row.signs_up_for == SignsUpFor.SERIES:
            capacity, taken = self.series.get(row.activity, (row.planned, 0))
        else:
            capacity, taken = (row.planned, 0) if row.taken is None else (row.capacity, row.taken)
        return Places(row.sign_up, capacity, taken)

    def _coming(self, places: Places) -> str:
        key = places.sign_up, places.left
        if key not in self.coming:
            self.coming[key] = places.coarse
        return self.coming[key]

    def _languages(self, row: Row) -> str:
        key = " ".join(row.languages)
        if key not in self.languages:
            told = [value for value in row.languages if value in Spoken]
            said = "" if told == [EXPECTED] else ", ".join(str(Spoken(value).label) for value in told)
            self.languages[key] = said
        return self.languages[key]

    def _for_whom(self, row: Row) -> str:
        key = row.audience, row.age_from, row.age_to
        if key not in self.whom:
            ages = ages_in_words(row.age_from, row.age_to)
            audience = "" if row.audience == Audience.EVERYBODY and ages else str(Audience(row.audience).label)
            self.whom[key] = capfirst(", ".join(each for each in (audience, ages) if each))
        return self.whom[key]


def _where(row: Row) -> str:
    spot = row.room or row.spot
    if row.where in {Where.ONLINE, Where.HYBRID}:
        return ", ".join(part for part in (spot, _("on line")) if part)
    return spot
