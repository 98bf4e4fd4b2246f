"""Calendars that programs subscribe to: for everybody, for the staff, for one contact; read back by two programs."""

import datetime as dt
import hashlib

import icalendar
import pytest
import vobject
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from podworko.bookings import calendar_files, feed_holding
from podworko.bookings.actions import ending, feed_keys, occupying
from podworko.bookings.models import BroughtCalendar, BroughtUse, FeedKey, Occupancy, WalkIn
from podworko.bookings.queries import feeds
from podworko.core import audit, clock
from podworko.core.errors import Refused, TooMany
from podworko.core.holdings import Contact
from podworko.core.models import AuditEvent
from podworko.people.erasing import erase
from podworko.people.models import Role
from tests.factories import (
    a_working_day,
    make_booking,
    make_centre,
    make_closure,
    make_request,
    make_room,
    make_staff,
    make_user,
)
from tests.second_factor import app_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
SECRETS = {
    "person": "Zenobia Tajna",
    "email": "zenobia.tajna@example.org",
    "phone": "+48512345678",
    "accessibility": "Przyjdzie osoba na wózku.",
}
ANNA = Contact("anna.nowak@example.org")


@pytest.fixture
def room():
    return make_room(name="Sala duża")


def words(place):
    return [place.network.slug, place.slug]


def address(place, room=None):
    return (
        reverse("bookings:room_feed", args=[*words(place), room.slug])
        if room
        else reverse("bookings:feed", args=words(place))
    )


def read(path, **headers):
    response = Client().get(path, headers=headers)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def events(text):
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def titles(text):
    return [str(event["SUMMARY"]) for event in events(text)]


def key_path(secret):
    return reverse("bookings:feed_by_key", args=[secret])


def walk_in(room, *, topic="Szachy"):
    at = clock.at(a_working_day(room.centre), dt.time(11), room.centre.zone)
    until = at + dt.timedelta(hours=1)
    begun = WalkIn.objects.create(room=room, topic=topic, people=4, starts_at=at, ends_at=until, submission_key="1")
    return occupying.occupy(room=room, kind=Occupancy.Kind.WALK_IN, starts_at=at, ends_at=until, walk_in=begun)


def brought(room, *, title="Kurs", hour=13, **fields):
    at = clock.at(a_working_day(room.centre), dt.time(hour), room.centre.zone)
    until = at + dt.timedelta(hours=1)
    calendar = BroughtCalendar.objects.create(centre=room.centre, file_name="stary.ics")
    one = BroughtUse.objects.create(
        calendar=calendar, room=room, uid=f"u{hour}", title=title, starts_at=at, ends_at=until, **fields
    )
    return occupying.occupy(room=room, kind=Occupancy.Kind.BROUGHT, starts_at=at, ends_at=until, brought=one)


# --- for everybody ---


def test_neighbours_read_what_they_may_come_to_and_of_the_rest_that_it_is_taken(room):
    make_booking(room, topic="Otwarta próba", is_open_to_all=True, **SECRETS)
    make_booking(room, topic="Terapia grupowa", on=dt.date(2026, 12, 2), **SECRETS)
    make_request(room, topic="Jeszcze czeka", on=dt.date(2026, 12, 3), is_open_to_all=True, **SECRETS)
    walk_in(room, topic="Narada")
    brought(room, title="Kurs", is_open_to_all=True)
    brought(room, title="Zarząd", hour=14)
    text = read(address(room.centre))
    assert sorted(titles(text)) == ["Kurs", "Otwarta próba", "Zajęte", "Zajęte", "Zajęte"]
    unfolded = text.replace("\r\n ", "")
    for secret in (*SECRETS.values(), "Terapia", "Jeszcze czeka", "zenobia", "Narada", "Zarząd", "/request/", "/desk/"):
        assert secret not in unfolded, secret


def test_a_feed_of_a_room_holds_that_room_and_of_a_place_all_of_it_and_no_other(room):
    other = make_room(room.centre)
    make_booking(room, topic="Tu", is_open_to_all=True)
    make_booking(other, topic="Obok", is_open_to_all=True)
    make_booking(make_room(make_centre()), topic="Daleko", is_open_to_all=True)
    make_closure(other, on=dt.date(2026, 12, 2))
    assert titles(read(address(room.centre, room))) == ["Tu"]
    assert set(titles(read(address(room.centre)))) == {"Tu", "Obok", "Remont stołu"}


