"""Public holidays and working days."""

import datetime as dt
from functools import lru_cache

import holidays
from django.utils.translation import get_language

from podworko.places.models import Weekday


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int, language: str = "pl") -> dict[dt.date, str]:
    """Return the statutory days off of `country` in `year` with their names in `language` (pl, uk, en).

    Poland: ustawa z 18.01.1951 o dniach wolnych od pracy; 24 December among them from 2025 (Dz.U. 2024 poz. 1965).
    """
    spoken = "en_US" if language == "en" else language
    return dict(holidays.country_holidays(country, years=year, language=spoken).items())


def holiday(country: str, on: dt.date) -> str:
    """Return the name of the public holiday on that date in the reader's language, or nothing."""
    return public_holidays(country, on.year, (get_language() or "pl")[:2]).get(on, "")


def is_working_day(country: str, on: dt.date) -> bool:
    """Say whether `on` is neither a Saturday or Sunday nor a public holiday."""
    return on.weekday() < Weekday.SATURDAY and not holiday(country, on)


def add_working_days(country: str, start: dt.date, count: int) -> dt.date:
    """Return the date that comes `count` working days after `start`, which itself is not counted."""
    day = start
    while count:
        day += dt.timedelta(days=1)
        count -= is_working_day(country, day)
    return day


def working_days_between(country: str, start: dt.date, end: dt.date) -> int:
    """Return how many working days lie after `start` and before `end`, both not counted."""
    days = (start + dt.timedelta(days=number) for number in range(1, (end - start).days))
    return sum(is_working_day(country, day) for day in days)
