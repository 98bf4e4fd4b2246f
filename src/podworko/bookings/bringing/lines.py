"""The lines of an .ics file, cut into calendars and events; what a place has no need of is not even kept.

Descriptions, guests, organisers and their addresses are left where they were. A line that is broken costs itself only.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from podworko.bookings.bringing.zones import Zones

# What a place needs to know about an event.
NEEDED = {
    "UID",
    "SUMMARY",
    "LOCATION",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "STATUS",
    "TRANSP",
    "SEQUENCE",
}
# Whatever begins or ends these ends the event that is open.
OUTER = {"VEVENT", "VCALENDAR"}
# So long may a line be; a list of exceptions over many years is not longer.
LONGEST_LINE = 20_000
# Names of zones hold colons and commas, and programs forget the quotation marks.
_ZONED = re.compile(
    r'^([A-Z-]+)((?:;[A-Z-]+=[^;:"]*)*?);TZID=(?:"([^"]*)"|(.*?))((?:;[A-Z-]+=[^;:"]*)*):(\d{8}.*)$', re.IGNORECASE
)


@dataclass
class Block:
    """One event as it stands in the file: its lines, and of each zone that they name the name itself."""

    calendar: str
    zones: Zones
    # What the calendar says of itself, or the zone of the place.
    usual: dt.tzinfo
    has_own_zone: bool
    lines: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Keep a line; the zone in it goes by a number, which no writer can spell wrongly."""
        told = _ZONED.match(line)
        if told:
            name, before, quoted, plain, after, value = told.groups()
            self.named.append(quoted or plain or "")
            line = f"{name}{before};TZID=zone-{len(self.named) - 1}{after}:{value}"
        self.lines.append(line[:LONGEST_LINE])

    def text(self) -> str:
        """Return the event as one component."""
        return "\r\n".join(["BEGIN:VEVENT", *self.lines, "END:VEVENT", ""])


def blocks(text: str, zones: Zones) -> Iterator[Block]:
    """Yield the events of all calendars in `text`; an event that nobody closed ends where the next one begins."""
    reader = _Reader(zones)
    for line in _unfolded(text):
        word, _colon, value = line.partition(":")
        word, value = word.strip().upper(), value.strip()
        if word == "BEGIN":
            yield from reader.begin(value.upper())
        reader.keep_rules(line)
        if word == "END":
            yield from reader.end(value.upper())
        elif word != "BEGIN":
            reader.line(line, word.partition(";")[0], value)
    yield from reader.close()


class _Reader:
    """Where in a file one is: in which calendar, event, description of a zone."""

    def __init__(self, zones: Zones) -> None:
        self.zones = zones
        self.calendar = self.own_zone = ""
        self.block: Block | None = None
        self.rules: list[str] = []
        self.inside: list[str] = []

    def begin(self, what: str) -> Iterator[Block]:
        """Go into something; yield the event that should have been closed before."""
        if what in OUTER:
            yield from self.close()
            self.inside = []
        if what == "VCALENDAR":
            self.calendar = self.own_zone = ""
        elif what == "VEVENT":
            usual = self.zones.of(self.own_zone) if self.own_zone else self.zones.usual
            self.block = Block(self.calendar, self.zones, usual, has_own_zone=bool(self.own_zone))
        elif what == "VTIMEZONE":
            self.rules = []
        self.inside.append(what)

    def end(self, what: str) -> Iterator[Block]:
        """Go out of something; yield the event that ends here."""
        if what == "VTIMEZONE":
            _describe(self.zones, self.rules)
        elif what in OUTER:
            yield from self.close()
        if what in self.inside:
            self.inside = self.inside[: self.inside.index(what)]

    def close(self) -> Iterator[Block]:
        """Yield the event that is open."""
        if self.block:
            yield self.block
        self.block = None

    def keep_rules(self, line: str) -> None:
        """Keep the line if it describes a zone."""
        if "VTIMEZONE" in self.inside:
            self.rules.append(line[:LONGEST_LINE])

    def line(self, line: str, name: str, value: str) -> None:
        """Keep what the event, or the calendar, says of itself."""
        if self.block:
            if self.inside[-1:] == ["VEVENT"] and name in NEEDED:
                self.block.add(line)
        elif name == "X-WR-CALNAME":
            self.calendar = value.replace("\\,", ",").replace("\\;", ";")[:200]
        elif name == "X-WR-TIMEZONE":
            self.own_zone = value


def _unfolded(text: str) -> Iterator[str]:
    """Yield the lines, joined where they were folded; the folds of what is not needed too."""
    whole = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:1] in {" ", "\t"}:
            if len(whole) <= LONGEST_LINE:
                whole += line[1:]
            continue
        if whole:
            yield whole
        whole = line
    if whole:
        yield whole


def _describe(zones: Zones, rules: list[str]) -> None:
    name = next((line.partition(":")[2].strip() for line in rules if line.upper().startswith("TZID")), "")
    if name:
        zones.describe(name.strip('"'), "\r\n".join([*rules, ""]))
