"""Dates as people say them."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import get_language

from podworko.core import clock

# Django writes names of days with a capital; these languages use one only at the beginning of a sentence.
SMALL = {"pl", "uk"}


def spoken(on: dt.date) -> str:
    """Return the date in the language of the moment, with the year when it is another: "czwartek, 26 listopada"."""
    this_year = on.year == clock.now().year
    text = date_format(on, "l, j E" if this_year else "l, j E Y")
    return text.lower() if (get_language() or "")[:2] in SMALL else text
