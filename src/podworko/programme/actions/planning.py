"""Planning what is held: an activity with its sessions, and the rooms that they take."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.bookings import terms
from podworko.bookings.actions import occupying
from podworko.bookings.models import Occupancy
from podworko.core import audit, clock, versions
from podworko.core.errors import Conflict, Refused
from podworko.core.transactions import action
from podworko.core.words import spoken
from podworko.places import hours
from podworko.places.models import Centre, Organisation, Room
from podworko.programme import messages, plans
from podworko.programme.actions.promoting import widen
from podworko.programme.drafts import ActivityDraft, Plan
from podworko.programme.models import (
    ACTIVITY_LIFE,
    SESSION_LIFE,
    Activity,
    ActivityState,
    Session,
    SessionState,
)
from podworko.programme.models.activities import INDOORS
from podworko.programme.queries.drafts import activity_version, draft_of

LONGEST_SLUG = 50
# The desk has a page of that name.
RESERVED = {"new"}


@dataclass
class Planned:
    """What came of planning: the sessions that stand, the local dates whose room was taken, the place's days off."""

    activity: Activity
    sessions: list[Session] = field(default_factory=list)
    taken: list[dt.date] = field(default_factory=list)
    closed: list[dt.date] = field(default_factory=list)


@action
def create(
    *,
    centre: Centre,
    draft: ActivityDraft,
    plan: Plan,
    by: audit.Actor,
    submission_key: str = "",
    without_taken: bool = False,
) -> Planned:
    """Write an activity down as a draft that staff alone see, with its sessions; their rooms are theirs at once.

    A series leaves out the days on which the place is closed all day; `without_taken` leaves out those on which the
    room is taken. The same `submission_key` sent again returns what the first sending made.
    Raises Refused with a problem for each thing that is wrong, Conflict when the room is taken on some date and these
    are not to be left out, or on all of them.
    """
    # Keys of different places do not meet.
    key = f"{centre.pk}:{submission_key or uuid.uuid4()}"
    if sent := centre.activities.filter(submission_key=key).first():
        return Planned(sent, list(sent.sessions.all()))
    if problems := [*plans.about(draft), *plans.about_plan(centre, draft.where, plan)]:
        raise Refused(*problems)
    activity = Activity.objects.create(
        centre=centre, slug=_slug(centre, draft.title), submission_key=key, **_fields(draft)
    )
    activity.partners.set(draft.partners)
    planned = Planned(activity)
    _add(planned, plan, without_taken=without_taken)
    audit.record("programme.created", activity, by=by, dates=[str(each) for each in planned.sessions])
    return planned


@action
def change(*, activity: Activity, draft: ActivityDraft, by: audit.Actor, seen: str | None = None) -> Activity:
    """Say otherwise what an activity is; when it is held stays as it is. What stands so already is left.

    More places go to those who wait, in order. `seen` is the version (`queries.drafts`) that was looked at.
    Raises Refused for what is wrong, also for fewer places than are taken, Conflict for what was changed since.
    """
    activity = lock(activity)
    if draft == draft_of(activity):
        return activity
    versions.check(seen, activity_version(activity))
    if activity.state == ActivityState.CALLED_OFF:
        raise _over()
    if problems := [*plans.about(draft), *plans.about_those_who_come(activity, draft)]:
        raise Refused(*problems)
    fields = _fields(draft)
    before = {name: [str(getattr(activity, name)), str(new)] for name, new in fields.items()}
    before["partners"] = [_names(activity.partners.all()), _names(draft.partners)]
    changed = {name: pair for name, pair in before.items() if pair[0] != pair[1]}
    for name, value in fields.items():
        setattr(activity, name, value)
    activity.save()
    activity.partners.set(draft.partners)
    widen(activity)
    if "title" in changed and activity.is_public:
        occupying.rename(_uses(activity), activity.title)
    if activity.where not in INDOORS:
        occupying.release(_uses(activity))
        _coming(activity).update(room=None)
    audit.record("programme.changed", activity, by=by, changed=changed)
    return activity


