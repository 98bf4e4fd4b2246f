"""What a resident and a host see on their pages, in each state of a request."""

import datetime as dt
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from podworko.bookings.actions import deciding, ending, moving
from podworko.bookings.links import path_of
from podworko.bookings.models import BookingDate, BookingRequest, BookingTerms, Channel, DateState, RequestState
from podworko.core import audit
from podworko.people.models import Role
from podworko.places.models import OpeningException
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


def test_of_a_long_series_the_dates_that_are_over_are_folded_under_those_to_come(client, room, tuesday):
    request = make_booking(room, on=dt.date(2026, 12, 1), weeks=4)
    days = [date.starts_at for date in request.dates.order_by("starts_at")]
    tuesday.move_to(days[2] - dt.timedelta(hours=1))
    response = client.get(path_of(request), headers={"accept-language": "en"})
    stands = response.context["standing"]
    assert [date.starts_at for date in stands.coming] == days[2:]
    assert [date.starts_at for date in stands.over] == days[:2]
    before, folded = response.content.decode().split('<details class="over">')
    assert "15 December" in before
    assert "1 December" not in before
    folded, _after = folded.split("</details>")
    assert "Over: 2 dates" in folded
    assert "8 December" in folded
    assert "22 December" not in folded
    # While a date is going on, it is not over.
    tuesday.move_to(days[3] + dt.timedelta(minutes=30))
    assert len(client.get(path_of(request)).context["standing"].coming) == 1
    # When all is over there is nothing to fold it under.
    tuesday.move_to(days[3] + dt.timedelta(days=1))
    words = client.get(path_of(request)).content.decode()
    assert "<details" not in words
    assert words.count("<strong>Wtorek, ") == 4


def test_more_is_asked_for_only_after_an_answer(read, room, host):
    request = make_request(room, weeks=3)
    assert "Ask for further dates" not in read(path_of(request))
    first = request.dates.order_by("starts_at")[0]
    deciding.accept(request=request, by=audit.staff(host), date_ids=[first.pk])
    assert "Ask for further dates" in read(path_of(request))
    assert "Ask again" not in read(path_of(make_request(room, state=RequestState.CHANGES_ASKED)))
    for state in (RequestState.DECIDED, RequestState.WITHDRAWN, RequestState.LAPSED):
        assert "Ask again" in read(path_of(make_request(room, state=state)))
    called_off = make_booking(room, on=dt.date(2026, 12, 9))
    ending.cancel(request=called_off, by=audit.staff(host), reason="Pękła rura.")
    assert "Ask again" in read(path_of(called_off))


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


def test_of_a_use_too_short_for_words_the_box_tells_all_and_only_to_whom_it_may(client, room, host):
    make_booking(room, on=THURSDAY, starts="10:00", ends="10:30", topic='Szachy "na jutro"', is_open_to_all=True)
    make_booking(room, on=THURSDAY, starts="12:00", ends="15:00", topic="Ceramika", is_open_to_all=True)
    day = of_place("calendar", room) + "?view=day&on=2026-12-03"
    said = 'title="Szachy &quot;na jutro&quot;, 10:00–10:30'
    text = client.get(day).content.decode()
    assert f'{said}"' in text
    assert "<strong>Ceramika</strong>" in text
    assert 'title="Ceramika' not in text
    client.force_login(host)
    assert f'{said}, Anna Nowak, 12"' in client.get(day).content.decode()


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


# --- once more ---


def asked(client, url, **headers):
    """Return the form of a page, as it begins."""
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return response.context["form"]


def test_a_series_is_asked_for_further_dates_with_all_filled_in(client, room):
    choir = make_booking(room, on=dt.date(2026, 12, 1), weeks=4, topic="Chór", group="Chór Sąsiad", applicant="group")
    again = path_of(choir, "again")
    assert again in client.get(path_of(choir)).content.decode()
    values = asked(client, again).initial
    days = [values[name] for name in ("on", "until", "repeats", "starts", "ends")]
    assert days == [dt.date(2026, 12, 29), dt.date(2027, 1, 19), "week", dt.time(17), dt.time(19)]
    assert [values[name] for name in ("topic", "group", "email")] == ["Chór", "Chór Sąsiad", choir.email]
    assert values["agrees"] is False


def test_as_many_dates_are_asked_for_over_a_change_of_the_clock_too(client, room, tuesday):
    tuesday.move_to(dt.datetime(2027, 2, 1, 12, tzinfo=dt.UTC))
    choir = make_booking(room, on=dt.date(2027, 3, 2), weeks=6)
    values = asked(client, path_of(choir, "again")).initial
    assert (values["on"], values["until"]) == (dt.date(2027, 4, 13), dt.date(2027, 5, 18))


