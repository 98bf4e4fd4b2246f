"""What a place says to what somebody asks for."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from podworko.bookings.drafts import Choice, Draft, When
from podworko.bookings.terms.dates import Judgement, judge_dates
from podworko.bookings.terms.days import about_when
from podworko.bookings.terms.quotas import about_quotas
from podworko.bookings.terms.rules import Rules, rules_of
from podworko.bookings.terms.words import about_declarations, about_equipment, about_who, about_words
from podworko.core.errors import Problem
from podworko.places.models import Centre, Room
from podworko.places.queries import lent_rooms


def judge(
    centre: Centre,
    *,
    when: When,
    room: Room | None,
    people: int | None,
    applicant: str | None = None,
    choices: Sequence[Choice] = (),
    is_queued: bool = False,
    is_waived: bool = False,
    rules: Rules | None = None,
) -> Judgement:
    """Hold what is asked for against the rules of `centre`.

    `room` is None for any that fits; `people` and `applicant` are None while they are not known yet. `choices` say what
    is otherwise on single dates of a series. With `is_queued` a date that is taken waits for its hour. Staff may waive
    (`is_waived`) notice, length, quotas, blackouts and who may ask; never what is closed or taken.
    """
    rules = rules or rules_of(centre)
    rooms = list(lent_rooms(centre))
    fitting = [each for each in rooms if each.capacity >= (people or 1)]
    # Of several rooms those are meant whose rules allow it; where none does, the first one says why.
    meant: list[Room | None] = [room] if room else [*fitting] or [None]
    said = {
        own: about_when(centre, own, when, applicant=applicant, is_waived=is_waived)
        for own in dict.fromkeys(rules.of(each) for each in meant)
    }
    possible = [each for each in meant if not said[rules.of(each)]]
    refused = [] if possible else said[rules.of(meant[0])]
    others = (
        problem
        for choice in choices
        if choice.room and not choice.is_left_out
        for problem in [
            *_about_people(rooms, choice.room, people),
            *about_when(centre, rules.of(choice.room), _once(when, choice), applicant=applicant, is_waived=is_waived),
        ]
    )
    if problems := [*_about_place(centre), *refused, *_about_people(rooms, room, people), *itertools.islice(others, 1)]:
        return Judgement(tuple(problems))
    lent = fitting if room else [each for each in fitting if each in possible]
    return judge_dates(centre, rules, when, room, lent, choices=choices, is_waived=is_waived, is_queued=is_queued)


def judge_draft(
    centre: Centre, draft: Draft, *, rules: Rules | None = None, is_waived: bool = False, but: int | None = None
) -> Judgement:
    """Hold a complete draft against the rules of `centre`; `but` is the id of the request that it changes."""
    rules = rules or rules_of(centre)
    judgement = judge(
        centre,
        when=draft.when,
        room=draft.room,
        people=draft.people,
        applicant=draft.applicant,
        choices=draft.choices,
        is_queued=draft.is_queued_if_taken,
        is_waived=is_waived,
        rules=rules,
    )
    others = [
        *about_words(
            topic=draft.topic,
            person=draft.person,
            accessibility=draft.accessibility,
            group=draft.group,
            in_return=draft.in_return,
        ),
        *about_who(draft),
        *about_equipment(centre, draft),
        *about_declarations(centre, draft),
        *([] if is_waived else about_quotas(centre, rules, draft, judgement.dates, but=but)),
    ]
    return replace(judgement, problems=(*judgement.problems, *others))


def fitting_rooms(centre: Centre, people: int | None) -> list[Room]:
    """Return the rooms of `centre` that are lent and hold so many people."""
    return [room for room in lent_rooms(centre) if room.capacity >= (people or 1)]


def _about_place(centre: Centre) -> list[Problem]:
    if centre.is_at_work:
        return []
    return [Problem("", "place-closed", _("This place is closed and lends no rooms."))]


def _once(when: When, choice: Choice) -> When:
    """Return day and hours of a single date of a series, as it was chosen."""
    return replace(when if choice.starts is None else when.shifted(choice.starts), on=choice.on, rule="")


def _about_people(rooms: Sequence[Room], room: Room | None, people: int | None) -> list[Problem]:
    if not rooms:
        return [Problem("room", "no-rooms", _("This place has no rooms to lend at the moment."))]
    if room and all(room.pk != each.pk for each in rooms):
        return [Problem("room", "no-such-room", _("This place has no such room."))]
    return [] if people is None else _about_count(rooms, room, people)


def _about_count(rooms: Sequence[Room], room: Room | None, people: int) -> list[Problem]:
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
