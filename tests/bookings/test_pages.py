"""What a resident and a host see on their pages, in each state of a request."""

import datetime as dt
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from podworko.bookings.actions import deciding, ending
from podworko.bookings.links import path_of
from podworko.bookings.models import BookingDate, Channel, DateState, RequestState
from podworko.core import audit
from podworko.people.models import Role
from tests.factories import make_booking, make_centre, make_closure, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
THURSDAY = dt.date(2026, 12, 3)
TAKEN_THEN = {"on": "2026-12-03", "starts": "17:00", "ends": "19:00", "people": "4", "repeats": "once"}


@pytest.fixture
def room():
    return make_room(name="Sala duża")


@pytest.fixture
def host(room):
    return make_staff(Role.HOST, room.centre)


@pytest.fixture
def read(client):
    """Open a page and return its words, in English unless said otherwise."""

    def _read(url, language="en", **headers):
        response = client.get(url, headers={"accept-language": language, **headers})
        assert response.status_code == 200
        return " ".join(unescape(strip_tags(response.content.decode())).split())

    return _read


@pytest.fixture
def desk(client, host):
    """The browser of a host of the place."""
    client.force_login(host)
    return client


def of_place(name, room):
    return reverse(f"bookings:{name}", args=[room.centre.network.slug, room.centre.slug])


# --- what a resident sees of their request ---


def test_a_waiting_request_says_until_when_and_that_nothing_is_to_be_done(read, room):
    request = make_request(room, on=THURSDAY, decide_by=dt.datetime(2026, 11, 26, 22, 59, tzinfo=dt.UTC))
    words = read(path_of(request))
    assert "It waits for the answer" in words
    assert "Thursday, 26 November" in words
    assert "Thursday, 3 December, 17:00–19:00, Sala duża" in words
    assert "Change the request" in words
    assert "Put it into my calendar" not in words


def test_in_polish_the_day_is_small_within_a_sentence_and_large_at_its_beginning(read, room):
    request = make_request(room, on=THURSDAY, decide_by=dt.datetime(2026, 11, 26, 22, 59, tzinfo=dt.UTC))
    words = read(path_of(request), "pl")
    assert "czwartek, 26 listopada" in words
    assert "Czwartek, 3 grudnia" in words


