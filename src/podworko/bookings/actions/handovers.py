"""How a use went, noted with one tap each: who came, the keys, how the room was left, that nobody came."""

import datetime as dt
import uuid
from collections.abc import Iterable
from functools import partial
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from podworko.bookings import damage
from podworko.bookings.actions.occupying import move, touch
from podworko.bookings.handing_over import STEPS, Step, Used, can_be_undone, is_noted, is_possible, is_too_early
from podworko.bookings.models import BookingDate, DateState, Handover, Occupancy, WalkIn
from podworko.bookings.terms import rules_of
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.transactions import action
from podworko.places.models import Centre, Room

LONGEST_WORDS = 500


@action
def note(*, use: Used, step: Step, by: audit.Actor) -> Handover:
    """Note that `step` happened just now, and return the hand-over; noted twice it is noted.

    Keys in somebody's hand mean that they came; LEFT means that the room was left tidy. Raises Conflict when what was
    noted before excludes it or the date was called off, Refused when it is too early.
    """
    use, handover = _locked(use)
    if is_noted(handover, step):
        return handover
    _check(use, handover, step)
    now = clock.now()
    setattr(handover, STEPS[step].moment, now)
    if step == Step.KEYS_OUT and is_possible(use, handover, Step.CAME, now):
        handover.came_at = now
    if step == Step.LEFT:
        handover.is_tidy = True
    _save(use, handover, by)
    _record(STEPS[step].verb, use, by)
    return handover


def leave(
    *,
    use: Used,
    by: audit.Actor,
    is_tidy: bool,
    words: str = "",
    photo: IO[bytes] | None = None,
    size: int = 0,
) -> Handover:
    """Note how the room was left, with what is damaged in `words` and a `photo` (its length is `size`).

    Sent again it stands as it was sent last; a photo that is there stays until another comes. Raises Refused for words
    that are too long and for what is no picture, else what `note` raises.
    """
    words = " ".join(words.split())
    if len(words) > LONGEST_WORDS:
        sentence = _("That is too long: %(length)s characters. Please say it in at most %(most)s.")
        raise Refused.because("too-long", sentence % {"length": len(words), "most": LONGEST_WORDS}, field="words")
    # Painting takes long, and nobody waits for it in a transaction. What is left of one that fails is cleared later.
    name = damage.keep(photo, size=size) if photo else None
    return _leave(use=use, by=by, is_tidy=is_tidy, words=words, photo=name)


@action
def _leave(*, use: Used, by: audit.Actor, is_tidy: bool, words: str, photo: uuid.UUID | None) -> Handover:
    use, handover = _locked(use)
    if not is_noted(handover, Step.LEFT):
        _check(use, handover, Step.LEFT)
        handover.left_at = clock.now()
    if photo and handover.photo:
        _forget_files([handover.photo])
    handover.is_tidy, handover.damage = is_tidy, words
    handover.photo = photo or handover.photo
    handover.is_damaged = bool(words or handover.photo)
    _save(use, handover, by)
    verb = (
        "bookings.left_damaged" if handover.is_damaged else "bookings.left_tidy" if is_tidy else "bookings.left_untidy"
    )
    _record(verb, use, by)
    return handover


@action
def undo(*, use: Used, step: Step, by: audit.Actor) -> Handover:
    """Take a wrong tap back; what is not noted stays so.

    Of a no-show the hours that were given back are taken again. Raises Conflict when somebody has them by now, or when
    another step stands on this one.
    """
    use, handover = _locked(use)
    if not is_noted(handover, step):
        return handover
    if not can_be_undone(handover, step):
        raise Conflict.because("stands-on-it", _("Take back first what was noted after it."))
    setattr(handover, STEPS[step].moment, None)
    if step == Step.LEFT:
        if handover.photo:
            _forget_files([handover.photo])
        handover.is_tidy, handover.is_damaged, handover.damage, handover.photo = None, False, "", None
    if step == Step.NO_SHOW and isinstance(use, BookingDate):
        _take_again(use)
    _save(use, handover, by)
    _record("bookings.handover_undone", use, by, step)
    return handover


@action
def give_back(*, use: BookingDate, by: audit.Actor) -> None:
    """Free the rest of the hours of a date to which nobody came; the date stays accepted, its history tells.

    Given back twice they are given back. Raises Conflict when no no-show is noted.
    """
    held, handover = _locked(use)
    assert isinstance(held, BookingDate)
    if not handover.no_show_at:
        raise Conflict.because("no-no-show", _("Note first that nobody came; then the room can be freed."))
    # The guard of room use knows whole seconds.
    taken, now = _use_of(held), clock.now().replace(microsecond=0)
    if taken is None or taken.ends_at <= now:
        return
    # One moment at least stays, so that the calendar of the day does not forget it.
    move(taken, starts_at=taken.starts_at, ends_at=max(now, taken.starts_at + dt.timedelta(seconds=1)))
    _record("bookings.hours_given_back", held, by)


