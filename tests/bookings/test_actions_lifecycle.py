"""Every state × every deed: what the tables allow is what the actions do, and nothing else."""

import datetime as dt

import pytest

from podworko.bookings.actions import asking, deciding, ending, moving, offering, watching
from podworko.bookings.models import DATE_LIFE, REQUEST_LIFE, DateState, RequestState
from podworko.core import audit
from podworko.core.errors import Conflict
from podworko.core.models import AuditEvent, Message
from podworko.people.models import ContactCode, Role
from tests.bookings.seen import states
from tests.factories import make_booking, make_draft, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
S, D = RequestState, DateState


@pytest.fixture(autouse=True)
def _every_code_is_right(monkeypatch):
    monkeypatch.setattr(asking, "check_code", lambda **_asked: None)


@pytest.fixture
def host():
    return audit.staff(make_staff(Role.HOST, make_room().centre))


def come(request, traveller):
    """Let the day of the request come, and the program look after it."""
    traveller.shift(dt.timedelta(days=30))
    watching.lapse_past()
    traveller.shift(dt.timedelta(days=-30))


def do(deed, request, host, traveller):  # noqa: C901 - a table of deeds
    """Do the deed; each is done by the one who may do it."""
    match deed:
        case "confirm":
            asking.confirm(request=request, code="123456")
        case "change":
            asking.change(request=request, draft=make_draft(request.centre), by=audit.RESIDENT)
        case "ask for changes":
            deciding.ask_for_changes(request=request, by=host, question="Godzinę później?")
        case "accept":
            deciding.accept(request=request, by=host)
        case "decline":
            deciding.decline(request=request, by=host, reason="Remont.")
        case "cancel":
            ending.cancel(request=request, by=audit.RESIDENT)
        case "put on the waiting list":
            deciding.queue(request=request, by=host)
        case "take up an offer":
            date = request.dates.get()
            room = date.room or request.centre.rooms.first()
            made = offering.offer(date=date, room=room, starts_at=date.starts_at, ends_at=date.ends_at, by=host)
            offering.take(offer=made, by=audit.RESIDENT)
        case "move":
            date = request.dates.get()
            change = moving.Edit(dt.time(10), dt.time(12))
            moving.edit(request=request, date=date, scope=moving.Scope.THIS, change=change, by=audit.RESIDENT)
        case "wait too long":
            come(request, traveller)


def done(deed, request, host, traveller):
    """Do the deed; say whether it was not refused as one that comes too late."""
    try:
        do(deed, request, host, traveller)
    except Conflict:
        return False
    return True


OPEN = (S.WAITING, S.CHANGES_ASKED)
DEEDS = {
    "confirm": {S.UNCONFIRMED: S.WAITING},
    "change": dict.fromkeys(OPEN, S.WAITING),
    "ask for changes": {S.WAITING: S.CHANGES_ASKED},
    "accept": dict.fromkeys(OPEN, S.DECIDED),
    "decline": dict.fromkeys(OPEN, S.DECIDED),
    "cancel": dict.fromkeys(OPEN, S.WITHDRAWN),
    "wait too long": dict.fromkeys(OPEN, S.LAPSED),
    "put on the waiting list": dict.fromkeys(OPEN, S.DECIDED),
}
DATE_DEEDS = {
    "accept": {D.WAITING: D.ACCEPTED},
    "decline": {D.WAITING: D.DECLINED, D.QUEUED: D.DECLINED},
    "cancel": {D.WAITING: D.WITHDRAWN, D.ACCEPTED: D.CANCELLED, D.QUEUED: D.WITHDRAWN},
    "wait too long": {D.WAITING: D.LAPSED, D.QUEUED: D.LAPSED},
    "put on the waiting list": {D.WAITING: D.QUEUED},
    "take up an offer": {D.WAITING: D.ACCEPTED, D.QUEUED: D.ACCEPTED},
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_leads_from_the_states_that_allow_it_and_leaves_the_others_untouched(deed, state, host, tuesday):
    request = make_request(state=state)
    before = states(request)
    assert done(deed, request, host, tuesday) or state not in DEEDS[deed]
    if state in DEEDS[deed]:
        assert states(request)[0] == DEEDS[deed][state]
        # The room is free, so who begins to wait for it is offered it at once.
        assert AuditEvent.objects.about(request).count() == (2 if deed == "put on the waiting list" else 1)
    else:
        assert states(request) == before
        assert AuditEvent.objects.count() == Message.objects.count() == 0


def test_the_deeds_walk_every_way_of_the_table_of_requests():
    walked = {(old, new) for ways in DEEDS.values() for old, new in ways.items() if old != new}
    walked.add((S.DECIDED, S.WAITING))  # below
    assert walked == {(old, new) for old, onward in REQUEST_LIFE.table.items() for new in onward}
    assert set(REQUEST_LIFE.table) == set(S)


def test_what_was_given_and_is_to_be_moved_waits_anew(host):
    request = make_booking()
    do("move", request, host, None)
    assert states(request) == ("waiting", ["waiting", "accepted"])


def make_date(state):
    """Return a request whose one date is in `state`, and whose state as a whole goes with it."""
    if state == D.WAITING:
        return make_request()
    if state == D.ACCEPTED:
        return make_booking()
    whole = dict.fromkeys((D.QUEUED, D.DECLINED, D.CANCELLED), S.DECIDED) | {
        D.WITHDRAWN: S.WITHDRAWN,
        D.LAPSED: S.LAPSED,
    }
    request = make_request(make_room(), state=whole.get(state, S.DECIDED))
    request.dates.update(state=state)
    return request


@pytest.mark.parametrize("state", D)
@pytest.mark.parametrize("deed", DATE_DEEDS)
def test_so_do_the_deeds_on_dates(deed, state, host, tuesday):
    request = make_date(state)
    assert done(deed, request, host, tuesday) or state not in DATE_DEEDS[deed]
    assert states(request)[1] == [DATE_DEEDS[deed].get(state, state)]


def test_the_deeds_walk_every_way_of_the_table_of_dates():
    walked = {(old, new) for ways in DATE_DEEDS.values() for old, new in ways.items()}
    walked.add((D.QUEUED, D.WAITING))  # moved by the person: tests/bookings/test_offering.py
    assert walked == {(old, new) for old, onward in DATE_LIFE.table.items() for new in onward}
    assert set(DATE_LIFE.table) == set(D)


def test_what_nobody_confirms_is_forgotten_after_a_day(tuesday):
    unconfirmed, waiting = make_request(state=S.UNCONFIRMED), make_request()
    tuesday.shift(dt.timedelta(hours=23))
    asking.forget_unconfirmed()
    assert states(unconfirmed) == ("unconfirmed", ["waiting"])
    tuesday.shift(dt.timedelta(hours=2))
    asking.forget_unconfirmed()
    assert not type(unconfirmed).objects.filter(pk=unconfirmed.pk).exists()
    assert states(waiting) == ("waiting", ["waiting"])
    assert ContactCode.objects.count() == 0
