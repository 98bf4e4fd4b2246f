"""Dates in templates: `{% load words %}`, `{{ date|spoken }}`."""

import datetime as dt

from django import template
from django.utils import timezone

from podworko.core import words

register = template.Library()


@register.filter(expects_localtime=True)
def spoken(value: dt.date) -> str:
    """Return a date, or the local date of a moment, as people say it."""
    return words.spoken(timezone.localtime(value).date() if isinstance(value, dt.datetime) else value)
