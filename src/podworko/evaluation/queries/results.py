"""What the faces say: per session, per activity, per place; what of it everybody may read."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from podworko.core import clock
from podworko.evaluation.actions.asking import LATEST, TICKET_LIFE
from podworko.evaluation.models import LIKED, Asking, Face, Remark, RemarkState, Tally, Way, window_of
from podworko.places.models import Centre, Network
from podworko.programme.models import Activity, Intake, Session, SessionState, SignsUpFor

# Fewer voices are shown to nobody but the staff.
FEWEST = 5
# What the public reads counts a session once nobody is asked about it any more, so that no single voice can be read off
# from how the figure changes.
SETTLED = LATEST + TICKET_LIFE
# What was held lately stands on the first page, with the ways to its tablet and its paper.
LATELY, SOON, MOST_NEAR = dt.timedelta(days=7), dt.timedelta(hours=12), 40
# Of an activity so many of the latest sessions are told by themselves; all of them count.
MOST_SESSIONS = 60


@dataclass(frozen=True)
class Voices:
    """How often each face was pressed, the worst first."""

    counts: tuple[int, ...] = (0,) * len(Face)

    @property
    def total(self) -> int:
        """How many voices there are."""
        return sum(self.counts)

    @property
    def liked(self) -> int:
        """How many pressed one of the two best faces."""
        return sum(self.counts[face - 1] for face in LIKED)

    @property
    def percent(self) -> int:
        """How many of a hundred those are; 0 of none."""
        return round(100 * self.liked / self.total) if self.total else 0

    @property
    def best_first(self) -> list[tuple[Face, int]]:
        """Each face with its count, the best first."""
        return [(face, self.counts[face - 1]) for face in reversed(Face)]

    @property
    def are_enough(self) -> bool:
        """Whether others than the staff may read them."""
        return self.total >= FEWEST

    def __add__(self, other: "Voices") -> "Voices":
        """Return both together."""
        return Voices(tuple(mine + theirs for mine, theirs in zip(self.counts, other.counts, strict=True)))


NONE = Voices()


@dataclass(frozen=True)
class SessionVoices:
    """What was said of one session: the voices, how many came by which way, how many people had a place."""

    session: Session
    voices: Voices
    ways: Mapping[Way, int]
    # None: not known.
    people: int | None
    asked: int
    can_open_tablet: bool
    can_type_in: bool

    @property
    def answered(self) -> int | None:
        """How many of a hundred who had a place gave a voice; None where that is not known."""
        return round(100 * self.voices.total / self.people) if self.people else None

    @property
    def told_ways(self) -> list[tuple[str, int]]:
        """How many voices came in which way, in words."""
        return [(str(way.label), self.ways[way]) for way in Way if self.ways.get(way)]

    @property
    def are_too_many(self) -> bool:
        """Whether there are more voices than there were people: somebody has pressed for fun, or many came along."""
        return self.people is not None and self.people > 0 and self.voices.total > self.people


@dataclass(frozen=True)
class Result:
    """What was said of one activity."""

    activity: Activity
    voices: Voices
    sessions: Sequence[SessionVoices]
    older: int
    is_asking: bool
    waiting: int

    @property
    def rated(self) -> list[SessionVoices]:
        """The sessions that somebody rated, the oldest first."""
        return [each for each in reversed(self.sessions) if each.voices.total]


@dataclass(frozen=True)
class Line:
    """One activity of the list."""

    activity: Activity
    voices: Voices
    is_asking: bool
    waiting: int


@dataclass(frozen=True)
class Overview:
    """What was said at a place: of all, of each activity, the most voices first; what was held lately."""

    voices: Voices
    lines: Sequence[Line]
    near: Sequence[SessionVoices]
    waiting: int


@dataclass(frozen=True)
class PlaceLine:
    """What was said at one place of a network, as its officers see it."""

    centre: Centre
    voices: Voices


def overview(place: Centre) -> Overview:
    """Return what was said at `place`; as many queries however much it is."""
    voices = _by(Tally.objects.filter(session__activity__centre=place), "session__activity")
    waiting = _waiting(Remark.objects.filter(session__activity__centre=place))
    asking = set(Asking.objects.filter(activity__centre=place, is_on=True).values_list("activity", flat=True))
    activities = place.activities.filter(pk__in=[*voices, *waiting, *asking])
    lines = [Line(each, voices.get(each.pk, NONE), each.pk in asking, waiting.get(each.pk, 0)) for each in activities]
    lines.sort(key=lambda line: (-line.voices.total, line.activity.title))
    return Overview(sum(voices.values(), NONE), lines, _near(place), sum(waiting.values()))


def _near(place: Centre) -> list[SessionVoices]:
    """Return what was held lately and what begins soon, the soonest first."""
    now = clock.now()
    held = Session.objects.filter(
        activity__centre=place,
        activity__published_at__isnull=False,
        state=SessionState.PLANNED,
        starts_at__lte=now + SOON,
        ends_at__gt=now - LATELY,
    )
    sessions = list(held.select_related("activity", "asked").order_by("-starts_at", "-pk")[:MOST_NEAR])
    for each in sessions:
        each.activity.centre = place
    return _told(sessions)


def of_activity(activity: Activity) -> Result:
    """Return what was said of `activity`, with its latest sessions."""
    now = clock.now()
    begun = activity.sessions.filter(state=SessionState.PLANNED, starts_at__lte=now + SOON)
    found = list(begun.select_related("asked").order_by("-starts_at", "-pk")[: MOST_SESSIONS + 1])
    sessions = found[:MOST_SESSIONS]
    for each in sessions:
        each.activity = activity
    all_voices = _by(Tally.objects.filter(session__activity=activity), "session__activity")
    waiting = _waiting(Remark.objects.filter(session__activity=activity))
    return Result(
        activity,
        all_voices.get(activity.pk, NONE),
        _told(sessions),
        max(0, begun.count() - MOST_SESSIONS),
        Asking.objects.filter(activity=activity, is_on=True).exists(),
        waiting.get(activity.pk, 0),
    )


def of_place(place: Centre) -> list[SessionVoices]:
    """Return what was said of each session at `place` that somebody rated, the oldest first, for a file."""
    rated = Session.objects.filter(activity__centre=place, tallies__count__gt=0).distinct()
    sessions = list(rated.select_related("activity", "asked").order_by("starts_at", "pk"))
    for each in sessions:
        each.activity.centre = place
    return _told(sessions)


def _told(sessions: Sequence[Session]) -> list[SessionVoices]:
    """Return what was said of each of these sessions, whose activities are known, in three queries."""
    tallies = Tally.objects.filter(session__in=sessions)
    voices = _by(tallies, "session")
    ways: dict[int, dict[Way, int]] = defaultdict(dict)
    for session, way, count in tallies.values_list("session", "way").annotate(sum=Sum("count")).order_by():
        ways[session][Way(way)] = count
    people = _people(sessions)
    now = clock.now()
    return [
        SessionVoices(
            each,
            voices.get(each.pk, NONE),
            ways.get(each.pk, {}),
            people.get(each.pk),
            each.asked.people if hasattr(each, "asked") else 0,
            can_open_tablet=now < window_of(each)[1],
            can_type_in=each.starts_at <= now,
        )
        for each in sessions
    ]


def _people(sessions: Sequence[Session]) -> dict[int, int]:
    """Return how many had a place in each of the sessions for which people sign up."""
    activities = {each.activity_id for each in sessions}
    rows = Intake.objects.filter(activity__in=activities).values_list("activity", "session", "taken")
    taken: dict[tuple[int, int | None], int] = {(activity, session): count for activity, session, count in rows}
    found = {}
    for each in sessions:
        is_series = each.activity.signs_up_for == SignsUpFor.SERIES
        count = taken.get((each.activity_id, None if is_series else each.pk))
        if count is not None:
            found[each.pk] = count
    return found


def _by(tallies: QuerySet[Tally], name: str) -> dict[int, Voices]:
    """Return the voices among `tallies` by the id of what they are `name`d for."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0] * len(Face))
    for key, face, count in tallies.values_list(name, "face").annotate(sum=Sum("count")).order_by():
        counts[key][face - 1] += count
    return {key: Voices(tuple(each)) for key, each in counts.items() if any(each)}


def _waiting(remarks: QuerySet[Remark]) -> dict[int, int]:
    found = remarks.filter(state=RemarkState.WAITING).values_list("session__activity").annotate(count=Count("pk"))
    return dict(found.order_by())


# --- for others than the staff ---


def _settled(tallies: QuerySet[Tally]) -> QuerySet[Tally]:
    return tallies.filter(session__ends_at__lt=clock.now() - SETTLED)


def said_of(activity: Activity) -> Voices | None:
    """Return what everybody may read of how `activity` was liked; None where there are too few voices."""
    tallies = _settled(Tally.objects.filter(session__activity=activity))
    voices = _by(tallies, "session__activity").get(activity.pk, NONE)
    return voices if voices.are_enough else None


def of_network(network: Network) -> list[PlaceLine]:
    """Return what was said at the places of `network`, by name; with too few voices they are none."""
    tallies = _settled(Tally.objects.filter(session__activity__centre__network=network))
    voices = _by(tallies, "session__activity__centre")
    places = Centre.objects.filter(pk__in=voices).select_related("network", "kind").order_by("name", "pk")
    return [PlaceLine(each, voices[each.pk] if voices[each.pk].are_enough else NONE) for each in places]
