"""The rules of a place, each with the sentence that it says to the one who asks.

One function judges what somebody asks for, for every door: the form (while it is filled in and when it is sent), the
staff's form, the change by a signed link, and the API.
"""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.bookings.drafts import MOST_DATES, Draft, When
from podworko.bookings.models import BookingTerms
from podworko.bookings.queries import use
from podworko.core import clock
from podworko.core.errors import Problem
from podworko.core.words import spoken
from podworko.places import hours
from podworko.places.models import Centre, Equipment, Room
from podworko.places.queries import lent_rooms


class Outlook(StrEnum):
    """How one date of a draft stands."""

    FREE = "free"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True)
class DateOutlook:
    """One date of a draft: is it free, and which rooms are free and large enough then."""

    on: dt.date
    outlook: Outlook
    free_rooms: tuple[Room, ...]


@dataclass(frozen=True)
class Judgement:
    """What the place says to a draft: problems (none: it may be sent), and the outlook of each date."""

    problems: tuple[Problem, ...]
    dates: tuple[DateOutlook, ...] = ()

    def count(self, outlook: Outlook) -> int:
        """Return how many dates stand so."""
        return sum(date.outlook == outlook for date in self.dates)


def terms_of(centre: Centre) -> BookingTerms:
    """Return the rules of `centre`; the usual ones where it has set none."""
    return BookingTerms.objects.filter(centre=centre).first() or BookingTerms(centre=centre)


def first_day(centre: Centre, terms: BookingTerms) -> dt.date:
    """Return the first day that may be asked for: so many whole working days lie between today and it."""
    today = clock.today(centre.zone)
    if not terms.notice_working_days:
        return today
    return hours.add_working_days(centre.network.holidays, today, terms.notice_working_days) + dt.timedelta(days=1)


def first_open_day(centre: Centre, first: dt.date) -> dt.date:
    """Return the first day from `first` on on which `centre` opens; `first` itself when it stays closed for weeks."""
    ahead = hours.days(centre, [first + dt.timedelta(days=number) for number in range(14)])
    return next((on for on, day in ahead.items() if day.open), first)


def judge(
    centre: Centre, *, when: When, room: Room | None, people: int | None, is_notice_waived: bool = False
) -> Judgement:
    """Hold what is asked for against the rules of `centre`.

    `room` is None for any that fits; `people` is None while they are not known yet. Staff may waive the notice.
    """
    terms = terms_of(centre)
    rooms = list(lent_rooms(centre))
    problems = [
        *_about_place(centre),
        *_about_day(centre, terms, when, is_notice_waived=is_notice_waived),
        *_about_people(rooms, room, people),
    ]
    if when.ends <= when.starts:
        problems.append(Problem("ends", "ends-first", _("The end must come after the beginning.")))
    if problems:
        return Judgement(tuple(problems))
    return _judge_dates(centre, terms, when, room, [each for each in rooms if each.capacity >= (people or 1)])


def _about_place(centre: Centre) -> list[Problem]:
    if centre.is_at_work:
        return []
    return [Problem("", "place-closed", _("This place is closed and lends no rooms."))]


def fitting_rooms(centre: Centre, people: int | None) -> list[Room]:
    """Return the rooms of `centre` that are lent and hold so many people."""
    return [room for room in lent_rooms(centre) if room.capacity >= (people or 1)]


def judge_draft(centre: Centre, draft: Draft, *, is_notice_waived: bool = False) -> Judgement:
    """Hold a complete draft against the rules of `centre`."""
    judgement = judge(centre, when=draft.when, room=draft.room, people=draft.people, is_notice_waived=is_notice_waived)
    words = about_words(topic=draft.topic, person=draft.person, accessibility=draft.accessibility)
    others = [*words, *_about_contact(draft), *_about_equipment(centre, draft)]
    return replace(judgement, problems=(*judgement.problems, *others))


def is_seen(words: str) -> bool:
    """Say whether anything of the words shows: not only spaces, marks of direction and the like."""
    return any(unicodedata.category(each)[0] in "LNPS" for each in words)


def about_words(*, topic: str | None, person: str | None, accessibility: str) -> list[Problem]:
    """Hold the words against what the place can keep; None stands for words that another rule refused already."""
    lengths = {"topic": (topic, 120), "person": (person, 120), "accessibility": (accessibility, 500)}
    problems = [
        Problem(
            name,
            "too-long",
            _("That is too long: %(length)s characters. Please say it in at most %(most)s.")
            % {"length": len(words), "most": most},
        )
        for name, (words, most) in lengths.items()
        if words and len(words) > most
    ]
    if topic is not None and not is_seen(topic):
        problems.append(Problem("topic", "missing", _("Please say in a sentence what will happen.")))
    if person is not None and not is_seen(person):
        problems.append(Problem("person", "missing", _("Please give the name of the person responsible.")))
    return problems


def _about_equipment(centre: Centre, draft: Draft) -> list[Problem]:
    if not draft.equipment:
        return []
    held = {row.item for room in lent_rooms(centre) for row in room.equipment.all()}
    missing = [str(Equipment(item).label) for item in draft.equipment if item not in held]
    if not missing:
        return []
    sentence = _("This place does not have: %(equipment)s.") % {"equipment": ", ".join(missing)}
    return [Problem("equipment", "not-here", sentence)]


