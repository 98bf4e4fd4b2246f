"""Through the front door of the desk: every tap by every role, twice, and by those who may not."""

import datetime as dt
import io
import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image

from podworko.bookings.actions import handovers, walk_ins
from podworko.bookings.handing_over import Step
from podworko.bookings.models import DateState, Handover, WalkIn
from podworko.bookings.queries.handovers import handed_over, record_of
from podworko.core import audit
from podworko.people.models import Role
from tests.bookings.seen import taken
from tests.factories import make_booking, make_centre, make_network, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = dt.date(2026, 11, 24)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def room():
    return make_room(name="Sala duża")


@pytest.fixture
def host(room):
    return make_staff(Role.HOST, room.centre)


@pytest.fixture
def desk(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def date(room):
    return make_booking(room, on=TODAY, starts="10:00", ends="12:00").dates.get()


@pytest.fixture
def walk_in(room, host):
    other = make_room(room.centre, name="Sala mała")
    return walk_ins.begin(room=other, by=audit.staff(host), submission_key="tap", length=dt.timedelta(hours=1))


def today_of(room):
    return reverse("bookings:today", args=[room.centre.network.slug, room.centre.slug])


def start_of(room):
    return reverse("bookings:start", args=[room.centre.network.slug, room.centre.slug, room.slug])


def step(use, name):
    kind = "walk-in" if isinstance(use, WalkIn) else "date"
    return reverse("bookings:hand_over", args=[f"{kind}-{use.pk}", name])


def left(use):
    return reverse("bookings:left", args=[f"date-{use.pk}"])


def picture():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "brown").save(out, "JPEG")
    return SimpleUploadedFile("IMG_1.jpg", out.getvalue(), "image/jpeg")


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


# --- the page ---


def test_the_day_is_one_page(desk, room, date, walk_in):
    answer = desk.get(today_of(room))
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Sala duża", "Sala mała", date.request.topic, date.request.person, "10:05"):
        assert words in text
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_a_change_a_poll_gets_nothing(desk, room, date, django_assert_num_queries):
    page = desk.get(today_of(room)).content.decode()
    address = re.search(r'data-hx-get="([^"]+)"', page)[1]
    with django_assert_num_queries(6):  # session, user, place, two of roles… and two of the look itself
        assert desk.get(address, headers=HTMX).status_code == 204
    handovers.note(use=date, step=Step.CAME, by=audit.SYSTEM)
    answer = desk.get(address, headers=HTMX)
    assert answer.status_code == 200
    assert b"<html" not in answer.content
    assert b'id="today"' in answer.content


def test_a_reload_without_script_is_never_empty(desk, room):
    page = desk.get(today_of(room)).content.decode()
    address = re.search(r'data-hx-get="([^"]+)"', page)[1]
    assert b"<html" in desk.get(address).content


# --- walk-ins ---


