"""What residents see of the programme, through the front door, with no account and no JavaScript."""

import datetime as dt
import re

import pytest
from django.core.signing import Signer
from django.urls import reverse

from podworko.bookings import series
from podworko.core import audit
from podworko.core.models import Message
from podworko.people.models import Role
from podworko.programme.actions import enrolling, planning, promoting
from podworko.programme.links import path_of, token_of
from podworko.programme.models import Enrolment, EnrolmentState, Intake, Session
from tests.factories import make_activity, make_centre, make_enrolment, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("tuesday")]
# The factory plans for a week from now: Tuesday, 1 December.
FIRST = dt.date(2026, 12, 1)
KEY = "3f6b5c7e-0d3e-4c53-9a37-0a4f5d2f9d11"
MINORS = {"is_for_minors": True, "is_age_checked": True, "age_from": 10, "age_to": 14, "largest_party": 2}


@pytest.fixture
def centre():
    return make_centre(name="MAM Kozłówka")


def held(centre, *, weeks=1, places=None, **draft):
    """Return a published activity that one signs up for, weekly from the first of December."""
    fields = {"sign_up": "required", "capacity": places, **draft}
    rule = series.weekly(FIRST + dt.timedelta(weeks=weeks - 1)) if weeks > 1 else ""
    return make_activity(centre, on=FIRST, rule=rule, draft=fields)


def programme(centre):
    return reverse("programme:programme", args=[centre.network.slug, centre.slug])


def form_of(activity):
    return f"{activity.get_absolute_url()}sign-up/"


def filled(activity, **changes):
    """Return the form as somebody fills it in for the first session."""
    values = {"session": activity.sessions.first().pk, "person": "Olena Kowal", "email": "olena@example.org"}
    return values | {"submission_key": KEY} | changes


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer
    return answer.content.decode()


def code_in_mail():
    return re.search(r"\d{6}", Message.objects.latest("pk").subject)[0]


def state(enrolment):
    return Enrolment.objects.get(pk=enrolment.pk).state


# --- an activity ---


def test_the_page_of_an_activity_tells_all_of_it(client, centre):
    activity = held(
        centre,
        title="Szachy",
        lead="Gramy.",
        about="Uczymy się.\n\n<script>alert(1)</script>",
        leader="Jan Wójcik",
        age_from=10,
        age_to=14,
        languages=("pl", "uk"),
        accessibility="Winda.",
        bring="Dobry humor",
        places=4,
    )
    activity.partners.add(centre.operator)
    said = page(client, activity.get_absolute_url())
    for words in (
        *("Szachy", "Gramy.", "Uczymy się.", "Jan Wójcik", "10–14", "Winda.", "Dobry humor", "Skwer przed wejściem"),
        *("Polski, ukraiński", str(centre.operator), "Wtorek, 1 grudnia", "17:00–18:30"),
    ):
        assert words in said
    assert "<script>alert" not in said
    assert f"{form_of(activity)}?session={activity.sessions.get().pk}" in said


@pytest.mark.parametrize(("first", "last", "said"), [(60, None, "60"), (None, 6, "6"), (None, None, "")])
def test_ages_are_told_as_far_as_they_matter(client, centre, first, last, said):
    activity = make_activity(centre, draft={"age_from": first, "age_to": last})
    assert said in client.get(activity.get_absolute_url()).context["for_whom"]


def test_ten_dates_are_shown_then_all(client, centre):
    activity = held(centre, weeks=12)
    address = activity.get_absolute_url()
    coming = client.get(address).context["coming"]
    assert (len(coming.sittings), coming.has_more) == (10, True)
    assert "?all=1#dates" in page(client, address)
    assert len(client.get(f"{address}?all=1").context["coming"].sittings) == 12


