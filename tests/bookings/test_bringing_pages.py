"""The pages on which a calendar is brought, answered, kept and taken back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext

from podworko.bookings.actions import bringing, taking_back
from podworko.bookings.models import BroughtCalendar, BroughtUse, Occupancy
from podworko.core import audit
from podworko.core.imports import claims, writing
from podworko.core.models import Import
from podworko.people.models import Role
from tests.bookings.brought import bring, calendar_of, judged, kept, make_place, read
from tests.bookings.test_bringing import ON, at, given_up, whole_day
from tests.factories import make_booking, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def place():
    return make_place()[0]


@pytest.fixture
def desk(client, place):
    """A browser in which the coordinator of the place is signed in."""
    client.force_login(make_staff(Role.COORDINATOR, place))
    return client


def url(name, place, *more):
    return reverse(f"bookings:{name}", args=[place.network.slug, place.slug, *more])


def of(name, calendar, *more):
    return url(name, calendar.centre, calendar.public_id, *more)


def text(response):
    return " ".join(response.content.decode().split())


def test_a_file_is_taken_in_and_its_page_shows_how_far_it_is(desk, place):
    file = SimpleUploadedFile("sale.ics", calendar_of(at("17-19")).encode())
    response = desk.post(url("bring", place), {"file": file})
    calendar = BroughtCalendar.objects.get()
    assert response.url == of("brought", calendar)
    assert "data-hx-trigger" in text(desk.get(response.url))
    judged(calendar)
    shown = text(desk.get(response.url))
    assert "data-hx-trigger" not in shown
    assert "Wnieś 1 termin" in shown
    assert "sale.ics" in text(desk.get(url("bring", place)))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 nothing", b"Imie;Nazwisko\nJan;Kot"])
def test_what_cannot_be_read_is_said_beside_the_file(desk, place, content):
    response = desk.post(url("bring", place), {"file": io.BytesIO(content)})
    assert response.status_code == 422
    assert 'aria-describedby="' in text(response)
    assert not BroughtCalendar.objects.exists()


def test_answers_are_kept_and_shown_again(desk, place):
    calendar = read(place, calendar_of(at("9-10", room="Biuro"), whole_day(uid="2")))
    small = place.rooms.get(slug="mala")
    page = desk.get(of("brought", calendar))
    (question,) = [each for each in page.context["preview"].questions if each.name == "Biuro"]
    answers = {f"room-{question.code}": str(small.pk), "whole_days": "open", "is_open_to_all": "yes"}
    assert desk.post(of("brought_answer", calendar), answers).url == of("brought", calendar)
    judged(calendar)
    page = desk.get(of("brought", calendar))
    assert page.context["preview"].good == 2
    assert f'<option value="{small.pk}" selected>' in text(page)
    assert calendar.answers == {
        "rooms": {"biuro": small.pk},
        "events": {},
        "whole_days": "open",
        "is_open_to_all": True,
    }


def test_a_room_that_is_none_is_no_answer(desk, place):
    calendar = read(place, calendar_of(at("9-10", room="Biuro")))
    question = desk.get(of("brought", calendar)).context["preview"].questions[0]
    assert desk.post(of("brought_answer", calendar), {f"room-{question.code}": "999999"}).status_code == 404


def test_a_clash_is_put_elsewhere_from_the_list(desk, place):
    large, small = place.rooms.get(slug="duza"), place.rooms.get(slug="mala")
    make_booking(large, on=ON, starts="17:00", ends="19:00", topic="Rada")
    calendar = read(place, calendar_of(at("17-19")))
    page = desk.get(of("brought", calendar))
    assert "zajęta: 17:00–19:00" in text(page)
    assert f"{url('calendar', place)}?on=2026-12-01" in text(page)
    (line,) = page.context["preview"].lines
    query = "?show=clash&page=1"
    response = desk.post(of("brought_dates", calendar) + query, {f"date-{line.uid}": str(small.pk)})
    assert response.url == of("brought", calendar) + query + "#dates"
    judged(calendar)
    assert desk.get(of("brought", calendar)).context["preview"].good == 1
    other = {f"date-{line.uid}": str(large.pk)}
    assert desk.post(of("brought_dates", calendar) + query, other, follow=True).status_code == 200


def test_keeping_looking_opening_calling_off_and_taking_back(desk, place):
    calendar = read(place, calendar_of(at("17-19"), at("9-10", uid="2")))
    desk.post(of("brought_keep", calendar))
    desk.post(of("brought_keep", calendar))
    writing.write(calendar.source_id)
    assert "2 użycia z tego pliku" in text(desk.get(of("brought", calendar)))
    first, second = calendar.uses.all()
    assert text(desk.get(of("brought_uses", calendar))).count("Próba") >= 2
    desk.post(of("brought_show", calendar, first.pk), {"is_open_to_all": "yes", "page": "1"})
    assert BroughtUse.objects.get(pk=first.pk).is_open_to_all
    desk.post(of("brought_show", calendar, first.pk), {"is_open_to_all": ""})
    assert not BroughtUse.objects.get(pk=first.pk).is_open_to_all
    desk.post(of("brought_remove", calendar, second.pk), {"page": "x"})
    assert desk.post(of("brought_remove", calendar, second.pk)).status_code == 404
    assert Occupancy.objects.count() == 1
    assert "Cofnij 1 użycie" in text(desk.get(of("brought_undo", calendar)))
    assert desk.post(of("brought_undo", calendar)).url == of("brought", calendar)
    assert "data-hx-trigger" in text(desk.get(of("brought", calendar)))
    taking_back.take_back(calendar.pk)
    assert "Nic z niego nie zostało" in text(desk.get(of("brought", calendar)))
    assert desk.get(of("brought_undo", calendar)).status_code == 302
    assert not Occupancy.objects.exists()


def test_of_a_kept_calendar_what_could_not_come_is_shown_first_and_nothing_is_asked(desk, place):
    make_booking(place.rooms.get(slug="duza"), on=ON, starts="17:00", ends="19:00", topic="Rada")
    calendar = read(place, calendar_of(at("17-19"), at("9-10", uid="2"), at("9-10", uid="3", room="Strych")))
    assert desk.get(of("brought", calendar)).context["preview"].chosen == "asked"
    kept(calendar)
    page = desk.get(of("brought", calendar), headers={"accept-language": "en"})
    preview = page.context["preview"]
    assert (preview.chosen, [line.tab for line in preview.lines]) == ("clash", ["clash"])
    assert [tab.label for tab in preview.tabs] == ["Not answered", "Clashes", "Brought in", "All"]
    page = desk.get(of("brought", calendar) + "?show=new", headers={"accept-language": "en"})
    assert "brought in</p>" in text(page)
    assert "will be brought" not in text(page)


def test_a_calendar_that_was_kept_without_a_clash_shows_all_its_dates(desk, place):
    calendar = kept(read(place, calendar_of(at("9-10"), at("9-10", uid="3", room="Strych"))))
    preview = desk.get(of("brought", calendar)).context["preview"]
    assert (preview.chosen, len(preview.lines)) == ("all", 2)


def test_dropping(desk, place):
    calendar = read(place, calendar_of(at("17-19")))
    assert desk.post(of("brought_drop", calendar)).url == url("bring", place)
    assert desk.get(of("brought", calendar)).status_code == 404
    brought = kept(read(place, calendar_of(at("17-19"))))
    assert desk.post(of("brought_drop", brought)).url == of("brought", brought)


def test_what_comes_too_late_changes_nothing(desk, place):
    calendar = kept(read(place, calendar_of(at("17-19"))))
    for name in ("brought_answer", "brought_dates"):
        assert desk.post(of(name, calendar)).url.startswith(of("brought", calendar))
    assert calendar.answers == {}


def test_a_forgotten_import_leaves_its_uses(desk, place):
    calendar = kept(read(place, calendar_of(at("17-19"))))
    calendar.source.delete()
    assert "1 użycie z tego pliku" in text(desk.get(of("brought", calendar)))
    assert desk.get(of("brought_uses", calendar)).status_code == 200
    assert desk.get(of("brought_undo", calendar)).status_code == 200


def test_no_such_tab_no_such_page(desk, place):
    calendar = read(place, calendar_of(at("17-19")))
    assert desk.get(of("brought", calendar) + "?show=nonsense").status_code == 404
    assert desk.get(of("brought", calendar) + "?show=new&page=99").status_code == 200


@pytest.mark.parametrize("role", [Role.HOST, Role.OFFICER, Role.ADVISER])
def test_only_those_who_run_the_place_bring_calendars(client, place, role):
    calendar = kept(read(place, calendar_of(at("17-19"))))
    client.force_login(make_staff(role, place.network if role == Role.OFFICER else place))
    for name in ("brought", "brought_uses", "brought_undo"):
        assert client.get(of(name, calendar)).status_code == 404
    assert client.get(url("bring", place)).status_code == 404


def test_a_calendar_of_another_place_does_not_exist(desk, place):
    stranger = kept(read(make_place()[0], calendar_of(at("17-19"))))
    mine = kept(read(place, calendar_of(at("17-19"))))
    assert desk.get(of("brought", stranger)).status_code == 404
    assert desk.get(url("brought", place, stranger.public_id)).status_code == 404
    use = stranger.uses.get()
    assert desk.post(of("brought_remove", mine, use.pk)).status_code == 404
    assert BroughtUse.objects.filter(pk=use.pk).exists()


def test_names_in_titles_are_text_and_nothing_else(desk, place):
    calendar = read(place, calendar_of(at("17-19", title="<script>alert(1)</script>", room='"><img src=x>')))
    shown = text(desk.get(of("brought", calendar)))
    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown


def test_titles_stay_out_of_the_public_calendar_until_somebody_says_so(client, place):
    calendar = kept(read(place, calendar_of(at("17-19", title="Anna Kowalska: urodziny"))))
    address = f"{url('calendar', place)}?on=2026-12-01"
    assert "Kowalska" not in text(client.get(address))
    client.force_login(make_staff(Role.COORDINATOR, place))
    assert "Kowalska" in text(client.get(address))
    assert calendar.uses.count() == 1


def test_a_calendar_whose_worker_has_died_says_that_it_goes_on(desk, place, tuesday):
    calendar = read(place, calendar_of(at("17-19")))
    bringing.keep(calendar=calendar, by=audit.SYSTEM)
    claims.take(calendar.source_id, Import.State.WRITING)
    late = 'class="alert is-warning'
    assert late not in text(desk.get(of("brought", calendar)))
    tuesday.shift(claims.LEASE * 2)
    assert late in text(desk.get(of("brought", calendar)))


def test_a_calendar_that_was_given_up_because_of_us_is_tried_again_by_a_button(desk, place):
    calendar = given_up(read_by_nobody(place))
    page = text(desk.get(of("brought", calendar)))
    assert str(calendar.source.problem) in page
    assert of("brought_again", calendar) in page
    for _times in range(2):
        assert desk.post(of("brought_again", calendar)).url == of("brought", calendar)
    assert "data-hx-trigger" in text(desk.get(of("brought", calendar)))
    judged(calendar)
    assert "Wnieś 1 termin" in text(desk.get(of("brought", calendar)))


def test_a_file_that_cannot_be_read_is_not_offered_to_be_tried_again(desk, place, monkeypatch):
    calendar = read_by_nobody(place)
    monkeypatch.setattr("podworko.bookings.bringing.calendars.MOST_EVENTS", 0)
    judged(calendar)
    page = text(desk.get(of("brought", calendar)))
    assert calendar.source.problem in page
    assert of("brought_again", calendar) not in page
    desk.post(of("brought_again", calendar))
    calendar.source.refresh_from_db()
    assert calendar.source.state == Import.State.FAILED


def test_a_calendar_given_up_can_be_dropped_on_its_page_when_nothing_of_it_is_here(desk, place):
    calendar = given_up(read_by_nobody(place))
    assert gettext("stopped, because of us") in text(desk.get(url("bring", place)))
    assert of("brought_drop", calendar) in text(desk.get(of("brought", calendar)))
    assert desk.post(of("brought_drop", calendar)).url == url("bring", place)
    assert not BroughtCalendar.objects.exists()

    written = kept(read(place, calendar_of(at("9-10", uid="2"))))
    Import.objects.filter(pk=written.source_id).update(state=Import.State.WRITING)
    page = text(desk.get(of("brought", given_up(written))))
    assert of("brought_again", written) in page
    assert of("brought_drop", written) not in page


def read_by_nobody(place):
    return bring(place, calendar_of(at("17-19")))
