"""Through the front door: a resident with no account, and the desk of those on duty."""

import datetime as dt
import re

import pytest
from django.core.signing import Signer
from django.urls import reverse

from podworko.bookings.links import path_of, token_of
from podworko.bookings.models import BookingDate, BookingRequest, Channel, Occupancy, RequestState
from podworko.core.models import Message
from podworko.people.models import Role
from tests.bookings.seen import last_mail, states, taken, told
from tests.factories import make_booking, make_centre, make_request, make_room, make_staff, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
LETTER_OF_MANY = "a" * 10_000


@pytest.fixture
def room():
    return make_room()


@pytest.fixture
def desk(client, room):
    """A browser in which a host of the place is signed in."""
    client.force_login(make_staff(Role.HOST, room.centre))
    return client


def url(name, room):
    return reverse(f"bookings:{name}", args=[room.centre.network.slug, room.centre.slug])


def filled(**changes):
    """Return the request form as somebody fills it in."""
    return {
        "on": "2026-12-01",
        "starts": "17:00",
        "ends": "19:00",
        "repeats": "once",
        "people": "12",
        "room": "any",
        "topic": "Próba chóru",
        "is_open_to_all": "no",
        "person": "Anna Nowak",
        "email": "anna@example.org",
        "submission_key": "3f6b5c7e-0d3e-4c53-9a37-0a4f5d2f9d11",
    } | changes


def code_in_mail():
    return re.search(r"\d{6}", last_mail().subject)[0]


# --- asking ---


