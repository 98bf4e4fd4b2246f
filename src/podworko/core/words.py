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


def spoken(on: dt.date) -> str:
    """Return the date in the language of the moment, with the year when it is another: "czwartek, 26 listopada"."""
    this_year = on.year == clock.now().year
    text = date_format(on, "l, j E" if this_year else "l, j E Y")
    return text.lower() if (get_language() or "")[:2] in SMALL else text


def near(on: dt.date, zone: dt.tzinfo) -> str:
    """Return a day as people say it who look at it from today: "today", "tomorrow", else the date."""
    days = (on - clock.now().astimezone(zone).date()).days
    return {0: _("today"), 1: _("tomorrow")}.get(days) or spoken(on)


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
    """Return a telephone number in groups, as it is read aloud: "+48 12 555 01 00"; as it is where it is no number."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    except phonenumbers.NumberParseException:
        return number


def distance(metres: float) -> str:
    """Return a distance as people say it: "about 600 m", "about 2.5 km"."""
    if metres < KILOMETRE - ROUGH / 2:
        return _("about %(count)s m") % {"count": max(ROUGH, round(metres / ROUGH) * ROUGH)}
    kilometres = metres / KILOMETRE
    far = number_format(round(kilometres, 1), decimal_pos=1 if kilometres < FAR else 0)
    return _("about %(count)s km") % {"count": far}