def _about_contact(draft: Draft) -> list[Problem]:
    if draft.email or draft.phone:
        return []
    return [
        Problem("phone", "contact-needed", _("Write a telephone number or an e-mail address, so that we can answer."))
    ]


def _about_day(centre: Centre, terms: BookingTerms, when: When, *, is_notice_waived: bool) -> list[Problem]:
    today = clock.today(centre.zone)
    first = today if is_notice_waived else first_day(centre, terms)
    last = today + dt.timedelta(days=terms.longest_ahead_days)
    if when.on < today:
        sentence = _("This day has passed. The first possible day: %(day)s.")
        return [Problem("on", "past", sentence % {"day": spoken(first_open_day(centre, first))})]
    if when.on < first:
        sentence = ngettext(
            "This place asks for %(count)s working day of notice. The first possible day: %(day)s.",
            "This place asks for %(count)s working days of notice. The first possible day: %(day)s.",
            terms.notice_working_days,
        )
        words = {"count": terms.notice_working_days, "day": spoken(first_open_day(centre, first))}
        return [Problem("on", "notice", sentence % words)]
    if when.on > last:
        return [_too_far("on", last)]
    return _about_series(when, last) if when.weekly_until else []


def _about_series(when: When, last: dt.date) -> list[Problem]:
    assert when.weekly_until
    if when.weekly_until < when.on:
        return [Problem("weekly_until", "until-first", _("The last day must come after the first one."))]
    if when.weekly_until > last or len(when.dates()) > MOST_DATES:
        return [_too_far("weekly_until", last)]
    return []


def _too_far(field: str, last: dt.date) -> Problem:
    sentence = _("That is too far ahead. The last possible day: %(day)s.")
    return Problem(field, "too-far", sentence % {"day": spoken(last)})


def _about_people(rooms: Sequence[Room], room: Room | None, people: int | None) -> list[Problem]:
    if not rooms:
        return [Problem("room", "no-rooms", _("This place has no rooms to lend at the moment."))]
    if people is None:
        return []
    if people < 1:
        return [Problem("people", "nobody", _("At least one person must come."))]
    largest = max(rooms, key=lambda each: each.capacity)
    if people > largest.capacity:
        sentence = _("That is too many people for this place. The largest room, %(room)s, holds %(count)s.")
        return [Problem("people", "too-many-people", sentence % {"room": largest.name, "count": largest.capacity})]
    if room and people > room.capacity:
        sentence = _("%(room)s holds %(count)s people at most. Large enough: %(others)s.")
        others = ", ".join(f"{each.name} ({each.capacity})" for each in rooms if each.capacity >= people)
        words = {"room": room.name, "count": room.capacity, "others": others}
        return [Problem("people", "too-many-people", sentence % words)]
    return []


def _judge_dates(
    centre: Centre, terms: BookingTerms, when: When, room: Room | None, fitting: Sequence[Room]
) -> Judgement:
    """Judge each date; the first must be possible, and at least one must be free."""
    dates = when.dates()
    days = hours.days(centre, dates)
    spans: dict[dt.date, use.Moments] = {}
    for on in dates:
        try:
            if days[on].covers(when.starts, when.ends):
                spans[on] = when.moments(on, centre.zone)
        except clock.NoSuchTime:
            if on == when.on:
                return Judgement((_no_such_time(),))
    if problems := _about_first(days[when.on], spans.get(when.on)):
        return Judgement(tuple(problems))
    taken = dict(zip(spans, use.taken(fitting, list(spans.values()), buffer=terms.buffer), strict=True))
    outlooks = []
    for on in dates:
        free = tuple(each for each in fitting if on in spans and each.pk not in taken[on])
        is_free = room in free if room else bool(free)
        outlook = Outlook.FREE if is_free else Outlook.TAKEN if on in spans else Outlook.CLOSED
        outlooks.append(DateOutlook(on, outlook, free))
    if any(date.outlook == Outlook.FREE for date in outlooks):
        return Judgement((), tuple(outlooks))
    return Judgement((_taken(room, outlooks[0]),), tuple(outlooks))


def _about_first(day: hours.Day, span: use.Moments | None) -> list[Problem]:
    if span is None:
        return [_closed(day)]
    if span[0] <= clock.now():
        return [Problem("starts", "past", _("This hour has passed. Choose a later one."))]
    return []


def _no_such_time() -> Problem:
    sentence = _(
        "This hour does not exist on that day: the clocks are moved forward. Choose an earlier or a later one."
    )
    return Problem("starts", "no-such-time", sentence)


def _closed(day: hours.Day) -> Problem:
    if day.open:
        spans = ", ".join(str(span) for span in day.open)
        sentence = _("On that day the place is open %(hours)s.") % {"hours": spans}
        return Problem("starts", "outside-hours", sentence)
    if day.reason:
        sentence = _("The place is closed on %(day)s: %(reason)s.") % {"day": spoken(day.on), "reason": day.reason}
    else:
        sentence = _("The place is closed on %(day)s.") % {"day": spoken(day.on)}
    return Problem("on", "closed", sentence)


def _taken(room: Room | None, date: DateOutlook) -> Problem:
    if date.free_rooms and room:
        sentence = _("%(room)s is taken then. Free at that time: %(others)s.")
        others = ", ".join(each.name for each in date.free_rooms)
        return Problem("room", "taken", sentence % {"room": room.name, "others": others})
    return Problem(
        "starts", "taken", _("No room that fits is free then. Choose another hour or day; the plan shows what is free.")
    )