def test_two_taps_start_a_room(desk, room):
    page = desk.get(today_of(room)).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    answers = [desk.post(start_of(room), {"key": key, "minutes": "30"}) for _tap in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == f"{today_of(room)}#room-{room.slug}"
    assert taken(room) == ["24.11. 10:05–10:35"]


def test_without_a_length_it_lasts_until_closing(desk, room):
    desk.post(start_of(room), {"key": "k"})
    assert taken(room) == ["24.11. 10:05–20:00"]


@pytest.mark.parametrize(
    "sent", [{}, {"key": ""}, {"key": "k" * 81}, {"key": "k", "minutes": "0"}, {"key": "k", "minutes": "x"}]
)
def test_whatever_else_is_sent_begins_nothing(desk, room, sent):
    answer = desk.post(start_of(room), sent)
    assert answer.status_code == 302
    assert said(answer)
    assert not WalkIn.objects.exists()


def test_a_refusal_is_said_with_what_is_free(desk, room, date):
    make_room(room.centre, name="Sala mała")
    answer = desk.post(start_of(room), {"key": "k", "minutes": "30"})
    assert "Sala mała" in said(answer)[0]


def test_a_room_of_another_place_is_none(desk, room):
    other = make_room(make_centre(room.centre.network), slug="inna")
    address = reverse("bookings:start", args=[room.centre.network.slug, room.centre.slug, other.slug])
    assert desk.post(address, {"key": "k"}).status_code == 404


def test_htmx_gets_the_board_with_what_is_said(desk, room):
    answer = desk.post(start_of(room), {"key": "k", "minutes": "30"}, headers=HTMX, follow=True)
    text = answer.content.decode()
    assert 'id="today-said" data-hx-swap-oob="innerHTML"' in text
    assert "10:35" in text


@pytest.mark.parametrize(("deed", "result"), [("longer", "10:05–11:35"), ("undo", None)])
def test_a_walk_in_lasts_longer_or_is_taken_back(desk, walk_in, deed, result):
    assert desk.post(reverse("bookings:walk_in_deed", args=[walk_in.pk, deed])).status_code == 302
    assert taken(walk_in.room) == ([f"24.11. {result}"] if result else [])


def test_a_walk_in_is_ended(desk, walk_in, tuesday):
    tuesday.shift(dt.timedelta(minutes=20))
    for _tap in range(2):
        desk.post(reverse("bookings:walk_in_deed", args=[walk_in.pk, "end"]))
    assert taken(walk_in.room) == ["24.11. 10:05–10:25"]


def test_there_is_no_other_deed(desk, walk_in):
    assert desk.post(reverse("bookings:walk_in_deed", args=[walk_in.pk, "delete"])).status_code == 404


def test_what_is_on_is_written_down_later(desk, walk_in):
    address = reverse("bookings:walk_in", args=[walk_in.pk])
    assert desk.get(address).status_code == 200
    for people, said in (("0", "At least one person is there."), ("10000", "Check the number."), ("ośmioro", "digits")):
        answer = desk.post(address, {"topic": "Szachy", "people": people}, headers={"accept-language": "en"})
        assert answer.status_code == 422
        (sentence,) = answer.context["form"].errors["people"]
        assert said in sentence
        assert answer.context["form"]["topic"].value() == "Szachy"
    assert desk.post(address, {"topic": "Szachy", "people": "4"}).status_code == 302
    walk_in.refresh_from_db()
    assert (walk_in.topic, walk_in.people) == ("Szachy", 4)


# --- hand-over ---


def test_each_step_is_one_tap_and_another_takes_it_back(desk, date):
    for name in ("came", "keys-out", "keys-back", "left"):
        assert desk.post(step(date, name)).status_code == 302
    handover = Handover.objects.get()
    assert all((handover.came_at, handover.keys_out_at, handover.keys_back_at, handover.left_at, handover.is_tidy))
    desk.post(step(date, "left"), {"undo": "yes"})
    assert Handover.objects.get().left_at is None


def test_from_the_page_of_a_request_one_comes_back_to_it(desk, date):
    answer = desk.post(step(date, "came"), {"from": "request"})
    assert answer.url == reverse("bookings:decide", args=[date.request.reference])


def test_nobody_came_and_the_room_is_freed(desk, date, room):
    desk.post(step(date, "no-show"))
    desk.post(step(date, "give-back"))
    assert taken(room) == ["24.11. 10:00–10:05"]


def test_a_step_that_does_not_fit_is_said(desk, date):
    desk.post(step(date, "came"))
    answer = desk.post(step(date, "no-show"))
    assert len(said(answer)) == 1
    assert Handover.objects.get().no_show_at is None


@pytest.mark.parametrize("name", ["delete", "tidy", "undo"])
def test_there_is_no_other_step(desk, date, name):
    assert desk.post(step(date, name)).status_code == 404


def test_a_walk_in_is_not_freed_like_a_booking(desk, walk_in):
    assert desk.post(step(walk_in, "give-back")).status_code == 404


@pytest.mark.parametrize("word", ["date-0", "walk-in-0", "room-1", "date-x", "date-99999999999999999999"])
def test_what_is_no_use_does_not_exist(desk, word):
    assert desk.post(reverse("bookings:hand_over", args=[word, "came"])).status_code == 404
    assert desk.get(reverse("bookings:left", args=[word])).status_code == 404


def test_what_was_called_off_does_not_exist(desk, date):
    date.state = DateState.CANCELLED
    date.save()
    assert desk.post(step(date, "came")).status_code == 404


def test_a_damage_with_a_photo_is_seen_by_those_on_site_alone(desk, client, date, room):
    answer = desk.post(left(date), {"how": "untidy", "words": "Pęknięta noga", "photo": picture()})
    assert answer.status_code == 302
    handover = Handover.objects.get()
    photo = reverse("bookings:damage_photo", args=[handover.photo, "small"])
    assert "Pęknięta noga" in desk.get(today_of(room)).content.decode()
    assert photo in desk.get(today_of(room)).content.decode()
    shown = desk.get(photo)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/webp")
    assert "private" in shown.headers["Cache-Control"]
    assert desk.get(reverse("bookings:damage_photo", args=[handover.photo, "huge"])).status_code == 404
    client.force_login(make_staff(Role.HOST, make_centre(room.centre.network)))
    assert client.get(photo).status_code == 404
    client.logout()
    assert client.get(photo).status_code == 302


@pytest.mark.parametrize("content", [b"<script>", b""])
def test_what_is_no_photo_is_said_beside_the_photo_and_the_words_stay(desk, date, content):
    file = SimpleUploadedFile("a.jpg", content, "image/jpeg")
    answer = desk.post(left(date), {"how": "tidy", "words": "Pęknięta noga", "photo": file})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == ["photo"]
    assert "id_photo_error" in form["photo"].aria_describedby.split()
    text = answer.content.decode()
    assert 'id="id_photo_error"' in text
    assert f'aria-describedby="{form["photo"].aria_describedby}"' in text
    assert (form["how"].value(), form["words"].value()) == ("tidy", "Pęknięta noga")
    assert "Pęknięta noga" in text
    assert not Handover.objects.exists()


def test_words_from_people_are_shown_as_words(desk, date, room):
    desk.post(left(date), {"how": "untidy", "words": "<script>alert(1)</script>"})
    text = desk.get(today_of(room)).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


# --- who may ---


@pytest.fixture
def world(room, date, walk_in):
    return room, date, walk_in


def doors(room, date, walk_in):
    """Yield every door with the method that opens it."""
    yield "get", today_of(room)
    yield "post", start_of(room)
    yield "get", reverse("bookings:walk_in", args=[walk_in.pk])
    yield "post", reverse("bookings:walk_in_deed", args=[walk_in.pk, "end"])
    yield "post", step(date, "came")
    yield "post", step(walk_in, "left")
    yield "get", left(date)


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.HOST, True), (Role.COORDINATOR, True), (Role.OPERATOR, True), (Role.OFFICER, False), (Role.ANIMATOR, False)],
)
def test_those_on_site_and_nobody_else(client, world, role, may):
    room = world[0]
    on = {Role.OPERATOR: room.centre.operator, Role.OFFICER: room.centre.network, Role.ANIMATOR: room.centre.network}
    client.force_login(make_staff(role, on.get(role, room.centre)))
    for method, address in doors(*world):
        status = getattr(client, method)(address).status_code
        assert (status != 404) == may, address