def test_the_whole_way_from_the_form_to_the_room(client, room):
    answer = client.post(url("ask", room), filled())
    request = BookingRequest.objects.get()
    assert answer["Location"] == path_of(request, "code")
    assert client.get(path_of(request))["Location"] == path_of(request, "code")
    answer = client.post(path_of(request, "code"), {"code": code_in_mail()})
    assert answer["Location"] == path_of(request)
    assert states(request) == ("waiting", ["waiting"])
    host = make_staff(Role.HOST, room.centre)
    client.force_login(host)
    ask = {"words": "Może o 18?"}
    client.post(reverse("bookings:ask_for_changes", args=[request.reference]), ask)
    client.logout()
    assert "Może o 18?" in client.get(path_of(request)).content.decode()
    changed = filled(starts="18:00", ends="20:00")
    assert client.post(path_of(request, "change"), changed)["Location"] == path_of(request)
    client.force_login(host)
    client.post(reverse("bookings:accept", args=[request.reference]))
    assert taken(room) == ["01.12. 18:00–20:00"]
    client.logout()
    calendar = client.get(path_of(request, "calendar_file"))
    assert calendar["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;TZID=Europe/Warsaw:20261201T180000" in calendar.content
    client.post(path_of(request, "cancel"))
    assert taken(room) == ["01.12. 18:00–20:00"]  # no date was ticked
    client.post(path_of(request, "cancel"), {"dates": request.dates.get().pk})
    assert taken(room) == []
    assert [kind for kind, *_rest in told()] == [
        "people.code",
        "bookings.received",
        "bookings.arrived",
        "bookings.changes_asked",
        "bookings.arrived",
        "bookings.decided",
        "bookings.cancelled",
        "bookings.called_off",
    ]


BAD = [
    ({"ends": "16:00"}, "Koniec musi być po początku."),
    ({"on": "9999-12-31"}, "To zbyt odległy dzień. Ostatni możliwy: środa, 24 listopada 2027."),
    ({"on": "0001-01-01"}, "Ten dzień już minął"),
    ({"on": "32.13.2026"}, "26.11.2026"),
    ({"starts": "25:00"}, "17:00"),
    ({"on": "2026-12-24"}, "Wigilia"),
    ({"people": "31"}, "Tyle osób tu się nie zmieści."),
    ({"people": "99999999999999999999"}, ""),
    ({"topic": LETTER_OF_MANY}, "10000"),
    ({"topic": "null\x00"}, ""),
    ({"email": "anna@example.org\r\nBcc: everybody@example.org"}, ""),
    ({"email": "a@" + ".".join(["b" * 60] * 5) + ".pl"}, ""),
    ({"email": "not an address"}, ""),
    ({"phone": "12"}, ""),
    ({"room": "someone-elses"}, ""),
    ({"repeats": "week"}, ""),
    (
        {"repeats": "week", "until": "9999-12-31"},
        "To zbyt odległy dzień. Ostatni możliwy: środa, 24 listopada 2027.",
    ),
    ({"repeats": "hourly"}, ""),
    ({"equipment": ["cannon"]}, ""),
]


@pytest.mark.parametrize(("wrong", "said"), BAD)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, room, wrong, said):
    answer = client.post(url("ask", room), filled(person="Zuzanna Ź. 💛 ليلى", **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Zuzanna Ź. 💛 ليلى" in page
    assert answer.context["form"].errors
    assert BookingRequest.objects.count() == Message.objects.count() == 0


@pytest.mark.parametrize("wrong", [wrong for wrong, _said in BAD])
def test_the_look_at_the_day_bears_the_same_nonsense(client, room, wrong):
    for name in ("check", "ask"):
        assert client.get(url(name, room), filled(**wrong)).status_code == 200
    assert client.post(url("ask", room), filled(look="1", **wrong)).status_code == 200


def test_sending_twice_or_going_back_and_sending_again_is_one_request(client, room):
    first, second = client.post(url("ask", room), filled()), client.post(url("ask", room), filled())
    assert first["Location"] == second["Location"]
    assert BookingRequest.objects.count() == Message.objects.count() == 1
    client.post(first["Location"], {"code": code_in_mail()})
    # Back after confirming: the same form leads to the request as it stands.
    assert client.post(url("ask", room), filled())["Location"] == path_of(BookingRequest.objects.get())


def test_the_same_form_with_other_contents_is_another_request(client, room):
    client.post(url("ask", room), filled())
    client.post(url("ask", room), filled(topic="Coś innego"))
    assert BookingRequest.objects.count() == 2


def test_a_room_that_is_taken_is_told_with_what_is_free(client, room):
    make_room(room.centre, name="Sala wolna")
    make_booking(room)
    answer = client.post(url("ask", room), filled(room=room.slug))
    assert answer.status_code == 422
    assert "Sala wolna" in str(answer.context["form"].errors["room"])


# --- the code ---


def test_a_wrong_code_and_a_spent_one_are_told_and_another_can_be_had(client, room, tuesday):
    client.post(url("ask", room), filled())
    request, code = BookingRequest.objects.get(), code_in_mail()
    path = path_of(request, "code")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    answer = client.post(path, {"code": wrong})
    assert answer.status_code == 422
    assert "To nie ten kod" in answer.content.decode()
    tuesday.shift(dt.timedelta(minutes=31))
    assert client.post(path, {"code": code}).status_code == 422
    client.post(path_of(request, "new_code"))
    assert client.post(path, {"code": code_in_mail()})["Location"] == path_of(request)


def test_guessing_ends_soon(client, room):
    client.post(url("ask", room), filled())
    request, code = BookingRequest.objects.get(), code_in_mail()
    for guess in range(10):
        client.post(path_of(request, "code"), {"code": f"{(int(code) + 1 + guess) % 1_000_000:06}"})
    assert client.post(path_of(request, "code"), {"code": code}).status_code == 422
    assert states(request)[0] == "unconfirmed"


# --- the signed link ---

PAGES = ["mine", "code", "change", "cancel", "calendar_file"]


@pytest.mark.parametrize("page", PAGES)
def test_a_link_that_somebody_altered_leads_nowhere(client, page):
    request, other = make_booking(), make_booking()
    token = token_of(request)
    altered = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.replace(request.reference, other.reference),
        request.reference,
        Signer(salt="another").sign(request.reference),
        f"{token}x",
        ":",
    ]
    for each in altered:
        assert client.get(reverse(f"bookings:{page}", args=[each])).status_code == 404


def test_an_unconfirmed_request_can_only_be_confirmed(client, room):
    request = make_request(room, state=RequestState.UNCONFIRMED)
    for page in ("mine", "cancel"):
        assert client.get(path_of(request, page))["Location"] == path_of(request, "code")
    assert client.post(path_of(request, "cancel"))["Location"] == path_of(request, "code")
    client.post(path_of(request, "change"), filled())
    assert client.get(path_of(request, "calendar_file")).status_code == 404
    assert states(request) == ("unconfirmed", ["waiting"])
    assert told() == []


def test_the_resident_sees_how_it_stands_but_no_names_of_staff(client, room):
    request = make_request(room)
    host = make_staff(Role.HOST, room.centre, name="Gospodarz Tajny")
    client.force_login(host)
    client.post(reverse("bookings:decline", args=[request.reference]), {"words": "Malujemy."})
    client.logout()
    page = client.get(path_of(request)).content.decode()
    assert "Malujemy." in page
    assert "Gospodarz Tajny" not in page


def test_calling_off_what_is_over_is_told(client, room, tuesday):
    request = make_booking(room)
    tuesday.shift(dt.timedelta(days=30))
    page = client.post(path_of(request, "cancel"), {"dates": request.dates.get().pk}, follow=True).content.decode()
    assert "Nie ma już czego odwołać." in page
    assert states(request) == ("decided", ["accepted"])


NOTHING_LEFT, DONE = "Nie ma już czego odwołać.", "Dziękujemy za wiadomość"


@pytest.mark.parametrize("is_all", [False, True])
def test_pressed_twice_it_is_called_off_once_and_told_once(client, room, is_all):
    request = make_booking(room, weeks=2)
    said = {"which": "all"} if is_all else {"dates": [date.pk for date in request.dates.all()]}
    for _times in range(2):
        assert client.post(path_of(request, "cancel"), said)["Location"] == path_of(request)
    page = client.get(path_of(request)).content.decode()
    assert page.count('class="alert') == 1
    assert NOTHING_LEFT not in page
    assert [kind for kind, *_rest in told()] == ["bookings.cancelled", "bookings.called_off"]


@pytest.mark.parametrize(
    ("which", "ticked", "left"),
    [
        ("all", [], []),
        ("only", [1], [0, 2]),
        # Nothing is chosen in advance: who ticks dates means these.
        ("", [0, 2], [1]),
        # It cannot be undone: what is not clear is asked again.
        ("all", [1], [0, 1, 2]),
        ("only", [], [0, 1, 2]),
        ("", [], [0, 1, 2]),
    ],
)
def test_of_a_series_all_is_called_off_or_what_is_ticked(client, room, which, ticked, left):
    request = make_booking(room, weeks=3)
    dates = list(request.dates.all())
    chosen = client.get(path_of(request, "cancel")).content.decode()
    assert chosen.count('name="which"') == 2
    assert " checked" not in chosen
    answer = client.post(path_of(request, "cancel"), {"which": which, "dates": [dates[each].pk for each in ticked]})
    accepted = set(request.dates.filter(state="accepted").values_list("pk", flat=True))
    assert accepted == {dates[each].pk for each in left}
    if len(left) == 3:
        asked = answer.content.decode()
        assert 'class="alert is-error' in asked
        assert asked.count(" checked") == len(ticked), "what was ticked is not lost"


def test_one_date_is_asked_for_without_a_choice(client, room):
    page = client.get(path_of(make_booking(room), "cancel")).content.decode()
    assert 'name="which"' not in page
    assert page.count(" checked") == 1


# --- the desk ---


def test_two_tabs_the_second_decision_is_told_kindly_and_changes_nothing(desk, room):
    request = make_request(room)
    desk.post(reverse("bookings:accept", args=[request.reference]))
    answer = desk.post(reverse("bookings:decline", args=[request.reference]), {"words": "Jednak nie."})
    assert answer.status_code == 409
    assert "W międzyczasie ktoś już zdecydował." in answer.content.decode()
    assert states(request) == ("decided", ["accepted"])
    assert len(told()) == 1


def test_two_hosts_give_one_room_to_two_the_second_hears_that_it_is_taken(desk, room):
    first, second = make_request(room), make_request(room)
    desk.post(reverse("bookings:accept", args=[first.reference]))
    answer = desk.post(reverse("bookings:accept", args=[second.reference]))
    assert answer.status_code == 409
    assert states(second) == ("waiting", ["waiting"])
    assert Occupancy.objects.count() == 1


@pytest.mark.parametrize("deed", ["accept", "decline", "call_off"])
def test_where_dates_can_be_ticked_none_ticked_is_not_all(desk, room, deed):
    request = make_request(room, weeks=3)
    answer = desk.post(reverse(f"bookings:{deed}", args=[request.reference]), {"can_tick": "1", "words": "Remont."})
    assert "Zaznacz choć jeden termin." in answer.content.decode()
    assert states(request) == ("waiting", ["waiting"] * 3)


def test_a_change_can_be_asked_for_whatever_is_ticked(desk, room):
    request = make_request(room, weeks=3)
    desk.post(reverse("bookings:ask_for_changes", args=[request.reference]), {"can_tick": "1", "words": "Może o 16?"})
    assert states(request)[0] == "changes_asked"


def test_declining_with_no_words_keeps_the_page_and_says_what_is_missing(desk, room):
    request = make_request(room)
    answer = desk.post(reverse("bookings:decline", args=[request.reference]), {"words": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors["words"]
    assert states(request) == ("waiting", ["waiting"])


def test_dates_of_another_request_are_not_taken_from_a_forged_form(desk, room):
    mine, other = make_request(room, weeks=2), make_request(room, on=dt.date(2026, 12, 2))
    answer = desk.post(reverse("bookings:accept", args=[mine.reference]), {"dates": [other.dates.get().pk]})
    assert answer.status_code == 422
    assert BookingDate.objects.exclude(state="waiting").count() == 0


def test_a_request_taken_by_telephone_is_in_the_inbox_at_once(desk, room):
    assisted = {"channel": "phone", "answer_by": "fits", "why": "Nie ma internetu.", "has_agreed": "on"}
    form = filled(email="", phone="600 100 200", letters="uk", room=room.slug) | assisted
    answer = desk.post(url("take", room), form)
    request = BookingRequest.objects.get()
    assert answer["Location"] == reverse("bookings:decide", args=[request.reference])
    assert (request.channel, request.phone, request.language) == (Channel.PHONE, "+48600100200", "uk")
    assert request.topic in desk.get(url("inbox", room)).content.decode()


def strangers(room):
    """Return those who are staff, but not here."""
    other_town = make_room(make_centre())
    sister = make_room(make_centre(room.centre.network))
    return [
        make_user(),
        make_staff(Role.HOST, other_town.centre),
        make_staff(Role.OPERATOR, other_town.centre.network),
        make_staff(Role.COORDINATOR, sister.centre),
        make_staff(Role.OFFICER, room.centre.network),
        make_staff(Role.ADVISER, room.centre),
    ]


def test_for_staff_of_elsewhere_the_desk_of_this_place_does_not_exist(client, room):
    request = make_request(room, topic="Tajne zebranie")
    for user in strangers(room):
        client.force_login(user)
        for name in ("inbox", "take"):
            assert client.get(url(name, room)).status_code == 404
        assert client.get(reverse("bookings:decide", args=[request.reference])).status_code == 404
        for deed in ("accept", "decline", "ask_for_changes", "call_off"):
            answer = client.post(reverse(f"bookings:{deed}", args=[request.reference]), {"words": "Ja tu rządzę."})
            assert answer.status_code == 404
        assert "Tajne zebranie" not in client.get(url("calendar", room), {"on": "2026-12-01"}).content.decode()
    assert states(request) == ("waiting", ["waiting"])


def test_who_is_not_signed_in_is_asked_to(client, room):
    request = make_request(room)
    for path in (url("inbox", room), url("take", room), reverse("bookings:decide", args=[request.reference])):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


# --- the calendar ---

SECRETS = {"person": "Zenobia Tajna", "email": "zenobia@example.org", "phone": "+48987654321"}


@pytest.mark.parametrize("view", ["day", "week", "list"])
def test_the_public_calendar_holds_no_personal_data_and_the_staffs_does(client, room, view):
    make_booking(room, topic="Terapia grupowa", **SECRETS)
    make_request(room, topic="Jeszcze czeka", starts="10:00", ends="11:00", **SECRETS)
    asked = {"view": view, "on": "2026-12-01"}
    public = client.get(url("calendar", room), asked)
    page = public.content.decode()
    for secret in (*SECRETS.values(), "Terapia grupowa", "Jeszcze czeka"):
        assert secret not in page
    assert "Zajęte" in page
    client.force_login(make_staff(Role.HOST, room.centre))
    of_staff = client.get(url("calendar", room), asked)
    for seen in ("Zenobia Tajna", "Terapia grupowa", "Jeszcze czeka"):
        assert seen in of_staff.content.decode()
    assert "private" in of_staff["Cache-Control"]


@pytest.mark.parametrize("nonsense", ["9999-12-31", "0001-01-01", "yesterday", "", "2026-02-30", "💛"])
def test_a_calendar_of_a_nonsense_day_shows_a_usual_one(client, room, nonsense):
    for view in ("day", "week", "list", "nonsense"):
        assert client.get(url("calendar", room), {"on": nonsense, "view": view, "room": nonsense}).status_code == 200


def test_the_feed_of_a_room_that_is_not_there_does_not_exist(client, room):
    other = make_room(make_centre())
    names = [room.centre.network.slug, room.centre.slug]
    assert client.get(reverse("bookings:room_feed", args=[*names, room.slug])).status_code == 200
    assert client.get(reverse("bookings:room_feed", args=[*names, other.slug])).status_code == 404
