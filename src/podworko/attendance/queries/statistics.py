"""How many came: visits, families, first times, by band, month, activity and place; small numbers hidden from above.

What is asked for is as large as the period, not as the history behind it.
"""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from podworko.attendance.models import BANDS, Counted, Presence, Sheet, Total
from podworko.core import clock
from podworko.places.models import Centre, Network
from podworko.programme.models import ActivityState, Session, SessionState

# What is smaller is hidden from whoever does not work there.
SMALLEST = 5
MOST_ACTIVITIES = 60


@dataclass(frozen=True)
class Period:
    """From which day to which, both included."""

    first: dt.date
    last: dt.date

    def whole_months(self) -> "Period":
        """Return the months that it touches: of two periods that differ by a day, nobody learns what that day was."""
        _weekday, days = calendar.monthrange(self.last.year, self.last.month)
        return Period(self.first.replace(day=1), self.last.replace(day=days))


@dataclass(frozen=True)
class Row:
    """One line of a table: how many (None: too few to be told), at how many times; `key` is what it is about."""

    label: str
    count: int | None
    times: int = 0
    key: Any = None


@dataclass(frozen=True)
class Figures:
    """How many came in a period; None for what is too small to be told."""

    period: Period
    visits: int | None
    families: int | None
    first: int | None
    # Known by the contacts of those who were ticked.
    persons: int | None
    counted: int
    held: int
    bands: list[Row]
    months: list[Row]
    activities: list[Row]
    places: list[Row]

    @property
    def is_empty(self) -> bool:
        """Whether nobody was counted."""
        return not any(row.count is None or row.count for row in self.bands) and not self.families


def hidden(rows: Iterable[Row]) -> list[Row]:
    """Return the rows without small numbers; where that is one alone, the next larger goes too, lest it be reckoned."""
    found = list(rows)
    small = [number for number, row in enumerate(found) if row.count and row.count < SMALLEST]
    others = [number for number, row in enumerate(found) if row.count and row.count >= SMALLEST]
    if len(small) == 1 and others:
        small.append(min(others, key=lambda number: found[number].count or 0))
    return [replace(row, count=None) if number in small else row for number, row in enumerate(found)]


def told(count: int, *, is_exact: bool) -> int | None:
    """Return a number, or None where it is too small to be told."""
    return count if is_exact or not 0 < count < SMALLEST else None


def sheets_of(where: Centre | Network, period: Period) -> QuerySet[Sheet]:
    """Return the sheets of a place, or of all places of a network, in a period."""
    of = {"centre": where} if isinstance(where, Centre) else {"centre__network": where}
    return Sheet.objects.filter(on__gte=period.first, on__lte=period.last, **of)


def figures(where: Centre | Network, period: Period, *, is_exact: bool) -> Figures:
    """Return how many came; `is_exact` for those who counted them, without small numbers for the others."""
    sheets = sheets_of(where, period)
    totals = Total.objects.filter(sheet__in=sheets)
    sums: dict[str, int] = dict(totals.values_list("what").annotate(sum=Sum("count")))
    persons = Presence.objects.filter(sheet__in=sheets, is_here=True).exclude(contact_mark="")
    hide = list if is_exact else hidden
    heads = totals.filter(what__in=BANDS)
    held, counted = _coverage(where, period)
    return Figures(
        period,
        told(sum(sums.get(band, 0) for band in BANDS), is_exact=is_exact),
        told(sums.get(Counted.FAMILY, 0), is_exact=is_exact),
        told(sums.get(Counted.FIRST, 0), is_exact=is_exact),
        told(persons.aggregate(count=Count("contact_mark", distinct=True))["count"], is_exact=is_exact),
        counted,
        held,
        hide(Row(str(band.label), sums.get(band, 0), key=band) for band in BANDS if sums.get(band, 0)),
        hide(_months(heads)),
        hide(_activities(heads)) if isinstance(where, Centre) else [],
        hide(_places(heads)) if isinstance(where, Network) else [],
    )


def _months(heads: QuerySet[Total]) -> list[Row]:
    found = heads.annotate(month=TruncMonth("sheet__on")).values("month").order_by("month")
    rows = found.annotate(sum=Sum("count"), times=Count("sheet", distinct=True))
    return [Row(month_name(each["month"]), each["sum"], each["times"], each["month"]) for each in rows]