def test_those_of_another_network_find_nothing(client, world):
    client.force_login(make_staff(Role.COORDINATOR, make_centre(make_network())))
    for method, address in doors(*world):
        assert getattr(client, method)(address).status_code == 404, address
    assert not Handover.objects.exists()


def test_a_visitor_signs_in_first(client, world):
    for method, address in doors(*world):
        answer = getattr(client, method)(address)
        assert (answer.status_code, "/account/login/" in answer.headers.get("Location", "")) == (302, True), address


def test_a_look_changes_nothing(desk, world):
    for method, address in doors(*world):
        if method == "post":
            assert desk.get(address).status_code == 405


# --- on the pages of a request ---


def on_page(request, *, for_staff):
    lines = handed_over(request, for_staff=for_staff)
    context = {"lines": lines, "record": record_of(request), "zone": request.centre.zone}
    return render_to_string("bookings/today_handover.html", context | {"for_staff": for_staff, "csrf_token": "t"})


def test_the_desk_hands_over_on_the_page_of_a_request_and_hears_how_it_went_before(date, room, host):
    past = make_booking(room, on=TODAY - dt.timedelta(days=7), starts="10:00", ends="12:00").dates.get()
    handovers.note(use=past, step=Step.NO_SHOW, by=audit.staff(host))
    text = on_page(date.request, for_staff=True)
    assert step(date, "came") in text
    assert 'name="from" value="request"' in text
    assert "is-warning" in text


def test_the_person_reads_what_is_noted_and_can_tap_nothing(date, host):
    handovers.leave(use=date, by=audit.staff(host), is_tidy=False, words="Stół")
    text = on_page(date.request, for_staff=False)
    assert "Stół" in text
    assert "<form" not in text
    assert "is-warning" not in text


def test_without_a_note_nothing_is_told_to_the_person(date):
    assert on_page(date.request, for_staff=False).strip() == ""
