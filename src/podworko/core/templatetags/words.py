"""Dates, times and numbers in templates: `{% load words %}`, `{{ date|spoken }}`."""

import datetime as dt

from django import template
from django.utils import timezone

from podworko.core import markdown, words

register = template.Library()


@register.filter(expects_localtime=True)
def spoken(value: dt.date) -> str:
    """Return a date, or the local date of a moment, as people say it."""
    return words.spoken(timezone.localtime(value).date() if isinstance(value, dt.datetime) else value)


@register.filter
def near(on: dt.date) -> str:
    """Return a day as people say it who look at it from today, by the days of the page's zone."""
    return words.near(on, timezone.get_current_timezone())


@register.filter
def time_left(until: dt.datetime) -> str:
    """Return how much time is left until a deadline, by the days of the page's zone."""
    return words.time_left(until, timezone.get_current_timezone())


@register.filter
def spoken_phone(number: str) -> str:
    """Return a telephone number in groups."""
    return words.spoken_phone(number)


@register.filter
def written(text: str) -> str:
    """Return the HTML of what somebody wrote in Markdown."""
    return markdown.rendered(text)
