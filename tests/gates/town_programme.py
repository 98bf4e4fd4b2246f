"""In the gates' world: what a place holds, and who has signed up for it, in every state."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from podworko.bookings import series
from podworko.bookings.drafts import When
from podworko.bookings.models import Channel
from podworko.core import audit, clock
from podworko.people.models import ContactCode
from podworko.places.models import Room
from podworko.programme.actions import enrolling, planning, promoting
from podworko.programme.drafts import EnrolmentDraft, Group, Plan, Question
from podworko.programme.models import Activity, Enrolment
from tests.factories import make_activity, make_enrolment

if TYPE_CHECKING:
    from tests.gates.town import Town

STARTS, ENDS = dt.time(8), dt.time(8, 45)
MONTH = dt.timedelta(weeks=4)
# So many find a place; the others wait.
PLACES = 2


def fill(town: "Town", number: int, room: Room, today: dt.date, code: str) -> None:
    """Hold something more at the place of `town`, with more people in it; what is looked at is that of number 0.

    `town.programme` holds the activities by what they are for, `town.enrolments` the sign-ups by how they stand.
    """
    on = today + dt.timedelta(days=1)
    weekly = {"on": on, "starts": "08:00", "ends": "08:45", "rule": series.weekly(on + MONTH)}
    # Each on days of its own: the plans of more days change.
    later = on + number * (MONTH + dt.timedelta(weeks=1))
    in_room = weekly | {"room": room, "on": later, "rule": series.weekly(later + MONTH)}
    words = {"lead": "Przyjdź, pokażemy Ci ruchy.", "audience": "seniors", "languages": ["pl", "uk"]}
    required = {"sign_up": "required", "capacity": PLACES, **words}
    held = {
        "weekly": make_activity(draft={"title": "Szachy", "about": "Gramy.", **required}, **in_room),
        "open": make_activity(
            town.centre,
            on=on,
            draft={"title": "Spacer", "kind": "outdoor", "lead": "Idziemy nad Wisłę.", "bring": "Wygodne buty"},
        ),
        "series": make_activity(
            town.centre,
            draft={
                "title": "Kurs robotyki",
                "kind": "educational",
                "sign_up": "required",
                "signs_up_for": "series",
                "capacity": 12,
                "largest_party": 3,
                "is_for_minors": True,
                "is_age_checked": True,
                "age_from": 10,
                "age_to": 14,
                "accessibility": "Winda, pętla indukcyjna.",
            },
            **weekly,
        ),
        "groups": make_activity(
            town.centre,
            on=on,
            draft={
                "title": "Łyżwy",
                "about": "Jeździmy **razem**.\n\n- kask\n- rękawiczki",
                "sign_up": "required",
                "groups": (Group("Dzieci", 6), Group("Dorośli", 4)),
                "first_for": "residents",
                "first_days": 0,
                "questions": (Question("Jaki masz rozmiar stopy?", "Mamy łyżwy dla wszystkich.", is_needed=True),),
            },
        ),
        "draft": make_activity(town.centre, on=on, is_draft=True, draft={"title": "Coś nowego"}),
        "called_off": make_activity(town.centre, on=on, draft={"title": "Ognisko", "where": "outdoors"}),
    }
    held["weekly"].partners.add(town.operator)
    planning.call_off(activity=held["called_off"], by=audit.SYSTEM, reason="Zapowiadają burzę.")
    signed_up = _sign_up(held, code)
    if number:
        _more(town, number, on)
    else:
        town.programme, town.enrolments = held, signed_up


def _sign_up(held: dict[str, Activity], code: str) -> dict[str, Enrolment]:
    """Let people sign up until somebody stands in each state."""
    weekly = held["weekly"]
    first, second = weekly.sessions.all()[:2]
    going, resigned, offered, waiting, removed = (make_enrolment(weekly, first, **_phone(n)) for n in range(5))
    enrolling.resign(enrolment=resigned, by=audit.RESIDENT)
    enrolling.remove(enrolment=removed, by=audit.SYSTEM, reason="To zajęcia dla początkujących.")
    _going, gone, lapsed = (make_enrolment(weekly, second) for _number in range(3))
    enrolling.resign(enrolment=gone, by=audit.RESIDENT)
    Enrolment.objects.filter(pk=lapsed.pk).update(answer_by=clock.now() - dt.timedelta(minutes=1))
    promoting.lapse_unanswered()
    unconfirmed = enrolling.sign_up(
        activity=weekly,
        session=first,
        draft=EnrolmentDraft(person="Olena Kowal", email=f"olena{weekly.pk}@example.org"),
        channel=Channel.WEB,
        by=audit.RESIDENT,
        submission_key=f"unconfirmed-{weekly.pk}",
    )
    ContactCode.objects.filter(purpose=f"programme.enrolment:{unconfirmed.reference}").update(
        code_hash=make_password(code)
    )
    found = {
        "going": going,
        "resigned": resigned,
        "offered": offered,
        "waiting": waiting,
        "removed": removed,
        "lapsed": lapsed,
        "unconfirmed": unconfirmed,
        "series": _child(held["series"]),
        "grouped": make_enrolment(held["groups"], group="Dzieci", answers=("38",), is_local=True),
    }
    return {name: Enrolment.objects.get(pk=each.pk) for name, each in found.items()}


def _more(town: "Town", number: int, on: dt.date) -> None:
    """Let what is looked at grow: dates, and people who come or wait."""
    for name in ("weekly", "series"):
        activity = town.programme[name]
        later = on + MONTH + dt.timedelta(weeks=number)
        room = activity.sessions.first().room
        planning.add_sessions(activity=activity, plan=Plan(When(later, STARTS, ENDS), room), by=audit.SYSTEM)
    weekly = town.programme["weekly"]
    make_enrolment(weekly, weekly.sessions.first(), **_phone(number))
    make_enrolment(weekly, weekly.sessions.last(), **_phone(number))
    _child(town.programme["series"])


def _child(activity: Activity) -> Enrolment:
    born = clock.today(activity.zone).year - 12
    return make_enrolment(
        activity,
        phone="+48512345678",
        seats=1,
        birth_year=born,
        children="Staś",
        collected_by="Babcia Zofia",
        is_guardian=True,
    )


def _phone(number: int) -> dict[str, str]:
    return {"phone": f"+4851234570{number}"}