def month_name(month: dt.date) -> str:
    """Return a month with its year."""
    return date_format(month, "F Y").lower() if date_format(month, "F").istitle() else date_format(month, "F Y")


def _activities(heads: QuerySet[Total]) -> list[Row]:
    found = heads.values("sheet__session__activity", "sheet__session__activity__title")
    rows = found.annotate(sum=Sum("count"), times=Count("sheet", distinct=True)).order_by("-sum")
    return [
        Row(
            each["sheet__session__activity__title"] or _("Dropped in, with no activity"),
            each["sum"],
            each["times"],
            each["sheet__session__activity"],
        )
        for each in rows[:MOST_ACTIVITIES]
    ]


def _places(heads: QuerySet[Total]) -> list[Row]:
    found = heads.values("sheet__centre", "sheet__centre__name", "sheet__centre__slug")
    rows = found.annotate(sum=Sum("count"), times=Count("sheet", distinct=True)).order_by("-sum", "sheet__centre__name")
    return [Row(each["sheet__centre__name"], each["sum"], each["times"], each["sheet__centre__slug"]) for each in rows]


def _coverage(where: Centre | Network, period: Period) -> tuple[int, int]:
    """Return how many sessions were held in a period, and at how many of them somebody has counted."""
    of = {"activity__centre": where} if isinstance(where, Centre) else {"activity__centre__network": where}
    begin, end = clock.day(period.first, where.zone)[0], clock.day(period.last, where.zone)[1]
    held = Session.objects.filter(
        state=SessionState.PLANNED, starts_at__gte=begin, starts_at__lt=min(end, clock.now()), **of
    ).exclude(activity__state=ActivityState.DRAFT)
    counts = held.aggregate(
        held=Count("pk"), counted=Count("pk", filter=Q(Exists(Sheet.objects.filter(session=OuterRef("pk")))))
    )
    return counts["held"], counts["counted"]


# --- for spreadsheets ---

Table = tuple[list[str], list[list[str | int]]]
HIDDEN = "<5"


def each_sheet(place: Centre, period: Period) -> Table:
    """Return a line for each sheet of a place: day, hour, activity, each kind; three queries however many there are."""
    sheets = sheets_of(place, period).select_related("session__activity").order_by("on", "session__starts_at", "pk")
    totals: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Total.objects.filter(sheet__in=sheets_of(place, period)).values_list("sheet", "what", "count")
    for sheet, what, count in rows:
        totals[sheet][what] = count
    heading = [_("Day"), _("Hour"), _("Activity"), _("People"), *(str(each.label) for each in Counted)]
    return heading, [_line(sheet, totals[sheet.pk], place) for sheet in sheets]


def _line(sheet: Sheet, totals: dict[str, int], place: Centre) -> list[str | int]:
    session = sheet.session
    hour = f"{session.starts_at.astimezone(place.zone):%H:%M}" if session else ""
    title = session.activity.title if session else _("Dropped in, with no activity")
    heads = sum(totals.get(band, 0) for band in BANDS)
    return [sheet.on.isoformat(), hour, title, heads, *(totals.get(each, 0) for each in Counted)]


def each_month(where: Centre | Network, period: Period) -> Table:
    """Return a line for each month of each place, without small numbers."""
    rows = (
        Total.objects.filter(sheet__in=sheets_of(where, period))
        .annotate(month=TruncMonth("sheet__on"))
        .values_list("month", "sheet__centre__name", "what")
        .annotate(sum=Sum("count"))
        .order_by("month", "sheet__centre__name")
    )
    by_line: dict[tuple[dt.date, str], dict[str, int]] = defaultdict(dict)
    for month, name, what, count in rows:
        by_line[month, name][what] = count
    heading = [_("Month"), _("Place"), _("People"), *(str(each.label) for each in Counted)]
    return heading, [[f"{month:%Y-%m}", name, *_safe(totals)] for (month, name), totals in by_line.items()]


def _safe(totals: dict[str, int]) -> Sequence[str | int]:
    """Return the people together and each kind, hidden where they are few."""
    heads = sum(totals.get(band, 0) for band in BANDS)
    of_bands = hidden(Row(band, totals.get(band, 0)) for band in BANDS)
    beside = [told(totals.get(each, 0), is_exact=False) for each in (Counted.FAMILY, Counted.FIRST)]
    counts = [told(heads, is_exact=False), *(row.count for row in of_bands), *beside]
    return [HIDDEN if count is None else count for count in counts]