def _take_again(date: BookingDate) -> None:
    taken = _use_of(date)
    if taken is None or taken.ends_at >= date.ends_at:
        return
    room = taken.room
    try:
        buffer = rules_of(room.centre).of(room).buffer
        move(taken, starts_at=taken.starts_at, ends_at=date.ends_at, buffer=buffer)
    except Conflict as conflict:
        sentence = _("The rest of the hours was given back, and somebody else has the room by now.")
        raise Conflict.because("taken", sentence) from conflict


def _use_of(date: BookingDate) -> Occupancy | None:
    return Occupancy.objects.select_related("room__centre__network").filter(booking_date=date).first()


def _locked(use: Used) -> tuple[Used, Handover]:
    """Return `use` and its hand-over (a new one, not kept yet, where there is none), held for this transaction."""
    held: Used
    if isinstance(use, BookingDate):
        dates = BookingDate.objects.select_for_update(of=("self",), no_key=True)
        held = dates.select_related("request__centre__network", "room").get(pk=use.pk)
        handover = Handover.objects.filter(date=held).first() or Handover(date=held, centre=held.request.centre)
    else:
        walk_ins = WalkIn.objects.select_for_update(of=("self",), no_key=True)
        held = walk_ins.select_related("room__centre__network").get(pk=use.pk)
        handover = Handover.objects.filter(walk_in=held).first() or Handover(walk_in=held, centre=held.room.centre)
    return held, handover


def _check(use: Used, handover: Handover, step: Step) -> None:
    """Raise Conflict or Refused when `step` may not be noted of `use` now."""
    is_off = use.state != DateState.ACCEPTED if isinstance(use, BookingDate) else use.undone_at is not None
    # Keys that are out come back all the same.
    if is_off and step != Step.KEYS_BACK:
        raise Conflict.because("called-off", _("This was called off in the meantime."))
    if is_too_early(use, step, clock.now()):
        raise Refused.because("too-early", _("It is too early for that: it has not begun yet."))
    if not is_possible(use, handover, step, clock.now()):
        raise Conflict.because("not-now", _("This does not go with what is noted already. Take that back first."))


def _save(use: Used, handover: Handover, by: audit.Actor) -> None:
    handover.noted_by_id = by.user.pk if by.user else None
    handover.save()
    # What the desk shows of today is another thing now.
    touch(centre_of(use), clock.now(), clock.now())


def centre_of(use: Used) -> Centre:
    """Return the centre in which `use` is."""
    return use.request.centre if isinstance(use, BookingDate) else use.room.centre


def room_of(use: Used) -> Room:
    """Return the room of `use`; an accepted date has one."""
    assert use.room
    return use.room


def _record(verb: str, use: Used, by: audit.Actor, step: str = "") -> None:
    """Write it into the history of the request, or of the walk-in. The words of a damage are not for the trail."""
    subject = use.request if isinstance(use, BookingDate) else use
    audit.record(verb, subject, by=by, dates=[str(use.starts_at)], step=str(step))


def _forget_files(names: Iterable[uuid.UUID]) -> None:
    transaction.on_commit(partial(damage.forget, list(names)))


# --- how long it is kept ---


def with_words() -> QuerySet[Handover]:
    """Return the hand-overs that tell of a damage in words or with a picture."""
    return Handover.objects.exclude(damage="", photo__isnull=True)


def old_words() -> QuerySet[Handover]:
    """Return those of uses that are so long over that the words and pictures are needed no more."""
    border = _border()
    return with_words().filter(Q(date__ends_at__lt=border) | Q(walk_in__ends_at__lt=border))


def old_topics() -> QuerySet[WalkIn]:
    """Return the walk-ins, long over, that still tell in words what was on."""
    return WalkIn.objects.filter(ends_at__lt=_border()).exclude(topic="")


@action
def forget_words(found: QuerySet[Handover] | None = None) -> int:
    """Take words and pictures out of the `found` hand-overs, or of the old ones; return of how many.

    That something was damaged stays.
    """
    doomed = list(old_words() if found is None else found)
    _forget_files([each.photo for each in doomed if each.photo])
    Handover.objects.filter(pk__in=[each.pk for each in doomed]).update(damage="", photo=None)
    return len(doomed)


@action
def forget_topics() -> int:
    """Take the words out of old walk-ins; return of how many."""
    return old_topics().update(topic="")


def _border() -> dt.datetime:
    return clock.now() - dt.timedelta(days=settings.CONTACTS_KEPT_DAYS)
