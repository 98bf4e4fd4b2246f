"""Asking for a room: send, confirm, change."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from podworko.bookings import messages, terms
from podworko.bookings.actions.recalling import recall
from podworko.bookings.drafts import Draft
from podworko.bookings.models import (
    ASSISTED,
    REQUEST_LIFE,
    BookingDate,
    BookingRequest,
    BookingTerms,
    Channel,
    DateState,
    RequestState,
)
from podworko.core import audit, clock, limits
from podworko.core.errors import Conflict, Problem, Refused
from podworko.core.transactions import action
from podworko.core.transitions import not_any_more
from podworko.people import assisted
from podworko.people.actions import check_code, send_code
from podworko.people.assisted import Assistance
from podworko.people.models import EntryChannel, User
from podworko.places import hours
from podworko.places.models import Centre

# What nobody confirms is forgotten after a day.
UNCONFIRMED_LIFE = dt.timedelta(days=1)
LAST_MINUTE = dt.time(23, 59)


@dataclass(frozen=True)
class Written:
    """What was written down: the request, with its dates and the rules it was held against where it is new.

    Of what is new nobody else can know yet.
    """

    request: BookingRequest
    dates: Sequence[BookingDate] = ()
    rules: terms.Rules | None = None


@action
def submit(
    *,
    centre: Centre,
    draft: Draft,
    channel: Channel,
    by: audit.Actor,
    submission_key: str,
    waiver: str = "",
    assistance: Assistance | None = None,
) -> BookingRequest:
    """Write down what was asked for, and return it.

    From the web it waits for the code sent to its contact; from staff, or a program that acts for an account, it goes
    straight to the inbox. What staff write down for somebody who called or came needs their `assistance`: how it came,
    and that the person agreed. `waiver` is the staff's reason for less notice than the place asks for.
    The same `submission_key` sent again returns the request made by the first sending.
    Raises Refused with a problem for each rule that is broken, Conflict when nothing but the room is in the way, and
    for another draft under a used key.
    """
    written = write_down(
        centre=centre,
        draft=draft,
        channel=channel,
        by=by,
        submission_key=submission_key,
        waiver=waiver,
        assistance=assistance,
    )
    if written.rules is None:
        return written.request
    if written.request.state == RequestState.UNCONFIRMED:
        send_confirmation_code(request=written.request)
    else:
        messages.received(written.request, by=by)
    return written.request


def write_down(
    *,
    centre: Centre,
    draft: Draft,
    channel: Channel,
    by: audit.Actor,
    submission_key: str,
    waiver: str = "",
    assistance: Assistance | None = None,
) -> Written:
    """Do what `submit` does, and tell nobody: for whoever decides in the same transaction."""
    if sent := BookingRequest.objects.filter(submission_key=submission_key).first():
        return Written(_same(sent, centre, draft))
    rules = terms.rules_of(centre)
    judgement = terms.judge_draft(centre, draft, rules=rules, is_waived=bool(waiver and by.is_staff))
    if channel in ASSISTED and assistance is None:
        assistance = Assistance(EntryChannel(channel), has_agreed=False)
    if problems := [*judgement.problems, *_about_contact(draft, channel, by, assistance)]:
        raise (Conflict if all(problem.code == "taken" for problem in problems) else Refused)(*problems)
    needs_code = channel == Channel.WEB
    try:
        with transaction.atomic():
            request = BookingRequest.objects.create(
                centre=centre,
                channel=channel,
                taken_by_id=by.user.pk if by.user else None,
                state=RequestState.UNCONFIRMED if needs_code else RequestState.WAITING,
                decide_by=None if needs_code else decide_by(centre, _first(centre, draft), rules.terms),
                submission_key=submission_key,
                submission_digest=draft.digest(),
                **_fields(centre, draft),
            )
    except IntegrityError:
        # Two sendings of the same form at once: the other one was faster.
        return Written(_same(BookingRequest.objects.get(submission_key=submission_key), centre, draft))
    dates = _write_dates(request, draft, judgement)
    audit.record("bookings.submitted", request, by=by, why=waiver, on_behalf=by.is_staff, channel=channel)
    if assistance:
        assisted.record(subject=request, assistance=assistance, by=by, email=draft.email, phone=draft.phone)
    return Written(request, dates, rules)


def _about_contact(draft: Draft, channel: Channel, by: audit.Actor, assistance: Assistance | None) -> list[Problem]:
    """Hold the contact against how the request came.

    From the web a code goes to it, from a program it is that of the account, which needs no code; staff who write it
    down for somebody say how it came and how to answer.
    """
    if assistance:
        return assisted.problems(assistance, email=draft.email, phone=draft.phone)
    if channel == Channel.WEB and not draft.email:
        return [Problem("email", "email-needed", _("We send a code there, so we need your e-mail address."))]
    if by.is_staff or not isinstance(by.user, User) or draft.email.lower() == by.user.email.lower():
        return []
    sentence = _("You can ask in your own name only: with the e-mail address of your account.")
    return [Problem("email", "not-yours", sentence)]


def _same(sent: BookingRequest, centre: Centre, draft: Draft) -> BookingRequest:
    if sent.centre_id != centre.pk or sent.submission_digest != draft.digest():
        raise Conflict.because("key-used", _("Another request was already sent with this key."))
    return sent


@action
def send_confirmation_code(*, request: BookingRequest) -> None:
    """Send a (new) code to the contact of an unconfirmed request. Raises TooMany after too many."""
    send_code(purpose=_purpose(request), email=request.email, language=request.language, about=request.topic)


def confirm(*, request: BookingRequest, code: str) -> BookingRequest:
    """Check the code and put the request into the inbox. Raises Refused when the code is wrong or too old.

    Confirming what is confirmed already changes nothing. Not one transaction: a wrong code must count as a try.
    """
    if request.state != RequestState.UNCONFIRMED:
        return request
    limits.count(f"confirm:{request.pk}", limit=20, per=dt.timedelta(hours=1))
    check_code(purpose=_purpose(request), code=code)
    return _confirm(request=request)


@action
def _confirm(*, request: BookingRequest) -> BookingRequest:
    request = lock(request)
    if request.state != RequestState.UNCONFIRMED:
        return request
    first = request.dates.earliest("starts_at").starts_at
    move(request, RequestState.WAITING, decide_by=decide_by(request.centre, first, terms.terms_of(request.centre)))
    audit.record("bookings.confirmed", request, by=audit.RESIDENT)
    messages.received(request, by=audit.RESIDENT)
    return request


@action
def change(*, request: BookingRequest, draft: Draft, by: audit.Actor, waiver: str = "") -> BookingRequest:
    """Put a changed draft in the place of what was asked for; the decision waits anew.

    The e-mail address stays, since it is what was confirmed. Raises Refused for broken rules, Conflict when the
    request, or one of its dates, is decided or withdrawn.
    """
    request = lock(request)
    if request.state not in {RequestState.WAITING, RequestState.CHANGES_ASKED}:
        raise not_any_more()
    if request.dates.exclude(state__in=[DateState.WAITING, DateState.QUEUED]).exists():
        raise Conflict.because(
            "partly-decided", _("Some of the dates are decided already. Call off the others and send a new request.")
        )
    rules = terms.rules_of(request.centre)
    is_waived = bool(waiver and by.is_staff)
    judgement = terms.judge_draft(request.centre, draft, rules=rules, is_waived=is_waived, but=request.pk)
    if judgement.problems:
        raise Refused(*judgement.problems)
    fields = _fields(request.centre, draft) | {"email": request.email, "language": request.language}
    changed = {name: [str(getattr(request, name)), str(new)] for name, new in fields.items()}
    for name, value in fields.items():
        setattr(request, name, value)
    request.state = RequestState.WAITING
    request.question = ""
    request.decide_by = decide_by(request.centre, _first(request.centre, draft), rules.terms)
    request.escalated_at = None
    request.save()
    recall(request.dates.all())
    request.dates.all().delete()
    _write_dates(request, draft, judgement)
    settle(request)
    audit.record(
        "bookings.changed",
        request,
        by=by,
        why=waiver,
        on_behalf=by.is_staff,
        changed={name: pair for name, pair in changed.items() if pair[0] != pair[1]},
    )
    messages.changed(request, by=by)
    return request


def unconfirmed() -> QuerySet[BookingRequest]:
    """Return the requests that nobody confirmed within a day."""
    return BookingRequest.objects.filter(state=RequestState.UNCONFIRMED, created_at__lt=clock.now() - UNCONFIRMED_LIFE)


@action
def forget_unconfirmed() -> None:
    """Delete the requests that nobody confirmed within a day, with all that they held."""
    unconfirmed().delete()


def lock(request: BookingRequest) -> BookingRequest:
    """Return `request` as it stands now, kept for this transaction: two who decide do it one after the other."""
    held = BookingRequest.objects.select_for_update(of=("self",)).select_related(
        "centre__network", "centre__operator", "room"
    )
    return held.get(pk=request.pk)


def move(request: BookingRequest, state: RequestState, **changes: object) -> None:
    """Bring `request` into `state`, if its table of transitions allows it, and save what changes with it."""
    REQUEST_LIFE.check(request.state, state)
    request.state = state
    for name, value in changes.items():
        setattr(request, name, value)
    request.save(update_fields=["state", *changes])


def settle(request: BookingRequest) -> None:
    """Call the request, once confirmed, decided when none of its dates waits for a decision any more."""
    if request.state != RequestState.UNCONFIRMED and not request.dates.filter(state=DateState.WAITING).exists():
        move(request, RequestState.DECIDED)


def decide_by(centre: Centre, first: dt.datetime, kept: BookingTerms) -> dt.datetime:
    """Return when a decision is due: by the end of the last of the place's working days, and before the first date."""
    today = clock.today(centre.zone)
    due_on = hours.add_working_days(centre.network.holidays, today, kept.decision_working_days)
    return min(clock.at(due_on, LAST_MINUTE, centre.zone), first)


