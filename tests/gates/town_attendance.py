"""What a town of the gates holds of attendance: a session of today, its sheet, and those of days that are over."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from podworko.attendance import occasions
from podworko.attendance.actions import counting
from podworko.attendance.models import Mark, Presence, Sheet, Total
from podworko.attendance.occasions import Occasion
from podworko.attendance.strokes import Stroke
from podworko.core import audit, clock
from tests.factories import make_activity, make_enrolment

if TYPE_CHECKING:
    from tests.gates.town import Town

BEGINS = dt.time(10, 20)


def fill(town: "Town", number: int, on: dt.date) -> None:
    """Put one more of everything into the town, each `number` once; `on` is a day with room for more."""
    begins = (dt.datetime.combine(on, BEGINS) + dt.timedelta(minutes=number)).strftime("%H:%M")
    draft = {"title": "Herbata", "sign_up": "optional", "largest_party": 3}
    activity = make_activity(town.centre, on=on, starts=begins, ends="11:30", draft=draft)
    session = town.attendance.setdefault("session", activity.sessions.get())
    going = make_enrolment(session.activity, session, seats=2, phone=f"+4851234571{number}")
    make_enrolment(session.activity, session)
    by = audit.staff(town.staff["host"])
    strokes = [
        Stroke(uuid.uuid4(), clock.now(), "adult", 1),
        Stroke(uuid.uuid4(), clock.now(), person=going.reference, is_here=True),
    ]
    counting.take(occasion=occasions.of_session(session), strokes=strokes, by=by)
    counting.take(occasion=Occasion(town.centre, on), strokes=[Stroke(uuid.uuid4(), clock.now(), "child", 2)], by=by)
    _other_days(town, number, on)


def _other_days(town: "Town", number: int, on: dt.date) -> None:
    """Let people have dropped in on days that are over, in other months too."""
    for days in (1 + number, 30 + number):
        sheet = Sheet.objects.create(centre=town.centre, on=on - dt.timedelta(days=days))
        Total.objects.bulk_create(
            Total(sheet=sheet, what=what, count=count + number)
            for what, count in {"adult": 7, "senior": 3, "family": 6, "first": 1}.items()
        )
        Mark.objects.create(sheet=sheet, what="adult", delta=7 + number, at=clock.now())
    assert Presence.objects.exists()