def test_a_late_answer_is_owned_up_to(read, room):
    request = make_request(room, decide_by=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    assert "The answer is late" in read(path_of(request))


def test_a_change_asked_for_stands_in_the_place_s_own_words_with_the_way_to_make_it(client, read, room):
    request = make_request(room, state=RequestState.CHANGES_ASKED, question="Czy może być o <18>?")
    assert "Czy może być o <18>?" in read(path_of(request))
    assert f'href="{path_of(request, "change")}"' in client.get(path_of(request)).content.decode()
    assert "Czy może być o <18>?" in read(path_of(request, "change"))


def test_an_accepted_request_offers_the_calendar_file(client, read, room):
    request = make_booking(room)
    words = read(path_of(request))
    assert "The room is yours" in words
    assert "Change the request" not in words
    assert path_of(request, "calendar_file") in client.get(path_of(request)).content.decode()


def test_of_a_series_given_in_part_the_dates_are_counted(read, room, host):
    request = make_request(room, weeks=3)
    dates = list(request.dates.all())
    deciding.accept(request=request, by=audit.staff(host), date_ids=[date.pk for date in dates[:2]])
    deciding.decline(request=request, by=audit.staff(host), reason="Mamy wtedy święto ulicy.")
    words = read(path_of(request))
    assert "The room is yours on 2 dates of 3" in words
    assert words.count("Mamy wtedy święto ulicy.") >= 1


def test_a_refusal_gives_its_reason_and_leads_on(read, room, host):
    request = make_request(room)
    deciding.decline(request=request, by=audit.staff(host), reason="U nas niczego się nie sprzedaje.")
    words = read(path_of(request))
    assert "Not this time" in words
    assert "U nas niczego się nie sprzedaje." in words
    assert "Ask for another day" in words


def test_what_the_place_called_off_says_why(read, room, host):
    request = make_booking(room)
    ending.cancel(request=request, by=audit.staff(host), reason="Pękła rura.")
    words = read(path_of(request))
    assert "Called off" in words
    assert "Pękła rura." in words


def test_a_withdrawn_request_can_only_be_asked_anew(read, room):
    words = read(path_of(make_request(room, state=RequestState.WITHDRAWN)))
    assert "The request is withdrawn" in words
    assert "Something has changed?" not in words


def test_nothing_of_staff_is_told_to_the_resident(read, room, host):
    request = make_request(room)
    deciding.accept(request=request, by=audit.staff(host))
    assert host.name not in read(path_of(request))


# --- while the form is filled in ---


def test_after_each_answer_the_free_rooms_are_named(read, room):
    words = read(
        of_place("check", room) + "?on=2026-12-03&starts=17:00&ends=19:00&repeats=once", **{"hx-request": "true"}
    )
    assert "Free at these hours: Sala duża" in words


def test_a_taken_room_is_said_with_what_is_free_instead(read, room):
    other = make_room(room.centre, name="Sala mała")
    make_booking(room, on=THURSDAY)
    query = "&".join(f"{name}={value}" for name, value in {**TAKEN_THEN, "room": room.slug}.items())
    words = read(f"{of_place('check', room)}?{query}", **{"hx-request": "true"})
    assert f"Free at that time: {other.name}" in words
    assert "17:00–19:00 your hours, not free" in words


def test_hours_that_somebody_else_asks_for_are_told_apart_from_taken_ones(read, room):
    make_request(room, on=THURSDAY)
    assert "17:00–19:00 somebody else asks" in read(of_place("ask", room) + "?on=2026-12-03")


def test_the_hours_of_the_day_asked_for_are_those_of_the_place(read, room):
    assert "Open: 09:00–20:00" in read(of_place("ask", room) + "?on=2026-12-03")


# --- the desk ---


def test_where_nothing_is_in_the_way_one_tap_accepts(desk, room):
    request = make_request(room)
    page = desk.get(of_place("inbox", room)).content.decode()
    assert f'action="{reverse("bookings:accept", args=[request.reference])}"' in page


@pytest.mark.parametrize("in_the_way", ["rival", "taken", "closed", "person"])
def test_what_is_in_the_way_is_to_be_looked_at_first(desk, room, in_the_way):
    state = RequestState.CHANGES_ASKED if in_the_way == "person" else RequestState.WAITING
    make_request(room, on=THURSDAY, state=state)
    if in_the_way == "rival":
        make_request(room, on=THURSDAY, topic="Warsztat lampionów", people=9)
    elif in_the_way == "taken":
        make_booking(room, on=THURSDAY)
    elif in_the_way == "closed":
        make_closure(room, on=THURSDAY, starts="17:00", ends="18:00")
    assert "/accept/" not in desk.get(of_place("inbox", room)).content.decode()


def test_the_inbox_names_the_rival_and_the_other_free_room(desk, read, room):
    make_room(room.centre, name="Hall")
    make_request(room, on=THURSDAY, topic="Próba chóru")
    make_request(room, on=THURSDAY, topic="Warsztat lampionów", people=9)
    words = read(of_place("inbox", room))
    assert "The same hours are wanted by: Warsztat lampionów (9 people)." in words
    assert "Also free then: Hall." in words


def test_of_a_series_the_inbox_counts_what_is_taken(desk, read, room):
    make_request(room, on=THURSDAY, weeks=3)
    make_booking(room, on=THURSDAY + dt.timedelta(weeks=1))
    assert "1 of 3 dates is taken." in read(of_place("inbox", room))


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (dt.timedelta(days=-3), "3 days late"),
        (dt.timedelta(hours=-2), "late"),
        (dt.timedelta(hours=3), "today"),
        (dt.timedelta(days=1), "by tomorrow"),
        (dt.timedelta(days=2), "2 days left"),
    ],
)
def test_the_time_left_is_told_in_days(desk, read, room, left, words):
    make_request(room, decide_by=dt.datetime(2026, 11, 24, 9, 5, tzinfo=dt.UTC) + left)
    assert f"Decide: {words}" in read(of_place("inbox", room))


