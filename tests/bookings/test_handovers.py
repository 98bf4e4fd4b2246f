"""How a use went: each step once, in an order that can be, taken back when the tap was wrong."""

import datetime as dt
import io
import itertools
import uuid

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from PIL import Image

from podworko.bookings import damage, keeping_desk
from podworko.bookings.actions import forgetting, handovers, walk_ins
from podworko.bookings.handing_over import STEPS, Step, can_be_undone, is_possible
from podworko.bookings.models import DateState, DayVersion, Handover, Occupancy, WalkIn
from podworko.bookings.queries.handovers import record_of
from podworko.core import audit, clock, holdings, retention
from podworko.core.errors import Conflict, Refused
from podworko.core.holdings import Contact
from podworko.people.models import Role
from tests.bookings.conftest import WARSAW
from tests.bookings.seen import codes, taken, trail
from tests.factories import make_booking, make_centre, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = dt.date(2026, 11, 24)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def room():
    return make_room()


@pytest.fixture
def host(room):
    return audit.staff(make_staff(Role.HOST, room.centre))


@pytest.fixture
def date(room):
    """A date from ten to twelve, which has just begun."""
    return make_booking(room, on=TODAY, starts="10:00", ends="12:00").dates.get()


@pytest.fixture
def walk_in(room, host):
    other = make_room(room.centre)
    return walk_ins.begin(room=other, by=host, submission_key="tap", length=HOUR)


def picture(side=640):
    out = io.BytesIO()
    Image.new("RGB", (side, side), "brown").save(out, "JPEG")
    return out.getvalue()


def leave(use, host, *, content=None, **words):
    file = io.BytesIO(content) if content is not None else None
    return handovers.leave(use=use, by=host, **{"is_tidy": False} | words, photo=file, size=len(content or b""))


def noted(handover):
    return {step.value for step in Step if getattr(handover, STEPS[step].moment)}


# --- the table ---


def test_of_every_state_the_table_says_what_may_follow(date):
    """All sets of noted steps against an order told in other words: no step excludes or precedes more than this."""
    now = clock.now()
    for size in range(len(Step) + 1):
        for done in itertools.combinations(Step, size):
            handover = Handover(**{STEPS[step].moment: now for step in done})
            expected = {
                Step.CAME: Step.NO_SHOW not in done,
                Step.KEYS_OUT: Step.NO_SHOW not in done,
                Step.KEYS_BACK: Step.KEYS_OUT in done,
                Step.LEFT: Step.NO_SHOW not in done,
                Step.NO_SHOW: Step.CAME not in done and Step.LEFT not in done,
            }
            for step in Step:
                assert is_possible(date, handover, step, now) == (step not in done and expected[step]), (done, step)
                blocked = step == Step.KEYS_OUT and Step.KEYS_BACK in done
                assert can_be_undone(handover, step) == (step in done and not blocked), (done, step)


@pytest.mark.parametrize(
    ("step", "earliest"),
    [
        (Step.CAME, dt.timedelta(hours=2)),
        (Step.KEYS_OUT, dt.timedelta(days=3)),
        (Step.LEFT, dt.timedelta(0)),
        (Step.NO_SHOW, dt.timedelta(0)),
    ],
)
def test_each_step_has_a_moment_before_which_it_cannot_be(date, host, tuesday, step, earliest):
    tuesday.move_to(date.starts_at - earliest - dt.timedelta(seconds=1))
    with pytest.raises(Refused) as refusal:
        handovers.note(use=date, step=step, by=host)
    assert codes(refusal) == [("", "too-early")]
    tuesday.move_to(date.starts_at - earliest)
    assert step.value in noted(handovers.note(use=date, step=step, by=host))


# --- steps ---


def test_keys_in_a_hand_mean_that_they_came(date, host):
    handover = handovers.note(use=date, step=Step.KEYS_OUT, by=host)
    assert noted(handover) == {"came", "keys-out"}
    assert handover.noted_by == host.user


def test_keys_fetched_the_day_before_do_not(date, host, tuesday):
    tuesday.move_to(date.starts_at - dt.timedelta(days=1))
    assert noted(handovers.note(use=date, step=Step.KEYS_OUT, by=host)) == {"keys-out"}


def test_noted_twice_it_is_noted_once(date, host, tuesday):
    first = handovers.note(use=date, step=Step.CAME, by=host)
    tuesday.shift(HOUR)
    second = handovers.note(use=date, step=Step.CAME, by=host)
    assert second.came_at == first.came_at
    assert trail(date.request) == [("bookings.came", "staff", "")]


