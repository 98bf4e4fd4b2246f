"""Rooms used at once, without asking: begun by whoever is on duty, ended by the hour."""

import datetime as dt

from django.utils.translation import gettext as _

from podworko.bookings.actions.occupying import move, occupy, release, touch
from podworko.bookings.models import Handover, Occupancy, WalkIn
from podworko.bookings.queries.spare import LONGEST, Spare, open_until, spare_rooms
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.transactions import action
from podworko.places.models import Room
from podworko.places.queries import lent_rooms

STEP = dt.timedelta(minutes=30)
MOST_PEOPLE = 9999
LONGEST_TOPIC = 120


def begin(
    *,
    room: Room,
    by: audit.Actor,
    submission_key: str,
    length: dt.timedelta | None = None,
    topic: str = "",
    people: int | None = None,
) -> WalkIn:
    """Let somebody use `room` from this moment on, and return that walk-in.

    It ends after `length` (None: as late as can be), at the next use of the room or when the place closes, whichever
    comes first. The same `submission_key` sent again is the same walk-in. Raises Refused, with what is free instead,
    when the place is closed, the room is not for this, or there is too little time; Conflict when the room is taken.
    """
    try:
        return _begin(
            room=room, by=by, key=f"{room.pk}:{submission_key}"[:120], length=length, topic=topic, people=people
        )
    except Refused as refusal:
        codes = {problem.code for problem in refusal.problems}
        if codes & {"taken", "too-short", "no-walk-ins"}:
            said = " ".join([*(str(problem.sentence) for problem in refusal.problems), _others(room)])
            raise type(refusal).because(refusal.problems[0].code, said.strip()) from refusal
        raise


@action
def _begin(
    *, room: Room, by: audit.Actor, key: str, length: dt.timedelta | None, topic: str, people: int | None
) -> WalkIn:
    room = _lock(room)
    if known := WalkIn.objects.filter(submission_key=key).first():
        if not known.is_running:
            raise Conflict.because(
                "old-page", _("This page was old: the use that it began is over. Look again and tap once more.")
            )
        return known
    _judge_words(topic, people)
    spare = _spare(room)
    if spare.problem:
        raise (Conflict if spare.problem.code == "taken" else Refused)(spare.problem)
    ends_at = min(spare.until, _minute(spare.at) + length) if length is not None else spare.until
    if ends_at <= spare.at:
        raise Refused.because("no-length", _("Choose how long it will last."))
    walk_in = WalkIn.objects.create(
        room=room,
        topic=" ".join(topic.split()),
        people=people,
        begun_by_id=by.user.pk if by.user else None,
        starts_at=spare.at,
        ends_at=ends_at,
        submission_key=key,
    )
    occupy(
        room=room,
        kind=Occupancy.Kind.WALK_IN,
        starts_at=spare.at,
        ends_at=ends_at,
        buffer=spare.buffer,
        walk_in=walk_in,
    )
    audit.record("bookings.walk_in_begun", walk_in, by=by, rooms=[room.name], until=str(ends_at))
    return walk_in


@action
def prolong(*, walk_in: WalkIn, by: audit.Actor, length: dt.timedelta = STEP) -> WalkIn:
    """Let a walk-in last longer by `length`, or as long as can be.

    Raises Conflict when it is over already, Refused when the next use or the closing leaves nothing.
    """
    walk_in = _running(walk_in)
    spare = _spare(walk_in.room, at=walk_in.ends_at)
    ends_at = min(spare.until, walk_in.ends_at + length, walk_in.starts_at + LONGEST)
    if ends_at <= walk_in.ends_at:
        sentence = _("It cannot last longer: the next use, or the closing of the place, comes right after.")
        raise Refused.because("no-more-time", sentence)
    walk_in.ends_at = ends_at
    _move(walk_in, buffer=spare.buffer)
    audit.record("bookings.walk_in_prolonged", walk_in, by=by, until=str(ends_at))
    return walk_in


@action
def end_now(*, walk_in: WalkIn, by: audit.Actor) -> WalkIn:
    """End a walk-in at this moment: the room is free at once. One that is over stays as it is."""
    walk_in = _locked(walk_in)
    now = _second(clock.now())
    if not walk_in.is_running:
        return walk_in
    # Of one that has only just begun, a moment is left in the record.
    walk_in.ends_at = max(now, walk_in.starts_at + dt.timedelta(seconds=1))
    _move(walk_in, buffer=dt.timedelta(0))
    audit.record("bookings.walk_in_ended", walk_in, by=by)
    return walk_in


