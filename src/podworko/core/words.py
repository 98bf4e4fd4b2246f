"""Dates, times and numbers as people say them."""

import datetime as dt

import phonenumbers
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from podworko.core import clock

# Django writes names of days with a capital; these languages use one only at the beginning of a sentence.
SMALL = {"pl", "uk"}
# Metres; a distance is told to the nearest fifty of them, and beyond ten kilometres to the nearest thousand.
KILOMETRE, ROUGH, FAR = 1000, 50, 9.95
# From here on the name of the day alone would be today's.
WEEK = 7
# Where a telephone number is from that names no country.
HOME = "PL"


def spoken(on: dt.date) -> str:
    """Return the date in the language of the moment, with the year when it is another: "czwartek, 26 listopada"."""
    return _said(on, "l, j E" if on.year == clock.now().year else "l, j E Y")


def near(on: dt.date, zone: dt.tzinfo) -> str:
    """Return a day as people say it who look at it from today: "today", "tomorrow", "Friday", else the date."""
    days = (on - clock.now().astimezone(zone).date()).days
    if 1 < days < WEEK:
        return _said(on, "l")
    return {0: _("today"), 1: _("tomorrow")}.get(days) or spoken(on)


def _said(on: dt.date, form: str) -> str:
    text = date_format(on, form)
    return text.lower() if (get_language() or "")[:2] in SMALL else text


def time_left(until: dt.datetime, zone: dt.tzinfo) -> str:
    """Return how much time is left until a deadline, or how late it is, by the days of `zone`: "2 days left"."""
    now = clock.now()
    if until < now:
        days = (now - until).days
        return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days} if days else _("late")
    days = (until.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("by tomorrow")
    return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}


def spoken_phone(number: str) -> str:
    """Return a telephone number in groups, as it is read aloud: "512 345 678", from abroad "+380 44 123 4567".

    What is no number comes back as it is.
    """
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_possible_number(parsed):
        return number
    is_at_home = parsed.country_code == phonenumbers.country_code_for_region(HOME)
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if is_at_home else form.INTERNATIONAL)


def distance(metres: float) -> str:
    """Return a distance as people say it: "about 600 m", "about 2.5 km"."""
    if metres < KILOMETRE - ROUGH / 2:
        return _("about %(count)s m") % {"count": max(ROUGH, round(metres / ROUGH) * ROUGH)}
    kilometres = metres / KILOMETRE
    far = number_format(round(kilometres, 1), decimal_pos=1 if kilometres < FAR else 0)
    return _("about %(count)s km") % {"count": far}
