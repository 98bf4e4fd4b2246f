"""When a centre is open and on duty, in its local time, right across midnight and clock changes."""

from podworko.places.hours.reading import day, days, now, open_at, standing, timetable, timetables, usual_week
from podworko.places.hours.saying import usual_words
from podworko.places.hours.spans import Span, Turn, merged
from podworko.places.hours.timetable import Day, Now, Row, SeasonDates, Timetable
from podworko.places.hours.workdays import (
    add_working_days,
    holiday,
    is_working_day,
    public_holidays,
    working_days_between,
)

__all__ = [
    "Day",
    "Now",
    "Row",
    "SeasonDates",
    "Span",
    "Timetable",
    "Turn",
    "add_working_days",
    "day",
    "days",
    "holiday",
    "is_working_day",
    "merged",
    "now",
    "open_at",
    "public_holidays",
    "standing",
    "timetable",
    "timetables",
    "usual_week",
    "usual_words",
    "working_days_between",
]
