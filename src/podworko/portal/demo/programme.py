"""Fills the programme of a place: what was held for eight weeks, what comes in the next eight, who signed up."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from random import Random
from typing import Any

from django.utils.text import slugify

from podworko.bookings.models import ALPHABET, UNDECIDED, BookingDate, Channel, Occupancy
from podworko.core import audit, clock
from podworko.core.models import AuditEvent
from podworko.places.models import Room
from podworko.portal.demo.diary import Diary
from podworko.portal.demo.ground import Site
from podworko.portal.demo.repertoire import REPERTOIRE, Show
from podworko.portal.demo.repertoire_weekend import WEEKEND
from podworko.portal.demo.residents import RESIDENTS
from podworko.portal.demo.shapes import span
from podworko.programme.models import (
    Activity,
    ActivityState,
    Enrolment,
    EnrolmentState,
    Intake,
    Session,
    SessionState,
    Share,
    SignsUpFor,
    Where,
)

# How long before its first date it was planned, and how long ago people signed up for what is next.
PLANNED, SIGNED_UP = dt.timedelta(days=21), dt.timedelta(days=2)
Taken = dict[str, list[tuple[dt.datetime, dt.datetime]]]
TOLD = (
    *("title", "lead", "about", "kind", "audience", "age_from", "age_to", "leader", "initiator", "bring"),
    *("sign_up", "signs_up_for", "capacity", "largest_party", "spot", "first_for"),
)


def fill(site: Site, diary: Diary, chance: Random) -> None:
    """Write what `site` holds; call it when all else that uses its rooms is written."""
    taken = _taken(site)
    for show in (*REPERTOIRE[site.place.kind], *WEEKEND.get(site.place.kind, ())):
        dates = _dates(show, site, diary, taken)
        if dates:
            _write(show, dates, site, diary, chance)


def _taken(site: Site) -> Taken:
    """Return when each room is taken, or asked for, past the diary.

    Hosts have let people in, calendars were brought, and what waits for a decision is to be possible; a request for any
    room that fits is left all of them.
    """
    found: Taken = defaultdict(list)
    uses = Occupancy.objects.filter(room__centre=site.centre)
    for slug, begin, until in uses.values_list("room__slug", "blocked_from", "blocked_until"):
        found[slug].append((begin, until))
    asked = BookingDate.objects.filter(request__centre=site.centre, state__in=UNDECIDED)
    for slug, begin, until in asked.values_list("room__slug", "starts_at", "ends_at"):
        for each in [slug] if slug else site.rooms:
            found[each].append((begin, until))
    return found


def _dates(show: Show, site: Site, diary: Diary, taken: Taken) -> list[tuple[dt.date, Room | None]]:
    """Return the dates on which it can be held, each with its room."""
    when = span(show.hours)
    found: list[tuple[dt.date, Room | None]] = []
    for week in show.weeks:
        on = diary.day_of(week, show.day)
        if diary.days[on].reason:
            continue  # a holiday
        if show.spot:
            found += [(on, None)] if diary.is_open(on, when) else []
            continue
        room = _room(show, on, site, diary, taken)
        if room:
            diary.take(room.slug, on, when)
            found.append((on, room))
    return found


def _room(show: Show, on: dt.date, site: Site, diary: Diary, taken: Taken) -> Room | None:
    """Return the room that is free then: the largest, or the smallest that they fit in."""
    if not diary.is_open(on, span(show.hours)):
        return None
    starts_at, ends_at = diary.moments(on, span(show.hours))
    halls = sorted(site.place.rooms, key=lambda hall: hall.capacity, reverse=show.is_large)
    large_enough = [hall for hall in halls if hall.capacity >= (show.capacity or 1)]
    free = (
        hall.slug
        for hall in large_enough
        if diary.is_free(hall.slug, on, span(show.hours))
        and all(until <= starts_at or ends_at <= begin for begin, until in taken[hall.slug])
    )
    slug = next(free, None)
    return site.rooms[slug] if slug else None


def _write(show: Show, dates: Sequence[tuple[dt.date, Room | None]], site: Site, diary: Diary, chance: Random) -> None:
    activity = Activity.objects.create(
        centre=site.centre,
        slug=slugify(show.title.translate(str.maketrans("łŁ", "lL")))[:50] or "kuchnia",
        where=Where.OUTDOORS if show.spot else Where.ROOM,
        languages=[*show.languages],
        state=ActivityState.DRAFT if show.is_draft else ActivityState.PUBLISHED,
        published_at=None if show.is_draft else diary.moments(dates[0][0], span(show.hours))[0] - PLANNED,
        submission_key=f"demo-{chance.getrandbits(128):032x}",
        created_at=diary.moments(dates[0][0], span(show.hours))[0] - PLANNED,
        groups=[{"name": name, "capacity": capacity} for name, capacity in show.groups],
        questions=[{"text": text, "why": why, "is_needed": False} for text, why in show.questions],
        **{name: getattr(show, name) for name in TOLD},
    )
    sessions = _sessions(show, dates, activity, diary)
    _happened(activity, sessions, site)
    if show.comers:
        _sign_up(show, activity, sessions, chance)


def _sessions(
    show: Show, dates: Sequence[tuple[dt.date, Room | None]], activity: Activity, diary: Diary
) -> list[Session]:
    off = diary.day_of(show.off[0], show.day) if show.off else None
    sessions, uses = [], []
    for on, room in dates:
        starts_at, ends_at = diary.moments(on, span(show.hours))
        session = Session(activity=activity, room=room, starts_at=starts_at, ends_at=ends_at, rule_at=starts_at)
        session.changed_at = activity.created_at
        if show.off and on == off:
            session.state, session.reason, session.sequence = SessionState.CALLED_OFF, show.off[1], 1
        elif room:
            session.use = _use(session, room)
            uses.append(session.use)
        sessions.append(session)
    Occupancy.objects.bulk_create(uses)
    Session.objects.bulk_create(sessions)
    return sessions


def _use(session: Session, room: Room) -> Occupancy:
    return Occupancy(
        room=room,
        kind=Occupancy.Kind.ACTIVITY,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        blocked_from=session.starts_at,
        blocked_until=session.ends_at,
        note=session.activity.title if session.activity.is_public else "",
    )


def _happened(activity: Activity, sessions: Sequence[Session], site: Site) -> None:
    """Write the trail as the actions would have written it then."""
    by, at = audit.staff(site.host), min(activity.created_at, clock.now() - SIGNED_UP)
    events: list[tuple[str, dict[str, Any], str]] = [
        ("programme.created", {"dates": [str(session) for session in sessions]}, "")
    ]
    if activity.state == ActivityState.PUBLISHED:
        events.append(("programme.published", {}, ""))
    events += [
        ("programme.session_called_off", {"dates": [str(session)]}, session.reason)
        for session in sessions
        if session.state == SessionState.CALLED_OFF
    ]
    for number, (verb, facts, why) in enumerate(events):
        event = audit.record(verb, activity, by=by, why=why, **facts)
        AuditEvent.objects.filter(pk=event.pk).update(at=at + dt.timedelta(minutes=7 * number))


def _sign_up(show: Show, activity: Activity, sessions: Sequence[Session], chance: Random) -> None:
    """Let some of the demo's people have signed up for what is next: as many as fit have a place, the others wait."""
    now = clock.now()
    coming = [each for each in sessions if each.starts_at > now and each.state == SessionState.PLANNED]
    if not coming:
        return
    session = None if show.signs_up_for == SignsUpFor.SERIES else coming[0]
    intake = Intake.objects.create(activity=activity, session=session, capacity=show.capacity)
    shares = {name: Share(intake=intake, group=name, capacity=capacity) for name, capacity in show.groups}
    people = [person for person in (*RESIDENTS, *RESIDENTS) if person.email][: show.comers]
    rows = []
    for person in dict.fromkeys(people):
        intake.arrivals += 1
        # One after the other, they are of each group in turn.
        share = [*shares.values()][intake.arrivals % len(shares)] if shares else None
        has_place = intake.has_room_for(1) and (share is None or share.has_room_for(1))
        intake.taken += has_place
        if share:
            share.taken += has_place
        rows.append(
            Enrolment(
                reference="".join(chance.choice(ALPHABET) for _position in range(8)),
                submission_key=f"demo-{chance.getrandbits(128):032x}",
                intake=intake,
                person=person.name,
                email=person.email,
                phone=person.phone,
                language=person.language,
                channel=Channel.WEB,
                state=EnrolmentState.GOING if has_place else EnrolmentState.WAITING,
                group=share.group if share else "",
                is_first=has_place and bool(show.first_for),
                arrival=intake.arrivals,
                created_at=now - SIGNED_UP + dt.timedelta(minutes=13 * intake.arrivals),
                sequence=1,
            )
        )
    Enrolment.objects.bulk_create(rows)
    Share.objects.bulk_create(shares.values())
    intake.save()