def test_the_day_is_another_one_after_a_step(date, host):
    handovers.note(use=date, step=Step.CAME, by=host)
    assert DayVersion.objects.filter(centre=date.request.centre, on=TODAY).exists()


def test_what_excludes_itself_is_refused(date, host):
    handovers.note(use=date, step=Step.NO_SHOW, by=host)
    for step in (Step.CAME, Step.KEYS_OUT, Step.LEFT, Step.KEYS_BACK):
        with pytest.raises(Conflict) as refusal:
            handovers.note(use=date, step=step, by=host)
        assert codes(refusal) == [("", "not-now")]
    with pytest.raises(Conflict):
        leave(date, host)
    assert noted(Handover.objects.get()) == {"no-show"}


def test_what_was_called_off_is_not_handed_over(date, host):
    date.state = DateState.CANCELLED
    date.save()
    with pytest.raises(Conflict) as refusal:
        handovers.note(use=date, step=Step.CAME, by=host)
    assert codes(refusal) == [("", "called-off")]


def test_walk_ins_are_handed_over_alike_but_always_came(walk_in, host):
    handovers.note(use=walk_in, step=Step.KEYS_OUT, by=host)
    handovers.note(use=walk_in, step=Step.KEYS_BACK, by=host)
    assert noted(handovers.note(use=walk_in, step=Step.LEFT, by=host)) == {"keys-out", "keys-back", "left"}
    with pytest.raises(Conflict):
        handovers.note(use=walk_in, step=Step.NO_SHOW, by=host)
    assert [verb for verb, *_rest in trail(walk_in)][1:] == [
        "bookings.keys_out",
        "bookings.keys_back",
        "bookings.left_tidy",
    ]


def test_a_walk_in_taken_back_is_not_handed_over(walk_in, host):
    walk_ins.take_back(walk_in=walk_in, by=host)
    with pytest.raises(Conflict):
        handovers.note(use=walk_in, step=Step.LEFT, by=host)


# --- how it was left ---


def test_untidy_is_noted_without_words(date, host):
    handover = leave(date, host)
    assert (handover.is_tidy, handover.is_damaged, handover.damage) == (False, False, "")
    assert trail(date.request) == [("bookings.left_untidy", "staff", "")]


def test_a_damage_is_noted_with_words_and_a_picture_that_tells_nothing_else(date, host):
    handover = leave(date, host, words="  Pęknięta   noga ", content=picture())
    assert (handover.damage, handover.is_damaged) == ("Pęknięta noga", True)
    with default_storage.open(damage.path_of(handover.photo, "large")) as file, Image.open(file) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("WEBP", (640, 640), {})
    # The words may name somebody: they are not for the trail.
    assert trail(date.request) == [("bookings.left_damaged", "staff", "")]


def test_sent_again_the_picture_stays_until_another_comes(date, host, django_capture_on_commit_callbacks):
    first = leave(date, host, words="Stół", content=picture()).photo
    assert leave(date, host, words="Stół i krzesło").photo == first
    with django_capture_on_commit_callbacks(execute=True):
        second = leave(date, host, words="Stół i krzesło", content=picture()).photo
    assert second != first
    assert not default_storage.exists(damage.path_of(first, "small"))
    assert default_storage.exists(damage.path_of(second, "small"))
    assert Handover.objects.count() == 1


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"", b"\xff\xd8\xff broken"])
def test_what_is_no_picture_is_refused_and_nothing_noted(date, host, content):
    with pytest.raises(Refused):
        leave(date, host, words="Stół", content=content)
    assert not Handover.objects.exists()


def test_words_that_are_too_long_are_refused(date, host):
    with pytest.raises(Refused) as refusal:
        leave(date, host, words="a" * 501)
    assert codes(refusal) == [("words", "too-long")]


# --- undo, no-show ---


@pytest.mark.parametrize("step", list(Step))
def test_a_wrong_tap_is_taken_back(date, host, step):
    if step == Step.KEYS_BACK:
        handovers.note(use=date, step=Step.KEYS_OUT, by=host)
    before = Handover.objects.values().first()
    handovers.note(use=date, step=step, by=host)
    handovers.undo(use=date, step=step, by=host)
    handovers.undo(use=date, step=step, by=host)
    after = Handover.objects.values().get()
    if step == Step.KEYS_OUT:
        after["came_at"] = None
    assert {name: value for name, value in after.items() if name.endswith("_at")} == {
        name: before[name] if before else None for name in after if name.endswith("_at")
    }
    assert [verb for verb, *_rest in trail(date.request)][-1] == "bookings.handover_undone"


