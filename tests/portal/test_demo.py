"""The demo: alive on whatever day it is built, told to nobody, and never in the way of somebody's own town."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.auth import authenticate
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.urls import resolve
from PIL import Image

from podworko.bookings.actions import asking
from podworko.bookings.actions.deciding import accept
from podworko.bookings.models import BookingDate, BookingRequest, DateState, Occupancy, RequestState
from podworko.bookings.queries.plans import coming, day_plan
from podworko.bookings.queries.prospects import prospects
from podworko.bookings.queries.requests import inbox, rivals_in
from podworko.core import audit, clock
from podworko.core.delivery import deliver
from podworko.core.models import AuditEvent, Message
from podworko.core.queries import history_of
from podworko.people.models import AssistedEntry, ContactCode, Grant, MinorsCheck, Role, User
from podworko.places import access_questions, geo, history, hours
from podworko.places.actions import access, organisations, photos, rooms
from podworko.places.actions.hours import Slot, impossible, overlapping
from podworko.places.models import (
    AccessFact,
    Centre,
    District,
    DrawnArea,
    DutyHours,
    Network,
    OpeningException,
    OpeningHours,
    Organisation,
    Photo,
    PremisesPoint,
    Room,
    Season,
    Stage,
)
from podworko.places.models.photos import SIZES
from podworko.places.photos import path_of
from podworko.places.premises import profile_of
from podworko.portal import demo
from podworko.portal.demo import krakow, pictures, towns, wroclaw
from tests.factories import make_booking, make_network, make_user

pytestmark = pytest.mark.django_db

# A Friday, a Saturday, a Sunday, two holidays, the nights of the clock changes, and the turn of a year.
DAYS = [
    "2026-11-20 11:00",
    "2026-11-21 09:30",
    "2026-11-22 21:00",
    "2026-11-11 07:00",
    "2026-12-24 12:00",
    "2026-03-29 01:30",
    "2026-10-25 00:30",
    "2026-12-31 23:30",
]


# The places that are written out one by one; the others would only take time.
MONTH = dt.timedelta(days=30)
FEW = (replace(towns.KRAKOW, places=krakow.PLACES), replace(towns.WROCLAW, places=wroclaw.PLACES))


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(demo, "TOWNS", FEW)


@pytest.fixture
def today():
    with time_machine.travel(dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC), tick=False):
        yield


def kozlowka():
    return Centre.objects.select_related("network", "operator").get(slug="na-kozlowce")


def waiting(topic):
    return BookingRequest.objects.get(topic=topic, state=RequestState.WAITING)


@pytest.mark.any_database
@pytest.mark.parametrize("moment", DAYS)
def test_something_goes_on_in_several_rooms_today_and_the_inbox_holds_a_case_of_each_sort(few, moment):
    with time_machine.travel(dt.datetime.fromisoformat(f"{moment}+00:00"), tick=False):
        demo.build()
        plan = day_plan(kozlowka(), clock.today(kozlowka().zone))

        assert sum(bool(row.uses) for row in plan.rows) >= 3
        assert len(coming(kozlowka())) == 6

        now = clock.now()
        found = list(inbox(kozlowka()))
        series = waiting("Gry planszowe")

        assert len(found) == 8
        assert found[0].escalated_at is not None
        assert found[0].decide_by < now
        assert dt.timedelta(hours=2) <= found[1].decide_by - now < dt.timedelta(hours=2, minutes=10)
        assert [rival.request.topic for rival in rivals_in(found)[found[1].pk]] == ["Warsztat lampionów"]
        assert [each.is_free for each in prospects(series)[:5]] == [True, False, True, False, True]
        assert sum(not each.is_free for each in prospects(series)) == 2
        assert [request.channel for request in found if not request.email] == ["phone"]
        assert found[-1].state == RequestState.CHANGES_ASKED
        assert {request.language for request in found} == {"pl", "uk", "en"}
        assert all(request.created_at < now for request in found)
        assert all(request.dates.earliest("starts_at").starts_at > now for request in found)


@pytest.mark.any_database
def test_every_use_lies_inside_opening_hours_and_in_a_room_large_enough(today):
    demo.build()
    checked = 0
    for centre in Centre.objects.select_related("network"):
        dates = BookingDate.objects.filter(request__centre=centre).select_related("room", "request")
        days = hours.days(centre, {date.starts_at.astimezone(centre.zone).date() for date in dates})
        for date in dates:
            start, end = date.starts_at.astimezone(centre.zone), date.ends_at.astimezone(centre.zone)
            assert days[start.date()].covers(start.time(), end.time()), f"{centre}: {date.request.topic} {start}"
            assert date.room is None or date.request.people <= date.room.capacity, date.request.topic
            checked += 1

    assert checked > 1000


@pytest.mark.any_database
def test_the_calendar_reaches_eight_weeks_back_and_ahead_with_everything_that_happens(few, today):
    demo.build()
    now, dates = clock.now(), BookingDate.objects.filter(request__centre__slug="na-kozlowce")
    given = dates.filter(state=DateState.ACCEPTED)

    assert given.earliest("starts_at").starts_at < now - dt.timedelta(weeks=7, days=5)
    assert given.latest("starts_at").starts_at > now + dt.timedelta(weeks=7, days=5)
    assert given.filter(request__is_open_to_all=False).exists()
    assert given.count() == Occupancy.objects.filter(room__centre__slug="na-kozlowce", kind="booking").count()
    assert set(dates.values_list("state", flat=True)) >= {"waiting", "accepted", "declined", "cancelled"}
    assert Occupancy.objects.filter(kind="closure", note="Remont stołu").exists()


def test_nobody_is_told_anything(few, today):
    demo.build()

    letters = Message.objects.filter(channel=Message.Channel.LETTER)
    assert letters.filter(state=Message.State.WAITING).count() == 4
    mails = Message.objects.exclude(channel=Message.Channel.LETTER)
    sent = mails.filter(state=Message.State.SENT)
    assert all(message.sent_at == message.created_at < clock.now() for message in sent)
    came_back = mails.exclude(pk__in=sent).get()
    deliver(came_back.pk)
    came_back.refresh_from_db()
    assert came_back.state == Message.State.FAILED
    assert not mail.outbox


def test_every_request_tells_what_has_happened_in_order(few, today):
    demo.build()
    now = clock.now()

    for request in BookingRequest.objects.select_related("centre__network")[::10]:
        assert history_of(request, zone=request.centre.zone).events[0].what
    by_request: dict[str, list[dt.datetime]] = {}
    trail = AuditEvent.objects.filter(subject_type="bookings.bookingrequest").order_by("pk")
    for subject, at in trail.values_list("subject_id", "at"):
        by_request.setdefault(subject, []).append(at)
    assert len(by_request) == BookingRequest.objects.count()
    assert all(times == sorted(times) and times[-1] <= now for times in by_request.values())


@pytest.mark.any_database
def test_each_role_signs_in_and_lands_on_a_page(few, today):
    sign_ins = demo.build()

    for person in sign_ins:
        assert authenticate(email=person.email, password=person.password), person.email
        assert resolve(person.path)
    roles = Grant.objects.filter(user__email__in=[person.email for person in sign_ins]).values_list("role", flat=True)
    assert set(roles) == set(Role)


def test_what_waits_can_be_accepted(few, today):
    demo.build()
    host = User.objects.get(email="gospodyni@example.org")

    acceptance = accept(request=waiting("Gry planszowe"), by=audit.staff(host))

    assert len(acceptance.taken) == 2
    assert len(acceptance.accepted) == 10


def test_a_second_time_nothing_happens(few, today):
    first = demo.build()
    standing = BookingRequest.objects.count()

    assert demo.build() == first
    assert BookingRequest.objects.count() == standing


@pytest.mark.any_database
def test_the_same_day_gives_the_same_demo(few, today):
    columns = ("reference", "public_id", "topic", "person", "created_at")
    demo.build()
    first = list(BookingRequest.objects.order_by("pk").values_list(*columns))
    demo.build(reset=True)

    assert list(BookingRequest.objects.order_by("pk").values_list(*columns)) == first


def test_a_demo_that_is_built_anew_has_its_pictures(few, today, django_capture_on_commit_callbacks):
    demo.build()
    with django_capture_on_commit_callbacks(execute=True):
        demo.build(reset=True)
    paths = [path_of(photo.public_id, size) for photo in Photo.objects.all() for size in SIZES]
    assert paths
    assert [path for path in paths if not default_storage.exists(path)] == []


def test_reset_takes_away_what_was_done_in_it_and_nothing_else(few, today):
    demo.build()
    host = User.objects.get(email="gospodyni@example.org")
    events = AuditEvent.objects.count()
    messages = Message.objects.count()
    accept(request=waiting("Warsztat lampionów"), by=audit.staff(host))
    assert Message.objects.count() == messages + 1
    for request in (waiting("Gry planszowe"), own := make_booking()):
        asking.send_confirmation_code(request=request)
    audit.record("bookings.accepted", own, by=audit.SYSTEM)

    demo.build(reset=True)

    purpose = f"bookings.request:{own.public_id}"
    assert ContactCode.objects.get().purpose == purpose
    assert Message.objects.count() == messages + 1
    assert Message.objects.get(kind="people.code").key.startswith(f"code:{purpose}")
    assert waiting("Warsztat lampionów")
    assert AuditEvent.objects.count() == events + 1
    assert own.dates.get().occupancy


@pytest.mark.any_database
def test_scale_brings_as_many_times_more_places(few, today):
    demo.build(scale=3)

    for slug, count in (("krakow", 18), ("wroclaw", 6)):
        assert Network.objects.get(slug=slug).centres.count() == count
    assert Centre.objects.get(name="MAM Azory").booking_requests.filter(state=RequestState.WAITING).count() == 6


@pytest.mark.parametrize("reset", [True, False])
def test_somebodys_own_network_is_left_alone(reset):
    own = make_network(slug="krakow")
    make_user(email="somebody@example.org")

    with pytest.raises(CommandError, match="/krakow/ stands already, and it is not the demo"):
        demo.build(reset=reset)

    assert Network.objects.get() == own
    assert User.objects.count() == 1


@pytest.mark.any_database
def test_it_has_the_places_that_the_cities_count(today):
    demo.build()
    found = Counter(Centre.objects.filter(stage__in=["pilot", "permanent"]).values_list("network__slug", "kind__code"))

    assert found == {
        ("krakow", "mam"): 1,
        ("krakow", "cas"): 46,
        ("krakow", "klub"): 12 + 31 + 1,
        ("krakow", "co"): 2,
        ("krakow", "cw"): 1,
        ("krakow", "youth"): 2,
        ("wroclaw", "cal"): 25,
    }
    assert set(Centre.objects.values_list("stage", flat=True)) == {*Stage.values}
    texts = Centre.objects.values_list("about", flat=True)
    assert len({*texts}) == len(texts)


def test_all_of_it_passes_the_judges_of_the_product(today):
    demo.build()

    for organisation in Organisation.objects.select_related("network"):
        draft = organisations.draft_of(organisation)
        assert not organisations.judge(organisation.network, draft, but=organisation), organisation
    for room in Room.objects.select_related("centre"):
        assert not rooms.judge(room.centre, rooms.draft_of(room), but=room.pk), room
    for area in (*District.objects.all(), *DrawnArea.objects.all()):
        assert geo.border_of(area.border)
    for table in (OpeningHours, DutyHours):
        weeks: dict[tuple[int, int | None], list[Slot]] = {}
        for row in table.objects.all():
            weeks.setdefault((row.centre_id, row.season_id), []).append(
                Slot(row.starts, row.ends, row.weekday, field=str(row.pk))
            )
        for slots in weeks.values():
            assert not impossible(slots)
            assert not overlapping(slots)
    for fact in AccessFact.objects.all():
        place = access_questions.Subject.PLACE
        subject = access_questions.Subject.ENTRANCE if fact.entrance_id else place
        subject = access_questions.Subject.ROOM if fact.room_id else subject
        finding = access.Finding(answer=fact.answer, number=fact.number, note=fact.note)
        assert not access.judge(subject, {fact.question: finding}), fact


@pytest.mark.any_database
def test_each_place_lies_in_its_part_of_the_city(today):
    demo.build()
    borders = {(district.network_id, district.name): district.border for district in District.objects.all()}

    for centre in Centre.objects.all():
        border = borders[centre.network_id, centre.district]
        assert geo.is_inside(border, latitude=centre.latitude, longitude=centre.longitude), centre


@pytest.mark.any_database
def test_seniors_parents_and_youth_have_the_hours_of_their_programmes(today):
    demo.build()
    least = {"cas": 4, "klub": 5, "youth": 7}

    for centre in Centre.objects.filter(kind__look__in=least).select_related("kind"):
        week = {row.weekday: row for row in centre.opening_hours.filter(season=None)}
        assert {*range(5)} <= {*week}, centre
        for row in week.values():
            starts, ends = Slot(row.starts, row.ends).stretch
            assert ends - starts >= least[centre.kind.look] * 60, f"{centre} {row}"


def rows():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_removed_it_leaves_nothing(few, today):
    make_booking()
    before = rows()
    demo.build()
    host = User.objects.get(email="gospodyni@example.org")
    accept(request=waiting("Warsztat lampionów"), by=audit.staff(host))
    audit.record("places.hours_changed", kozlowka(), by=audit.staff(host))

    assert demo.remove()

    assert rows() == before
    assert not demo.remove()


@pytest.mark.any_database
def test_photos_are_real_files_with_words_for_those_who_do_not_see_them(few, today):
    demo.build()
    shown = Photo.objects.select_related("room", "centre")

    assert shown.filter(centre=kozlowka()).count() == 5
    assert {picture.centre.slug for picture in shown} >= {"przystan-olbin", "slonecznik"}
    for picture in shown:
        assert not photos.judge_alt(picture.alt), picture.alt
        assert picture.room is None or picture.room.centre == picture.centre
        for size, side in SIZES.items():
            with default_storage.open(path_of(picture.public_id, size)) as file, Image.open(file) as image:
                assert image.format == "WEBP"
                assert image.width == picture.width_at(side)


def test_photos_have_the_papers_of_the_theme():
    theme = (settings.PACKAGE / "static/podworko/theme.css").read_text()

    for ink, colour in pictures.INKS.items():
        assert f"--cut-{ink}: {colour};" in theme


@pytest.mark.any_database
def test_all_that_a_place_keeps_is_there(few, today):
    demo.build()
    centre = kozlowka()
    profile = profile_of(centre)
    checks = MinorsCheck.objects.filter(scope=centre.scope)

    assert profile.known == len(PremisesPoint)
    assert all(tile.finding.remedy for tile in profile.tiles if tile.verdict in {"partly", "not"})
    assert checks.filter(renew_on__range=(clock.today(centre.zone), clock.today(centre.zone) + MONTH)).count() == 1
    assert [each.is_too_old for each in centre.scope.invitations.order_by("-created_at")] == [False, True]
    assert [each.organisation.name for each in centre.operations.order_by("since")] == [
        "Fundacja Otwarte Okno",
        "Fundacja Sąsiedzka Ławka",
    ]
    assert {season.name for season in Season.objects.all()} == {"Ferie zimowe", "Wakacje"}
    assert OpeningException.objects.get(reason="Festyn na Jedności Narodowej").on.weekday() == 6
    for network in Network.objects.all():
        assert network.name[:5] in network.access_statement.body
        assert network.access_statement.complaint_to


@pytest.mark.any_database
def test_what_staff_wrote_down_for_somebody_says_how_and_that_they_agreed(few, today):
    demo.build()
    entries = AssistedEntry.objects.select_related("consent")
    typed = BookingRequest.objects.exclude(channel="web")

    assert {entry.subject_id for entry in entries} == {str(request.pk) for request in typed}
    assert {entry.channel for entry in entries} == {"phone", "paper", "in_person"}
    for entry in entries:
        assert entry.consent.given_at <= entry.at <= clock.now()
        assert entry.why


@pytest.mark.any_database
def test_the_trail_of_a_place_reads_in_the_order_of_what_was_done(few, today):
    demo.build()

    for centre in Centre.objects.all():
        events = list(AuditEvent.objects.about(centre))
        assert events[0].verb == "places.centre_opened"
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert events[-1].at < clock.now()
        assert all(line.who and line.what for line in history.lines(centre))


@pytest.mark.any_database
@pytest.mark.parametrize("hour", ["08:30", "13:59", "17:30"])
def test_somebody_is_on_duty_by_day(few, hour):
    with time_machine.travel(dt.datetime.fromisoformat(f"2026-11-20 {hour}+01:00"), tick=False):
        demo.build()
        day = clock.today(kozlowka().zone)
        now = hours.timetable(kozlowka(), day - dt.timedelta(days=1), day + dt.timedelta(days=1)).now(clock.now())

        assert bool(now.hosts) == (hour != "08:30")