@action
def publish(*, activity: Activity, by: audit.Actor) -> Activity:
    """Show a draft to everybody. Raises Refused where nothing of it is to come, Conflict when it is no draft."""
    activity = lock(activity)
    ACTIVITY_LIFE.check(activity.state, ActivityState.PUBLISHED)
    if not activity.sessions.filter(state=SessionState.PLANNED, ends_at__gt=clock.now()).exists():
        raise Refused.because("nothing-to-come", _("Plan at least one session that is still to come, then publish it."))
    activity.state, activity.published_at = ActivityState.PUBLISHED, clock.now()
    activity.save(update_fields=["state", "published_at"])
    occupying.rename(_uses(activity), activity.title)
    audit.record("programme.published", activity, by=by)
    return activity


@action
def call_off(*, activity: Activity, by: audit.Actor, reason: str) -> Activity:
    """Call off all that is still to come of an activity, give the rooms back, and tell those who signed up.

    Raises Refused without a reason where somebody may have read of it, Conflict when it is called off already.
    """
    activity = lock(activity)
    ACTIVITY_LIFE.check(activity.state, ActivityState.CALLED_OFF)
    reason = reason.strip()
    if activity.is_public and not reason:
        raise _why()
    coming = list(_coming(activity))
    for session in coming:
        _off(session, reason)
    activity.state, activity.reason = ActivityState.CALLED_OFF, reason
    activity.save(update_fields=["state", "reason"])
    audit.record("programme.called_off", activity, by=by, why=reason, dates=[str(each) for each in coming])
    messages.called_off(activity, coming, why=reason)
    return activity


@action
def add_sessions(*, activity: Activity, plan: Plan, by: audit.Actor, without_taken: bool = False) -> Planned:
    """Plan further sessions of an activity. Raises what `create` raises, Conflict when it is called off."""
    activity = lock(activity)
    if activity.state == ActivityState.CALLED_OFF:
        raise _over()
    if problems := plans.about_plan(activity.centre, activity.where, plan):
        raise Refused(*problems)
    planned = Planned(activity)
    _add(planned, plan, without_taken=without_taken)
    audit.record("programme.sessions_added", activity, by=by, dates=[str(each) for each in planned.sessions])
    return planned


@action
def call_off_session(*, session: Session, by: audit.Actor, reason: str) -> Session:
    """Call off one session, give its room back, and tell those who signed up for it.

    Raises Refused without a reason where somebody may have read of it, Conflict when it is called off or over.
    """
    activity = lock(session.activity)
    session = activity.sessions.select_related("use").get(pk=session.pk)
    SESSION_LIFE.check(session.state, SessionState.CALLED_OFF)
    if session.ends_at <= clock.now():
        raise Conflict.because("over", _("This session is over. What has been cannot be called off."))
    reason = reason.strip()
    if activity.is_public and not reason:
        raise _why()
    _off(session, reason)
    audit.record("programme.session_called_off", activity, by=by, why=reason, dates=[str(session)])
    messages.called_off(activity, [session], why=reason)
    return session


def lock(activity: Activity) -> Activity:
    """Return `activity` as it stands now, kept for this transaction."""
    held = Activity.objects.select_for_update(of=("self",)).select_related("centre__network", "centre__operator")
    return held.get(pk=activity.pk)


def _add(planned: Planned, plan: Plan, *, without_taken: bool) -> None:
    """Write the sessions of a plan, each with its room."""
    activity = planned.activity
    room = plan.room if activity.where in INDOORS else None
    buffer = terms.rules_of(activity.centre).of(room).buffer if room else dt.timedelta(0)
    known = set(activity.sessions.values_list("rule_at", flat=True))
    dates = plan.when.dates()
    if plan.when.rule:
        days = hours.days(activity.centre, dates)
        planned.closed = [on for on in dates if not days[on].open]
    for on in dates:
        if on in planned.closed:
            continue
        session = _session(activity, room, plan, on, known)
        try:
            session.use = take(session, room, buffer) if room else None
        except Conflict:
            planned.taken.append(on)
            continue
        session.save()
        planned.sessions.append(session)
    if planned.taken and (not without_taken or not planned.sessions):
        raise _taken(planned.taken, room)
    if not planned.sessions:
        sentence = _("On all these days the place is closed. Choose another day of the week, or plan single dates.")
        raise Refused.because("closed", sentence, field="on")