def test_with_the_keys_back_that_they_went_out_is_not_taken_back_first(date, host):
    handovers.note(use=date, step=Step.KEYS_OUT, by=host)
    handovers.note(use=date, step=Step.KEYS_BACK, by=host)
    with pytest.raises(Conflict) as refusal:
        handovers.undo(use=date, step=Step.KEYS_OUT, by=host)
    assert codes(refusal) == [("", "stands-on-it")]


def test_with_the_note_of_a_damage_its_picture_goes(date, host, django_capture_on_commit_callbacks):
    name = leave(date, host, words="Stół", content=picture()).photo
    with django_capture_on_commit_callbacks(execute=True):
        handover = handovers.undo(use=date, step=Step.LEFT, by=host)
    assert (handover.is_tidy, handover.is_damaged, handover.damage, handover.photo) == (None, False, "", None)
    assert not default_storage.exists(damage.path_of(name, "large"))


def test_after_a_no_show_the_room_is_kept_until_the_host_frees_it(date, host, room, tuesday):
    tuesday.shift(dt.timedelta(minutes=10, milliseconds=500))
    handovers.note(use=date, step=Step.NO_SHOW, by=host)
    assert taken(room) == ["24.11. 10:00–12:00"]
    handovers.give_back(use=date, by=host)
    handovers.give_back(use=date, by=host)
    assert taken(room) == ["24.11. 10:00–10:15"]
    date.refresh_from_db()
    assert date.state == DateState.ACCEPTED
    assert [verb for verb, *_rest in trail(date.request)] == ["bookings.no_show", "bookings.hours_given_back"]
    walk_ins.begin(room=room, by=host, submission_key="tap", length=HOUR)


def test_freed_in_the_moment_of_its_beginning_a_moment_stays(date, host, room, tuesday):
    tuesday.move_to(date.starts_at)
    handovers.note(use=date, step=Step.NO_SHOW, by=host)
    handovers.give_back(use=date, by=host)
    use = Occupancy.objects.get()
    assert use.ends_at - use.starts_at == dt.timedelta(seconds=1)


def test_without_a_no_show_nothing_is_freed(date, host, room):
    with pytest.raises(Conflict) as refusal:
        handovers.give_back(use=date, by=host)
    assert codes(refusal) == [("", "no-no-show")]
    assert taken(room) == ["24.11. 10:00–12:00"]


def test_when_it_is_over_there_is_nothing_to_free(date, host, room, tuesday):
    tuesday.shift(5 * HOUR)
    handovers.note(use=date, step=Step.NO_SHOW, by=host)
    handovers.give_back(use=date, by=host)
    assert taken(room) == ["24.11. 10:00–12:00"]


def test_they_came_after_all_and_have_their_room_again(date, host, room):
    room.centre.booking_terms.buffer_minutes = 15
    room.centre.booking_terms.save()
    handovers.note(use=date, step=Step.NO_SHOW, by=host)
    handovers.give_back(use=date, by=host)
    handovers.undo(use=date, step=Step.NO_SHOW, by=host)
    assert taken(room) == ["24.11. 10:00–12:15"]
    assert noted(handovers.note(use=date, step=Step.CAME, by=host)) == {"came"}


@pytest.mark.django_db(transaction=True)
def test_they_came_after_all_and_somebody_else_is_there(date, host, room):
    handovers.note(use=date, step=Step.NO_SHOW, by=host)
    handovers.give_back(use=date, by=host)
    walk_ins.begin(room=room, by=host, submission_key="tap", length=HOUR)
    with pytest.raises(Conflict) as refusal:
        handovers.undo(use=date, step=Step.NO_SHOW, by=host)
    assert codes(refusal) == [("", "taken")]
    assert noted(Handover.objects.get()) == {"no-show"}


# --- the database ---


@pytest.mark.parametrize(
    "wrong",
    [
        {"came_at": 1, "no_show_at": 1},
        {"keys_back_at": 1},
        {"left_at": 1},
        {"is_tidy": True},
        {"damage": "Stół"},
        {"photo": uuid.UUID(int=7)},
        {"left_at": 1, "is_tidy": True, "walk_in": 1},
    ],
)
def test_the_database_keeps_no_hand_over_that_cannot_be(date, walk_in, wrong):
    values = {name: clock.now() if name.endswith("_at") else value for name, value in wrong.items()}
    if "walk_in" in values:
        values["walk_in"] = walk_in
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(date=date, centre=date.request.centre, **values)


# --- how it went with them ---