def test_a_divided_room_stands_once_in_the_feed_of_the_place_and_in_that_of_each_part():
    whole = make_room(name="Sala", capacity=60)
    left, right = make_room(whole=whole, name="Sala A"), make_room(whole=whole, name="Sala B")
    make_booking(whole, topic="Zebranie", is_open_to_all=True)
    make_booking(left, topic="Joga", is_open_to_all=True, on=dt.date(2026, 12, 3))
    assert Occupancy.objects.filter(kind=Occupancy.Kind.PART).count() == 2
    place = whole.centre
    assert sorted(titles(read(address(place)))) == ["Joga", "Zebranie"]
    assert sorted(titles(read(address(place, left)))) == ["Joga", "Zebranie"]
    assert titles(read(address(place, right))) == ["Zebranie"]
    assert sorted(titles(read(address(place, whole)))) == ["Joga", "Zebranie"]
    # One event, whichever feed it is read from.
    texts = [read(address(place, room)) for room in (left, right, whole)]
    assert len({str(event["UID"]) for text in texts for event in events(text)}) == 2


def test_what_was_called_off_stays_as_cancelled_under_the_same_uid(room):
    request = make_booking(room, is_open_to_all=True)
    (before,) = events(read(address(room.centre)))
    ending.cancel(request=request, by=audit.RESIDENT)
    (after,) = events(read(address(room.centre)))
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_a_feed_reaches_a_month_back_and_half_a_year_ahead(room):
    today = clock.today(room.centre.zone)
    for days in (-40, -20, 170, 190):
        make_booking(room, on=today + dt.timedelta(days=days), topic=f"{days}", is_open_to_all=True)
    assert titles(read(address(room.centre))) == ["-20", "170"]


def test_an_empty_feed_is_a_calendar_too():
    assert events(read(address(make_centre()))) == []


def test_times_are_those_of_the_wall_on_both_sides_of_the_clock_change(room):
    for on in (dt.date(2027, 3, 23), dt.date(2027, 3, 30)):
        make_booking(room, on=on, starts="18:00", ends="19:00")
    starts = [event["DTSTART"] for event in events(read(address(room.centre)))]
    assert [start.dt.hour for start in starts] == [18, 18]
    assert {start.params["TZID"] for start in starts} == {"Europe/Warsaw"}
    assert [start.dt.utcoffset() for start in starts] == [dt.timedelta(hours=1), dt.timedelta(hours=2)]


@pytest.mark.parametrize("count", [1, 12])
def test_a_feed_takes_as_many_queries_however_full_it_is(count, room, django_assert_num_queries):
    for number in range(count):
        make_booking(room, on=dt.date(2026, 12, 1) + dt.timedelta(days=number))
    centre = room.centre
    with django_assert_num_queries(3):
        calendar_files.feed("Miejsce", feeds.feed_entries(centre))
    with django_assert_num_queries(3):
        feeds.feed_entries(centre, room=room, for_staff=True)


# --- asked again ---


