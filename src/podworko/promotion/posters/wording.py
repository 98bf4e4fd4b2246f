"""When an activity is held, as a poster says it: in words where it is regular, else date by date."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from podworko.core import clock
from podworko.core.words import spoken
from podworko.programme.models import Session

# From so many dates on a thing is regular; with more left out than that, or in more rhythms, it is not.
REGULAR, LEFT_OUT, RHYTHMS = 3, 3, 3
# So many dates stand on a poster one by one.
MOST_TIMES = 8
WEEK = dt.timedelta(weeks=1)
# Whoever reads it now may come at once.
SOON = 2 * WEEK
EVERY_WEEK = (
    gettext_lazy("every Monday"),
    gettext_lazy("every Tuesday"),
    gettext_lazy("every Wednesday"),
    gettext_lazy("every Thursday"),
    gettext_lazy("every Friday"),
    gettext_lazy("every Saturday"),
    gettext_lazy("every Sunday"),
)
EVERY_SECOND_WEEK = (
    gettext_lazy("every second Monday"),
    gettext_lazy("every second Tuesday"),
    gettext_lazy("every second Wednesday"),
    gettext_lazy("every second Thursday"),
    gettext_lazy("every second Friday"),
    gettext_lazy("every second Saturday"),
    gettext_lazy("every second Sunday"),
)
RHYTHM = {1: EVERY_WEEK, 2: EVERY_SECOND_WEEK}
# No column holds a longer word: it may break where it must, since nothing is cut.
LONG_WORD = re.compile(r"[^\s\u200b]{25,}")
# Pictures among the letters, and what joins and colours them; no font of ours draws them.
PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3\U000e0020-\U000e007f]")


@dataclass(frozen=True)
class Time:
    """A line of when: the day or the rhythm, the hours, and what else there is to say."""

    day: str
    hours: str
    note: str = ""


@dataclass(frozen=True)
class Rhythm:
    """Sessions at the same hours every week, or every second week, and the dates on which they are left out."""

    weekday: int
    hours: str
    weeks: int
    dates: Sequence[dt.date]
    left_out: Sequence[dt.date]

    @property
    def words(self) -> str:
        """Say how often it is."""
        return capfirst(str(RHYTHM[self.weeks][self.weekday]))

    @property
    def but(self) -> str:
        """Say when it is not, though it would be."""
        days = _list([_short(on) for on in self.left_out])
        return _("not on %(days)s") % {"days": days} if self.left_out else ""

    @property
    def span(self) -> str:
        """Say until when, and from when unless that is soon."""
        if self.dates[0] <= clock.now().date() + SOON:
            return _("until %(last)s") % {"last": _short(self.dates[-1])}
        return _("from %(first)s to %(last)s") % {"first": _short(self.dates[0]), "last": _short(self.dates[-1])}


def hours(session: Session, zone: ZoneInfo) -> str:
    """Return from when until when it is held, as the wall shows it."""
    starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    return f"{starts:%-H:%M}–{ends:%-H:%M}"


def day_of(session: Session, zone: ZoneInfo) -> dt.date:
    """Return the local date on which it begins."""
    return session.starts_at.astimezone(zone).date()


def rhythms(sessions: Sequence[Session], zone: ZoneInfo) -> list[Rhythm] | None:
    """Return in which rhythms they are held; None where one cannot say it in a few words."""
    found: dict[tuple[int, str], list[dt.date]] = {}
    for session in sessions:
        on = day_of(session, zone)
        found.setdefault((on.weekday(), hours(session, zone)), []).append(on)
    if not found or len(found) > RHYTHMS:
        return None
    read = [_rhythm(weekday, at, sorted({*dates})) for (weekday, at), dates in found.items()]
    regular = [each for each in read if each]
    return sorted(regular, key=lambda each: (each.weekday, each.hours)) if len(regular) == len(read) else None


def _rhythm(weekday: int, at: str, dates: Sequence[dt.date]) -> Rhythm | None:
    if len(dates) < REGULAR:
        return None
    gaps = {(after - before) // WEEK for before, after in pairwise(dates)}
    weeks = min(gaps)
    if weeks not in RHYTHM or any(gap % weeks for gap in gaps):
        return None
    step = weeks * WEEK
    missing = [dates[0] + n * step for n in range((dates[-1] - dates[0]) // step)]
    left_out = [on for on in missing if on not in {*dates}]
    return Rhythm(weekday, at, weeks, dates, left_out) if len(left_out) <= LEFT_OUT else None


def times(sessions: Sequence[Session], zone: ZoneInfo, *, in_words: bool) -> tuple[list[Time], str]:
    """Return the lines of when, and what to say of those dates that have no line."""
    regular = rhythms(sessions, zone) if in_words else None
    if regular:
        notes = [", ".join(part for part in (each.span, each.but) if part) for each in regular]
        return [Time(each.words, each.hours, note) for each, note in zip(regular, notes, strict=True)], ""
    shown = [Time(capfirst(spoken(day_of(each, zone))), hours(each, zone)) for each in sessions[:MOST_TIMES]]
    rest = len(sessions) - len(shown)
    more = ngettext("and %(count)s more date", "and %(count)s more dates", rest) % {"count": rest} if rest else ""
    return shown, more


def _short(on: dt.date) -> str:
    return date_format(on, "j E" if on.year == clock.now().year else "j E Y")


def _list(words: Sequence[str]) -> str:
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return _("%(some)s and %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def printable(text: str) -> str:
    """Return `text` with what paper cannot show left out: emoji; no word of it is longer than any column."""
    plain = PICTURES.sub("", unicodedata.normalize("NFC", text))
    plain = "".join(
        letter for letter in plain if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs", "Co"}
    )
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return LONG_WORD.sub(lambda found: "\u200b".join(found[0]), "\n".join(lines).strip())


def breakable(address: str) -> str:
    """Return an address of the web without its beginning, for those who type it; it may break between its parts."""
    words = re.sub(r"([/\-.])", "\\1\u200b", address.partition("://")[2] or address)
    return LONG_WORD.sub(lambda found: "\u200b".join(found[0]), words)


def joined(parts: Iterable[str]) -> str:
    """Return the parts that say something, in one line."""
    return " · ".join(part for part in parts if part)