def test_a_caller_s_number_is_there_to_tap(desk, room):
    make_request(room, email="", phone="+48125550112", channel=Channel.PHONE)
    page = desk.get(of_place("inbox", room)).content.decode()
    assert 'href="tel:+48125550112"' in page
    assert "12 555 01 12</a>" in page


def test_an_empty_inbox_says_what_to_do_next(desk, read, room):
    words = read(of_place("inbox", room))
    assert "Everything is decided" in words
    assert "Take a request" in words


def test_a_taken_date_is_decided_with_the_free_room_chosen_first(desk, room):
    other = make_room(room.centre, name="Hall")
    make_booking(room, on=THURSDAY)
    request = make_request(room, on=THURSDAY)
    page = desk.get(reverse("bookings:decide", args=[request.reference])).content.decode()
    assert f'<option value="{other.slug}">' in page
    assert "As asked" not in page


def test_where_no_room_is_free_nothing_can_be_accepted(desk, read, room):
    request = make_request(room, on=THURSDAY)
    url = reverse("bookings:decide", args=[request.reference])
    assert "btn-primary" in desk.get(url).content.decode()
    make_booking(room, on=THURSDAY)
    assert "No other room is free then." in read(url)
    assert "btn-primary" not in desk.get(url).content.decode()


def test_a_decision_without_words_says_so_beside_them(desk, room):
    request = make_request(room)
    response = desk.post(reverse("bookings:decline", args=[request.reference]), headers={"accept-language": "en"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Please say why" in page
    assert '<details class="otherwise" open>' in page
    assert BookingDate.objects.get(request=request).state == DateState.WAITING


# --- the calendar ---


@pytest.mark.parametrize("view", ["day", "week", "list"])
def test_the_public_calendar_names_nobody_and_staff_s_does(client, read, room, host, view):
    make_booking(room, on=THURSDAY, topic="Zebranie wspólnoty", person="Wanda Pietrzyk")
    url = f"{of_place('calendar', room)}?view={view}&on=2026-12-03"
    public = read(url)
    assert "Taken" in public
    assert "Wanda" not in public
    assert "Zebranie" not in public
    client.force_login(host)
    assert "Zebranie wspólnoty" in read(url)
    assert "Wanda Pietrzyk" in read(url)


def test_an_empty_list_leads_to_borrowing(read, room):
    words = read(of_place("calendar", room) + "?view=list")
    assert "Nothing is on" in words
    assert "Borrow a room" in words


def test_a_closed_day_is_not_called_free(read, room):
    words = read(of_place("calendar", room) + "?on=2026-11-29")  # a Sunday
    assert "Closed on that day" in words
    assert "Free all day" not in words


# --- the way about ---


def test_the_menu_of_a_place_leads_on_and_marks_where_one_is(client, room):
    page = client.get(of_place("calendar", room)).content.decode()
    assert f'<a href="{of_place("calendar", room)}" aria-current="page">' in page
    assert f'<a href="{of_place("ask", room)}">' in page
    assert of_place("inbox", room) not in page


def test_staff_reach_their_desk_and_those_of_another_place_their_own(client, room, host):
    client.force_login(host)
    assert of_place("inbox", room) in client.get(of_place("calendar", room)).content.decode()
    client.force_login(make_staff(Role.HOST, make_centre()))
    page = client.get(of_place("calendar", room)).content.decode()
    assert of_place("inbox", room) not in page
    assert reverse("bookings:desk") in page