def test_the_record_of_a_group_counts_a_year_at_this_place(room, host, tuesday):
    def past(days, **fields):
        on = TODAY - dt.timedelta(days=days)
        return make_booking(fields.pop("room", room), on=on, starts="10:00", ends="12:00", **fields).dates.get()

    mine = {"email": "Chor@example.org", "group": "Chór"}
    asked = make_booking(room, on=TODAY + dt.timedelta(days=7), **mine)
    handovers.note(use=past(10, email="chor@EXAMPLE.org"), step=Step.NO_SHOW, by=host)
    leave(past(11, email="inny@example.org", group="chór"), host, words="Stół")
    leave(past(12, **mine), host)
    handovers.note(use=past(13, **mine), step=Step.LEFT, by=host)
    # Not theirs: somebody else, another place, too long ago.
    handovers.note(use=past(14, email="inny@example.org"), step=Step.NO_SHOW, by=host)
    handovers.note(use=past(10, room=make_room(make_centre()), **mine), step=Step.NO_SHOW, by=host)
    handovers.note(use=past(366, **mine), step=Step.NO_SHOW, by=host)

    record = record_of(asked)

    assert (record.uses, record.no_shows, record.untidy, record.damages) == (4, 1, 2, 1)


def test_of_somebody_who_was_taken_out_there_is_no_record(room):
    request = make_booking(room, on=TODAY, erased_at=clock.now(), email="", phone="", person="")
    assert record_of(request).uses == 0


def test_the_record_is_one_query(room, django_assert_num_queries):
    request = make_booking(room, on=TODAY, phone="+48125550101", group="Chór")
    with django_assert_num_queries(1):
        record_of(request)


# --- how long it is kept ---


@pytest.fixture
def damaged(date, host):
    return leave(date, host, words="Stół", content=picture())


def carry_out():
    return retention.carry_out(by=audit.SYSTEM, is_dry_run=False).counts


def test_words_and_pictures_are_deleted_after_a_time_and_the_fact_stays(
    damaged, date, tuesday, settings, django_capture_on_commit_callbacks
):
    tuesday.move_to(date.ends_at + dt.timedelta(days=settings.CONTACTS_KEPT_DAYS))
    assert carry_out()["bookings.damages"] == 0
    tuesday.shift(HOUR)
    with django_capture_on_commit_callbacks(execute=True):
        assert carry_out()["bookings.damages"] == 1
    handover = Handover.objects.get()
    assert (handover.damage, handover.photo, handover.is_damaged) == ("", None, True)
    assert not default_storage.exists(damage.path_of(damaged.photo, "large"))


def test_what_was_on_in_a_walk_in_is_deleted_after_a_time(walk_in, host, tuesday, settings):
    walk_ins.describe(walk_in=walk_in, by=host, topic="Urodziny Kasi", people=5)
    tuesday.shift(dt.timedelta(days=settings.CONTACTS_KEPT_DAYS + 1))
    assert carry_out()["bookings.walk_ins"] == 1
    assert (WalkIn.objects.get().topic, WalkIn.objects.get().people) == ("", 5)


def test_whoever_is_taken_out_leaves_no_words_and_no_picture(damaged, date, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        forgetting.erase(requests=[date.request], by=audit.RESIDENT)
    handover = Handover.objects.get()
    assert (handover.damage, handover.photo, handover.is_damaged) == ("", None, True)
    assert not default_storage.exists(damage.path_of(damaged.photo, "large"))


def test_a_contact_sees_what_is_held_and_can_have_it_erased(damaged, date):
    contact = Contact(email=date.request.email)
    holding = next(each for each in holdings.holdings() if each.code == "bookings.handovers")
    (record,) = holding.records(contact)
    assert (record["damage"], record["photo"], record["is_tidy"]) == ("Stół", True, False)
    assert {field.key for field in holding.fields} == set(record)
    assert holding.erase(contact) == 1
    assert holding.erase(contact) == 0
    assert keeping_desk.COPIED


def test_files_that_belong_to_nothing_are_cleared_after_a_day(damaged, tuesday):
    stray = damage.keep(io.BytesIO(picture()), size=len(picture()))
    # Files know when they were written by the machine's own clock.
    tuesday.move_to(default_storage.get_modified_time(damage.path_of(stray, "large")) + 23 * HOUR)
    damage.clear_orphans()
    assert default_storage.exists(damage.path_of(stray, "large"))
    tuesday.move_to(dt.datetime(2099, 1, 1, tzinfo=WARSAW))
    damage.clear_orphans()
    assert not default_storage.exists(damage.path_of(stray, "large"))
    assert default_storage.exists(damage.path_of(damaged.photo, "large"))