def test_it_is_asked_for_as_it_was_given_in_the_end(client, room, host):
    other = make_room(room.centre, slug="inna")
    choir = make_booking(room, on=dt.date(2026, 12, 1), weeks=3)
    change = moving.Edit(dt.time(10), dt.time(12), other, 1)
    date = choir.dates.earliest("starts_at")
    moving.edit(request=choir, date=date, scope=moving.Scope.ALL, change=change, by=audit.staff(host))
    values = asked(client, path_of(choir, "again")).initial
    assert [values[name] for name in ("on", "starts", "ends", "room")] == [
        dt.date(2026, 12, 23),
        dt.time(10),
        dt.time(12),
        "inna",
    ]


def test_where_all_the_following_days_are_closed_it_goes_on_after_its_last_one_all_the_same(client, room):
    choir = make_booking(room, on=dt.date(2026, 12, 1), weeks=2)
    for week in range(20):
        on = dt.date(2026, 12, 15) + week * dt.timedelta(days=7)
        OpeningException.objects.create(centre=room.centre, on=on, reason="Remont")
    assert asked(client, path_of(choir, "again")).initial["on"] == dt.date(2026, 12, 15)


def test_nobody_takes_over_what_nobody_has_confirmed(desk, room):
    request = make_request(room, state=RequestState.UNCONFIRMED)
    assert desk.get(of_place("take", room) + f"?again={request.reference}").status_code == 404


def test_a_day_on_which_the_place_is_closed_is_passed_over(client, room):
    choir = make_booking(room, on=dt.date(2026, 12, 3), weeks=3)  # the next Thursdays: Christmas Eve, New Year's Eve
    assert asked(client, path_of(choir, "again")).initial["on"] == dt.date(2026, 12, 31)


def test_what_is_sent_then_is_a_request_of_its_own(client, room):
    choir = make_booking(room, on=dt.date(2026, 12, 1), weeks=2, topic="Chór")
    again = path_of(choir, "again")
    form = asked(client, again)
    names = ("on", "until", "repeats", "starts", "ends", "people", "room", "topic", "person", "email", "applicant")
    data = {name: form[name].value() for name in (*names, "is_open_to_all", "submission_key")}
    response = client.post(again, {**data, "starts": "17:00", "ends": "19:00"})
    new = BookingRequest.objects.exclude(pk=choir.pk).get()
    assert response.url == path_of(new, "code")
    zone = room.centre.zone
    assert [date.starts_at.astimezone(zone).date() for date in new.dates.order_by("starts_at")] == [
        dt.date(2026, 12, 15),
        dt.date(2026, 12, 22),
    ]
    assert choir.dates.filter(state=DateState.ACCEPTED).count() == 2


def test_what_is_long_over_is_asked_for_on_the_next_such_weekday(client, room, tuesday):
    once = make_booking(room, on=dt.date(2026, 12, 3))
    tuesday.move_to(dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC))
    values = asked(client, path_of(once, "again")).initial
    assert (values["on"].weekday(), values["until"], values["repeats"]) == (3, None, "once")
    assert dt.date(2027, 3, 10) < values["on"] < dt.date(2027, 3, 31)


def test_the_last_day_is_no_further_than_the_place_allows(client, room):
    BookingTerms.objects.filter(centre=room.centre).update(longest_ahead_days=40)
    choir = make_booking(room, on=dt.date(2026, 12, 1), weeks=4)
    assert asked(client, path_of(choir, "again")).initial["until"] == dt.date(2026, 11, 24) + dt.timedelta(days=40)


def test_a_room_that_is_lent_no_more_is_not_asked_for_again(client, room):
    make_room(room.centre)
    choir = make_booking(room, on=dt.date(2026, 12, 1))
    room.is_lent = False
    room.save()
    assert asked(client, path_of(choir, "again")).initial["room"] == "any"


def test_a_link_that_nobody_signed_opens_no_form(client, room):
    choir = make_booking(room, on=dt.date(2026, 12, 1))
    assert client.get(reverse("bookings:again", args=[choir.reference])).status_code == 404


def test_staff_take_further_dates_for_a_caller(desk, room):
    choir = make_booking(room, on=dt.date(2026, 12, 1), weeks=2, topic="Chór", language="uk")
    take = of_place("take", room) + f"?again={choir.reference}"
    assert take in desk.get(reverse("bookings:decide", args=[choir.reference])).content.decode()
    values = asked(desk, take).initial
    assert (values["on"], values["topic"], values["letters"]) == (dt.date(2026, 12, 15), "Chór", "uk")


def test_staff_do_not_take_over_what_another_place_was_asked(desk, room):
    other = make_booking(make_room(make_centre()), on=dt.date(2026, 12, 1))
    assert desk.get(of_place("take", room) + f"?again={other.reference}").status_code == 404
