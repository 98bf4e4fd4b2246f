"""The rules of a place, or of one of its rooms, in plain sentences: what residents read before they ask.

A sentence stands here once. Residents read it with the number in it; who sets the rule types the number into its gap.
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.bookings.models import Applicant, Blackout, BookingTerms, RoomTerms
from podworko.bookings.terms import RoomRules, Rules, first_day, rules_of
from podworko.bookings.terms.days import spoken_length
from podworko.core import clock
from podworko.core.words import spoken
from podworko.places import hours
from podworko.places.models import Centre, Room

# How many stretches without lending are told before one asks; the form says the rest for the day that is chosen.
TOLD = 3
# So many days are looked through for one on which something is lent.
LOOKED_AHEAD = 62
# Many, where a sentence has to be said without its number.
ANY_NUMBER = 5
# An hour that people know how to count from.
EVENING = dt.time(17)


def said(centre: Centre, room: Room | None = None) -> list[str]:
    """Return the rules of `centre`, or those that hold of `room`, as sentences, in three queries.

    They are the same on any day, so that they can be printed. What people agree to is not among them: they read that
    where they tick it.
    """
    rules = rules_of(centre)
    own, terms = rules.of(room), rules.terms
    found = [*_when(own), *_whom(own.lends_to, is_room=room is not None), *_how_much(terms)]
    if room:
        found += _how_much_of_room(*rules.room_quotas.get(room.pk, (None, None)))
    found += [sentence("decision_working_days", terms.decision_working_days) or _("We answer on the same day.")]
    found += [sentence("change_hours", terms.change_hours) or _("You may change or call it off until it begins.")]
    if terms.asks_in_return:
        found.append(_("We ask what you could do for the neighbourhood in return. You may leave that empty."))
    if room and own.has_walk_ins:
        found.append(_("When a host is on duty and the room is free, you may use it without asking ahead."))
    coming = [each for each in rules.blackouts if each.room_id is None or (room and each.room_id == room.pk)]
    return [*found, *(not_lent(each) for each in coming[:TOLD])]


def said_today(centre: Centre, room: Room | None = None) -> str:
    """Return what the notice means to somebody who asks today."""
    return _from(first_lent_day(centre, rules_of(centre), room))


def first_lent_day(centre: Centre, rules: Rules, room: Room | None = None) -> dt.date:
    """Return the first day that may be asked for today on which `centre` is open and lends, `room` or any.

    Where it does not for two months, it is the day that the notice alone would allow.
    """
    first = first_day(centre, rules.of(room))
    in_the_way = [each for each in rules.blackouts if each.room_id is None or (room and each.room_id == room.pk)]
    ahead = hours.days(centre, [first + dt.timedelta(days=number) for number in range(LOOKED_AHEAD)])
    lent = (
        on
        for on, day in ahead.items()
        if day.open and not any(each.first_on <= on <= each.last_on for each in in_the_way)
    )
    return next(lent, first)


def own_sentences(row: RoomTerms) -> list[str]:
    """Return what a room has otherwise than its place, as sentences."""
    names = ("notice_working_days", "longest_ahead_days")
    found = [sentence(name, value) for name in names if (value := getattr(row, name)) is not None]
    if row.notice_working_days == 0:
        found = [_("You may ask even for today."), *found]
    found += [*_lengths(row.shortest_minutes, row.longest_minutes)]
    if row.buffer_minutes is not None:
        found.append(_buffer(row.buffer_minutes) or _("One use may follow the other at once."))
    if row.lends_to is not None:
        found += [*_whom(tuple(row.lends_to), is_room=True)] or [_("It is lent to anybody.")]
    found += _how_much_of_room(row.uses_a_month, row.hours_a_month)
    if not row.has_walk_ins:
        found.append(_("It is never used without asking ahead."))
    return [each for each in found if each]


def not_lent(blackout: Blackout) -> str:
    """Return the days without lending as a sentence."""
    words = {"days": days_of(blackout), "reason": blackout.reason}
    if blackout.room_id is None:
        return _("No rooms are lent: %(days)s (%(reason)s).") % words
    return _("This room is not lent: %(days)s (%(reason)s).") % words


def days_of(blackout: Blackout) -> str:
    """Return from which day to which, or the one day."""
    first, last = spoken(blackout.first_on), spoken(blackout.last_on)
    return first if blackout.first_on == blackout.last_on else f"{first} – {last}"


def sentence(name: str, count: int, gap: str | None = None) -> str:
    """Return the sentence of a rule with its number in it, or with `gap` in the place of the number.

    Without a `gap` a rule of zero has no sentence.
    """
    if gap is None and not count:
        return ""
    return _sentences(count)[name] % {"gap": count if gap is None else gap}


def meanings(centre: Centre, standing: Rules) -> Mapping[str, str]:
    """Return what each rule of `centre` means on this very day, by the name of its field."""
    rules, terms = standing.usual, standing.terms
    today = clock.today(centre.zone)
    last = spoken(today + dt.timedelta(days=rules.longest_ahead_days))
    answered = hours.add_working_days(centre.network.holidays, today, terms.decision_working_days)
    held = (clock.now() + dt.timedelta(hours=terms.answer_hours)).astimezone(centre.zone)
    first = first_lent_day(centre, standing)
    begins = dt.datetime.combine(first, EVENING)
    until = begins - dt.timedelta(hours=terms.change_hours)
    words = {"day": spoken(begins.date()), "until": spoken(until.date()), "time": f"{until:%H:%M}"}
    counted = _("Counted in each calendar month: what is accepted and what waits for a decision.")
    empty = _("Empty: as much as is free.")
    return {
        "notice_working_days": _from(first),
        "longest_ahead_days": _("Today the last possible day is: %(day)s.") % {"day": last},
        "shortest_minutes": _length(rules.shortest_minutes),
        "longest_minutes": _length(rules.longest_minutes),
        "buffer_minutes": _after(rules.buffer_minutes),
        "decision_working_days": _("What is asked today is answered by: %(day)s.") % {"day": spoken(answered)},
        "uses_a_month": counted if terms.uses_a_month else empty,
        "hours_a_month": counted if terms.hours_a_month else empty,
        "change_hours": _("A use that begins at 17:00 (%(day)s): until %(time)s, %(until)s.") % words,
        "answer_hours": _("An offer made now is held until %(time)s, %(day)s.")
        % {"time": f"{held:%H:%M}", "day": spoken(held.date())},
    }


def _from(day: dt.date) -> str:
    return _("Today one can ask for: %(day)s, or later.") % {"day": spoken(day)}


def _length(minutes: int | None) -> str:
    if minutes is None:
        return _("Empty: no limit.")
    return _("That is %(length)s.") % {"length": spoken_length(minutes)}


def _after(minutes: int) -> str:
    if not minutes:
        return _("One use may follow the other at once.")
    next_at = dt.datetime.combine(dt.date(2000, 1, 1), EVENING) + dt.timedelta(minutes=minutes)
    return _("When one use ends at 17:00, the next one begins at %(time)s at the earliest.") % {
        "time": f"{next_at:%H:%M}"
    }


def _when(rules: RoomRules) -> Iterator[str]:
    yield sentence("notice_working_days", rules.notice_working_days) or _("You may ask even for today.")
    yield sentence("longest_ahead_days", rules.longest_ahead_days)
    yield from _lengths(rules.shortest_minutes, rules.longest_minutes)
    if rules.buffer_minutes:
        yield _buffer(rules.buffer_minutes)


def _lengths(shortest: int | None, longest: int | None) -> Iterator[str]:
    said = {"shortest": spoken_length(shortest or 0), "longest": spoken_length(longest or 0)}
    if shortest and longest and shortest != longest:
        yield _("A room is lent for %(shortest)s to %(longest)s at a time.") % said
    elif shortest and longest:
        yield _("A room is lent for exactly %(longest)s at a time.") % said
    elif shortest:
        yield _("A room is lent for %(shortest)s at least.") % said
    elif longest:
        yield _("A room is lent for %(longest)s at most.") % said


def _buffer(minutes: int) -> str:
    if not minutes:
        return ""
    return _("After each use we need %(length)s to make the room ready.") % {"length": spoken_length(minutes)}


def _whom(lends_to: tuple[str, ...], *, is_room: bool) -> Iterator[str]:
    if not lends_to:
        return
    whom = {
        Applicant.RESIDENT: _("residents"),
        Applicant.GROUP: _("informal groups"),
        Applicant.ORGANISATION: _("organisations"),
    }
    words = {"whom": ", ".join(whom[Applicant(each)] for each in lends_to)}
    yield _("This room is lent to: %(whom)s.") % words if is_room else _("Rooms are lent to: %(whom)s.") % words


def _how_much(terms: BookingTerms) -> Iterator[str]:
    for name in ("uses_a_month", "hours_a_month"):
        if count := getattr(terms, name):
            yield sentence(name, count)


def _how_much_of_room(uses: int | None, in_hours: int | None) -> list[str]:
    found = {"room_uses_a_month": uses, "room_hours_a_month": in_hours}
    return [sentence(name, count) for name, count in found.items() if count]


def _sentences(count: int) -> Mapping[str, str]:
    """Return the sentence of each rule in the form that `count` asks for, with %(gap)s where the number stands."""
    return {
        "notice_working_days": ngettext(
            "Please ask at least %(gap)s working day ahead.", "Please ask at least %(gap)s working days ahead.", count
        ),
        "longest_ahead_days": ngettext(
            "You may ask for dates up to %(gap)s day ahead.", "You may ask for dates up to %(gap)s days ahead.", count
        ),
        "shortest_minutes": ngettext(
            "A room is lent for at least %(gap)s minute at a time.",
            "A room is lent for at least %(gap)s minutes at a time.",
            count,
        ),
        "longest_minutes": ngettext(
            "A room is lent for at most %(gap)s minute at a time.",
            "A room is lent for at most %(gap)s minutes at a time.",
            count,
        ),
        "buffer_minutes": ngettext(
            "After each use we need %(gap)s minute to make the room ready.",
            "After each use we need %(gap)s minutes to make the room ready.",
            count,
        ),
        "uses_a_month": ngettext(
            "One group may borrow rooms %(gap)s time a month at most.",
            "One group may borrow rooms %(gap)s times a month at most.",
            count,
        ),
        "hours_a_month": ngettext(
            "One group may borrow rooms for %(gap)s hour a month at most.",
            "One group may borrow rooms for %(gap)s hours a month at most.",
            count,
        ),
        "room_uses_a_month": ngettext(
            "One group may borrow this room %(gap)s time a month at most.",
            "One group may borrow this room %(gap)s times a month at most.",
            count,
        ),
        "room_hours_a_month": ngettext(
            "One group may borrow this room for %(gap)s hour a month at most.",
            "One group may borrow this room for %(gap)s hours a month at most.",
            count,
        ),
        "decision_working_days": ngettext(
            "We answer within %(gap)s working day.", "We answer within %(gap)s working days.", count
        ),
        "change_hours": ngettext(
            "You may move or shorten what you were given until %(gap)s hour before it begins.",
            "You may move or shorten what you were given until %(gap)s hours before it begins.",
            count,
        ),
        "answer_hours": ngettext(
            "When we offer another room or hour, we hold it for %(gap)s hour.",
            "When we offer another room or hour, we hold it for %(gap)s hours.",
            count,
        ),
    }