def test_whoever_has_it_already_gets_nothing_until_something_changes(room, django_assert_max_num_queries):
    make_booking(room, is_open_to_all=True, topic="Joga")
    path = address(room.centre)
    etag = Client().get(path)["ETag"]
    cache.clear()
    with django_assert_max_num_queries(5):
        again = Client().get(path, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    at = clock.at(a_working_day(room.centre), dt.time(9), room.centre.zone)
    occupying.occupy(
        room=room, kind=Occupancy.Kind.CLOSURE, starts_at=at, ends_at=at + dt.timedelta(hours=1), note="Malowanie"
    )
    assert "Malowanie" in read(path, if_none_match=etag)


def test_it_is_another_one_when_the_room_is_renamed_and_in_another_language(room):
    make_booking(room)
    path = address(room.centre)
    first = Client().get(path)["ETag"]
    room.name = "Sala zielona"
    room.save()
    renamed = Client().get(path)
    assert renamed["ETag"] != first
    assert "Sala zielona" in renamed.content.decode()
    ukrainian = Client().get(path, headers={"accept-language": "uk"})
    assert ukrainian["ETag"] != renamed["ETag"]


def test_the_day_moves_it_on(room, tuesday):
    path = address(room.centre)
    first = Client().get(path)["ETag"]
    tuesday.shift(dt.timedelta(days=1))
    assert Client().get(path)["ETag"] != first


# --- for the staff ---


def staffed(room, role=Role.HOST):
    user = make_staff(role, room.centre)
    return user, feed_keys.make_staff_key(user=user, centre=room.centre)


def test_the_staff_read_topics_names_and_contacts(room):
    make_booking(room, topic="Terapia", group="Klub Echo", **SECRETS)
    walk_in(room, topic="Narada")
    brought(room, title="Zarząd", hour=14)
    _user, secret = staffed(room)
    text = read(key_path(secret))
    assert sorted(titles(text)) == ["Narada", "Terapia", "Zarząd"]
    (event,) = [event for event in events(text) if str(event["SUMMARY"]) == "Terapia"]
    said = str(event["DESCRIPTION"])
    for told in ("Klub Echo, Zenobia Tajna", "512 345 678", "zenobia.tajna@example.org", "/desk/requests/"):
        assert told in said


def test_only_a_digest_of_the_secret_is_kept(room):
    _user, secret = staffed(room)
    key = FeedKey.objects.get()
    assert key.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert len(secret) == 43
    assert not any(secret in str(value) for row in AuditEvent.objects.values() for value in row.values())


def test_another_address_empties_the_first(room):
    user, first = staffed(room)
    second = feed_keys.make_staff_key(user=user, centre=room.centre)
    assert FeedKey.objects.count() == 1
    assert Client().get(key_path(first)).status_code == 404
    assert Client().get(key_path(second)).status_code == 200


def test_the_calendar_ends_the_moment_the_role_ends(room):
    user, secret = staffed(room)
    etag = Client().get(key_path(secret))["ETag"]
    user.grants.update(until=clock.now())
    for headers in ({}, {"if-none-match": etag}):
        assert Client().get(key_path(secret), headers=headers).status_code == 404


def test_it_ends_when_the_account_is_closed_or_the_second_factor_is_gone(room):
    user, secret = staffed(room)
    user.authenticator_set.all().delete()
    assert Client().get(key_path(secret)).status_code == 404
    app_of(user).save()
    assert Client().get(key_path(secret)).status_code == 200
    user.is_active = False
    user.save()
    assert Client().get(key_path(secret)).status_code == 404


def test_a_key_of_one_place_opens_no_other(room):
    other = make_room(make_centre(), name="Gdzie indziej")
    make_booking(other, topic="Cudze")
    _user, secret = staffed(room)
    assert titles(read(key_path(secret))) == []


def test_nobody_else_can_have_it(room):
    with pytest.raises(Refused):
        feed_keys.make_staff_key(user=make_staff(Role.PARTNER, room.centre), centre=room.centre)
    with pytest.raises(Refused):
        feed_keys.make_staff_key(user=make_staff(Role.HOST, make_centre()), centre=room.centre)
    assert not FeedKey.objects.exists()


def test_so_many_addresses_in_a_day_are_too_many(room):
    user = make_staff(Role.HOST, room.centre)
    for _time in range(feed_keys.MOST_IN_A_DAY):
        feed_keys.make_staff_key(user=user, centre=room.centre)
    with pytest.raises(TooMany):
        feed_keys.make_staff_key(user=user, centre=room.centre)


def test_it_is_written_down_that_a_program_has_read_but_not_each_time(room, tuesday):
    _user, secret = staffed(room)
    Client().get(key_path(secret))
    first = FeedKey.objects.get().used_at
    assert first == clock.now()
    tuesday.shift(dt.timedelta(hours=1))
    Client().get(key_path(secret))
    assert FeedKey.objects.get().used_at == first
    tuesday.shift(dt.timedelta(hours=6))
    Client().get(key_path(secret))
    assert FeedKey.objects.get().used_at > first


def test_it_is_for_nobody_to_keep_on_the_way_or_to_find(room):
    _user, secret = staffed(room)
    response = Client().get(key_path(secret))
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


@pytest.mark.parametrize("secret", ["x", "x" * 43, "ą", "' or 1=1 --", "%00" * 3, "a" * 3000])
def test_an_invented_secret_opens_nothing(room, secret):
    assert Client().get(f"/feeds/{secret}.ics").status_code in {400, 404}


def test_whoever_guesses_is_stopped(room):
    _user, secret = staffed(room)
    client = Client()
    answers = {client.get(key_path("x" * 43)).status_code for _guess in range(125)}
    assert answers == {404, 429}
    # Who has a key does not suffer for it.
    assert client.get(key_path(secret)).status_code == 200


def test_the_page_makes_the_address_shows_it_once_and_takes_it_back(room, client):
    user = make_staff(Role.HOST, room.centre)
    client.force_login(user)
    page = reverse("bookings:staff_feed", args=words(room.centre))
    assert client.get(page).status_code == 200
    made = client.post(page)
    path = made.context["calendar"]["address"].partition("//")[2].partition("/")[2]
    assert made.context["calendar"]["one_tap"].startswith("webcal://")
    assert Client().get(f"/{path}").status_code == 200
    assert path not in client.get(page).content.decode()
    answer = client.post(reverse("bookings:revoke_staff_feed", args=words(room.centre)))
    assert answer.status_code == 302
    assert Client().get(f"/{path}").status_code == 404


# --- of one contact ---


def test_a_contact_reads_their_own_bookings_over_all_places_and_nobody_elses(room):
    make_booking(room, topic="Chór", email="Anna.Nowak@Example.org")
    make_request(make_room(), topic="Czeka", on=dt.date(2026, 12, 9))
    make_booking(room, topic="Cudze", email="kto@example.org", on=dt.date(2026, 12, 3))
    secret = feed_keys.make_own_key(contact=ANNA)
    text = read(key_path(secret))
    assert {str(event["SUMMARY"]): str(event["STATUS"]) for event in events(text)} == {
        "Chór": "CONFIRMED",
        "Czeka": "TENTATIVE",
    }
    assert "/request/" in text.replace("\r\n ", "")


def test_a_telephone_is_a_contact_too(room):
    make_booking(room, topic="Warcaby", email="", phone="+48512345678")
    secret = feed_keys.make_own_key(contact=Contact(phone="+48512345678"))
    assert titles(read(key_path(secret))) == ["Warcaby"]


def test_it_is_written_in_the_language_of_the_last_request(room):
    make_booking(room, language="en")
    assert "Your request" in read(key_path(feed_keys.make_own_key(contact=ANNA))).replace("\r\n ", "")


def test_it_grows_with_nobodys_history_but_ones_own(room, django_assert_num_queries):
    for number in range(6):
        make_booking(room, on=dt.date(2026, 12, 1) + dt.timedelta(days=number))
    with django_assert_num_queries(1):
        calendar_files.feed("x", feeds.own_entries(ANNA))


def test_the_key_goes_with_the_contact(room):
    make_booking(room)
    secret = feed_keys.make_own_key(contact=ANNA)
    other = feed_keys.make_own_key(contact=Contact("kto@example.org"))
    done = erase(contact=ANNA, by=audit.RESIDENT)
    assert done.counts["bookings.feed_keys"] == 1
    assert Client().get(key_path(secret)).status_code == 404
    assert Client().get(key_path(other)).status_code == 200


def test_nobody_is_kept_by_a_key_alone(room, tuesday):
    make_booking(room)
    kept = feed_keys.make_own_key(contact=ANNA)
    feed_keys.make_own_key(contact=Contact("kto@example.org"))
    assert feed_holding.of_nobody().count() == 0
    tuesday.shift(dt.timedelta(days=2))
    assert [key.contact for key in feed_holding.of_nobody()] == ["kto@example.org"]
    assert Client().get(key_path(kept)).status_code == 200
    tuesday.shift(dt.timedelta(days=366))
    assert feeds.unread_for(feed_holding.UNREAD).count() == 2


def test_the_logs_do_not_tell_the_secret(room):
    from podworko.core.logs import hide_signatures  # noqa: PLC0415 - beside what it is about

    _user, secret = staffed(room)
    assert secret not in str(hide_signatures(None, "", {"request": f"GET {key_path(secret)}"}))


# --- two programs read it ---


def full(room):
    make_booking(room, topic="Chór; próba, „generalna”", is_open_to_all=True)
    ending.cancel(request=make_booking(room, topic="Odwołane", on=dt.date(2026, 12, 4)), by=audit.RESIDENT)
    make_closure(room, on=dt.date(2026, 12, 2))
    return read(address(room.centre))


def test_khal_reads_it(room):
    from khal.icalendar import cal_from_ics  # noqa: PLC0415 - khal sets icalendar to another library of time zones

    icalendar.use_zoneinfo()
    calendar = cal_from_ics(full(room))
    names = [component.name for component in calendar.subcomponents]
    assert names == ["VTIMEZONE", "VEVENT", "VEVENT", "VEVENT"]


def test_a_reader_that_shares_nothing_with_ours_reads_it(room):
    calendar = vobject.readOne(full(room))
    found = {event.summary.value: event for event in calendar.vevent_list}
    assert set(found) == {"Chór; próba, „generalna”", "Zajęte", "Remont stołu"}
    start = found["Chór; próba, „generalna”"].dtstart.value
    assert start.isoformat() == "2026-12-01T17:00:00+01:00"
    assert found["Zajęte"].status.value == "CANCELLED"


def test_a_person_without_an_account_has_no_staff_page(room, client):
    page = reverse("bookings:staff_feed", args=words(room.centre))
    assert client.get(page).status_code == 302
    client.force_login(make_user())
    assert client.get(page).status_code == 404