@action
def take_back(*, walk_in: WalkIn, by: audit.Actor) -> WalkIn:
    """Take back a walk-in that was begun by mistake: the room was never used. Taken back twice is taken back.

    Raises Conflict some minutes after it began: then it is ended, and its time stays in the record.
    """
    walk_in = _locked(walk_in)
    if walk_in.undone_at:
        return walk_in
    if not walk_in.can_be_taken_back:
        raise Conflict.because("too-late", _("It began some minutes ago and stays in the record. End it instead."))
    walk_in.undone_at = clock.now()
    walk_in.save(update_fields=["undone_at"])
    Handover.objects.filter(walk_in=walk_in).delete()
    release(Occupancy.objects.filter(walk_in=walk_in))
    audit.record("bookings.walk_in_undone", walk_in, by=by)
    return walk_in


@action
def describe(*, walk_in: WalkIn, by: audit.Actor, topic: str, people: int | None) -> WalkIn:
    """Say afterwards what is on and how many came. Raises Refused for words that are too long, or nobody."""
    _judge_words(topic, people)
    walk_in = _locked(walk_in)
    walk_in.topic, walk_in.people = " ".join(topic.split()), people
    walk_in.save(update_fields=["topic", "people"])
    touch(walk_in.room.centre, clock.now(), clock.now())
    audit.record("bookings.walk_in_described", walk_in, by=by)
    return walk_in


def _judge_words(topic: str, people: int | None) -> None:
    if len(topic) > LONGEST_TOPIC:
        sentence = _("That is too long: %(length)s characters. Please say it in at most %(most)s.")
        words = {"length": len(topic), "most": LONGEST_TOPIC}
        raise Refused.because("too-long", sentence % words, field="topic")
    if people is not None and not 0 < people <= MOST_PEOPLE:
        raise Refused.because("people", _("How many people came? Write a number from 1 on."), field="people")


def _lock(room: Room) -> Room:
    """Return `room`, read anew, for which no other walk-in can begin until this transaction ends."""
    whole = Room.objects.select_for_update(of=("self",), no_key=True)
    return whole.select_related("centre__network", "centre__operator", "centre__kind").get(pk=room.pk)


def _locked(walk_in: WalkIn) -> WalkIn:
    found = WalkIn.objects.select_for_update(of=("self",), no_key=True).select_related("room__centre__network")
    return found.get(pk=walk_in.pk)


def _running(walk_in: WalkIn) -> WalkIn:
    walk_in = _locked(walk_in)
    if not walk_in.is_running:
        raise Conflict.because("over", _("This is over already. If the room is free, start it anew."))
    return walk_in


def _spare(room: Room, at: dt.datetime | None = None) -> Spare:
    moment = at or _second(clock.now())
    return spare_rooms(room.centre, [room], closing=open_until(room.centre, moment), at=moment)[room.pk]


def _move(walk_in: WalkIn, *, buffer: dt.timedelta) -> None:
    walk_in.save(update_fields=["ends_at"])
    use = Occupancy.objects.select_related("room__centre__network").get(walk_in=walk_in)
    move(use, starts_at=walk_in.starts_at, ends_at=walk_in.ends_at, buffer=buffer)


def _second(moment: dt.datetime) -> dt.datetime:
    """Return the whole second: the guard of room use knows no smaller ones."""
    return moment.replace(microsecond=0)


def _minute(moment: dt.datetime) -> dt.datetime:
    return moment.replace(second=0, microsecond=0)


def _others(room: Room) -> str:
    """Say which other rooms of the place are free now; nothing when none is."""
    rooms = [each for each in lent_rooms(room.centre) if each.pk != room.pk]
    now = clock.now()
    spare = spare_rooms(room.centre, rooms, closing=open_until(room.centre, now), at=now)
    free = [_("%(room)s until %(time)s") % _free(each) for each in spare.values() if each.is_free]
    return _("Free now: %(rooms)s.") % {"rooms": ", ".join(free)} if free else _("No other room is free now.")


def _free(spare: Spare) -> dict[str, str]:
    return {"room": spare.room.name, "time": f"{spare.until.astimezone(spare.room.centre.zone):%H:%M}"}
