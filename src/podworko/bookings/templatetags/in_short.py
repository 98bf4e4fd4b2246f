"""Dates and series in words: `{% load in_short %}`, `{{ accepted|in_short }}`, `{{ booking.rule|repeated }}`."""

from collections.abc import Sequence

from django import template
from django.utils import timezone

from podworko.bookings import series
from podworko.bookings.models import BookingDate, Offer

register = template.Library()


@register.filter
def in_short(dates: Sequence[BookingDate | Offer]) -> str:
    """Return the first of `dates` and how many more there are, by the clock of the moment: "1.12, 17:00-19:00 (+3)"."""
    if not dates:
        return ""
    starts, ends = (timezone.localtime(moment) for moment in (dates[0].starts_at, dates[0].ends_at))
    said = f"{starts.day}.{starts.month}, {starts:%H:%M}-{ends:%H:%M}"
    return f"{said} (+{len(dates) - 1})" if len(dates) > 1 else said


@register.filter
def repeated(rule: str) -> str:
    """Return how people say the rule of a series; nothing where there is none."""
    return series.spoken(rule) if rule else ""
