"""Rules of when: notice, how far ahead, how long, and the shape of a series."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.bookings import series
from podworko.bookings.drafts import When
from podworko.bookings.models import Applicant
from podworko.bookings.terms.rules import RoomRules, first_day, first_open_day
from podworko.core import clock
from podworko.core.errors import Problem
from podworko.core.words import spoken
from podworko.places import hours
from podworko.places.models import Centre


def about_when(
    centre: Centre, rules: RoomRules, when: When, *, applicant: str | None, is_waived: bool
) -> list[Problem]:
    """Hold day, hours and rule of a series against the rules of one room."""
    problems = _about_day(centre, rules, when, is_waived=is_waived)
    if when.ends <= when.starts:
        problems.append(Problem("ends", "ends-first", _("The end must come after the beginning.")))
    elif not is_waived:
        problems += _about_length(rules, when)
    if applicant and rules.lends_to and applicant not in rules.lends_to and not is_waived:
        problems.append(_not_for(rules))
    return problems


def _about_day(centre: Centre, rules: RoomRules, when: When, *, is_waived: bool) -> list[Problem]:
    today = clock.today(centre.zone)
    first = today if is_waived else first_day(centre, rules)
    last = today + dt.timedelta(days=rules.longest_ahead_days)
    if when.on < today:
        sentence = _("This day has passed. The first possible day: %(day)s.")
        return [Problem("on", "past", sentence % {"day": spoken(first_open_day(centre, first))})]
    if when.on < first:
        sentence = ngettext(
            "This place asks for %(count)s working day of notice. The first possible day: %(day)s.",
            "This place asks for %(count)s working days of notice. The first possible day: %(day)s.",
            rules.notice_working_days,
        )
        words = {"count": rules.notice_working_days, "day": spoken(first_open_day(centre, first))}
        return [Problem("on", "notice", sentence % words)]
    if when.on > last:
        return [_too_far("on", last)]
    return _about_series(when, last) if when.rule else []


def _about_series(when: When, last: dt.date) -> list[Problem]:
    try:
        until, dates = series.last_day(when.rule), when.dates()
    except series.NotARule:
        return [Problem("rule", "not-a-rule", _("The place does not understand this way of repeating."))]
    if until and until < when.on:
        return [Problem("rule", "until-first", _("The last day must come after the first one."))]
    if not dates:
        return [Problem("rule", "no-dates", _("There is no such day until the last day of the series."))]
    if dates[-1] > last or (until and until > last):
        return [_too_far("rule", last)]
    if len(dates) > series.MOST_DATES:
        sentence = _("That is more than %(most)s dates. Ask for the rest in a request of its own.")
        return [Problem("rule", "too-many-dates", sentence % {"most": series.MOST_DATES})]
    return []


def _too_far(field: str, last: dt.date) -> Problem:
    sentence = _("That is too far ahead. The last possible day: %(day)s.")
    return Problem(field, "too-far", sentence % {"day": spoken(last)})


def _about_length(rules: RoomRules, when: When) -> list[Problem]:
    asked = hours.Span(when.starts, when.ends)
    minutes = asked.last - asked.first
    if rules.shortest_minutes and minutes < rules.shortest_minutes:
        sentence = _("A room is lent for %(length)s at least.") % {"length": spoken_length(rules.shortest_minutes)}
        return [Problem("ends", "too-short", sentence)]
    if rules.longest_minutes and minutes > rules.longest_minutes:
        sentence = _("A room is lent for %(length)s at most.") % {"length": spoken_length(rules.longest_minutes)}
        return [Problem("ends", "too-long", sentence)]
    return []


def spoken_length(minutes: int) -> str:
    """Return a length of time as people say it: "1 hour 30 minutes"."""
    whole, rest = divmod(minutes, 60)
    parts = [ngettext("%(count)s hour", "%(count)s hours", whole) % {"count": whole}] if whole else []
    if rest:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest})
    return " ".join(parts)


def _not_for(rules: RoomRules) -> Problem:
    whom = {
        Applicant.RESIDENT: _("residents"),
        Applicant.GROUP: _("informal groups"),
        Applicant.ORGANISATION: _("organisations"),
    }
    said = ", ".join(whom[Applicant(each)] for each in rules.lends_to)
    return Problem("applicant", "not-for-you", _("This room is lent to: %(whom)s.") % {"whom": said})