def _session(activity: Activity, room: Room | None, plan: Plan, on: dt.date, known: Collection[dt.datetime]) -> Session:
    """Return the session of a plan on the local date `on`. Raises Refused when it cannot be."""
    try:
        starts_at, ends_at = plan.when.moments(on, activity.zone)
    except clock.NoSuchTime as error:
        sentence = _("On %(day)s this hour does not exist, since the clocks go forward. Choose another hour.")
        raise Refused.because("no-such-time", sentence % {"day": spoken(on)}, field="starts") from error
    if ends_at <= clock.now():
        sentence = _("%(day)s is over. Choose a day to come.") % {"day": spoken(on)}
        raise Refused.because("past", sentence, field="on")
    if starts_at in known:
        sentence = _("There is a session on %(day)s at that hour already.") % {"day": spoken(on)}
        raise Refused.because("twice", sentence, field="on")
    return Session(activity=activity, room=room, starts_at=starts_at, ends_at=ends_at, rule_at=starts_at)


def take(session: Session, room: Room, buffer: dt.timedelta) -> Occupancy:
    """Take `room` for a session, and return the use; of a draft the wall does not say what it is.

    Raises Conflict when it is taken.
    """
    return occupying.occupy(
        room=room,
        kind=Occupancy.Kind.ACTIVITY,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        buffer=buffer,
        note=session.activity.title if session.activity.is_public else "",
    )


def _taken(dates: Sequence[dt.date], room: Room | None) -> Conflict:
    said = "; ".join(spoken(on) for on in dates)
    sentence = ngettext(
        "%(room)s is taken then on %(days)s. Choose another room or hour, or leave that day out.",
        "%(room)s is taken then on %(days)s. Choose another room or hour, or leave these days out.",
        len(dates),
    )
    return Conflict.because("taken", sentence % {"room": room, "days": said}, field="room")


def _off(session: Session, reason: str) -> None:
    SESSION_LIFE.check(session.state, SessionState.CALLED_OFF)
    if session.use_id:
        occupying.release(Occupancy.objects.filter(pk=session.use_id))
    session.use = None
    session.state, session.reason = SessionState.CALLED_OFF, reason
    session.sequence += 1
    session.changed_at = clock.now()
    session.save(update_fields=["use", "state", "reason", "sequence", "changed_at"])


def _names(organisations: Iterable[Organisation]) -> str:
    return ", ".join(sorted(str(each) for each in organisations))


def _uses(activity: Activity) -> QuerySet[Occupancy]:
    return Occupancy.objects.filter(session__in=_coming(activity))


def _coming(activity: Activity) -> QuerySet[Session]:
    return activity.sessions.filter(state=SessionState.PLANNED, ends_at__gt=clock.now())


def _why() -> Refused:
    sentence = _("Please say why, in a sentence. Those who wanted to come will read it.")
    return Refused.because("reason-needed", sentence, field="reason")


def _over() -> Conflict:
    return Conflict.because("called-off", _("This activity is called off. Plan a new one."))


def _fields(draft: ActivityDraft) -> dict[str, object]:
    values = {name: value for name, value in vars(draft).items() if name != "partners"}
    return values | {
        "languages": list(draft.languages),
        "capacity": sum(each.capacity for each in draft.groups) or draft.capacity,
        "groups": [vars(each) for each in draft.groups],
        "questions": [vars(each) for each in draft.questions],
    }


def _slug(centre: Centre, title: str) -> str:
    """Return an address made of the title, with a number where there is one like it at that place."""
    # Letters that have no marks to leave out are written as they are read.
    base = slugify(title.translate(str.maketrans("łŁ", "lL")))[:LONGEST_SLUG].strip("-") or "zajecia"
    used = set(centre.activities.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in used | RESERVED:
        return base
    newest = centre.activities.aggregate(pk=Max("pk"))["pk"]
    return f"{base}-{(newest or 0) + 1}"