def test_dates_that_are_over_are_not_shown_any_more(client, centre, tuesday):
    activity = held(centre, weeks=2)
    tuesday.move_to(dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC))
    assert len(client.get(activity.get_absolute_url()).context["coming"].sittings) == 1
    tuesday.move_to(dt.datetime(2026, 12, 20, 9, tzinfo=dt.UTC))
    said = page(client, activity.get_absolute_url())
    assert form_of(activity) not in said
    assert programme(centre) in said


def test_each_date_says_how_full_it_is(client, centre):
    activity = held(centre, weeks=2, places=1)
    make_enrolment(activity)
    coming = client.get(activity.get_absolute_url()).context["coming"]
    assert [row.places.is_full for row in coming.sittings] == [True, False]
    assert coming.next_free == coming.sittings[1].pk


def test_a_series_has_one_way_to_sign_up(client, centre):
    activity = held(centre, weeks=3, places=2, signs_up_for="series")
    make_enrolment(activity)
    said = page(client, activity.get_absolute_url())
    assert said.count(f'"{form_of(activity)}"') == 1
    assert "?session=" not in said


@pytest.mark.parametrize("for_what", ["session", "series"])
@pytest.mark.parametrize("sign_up", ["none", "optional"])
def test_nobody_needs_to_sign_up_where_one_just_comes(client, centre, sign_up, for_what):
    activity = make_activity(centre, draft={"sign_up": sign_up, "signs_up_for": for_what})
    assert (form_of(activity) in page(client, activity.get_absolute_url())) == (sign_up == "optional")


def test_a_date_called_off_is_told_with_its_reason(client, centre):
    activity = held(centre, weeks=2)
    planning.call_off_session(session=activity.sessions.first(), by=audit.SYSTEM, reason="Prowadzący jest chory.")
    said = page(client, activity.get_absolute_url())
    assert "Prowadzący jest chory." in said
    assert said.count("?session=") == 1


def test_an_activity_called_off_is_told_so_that_nobody_comes_in_vain(client, centre):
    activity = held(centre)
    planning.call_off(activity=activity, by=audit.SYSTEM, reason="Nie ma prądu.")
    said = page(client, activity.get_absolute_url())
    assert "Nie ma prądu." in said
    assert form_of(activity) not in said


def test_a_draft_is_there_for_those_who_plan(client, centre):
    activity = make_activity(centre, is_draft=True, draft={"title": "Tajne", "sign_up": "required"})
    page(client, activity.get_absolute_url(), 404)
    page(client, form_of(activity), 404)
    client.force_login(make_staff(Role.HOST, make_centre(centre.network)))
    page(client, activity.get_absolute_url(), 404)
    client.force_login(make_staff(Role.HOST, centre))
    assert "Tajne" in page(client, activity.get_absolute_url())
    assert client.get(form_of(activity))["Location"] == activity.get_absolute_url()


def test_another_places_activity_is_not_here(client, centre):
    activity = make_activity()
    address = reverse("programme:activity", args=[centre.network.slug, centre.slug, activity.slug])
    page(client, address, 404)
    page(client, f"{address}sign-up/", 404)


def test_the_address_on_line_is_told_where_nobody_needs_to_sign_up(client, centre):
    link = "https://spotkanie.example.org/szachy"
    words = {"where": "online", "link": link}
    assert link in page(client, make_activity(centre, draft=words).get_absolute_url())
    assert link not in page(client, held(centre, **words).get_absolute_url())


def test_where_it_is_held_in_a_room_and_on_line(client, centre):
    words = {"where": "hybrid", "link": "https://spotkanie.example.org/"}
    activity = make_activity(room=make_room(centre, name="Sala duża"), draft=words)
    row = client.get(activity.get_absolute_url()).context["coming"].sittings[0]
    assert row.where.startswith("Sala duża, ")


# --- signing up ---


