"""Time zones as programs name them: by the IANA, by Windows, by a city in any language, or by rules of their own."""

import datetime as dt
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

# What Outlook calls the zone of Warsaw when it shows it, whatever language it speaks; others name a city too.
_CITIES = {
    "warsaw": "Europe/Warsaw",
    "warszawa": "Europe/Warsaw",
    "варшава": "Europe/Warsaw",
    "zagreb": "Europe/Warsaw",
    "zagrzeb": "Europe/Warsaw",
    "berlin": "Europe/Berlin",
    "amsterdam": "Europe/Amsterdam",
    "praga": "Europe/Prague",
    "prague": "Europe/Prague",
    "kyiv": "Europe/Kyiv",
    "kiev": "Europe/Kyiv",
    "kijów": "Europe/Kyiv",
    "київ": "Europe/Kyiv",
    "london": "Europe/London",
    "londyn": "Europe/London",
}
_IANA = re.compile(r"[A-Za-z_]+/[A-Za-z_+-]+(?:/[A-Za-z_]+)?$")
_LOCATION = re.compile(r"^X-LIC-LOCATION:(\S+)", re.MULTILINE | re.IGNORECASE)
_OFTEN = re.compile(r"FREQ=(?!YEARLY)", re.IGNORECASE)
_UTC = {"utc", "gmt", "z", "etc/utc", "tzone://microsoft/utc", "coordinated universal time"}
# Rules of a zone are a few lines; what is longer is none.
_LONGEST_RULES = 20_000


def named(name: str) -> ZoneInfo | None:
    """Return the zone that a program means by `name`; None when it is none that the world knows."""
    text = name.strip().strip('"')
    if text.lower() in _UTC:
        return ZoneInfo("UTC")
    tail = _IANA.search(text)
    for key in (text, tail[0] if tail else "", WINDOWS_TO_OLSON.get(text, "")):
        if key and (found := _zone(key)):
            return found
    words = re.findall(r"\w+", text.lower())
    return next((ZoneInfo(_CITIES[word]) for word in words if word in _CITIES), None)


def ruled(rules: str) -> dt.tzinfo | None:
    """Return the zone that a VTIMEZONE describes; None when it cannot be understood."""
    located = _LOCATION.search(rules)
    if located and (known := named(located[1])):
        return known
    if len(rules) > _LONGEST_RULES or _OFTEN.search(rules):
        return None
    try:
        component = Timezone.from_ical(rules)
        assert isinstance(component, Timezone)
        found: dt.tzinfo = component.to_tz(lookup_tzid=False)
        found.utcoffset(dt.datetime(2027, 1, 1))  # noqa: DTZ001 - a zone is asked about the wall
    except Exception:  # noqa: BLE001 - whatever the rules of a stranger's program make the library stumble over
        return None
    return found


class Zones:
    """The zones of one file: those that the world knows, and those that the file describes itself."""

    def __init__(self, usual: ZoneInfo) -> None:
        self.usual: dt.tzinfo = usual
        self._described: dict[str, str] = {}
        self._known: dict[str, dt.tzinfo | None] = {}

    def describe(self, name: str, rules: str) -> None:
        """Remember how the file describes the zone `name`."""
        self._described.setdefault(name, rules)
        self._known.pop(name, None)

    def of(self, name: str) -> dt.tzinfo:
        """Return the zone `name`; the usual one when nobody knows it."""
        if name not in self._known:
            rules: Mapping[str, str] = self._described
            self._known[name] = named(name) or (ruled(rules[name]) if name in rules else None)
        return self._known[name] or self.usual


def _zone(key: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):
        return None
