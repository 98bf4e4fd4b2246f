"""The desk of the demo: duty that was done by the product's own actions, on the days on which it was done."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.storage import default_storage

from podworko.bookings import damage
from podworko.bookings.models import (
    Blackout,
    BookingDate,
    BookingRequest,
    BroughtCalendar,
    BroughtUse,
    DateState,
    Declaration,
    Handover,
    Occupancy,
    Offer,
    OfferState,
    RequestState,
    RoomTerms,
    WalkIn,
)
from podworko.bookings.queries.heat import use_of
from podworko.bookings.queries.today import today
from podworko.core import clock
from podworko.core.models import Import, Message
from podworko.places.models import Centre
from podworko.places.models.photos import SIZES
from podworko.portal import demo
from podworko.portal.demo import krakow, towns, wroclaw

pytestmark = pytest.mark.django_db

WARSAW = ZoneInfo("Europe/Warsaw")
FEW = (replace(towns.KRAKOW, places=krakow.PLACES), replace(towns.WROCLAW, places=wroclaw.PLACES))
# From the first minutes of a day to the last, on each day of a week and on a holiday.
HOURS = [
    "2026-11-23 09:10",
    "2026-11-24 11:20",
    "2026-11-25 14:00",
    "2026-11-26 17:10",
    "2026-11-27 19:50",
    "2026-11-28 13:10",
    "2026-11-29 15:20",
    "2026-11-11 12:30",
]


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    monkeypatch.setattr(demo, "TOWNS", FEW)


@pytest.fixture
def town():
    """Build the demo on a Thursday afternoon."""
    with time_machine.travel(dt.datetime(2026, 11, 26, 17, 10, tzinfo=WARSAW), tick=False):
        demo.build()
        yield


def place(slug="na-kozlowce"):
    return Centre.objects.select_related("network", "operator").get(slug=slug)


def about(topic):
    return BookingRequest.objects.get(topic=topic)


@pytest.mark.any_database
@pytest.mark.parametrize("moment", HOURS)
def test_whenever_the_door_is_open_the_day_is_alive(moment):
    with time_machine.travel(dt.datetime.fromisoformat(moment).replace(tzinfo=WARSAW), tick=False):
        demo.build()
        seen, other = today(place()), today(place("przystan-olbin"))

        assert seen.closing
        assert any(room.now for room in seen.rooms)
        assert any(room.spare.is_free for room in seen.rooms)
        assert not other.closing or any(room.now or room.coming for room in other.rooms)
        for each, count in ((seen, 7), (other, 2)):
            assert each.to_decide.count == count
            assert any(line.handover.photo for line in each.troubles)
            assert all(line.handover.came_at for line in each.to_hand_over)


def test_today_shows_whoever_walked_in_whose_keys_are_out_and_which_room_is_to_be_seen(town):
    seen = today(place())

    assert [room.now.title for room in seen.rooms if room.now] == ["Mamy z wózkami, aż przestanie padać", "Modelarnia"]
    assert [line.title for line in seen.keys_out] == ["Modelarnia", "Joga na krzesłach"]
    assert [line.title for line in seen.to_hand_over] == ["Zdrowy kręgosłup"]
    assert any(line.handover.no_show_at for line in seen.settled)
    assert [line.title for line in seen.expected] == ["Kurs gry na ukulele"]


def test_people_walked_in_all_through_the_past_weeks_and_left_in_time(town):
    past = WalkIn.objects.filter(room__centre=place(), ends_at__lt=clock.now()).order_by("starts_at")

    assert past.count() >= 12
    assert past[0].starts_at < clock.now() - dt.timedelta(weeks=6)
    assert len({walk_in.room_id for walk_in in past}) >= 3
    assert all(walk_in.handover.left_at == walk_in.ends_at for walk_in in past)


def test_of_those_who_did_not_come_the_rest_of_the_hours_was_given_back(town):
    missed = BookingDate.objects.filter(handover__no_show_at__isnull=False).select_related("occupancy")

    assert missed.count() >= 6
    assert all(date.occupancy.ends_at < date.ends_at for date in missed)
    used = use_of(place(), clock.today(WARSAW) - dt.timedelta(days=80), clock.today(WARSAW))
    assert sum(tally.no_shows for tally in used.tallies) >= 4
    assert sum(tally.walk_ins for tally in used.tallies) >= 12
    assert used.declined == len(used.reasons) == 3


def test_the_photo_of_what_broke_is_a_file_that_goes_with_the_demo(town, django_capture_on_commit_callbacks):
    names = [*Handover.objects.filter(photo__isnull=False).values_list("photo", flat=True)]
    paths = [damage.path_of(name, size) for name in names for size in SIZES]

    assert len(names) == 2
    assert all(default_storage.exists(path) for path in paths)
    with django_capture_on_commit_callbacks(execute=True):
        demo.remove()
    assert not any(default_storage.exists(path) for path in paths)


def test_some_wait_in_line_and_what_was_given_back_is_offered_to_the_first(town):
    first, second = about("Warsztaty wianków"), about("Przymiarka strojów na bal")
    offer = Offer.objects.get()

    assert offer.state == OfferState.OPEN
    assert offer.date.request == first
    assert offer.answer_by > clock.now()
    assert Occupancy.objects.get(offer=offer).room.slug == "sala-duza"
    assert about("Turniej brydżowy").dates.get().state == DateState.CANCELLED
    for request in (first, second, about("Wieczór poezji"), about("Klub książki")):
        assert request.state == RequestState.DECIDED
        assert request.dates.get().state == DateState.QUEUED
    assert Message.objects.about(first).filter(kind="bookings.offered", state=Message.State.SENT).exists()


def test_a_series_has_dates_that_were_refused_moved_and_are_wished_elsewhere(town):
    choir = about("Chór z bloku 12")
    wished = choir.dates.get(replaces__isnull=False)

    assert choir.state == RequestState.WAITING
    assert choir.dates.filter(state=DateState.DECLINED).exclude(reason="").count() == 1
    assert choir.dates.get(is_changed=True, replaces=None).starts_at.astimezone(WARSAW).time() == dt.time(16, 30)
    assert (wished.state, wished.replaces.state) == (DateState.WAITING, DateState.ACCEPTED)
    assert Occupancy.objects.filter(booking_date__request=choir).count() == choir.dates.count() - 2


def test_a_divided_hall_is_used_as_a_whole_and_in_parts(town):
    used = Occupancy.objects.filter(room__centre=place("przystan-olbin"))
    halves = {"przy-kominku", "przy-oknach"}

    assert {*used.filter(kind="booking").values_list("room__slug", flat=True)} >= {"sala-kominkowa", *halves}
    assert {*used.filter(kind="part").values_list("room__slug", flat=True)} == halves


def test_a_calendar_was_brought_and_what_clashed_stayed_out(town):
    brought = BroughtCalendar.objects.get()

    assert brought.kept_at == brought.read_at < clock.now() - dt.timedelta(days=5)
    assert brought.by.email == "koordynator@example.org"
    assert brought.source.state == Import.State.DONE
    assert brought.source.rows.filter(verdict="wrong").exists()
    assert {use.title for use in brought.uses.all()} == {
        "Koło brydżowe",
        "Świetlica: odrabianie lekcji",
        "Kółko modelarskie seniorów",
    }
    assert Occupancy.objects.filter(kind="brought").count() == BroughtUse.objects.count() >= 12


@pytest.mark.parametrize("slug", ["na-kozlowce", "przystan-olbin"])
def test_the_place_has_rules_of_its_own(town, slug):
    assert RoomTerms.objects.filter(room__centre__slug=slug).exists()
    assert Blackout.objects.filter(centre__slug=slug, first_on__gt=clock.today(WARSAW)).exists()
    assert Declaration.objects.filter(centre__slug=slug).count() >= 2


def test_built_anew_it_is_the_same_day(town):
    def told():
        steps = ("date__request__reference", "walk_in__topic", "came_at", "no_show_at", "left_at", "keys_out_at")
        return list(Handover.objects.order_by("pk").values_list(*steps, "is_tidy", "damage"))

    first = told()
    demo.build(reset=True)

    assert told() == first