def _first(centre: Centre, draft: Draft) -> dt.datetime:
    return draft.when.moments(draft.when.on, centre.zone)[0]


def _purpose(request: BookingRequest) -> str:
    return f"bookings.request:{request.public_id}"


# What of a draft is judged and not kept as it is.
JUDGED = {"when", "agrees", "is_guardian", "choices"}


def _fields(centre: Centre, draft: Draft) -> dict[str, object]:
    values = {name: value for name, value in vars(draft).items() if name not in JUDGED}
    return values | {
        "rule": draft.when.rule,
        "skips": list(draft.when.skips),
        "equipment": list(draft.equipment),
        "declared": terms.declarations_of(centre) if draft.agrees else [],
    }


def _write_dates(request: BookingRequest, draft: Draft, judgement: terms.Judgement) -> list[BookingDate]:
    """Write the dates of the draft; those that are closed or left out are not there, as the form has told."""
    rooms = {room.pk: room for room in (draft.room, *(choice.room for choice in draft.choices)) if room}
    dates = []
    for date in judgement.dates:
        if date.starts_at is None or date.ends_at is None:
            continue
        rule_at = _rule_at(draft, date, request.centre)
        made = BookingDate.objects.create(
            request=request,
            room=rooms[date.room] if date.room else None,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            rule_at=rule_at,
            is_changed=rule_at != date.starts_at or date.room != request.room_id,
        )
        dates.append(made)
    return dates


def _rule_at(draft: Draft, date: terms.DateOutlook, centre: Centre) -> dt.datetime:
    """Return where the rule puts a date that may have another hour by choice."""
    assert date.starts_at
    try:
        return draft.when.moments(date.on, centre.zone)[0]
    except clock.NoSuchTime:
        return date.starts_at
