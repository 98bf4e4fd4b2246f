"""Calendar programs of residents: khal, and the library that others are built on."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from icalendar import Calendar, Event

CONFIGURATION = """
[calendars]
[[mine]]
path = {folder}/mine

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = Europe/Warsaw
local_timezone = Europe/Warsaw

[default]
default_calendar = mine
"""


class Diary:
    """The calendar program khal, in a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "mine").mkdir(parents=True)
        self.configuration = folder / "khal.conf"
        self.configuration.write_text(CONFIGURATION.format(folder=folder))
        self.home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}

    def takes(self, text: str) -> None:
        """Import a calendar file, as if it had been opened from a mail."""
        file = self.folder / "podworko.ics"
        file.write_text(text, newline="")
        self._khal("import", "--batch", str(file))

    def shows(self, first: str, days: int = 1) -> list[str]:
        """Return what stands in it in these days, one line for each: day, hours, title, place."""
        line = "{start-date} {start-time}-{end-time} {title}, {location}"
        last = dt.date.fromisoformat(first) + dt.timedelta(days=days)
        said = self._khal("list", "--format", line, "--day-format", "", first, str(last))
        return [line for line in said.splitlines() if line and not line.startswith("No events")]

    def _khal(self, *words: str) -> str:
        command = [str(Path(sys.executable).with_name("khal")), "--config", str(self.configuration), *words]
        done = subprocess.run(command, env=os.environ | self.home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def events_in(text: str) -> list[Event]:
    """Return the events of a calendar file."""
    return list(Calendar.from_ical(text).walk("VEVENT"))