def test_the_whole_way_from_the_form_to_leaving(client, centre):
    activity = held(centre, places=2)
    answer = client.post(form_of(activity), filled(activity))
    enrolment = Enrolment.objects.get()
    assert answer["Location"] == path_of(enrolment, "code")
    assert client.get(path_of(enrolment))["Location"] == path_of(enrolment, "code")
    assert client.get(path_of(enrolment, "resign"))["Location"] == path_of(enrolment, "code")
    assert "olena@example.org" in page(client, path_of(enrolment, "code"))
    answer = client.post(path_of(enrolment, "code"), {"code": code_in_mail()})
    assert answer["Location"] == path_of(enrolment)
    assert client.get(path_of(enrolment, "code"))["Location"] == path_of(enrolment)
    said = page(client, path_of(enrolment))
    assert path_of(enrolment, "calendar_file") in said
    assert path_of(enrolment, "resign") in said
    calendar = client.get(path_of(enrolment, "calendar_file"))
    assert calendar["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;TZID=Europe/Warsaw:20261201T170000" in calendar.content
    assert "<form" in page(client, path_of(enrolment, "resign"))
    assert state(enrolment) == EnrolmentState.GOING  # nothing is done by looking
    assert client.post(path_of(enrolment, "resign"))["Location"] == path_of(enrolment)
    assert state(enrolment) == EnrolmentState.RESIGNED
    page(client, path_of(enrolment))
    page(client, path_of(enrolment, "calendar_file"), 404)
    assert client.get(path_of(enrolment, "resign"))["Location"] == path_of(enrolment)
    assert Intake.objects.get().taken == 0


def test_the_form_asks_for_no_more_than_is_needed(client, centre):
    def asked(activity):
        return set(client.get(form_of(activity)).context["form"].fields)

    least = {"session", "person", "email", "phone", "submission_key"}
    assert asked(held(centre)) == least
    assert asked(held(centre, largest_party=4)) == least | {"seats"}
    assert asked(held(centre, is_age_checked=True, age_from=10)) == least | {"birth_year"}
    children = {"children", "collected_by", "is_guardian"}
    assert asked(held(centre, is_for_minors=True, signs_up_for="series")) == least - {"session"} | children


def test_the_form_says_how_many_places_are_left(client, centre):
    activity = held(centre, places=2)
    make_enrolment(activity)
    said = page(client, form_of(activity))
    assert client.get(form_of(activity)).context["offer"].places.left == 1
    assert "1 grudnia" in said
    make_enrolment(activity)
    make_enrolment(activity)
    offer = client.get(form_of(activity)).context["offer"]
    assert (offer.places.is_full, offer.waiting) == (True, 1)
    assert "24" in page(client, form_of(activity))  # hours to answer


def test_a_date_is_chosen_where_there_are_several(client, centre):
    activity = held(centre, weeks=3, places=2)
    said = page(client, form_of(activity))
    assert said.count('type="radio"') == 3
    second = activity.sessions.all()[1]
    assert 'type="radio"' not in page(client, f"{form_of(activity)}?session={second.pk}")
    answer = client.post(form_of(activity), filled(activity, session=""))
    assert answer.status_code == 422
    assert "session" in answer.context["form"].errors
    client.post(form_of(activity), filled(activity, session=second.pk))
    assert Enrolment.objects.get().intake.session == second


def test_a_child_is_signed_up_by_a_guardian(client, centre):
    activity = held(centre, signs_up_for="series", weeks=2, places=3, **MINORS)
    words = {"session": "", "phone": "512 345 678", "birth_year": "2014", "children": "Staś, Ola", "seats": "2"}
    answer = client.post(form_of(activity), filled(activity, **words))
    assert set(answer.context["form"].errors) == {"is_guardian"}
    assert "Staś, Ola" in answer.content.decode()
    client.post(form_of(activity), filled(activity, collected_by="Babcia", is_guardian="on", **words))
    enrolment = Enrolment.objects.get()
    assert (enrolment.intake.session, enrolment.seats, enrolment.birth_year) == (None, 2, 2014)
    client.post(path_of(enrolment, "code"), {"code": code_in_mail()})
    said = page(client, path_of(enrolment))
    assert "Staś, Ola" in said
    assert "Babcia" in said


LETTERS = "a" * 10_000
BAD = [
    ({"person": ""}, "person"),
    ({"person": "   "}, "person"),
    ({"person": LETTERS}, "person"),
    ({"person": "null\x00"}, "person"),
    ({"email": ""}, "email"),
    ({"email": "not an address"}, "email"),
    ({"email": "anna@example.org\r\nBcc: everybody@example.org"}, "email"),
    ({"phone": "12"}, "phone"),
    ({"phone": ""}, "phone"),
    ({"seats": "0"}, "seats"),
    ({"seats": "3"}, "seats"),
    ({"seats": "9" * 30}, "seats"),
    ({"seats": "two"}, "seats"),
    ({"birth_year": ""}, "birth_year"),
    ({"birth_year": "14"}, "birth_year"),
    ({"birth_year": "dwa"}, "birth_year"),
    ({"birth_year": "1980"}, "birth_year"),
    ({"birth_year": "2020"}, "birth_year"),
    ({"birth_year": "9" * 30}, "birth_year"),
    ({"children": ""}, "children"),
    ({"collected_by": LETTERS}, "collected_by"),
    ({"is_guardian": ""}, "is_guardian"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(client, centre, wrong, field):
    activity = held(centre, **MINORS)
    right = {
        "person": "Zuzanna Ź. 💛 ليلى",
        "phone": "512 345 678",
        "seats": "1",
        "birth_year": "2014",
        "children": "Staś",
        "collected_by": "Babcia Zofia",
        "is_guardian": "on",
    }
    answer = client.post(form_of(activity), filled(activity, **right | wrong))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert ("Babcia Zofia" if field != "collected_by" else "Zuzanna Ź. 💛 ليلى") in answer.content.decode()
    assert Enrolment.objects.count() == Message.objects.count() == 0


def test_all_that_is_wrong_is_said_at_once(client, centre):
    activity = held(centre, **MINORS)
    answer = client.post(form_of(activity), {"session": activity.sessions.get().pk, "seats": "9"})
    wrong = {"person", "email", "phone", "seats", "birth_year", "children", "is_guardian"}
    assert set(answer.context["form"].errors) == wrong


def test_sent_twice_it_is_one_sign_up(client, centre):
    activity = held(centre)
    first, second = (client.post(form_of(activity), filled(activity)) for _time in range(2))
    assert first["Location"] == second["Location"]
    enrolment = Enrolment.objects.get()
    client.post(path_of(enrolment, "code"), {"code": code_in_mail()})
    assert client.post(form_of(activity), filled(activity))["Location"] == path_of(enrolment)
    client.post(form_of(activity), filled(activity, email="jan@example.org"))  # the same key, somebody else
    assert Enrolment.objects.count() == 2
    client.post(form_of(activity), filled(activity, submission_key=""))
    assert Enrolment.objects.count() == 3


def test_who_has_a_place_cannot_confirm_a_second_one(client, centre):
    activity = held(centre)
    make_enrolment(activity, email="olena@example.org")
    client.post(form_of(activity), filled(activity))
    enrolment = Enrolment.objects.get(state=EnrolmentState.UNCONFIRMED)
    answer = client.post(path_of(enrolment, "code"), {"code": code_in_mail()})
    assert answer.status_code == 422
    assert state(enrolment) == EnrolmentState.UNCONFIRMED


@pytest.mark.parametrize("number", ["%00", "", "-1", "1.5", "null", "9" * 40, "٣"])
def test_a_session_that_there_is_not(client, centre, number):
    activity = held(centre, weeks=2)
    page(client, f"{form_of(activity)}?session={number}", 404)


@pytest.mark.parametrize("number", ["\x00", "-1", "null", "9" * 40])
def test_a_session_that_there_is_not_is_not_taken_from_the_form(client, centre, number):
    activity = held(centre, weeks=2)
    answer = client.post(form_of(activity), filled(activity, session=number))
    assert (answer.status_code, Enrolment.objects.count()) == (422, 0)


def test_a_session_of_another_activity_is_not_here(client, centre):
    activity, other = held(centre), held(centre, title="Inne")
    number = other.sessions.get().pk
    page(client, f"{form_of(activity)}?session={number}", 404)
    answer = client.post(form_of(activity), filled(activity, session=number))
    assert (answer.status_code, Enrolment.objects.count()) == (422, 0)
    assert answer.context["form"].non_field_errors()  # there is one date only, and nothing to choose


def test_what_has_begun_or_is_called_off_leads_back(client, centre, tuesday):
    activity = held(centre, weeks=3)
    first, second, third = activity.sessions.all()
    planning.call_off_session(session=second, by=audit.SYSTEM, reason="Remont.")
    tuesday.move_to(dt.datetime(2026, 12, 1, 16, 30, tzinfo=dt.UTC))
    for session in (first, second):
        address = f"{form_of(activity)}?session={session.pk}"
        assert client.get(address)["Location"] == activity.get_absolute_url()
        answer = client.post(address, filled(activity, session=session.pk))
        assert (answer.status_code, Enrolment.objects.count()) == (422, 0)
    assert client.get(form_of(activity)).context["form"]["session"].value() == third.pk
    tuesday.move_to(dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    assert client.get(form_of(activity))["Location"] == activity.get_absolute_url()


def test_a_series_that_is_over_leads_back_and_says_why(client, centre, tuesday):
    activity = held(centre, weeks=2, signs_up_for="series")
    tuesday.move_to(dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    answer = client.get(form_of(activity), follow=True)
    assert [str(message.level_tag) for message in answer.context["messages"]] == ["error"]


def test_where_one_just_comes_there_is_no_form(client, centre):
    activity = make_activity(centre)
    assert client.get(form_of(activity))["Location"] == activity.get_absolute_url()
    client.post(form_of(activity), filled(activity))
    assert Enrolment.objects.count() == 0


def test_nobody_signs_up_without_end(client, centre):
    activity = held(centre)
    statuses = [
        client.post(form_of(activity), filled(activity, email=f"a{number}@example.org")).status_code
        for number in range(61)
    ]
    assert statuses == [302] * 60 + [429]


# --- the code ---


@pytest.fixture
def unconfirmed(client, centre):
    activity = held(centre, places=1)
    client.post(form_of(activity), filled(activity))
    return Enrolment.objects.get()


@pytest.mark.parametrize("code", ["000000", "", "null\x00", "9" * 5000, "<b>"])
def test_a_wrong_code_is_said(client, unconfirmed, code):
    right = code_in_mail()
    answer = client.post(path_of(unconfirmed, "code"), {"code": "111111" if code == right else code})
    assert answer.status_code in {200, 422}
    assert state(unconfirmed) == EnrolmentState.UNCONFIRMED


def test_a_new_code_is_sent_and_the_old_one_is_worth_nothing(client, unconfirmed):
    old = code_in_mail()
    page(client, path_of(unconfirmed, "new_code"), 405)
    client.post(path_of(unconfirmed, "new_code"))
    assert Message.objects.count() == 2
    if old != code_in_mail():
        assert client.post(path_of(unconfirmed, "code"), {"code": old}).status_code == 422
    client.post(path_of(unconfirmed, "code"), {"code": code_in_mail()})
    assert state(unconfirmed) == EnrolmentState.GOING
    client.post(path_of(unconfirmed, "new_code"))
    assert not Message.objects.filter(kind="people.code")[2:].exists()


def test_too_many_new_codes_are_refused_in_words(client, unconfirmed):
    for _time in range(9):
        answer = client.post(path_of(unconfirmed, "new_code"), follow=True)
    assert [str(message.level_tag) for message in answer.context["messages"]] == ["error"]


def test_a_code_typed_in_after_the_place_is_gone_gives_a_place_in_the_line(client, unconfirmed):
    code = code_in_mail()
    make_enrolment(unconfirmed.intake.activity)
    client.post(path_of(unconfirmed, "code"), {"code": code})
    assert state(unconfirmed) == EnrolmentState.WAITING
    assert "1" in page(client, path_of(unconfirmed))


def test_a_code_typed_in_after_it_was_called_off_is_refused_in_words(client, unconfirmed):
    code = code_in_mail()
    planning.call_off(activity=unconfirmed.intake.activity, by=audit.SYSTEM, reason="Remont.")
    answer = client.post(path_of(unconfirmed, "code"), {"code": code})
    assert answer.status_code == 422
    assert answer.context["form"].errors


# --- behind the link ---


def standing(client, enrolment):
    return client.get(path_of(enrolment)).context["standing"]


def test_who_waits_is_told_their_number(client, centre):
    activity = held(centre, places=1)
    _going, first, second = (make_enrolment(activity) for _number in range(3))
    assert (standing(client, first).place, standing(client, second).place) == (1, 2)
    said = page(client, path_of(second))
    assert path_of(second, "resign") in said
    page(client, path_of(second, "calendar_file"), 404)
    assert "<form" in page(client, path_of(second, "resign"))
    client.post(path_of(first, "resign"))
    assert standing(client, second).place == 1


@pytest.fixture
def offered(centre):
    activity = held(centre, places=1)
    going, waiting = (make_enrolment(activity) for _number in range(2))
    enrolling.resign(enrolment=going, by=audit.RESIDENT)
    return Enrolment.objects.get(pk=waiting.pk)


def test_an_offered_place_is_taken(client, offered):
    said = page(client, path_of(offered))
    assert path_of(offered, "take_place") in said
    assert "25 listopada" in said  # until when
    page(client, path_of(offered, "calendar_file"), 404)
    page(client, path_of(offered, "take_place"), 405)
    for _time in range(2):  # pressed twice it is done once
        assert client.post(path_of(offered, "take_place"))["Location"] == path_of(offered)
        assert state(offered) == EnrolmentState.GOING
    assert Message.objects.filter(subject_id=str(offered.pk), kind="programme.going").count() == 1


def test_an_offered_place_is_left_to_others(client, offered):
    next_one = make_enrolment(offered.intake.activity)
    client.post(path_of(offered, "resign"))
    assert (state(offered), state(next_one)) == (EnrolmentState.RESIGNED, EnrolmentState.OFFERED)
    answer = client.post(path_of(offered, "take_place"), follow=True)
    assert [str(message.level_tag) for message in answer.context["messages"]] == ["error"]
    client.post(path_of(offered, "resign"))
    assert state(next_one) == EnrolmentState.OFFERED


def test_an_offer_not_answered_in_time(client, offered, tuesday):
    tuesday.shift(dt.timedelta(hours=25))
    assert standing(client, offered).name == "late"  # the worker has not come round yet
    assert path_of(offered, "take_place") not in page(client, path_of(offered))
    client.post(path_of(offered, "take_place"))
    assert state(offered) == EnrolmentState.OFFERED
    promoting.lapse_unanswered()
    assert standing(client, offered).name == "lapsed"
    page(client, path_of(offered))


def test_who_was_taken_off_the_list_reads_why(client, centre):
    enrolment = make_enrolment(held(centre))
    enrolling.remove(enrolment=enrolment, by=audit.SYSTEM, reason="To zajęcia dla początkujących.")
    assert "To zajęcia dla początkujących." in page(client, path_of(enrolment))
    assert client.get(path_of(enrolment, "resign"))["Location"] == path_of(enrolment)
    answer = client.post(path_of(enrolment, "resign"), follow=True)
    assert [str(message.level_tag) for message in answer.context["messages"]] == ["error"]
    assert state(enrolment) == EnrolmentState.REMOVED


def test_only_who_has_a_place_is_told_the_address_on_line(client, centre):
    link = "https://spotkanie.example.org/szachy"
    activity = held(centre, where="online", link=link, places=1)
    going, waiting = (make_enrolment(activity) for _number in range(2))
    assert link in page(client, path_of(going))
    assert link not in page(client, path_of(waiting))
    enrolling.resign(enrolment=going, by=audit.RESIDENT)
    assert link not in page(client, path_of(going))
    assert link not in page(client, path_of(waiting))


def test_a_session_called_off_is_told_with_its_reason(client, centre):
    activity = held(centre)
    enrolment = make_enrolment(activity)
    planning.call_off_session(session=activity.sessions.get(), by=audit.SYSTEM, reason="Prowadzący jest chory.")
    assert standing(client, enrolment).name == "called_off"
    assert "Prowadzący jest chory." in page(client, path_of(enrolment))
    page(client, path_of(enrolment, "calendar_file"), 404)


def test_of_a_series_all_dates_to_come_are_shown(client, centre, tuesday):
    activity = held(centre, weeks=4, signs_up_for="series")
    enrolment = make_enrolment(activity)
    planning.call_off_session(session=activity.sessions.all()[2], by=audit.SYSTEM, reason="Remont.")
    tuesday.move_to(dt.datetime(2026, 12, 2, tzinfo=dt.UTC))
    stands = standing(client, enrolment)
    assert (len(stands.coming), len(stands.called_off)) == (2, 1)
    said = page(client, path_of(enrolment))
    assert "Remont." in said
    tuesday.move_to(dt.datetime(2027, 1, 2, tzinfo=dt.UTC))
    assert standing(client, enrolment).name == "over"
    assert client.get(path_of(enrolment, "resign"))["Location"] == path_of(enrolment)


PAGES = ["enrolment", "code", "new_code", "take_place", "resign", "calendar_file"]


@pytest.mark.parametrize("name", PAGES)
def test_a_token_of_somebody_else_opens_nothing(client, centre, name):
    activity = held(centre, places=3)
    one, other = (make_enrolment(activity) for _number in range(2))
    reference, _, signature = token_of(one).partition(":")
    tokens = [
        f"{other.reference}:{signature}",
        f"{reference}:{signature[:-1]}",
        f"{reference}:",
        reference,
        Signer().sign(reference),
        f"{reference}\x00:{signature}",
        "%00",
        "null",
    ]
    for token in tokens:
        address = reverse(f"programme:{name}", args=[token])
        for method in (client.get, client.post):
            assert method(address).status_code in {404, 405}
    assert {state(one), state(other)} == {EnrolmentState.GOING}


def test_a_sign_up_that_was_forgotten_is_not_found(client, unconfirmed):
    address = path_of(unconfirmed, "code")
    unconfirmed.delete()
    page(client, address, 404)


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_the_pages_stand_in_each_language(client, centre, language):
    activity = held(centre, weeks=2, places=1, title="Szachy")
    addresses = [path_of(make_enrolment(activity)) for _number in range(2)]
    for address in (programme(centre), activity.get_absolute_url(), form_of(activity), *addresses):
        answer = client.get(address, headers={"accept-language": language})
        assert f'lang="{language}"' in answer.content.decode()


def test_there_is_something_to_come_only_as_long_as_it_lasts(client, centre):
    activity = held(centre)
    enrolment = make_enrolment(activity)
    Session.objects.update(
        starts_at=dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), ends_at=dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
    )
    assert standing(client, enrolment).name == "going"
    Session.objects.update(ends_at=dt.datetime(2026, 11, 24, 9, 4, tzinfo=dt.UTC))
    assert standing(client, enrolment).name == "over"
