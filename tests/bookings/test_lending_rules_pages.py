"""The pages on which the rules of lending are set: who gets in, what is said, what is kept as it was typed."""

import datetime as dt
import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from podworko.bookings.models import Blackout, BookingTerms, Declaration, RoomTerms
from podworko.bookings.queries import rules_said
from podworko.people.models import Role
from tests.factories import make_booking, make_centre, make_network, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
MONDAY = dt.date(2026, 11, 30)
DAY = dt.timedelta(days=1)
TERMS = {
    "notice_working_days": "5",
    "decision_working_days": "2",
    "longest_ahead_days": "365",
    "buffer_minutes": "0",
    "shortest_minutes": "",
    "longest_minutes": "90",
    "uses_a_month": "",
    "hours_a_month": "",
    "lends_to": ["resident", "group", "organisation"],
    "change_hours": "24",
    "answer_hours": "48",
}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def room(centre):
    return make_room(centre, name="Sala lustrzana")


@pytest.fixture
def coordinator(client, centre):
    """The browser of somebody who coordinates the place."""
    client.force_login(make_staff(Role.COORDINATOR, centre))
    return client


@pytest.fixture
def page(centre):
    """Where the rules stand."""
    return f"/desk/{centre.network.slug}/{centre.slug}/rules/"


def text(response):
    """Return the words of a page, as somebody reads them."""
    return html.unescape(response.content.decode())


def send(client, address, data, **options):
    """Send the form of a page as somebody who has looked at it."""
    seen = client.get(address).context["form"]["seen"].value()
    return client.post(address, {"seen": seen} | data, **options)


# --- who gets in ---


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OPERATOR, Role.OFFICER])
def test_who_keeps_the_place_right_sets_its_rules(client, centre, room, page, role):
    where = {Role.OPERATOR: centre.operator, Role.OFFICER: centre.network}.get(role, centre)
    client.force_login(make_staff(role, where))
    assert client.get(page).context["form"]
    assert send(client, page, TERMS).status_code == 302
    assert client.get(f"{page}rooms/{room.slug}/").status_code == 200


def test_a_host_reads_them_and_changes_nothing(client, centre, room, page):
    RoomTerms.objects.create(room=room, longest_minutes=60)
    Declaration.objects.create(centre=centre, words="Zostawiamy porządek.")
    client.force_login(make_staff(Role.HOST, centre))
    read = text(client.get(page))
    assert "Zostawiamy porządek." in read
    assert "A room is lent for 1 hour at most." in read
    assert "notice_working_days" not in read
    assert client.post(page, TERMS).status_code == 404
    for under in ("days/", "agreed/", f"rooms/{room.slug}/"):
        assert client.get(page + under).status_code == 404
        assert client.post(page + under).status_code == 404
    assert BookingTerms.objects.get(centre=centre).notice_working_days == 3


@pytest.mark.parametrize("role", [Role.ADVISER, Role.ANIMATOR, Role.PARTNER])
def test_to_others_it_does_not_exist(client, centre, page, role):
    client.force_login(make_staff(role, centre.network if role == Role.ANIMATOR else centre))
    assert client.get(page).status_code == 404
    assert client.post(page, TERMS).status_code == 404


def test_who_comes_from_another_network_finds_nothing(client, centre, room, page):
    client.force_login(make_staff(Role.COORDINATOR, make_centre()))
    mine = Blackout.objects.create(centre=centre, first_on=MONDAY, last_on=MONDAY, reason="Okna")
    words = Declaration.objects.create(centre=centre, words="Zostawiamy porządek.")
    assert client.get(page).status_code == 404
    for under in (f"rooms/{room.slug}/", f"days/{mine.pk}/remove/", f"agreed/{words.pk}/remove/"):
        assert client.post(page + under).status_code == 404
    assert Blackout.objects.exists()
    assert Declaration.objects.exists()


def test_rows_of_another_place_are_not_found_here(client, coordinator, page):
    other = make_centre()
    theirs = Blackout.objects.create(centre=other, first_on=MONDAY, last_on=MONDAY, reason="Okna")
    words = Declaration.objects.create(centre=other, words="Zostawiamy porządek.")
    for under in (
        f"days/{theirs.pk}/",
        f"days/{theirs.pk}/remove/",
        f"agreed/{words.pk}/",
        f"agreed/{words.pk}/move/",
        f"agreed/{words.pk}/remove/",
        f"rooms/{make_room(other).slug}/",
    ):
        assert client.post(page + under).status_code == 404
    assert Blackout.objects.exists()
    assert Declaration.objects.exists()


def test_a_visitor_is_led_to_the_sign_in(client, page):
    assert client.get(page).url.startswith("/account/login/")


# --- rules of the place ---


def test_each_rule_is_a_sentence_with_its_number_and_what_it_means_today(client, coordinator, page):
    form = client.get(page).context["form"]
    line = form.line("notice_working_days")
    assert (line.before, line.after) == ("Please ask at least ", " working days ahead.")
    assert form["notice_working_days"].help_text == "Today one can ask for: Monday, 30 November, or later. In MAM: 3."
    said = {name: field.help_text for name, field in form.fields.items()}
    assert said["longest_ahead_days"].startswith("Today the last possible day is: Wednesday, 24 November 2027.")
    assert said["decision_working_days"].startswith("What is asked today is answered by: Thursday, 26 November.")
    assert said["answer_hours"].startswith("An offer made now is held until 10:05, Thursday, 26 November.")
    assert said["change_hours"].startswith("A use that begins at 17:00 (Monday, 30 November): until 17:00, Monday")
    assert said["uses_a_month"] == "Empty: as much as is free. In MAM: no limit."


def test_one_day_is_said_as_one(client, centre, coordinator, page):
    BookingTerms.objects.filter(centre=centre).update(notice_working_days=1, buffer_minutes=15, longest_minutes=90)
    form = client.get(page).context["form"]
    assert form.line("notice_working_days").after == " working day ahead."
    assert form["buffer_minutes"].help_text.startswith("When one use ends at 17:00, the next one begins at 17:15 at")
    assert form["longest_minutes"].help_text.startswith("That is 1 hour 30 minutes.")


def test_saved_rules_hold_and_are_said(client, centre, coordinator, page):
    response = send(client, page, TERMS, follow=True)
    assert "Saved. It holds from now on" in text(response)
    kept = BookingTerms.objects.get(centre=centre)
    assert (kept.notice_working_days, kept.longest_minutes, kept.lends_to) == (5, 90, [])
    assert "Please ask at least 5 working days ahead." in response.context["said"]


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("notice_working_days", "61", "Choose a number from 0 to 60."),
        ("notice_working_days", "-1", "Choose a number from 0 to 60."),
        ("notice_working_days", "", "This is missing."),
        ("notice_working_days", "three", "Enter a whole number."),
        ("longest_minutes", "9" * 5000, "Enter a whole number."),
        ("longest_minutes", "99999999999999999999", "Choose a number from 5 to 1440."),
        ("lends_to", [], "Tick who may ask."),
        ("lends_to", ["mayor"], "Select a valid choice. mayor is not one of the available choices."),
    ],
)
def test_a_bad_number_is_told_beside_its_field_and_stays_typed(coordinator, page, name, typed, sentence):
    response = send(coordinator, page, TERMS | {name: typed})
    assert response.status_code == 422
    assert response.context["form"].errors == {name: [sentence]}
    if isinstance(typed, str) and typed:
        assert f'value="{typed}"' in text(response)
    assert BookingTerms.objects.get().notice_working_days == 3


def test_the_second_of_two_tabs_is_told_keeps_its_words_and_may_go_on(client, centre, coordinator, page):
    seen = client.get(page).context["form"]["seen"].value()
    assert client.post(page, TERMS | {"seen": seen}).status_code == 302
    response = client.post(page, TERMS | {"seen": seen, "notice_working_days": "7"})
    assert response.status_code == 422
    assert "Somebody changed this after you had opened the page." in text(response)
    form = response.context["form"]
    assert form["notice_working_days"].value() == "7"
    again = TERMS | {"seen": form["seen"].value(), "notice_working_days": "7"}
    assert client.post(page, again).status_code == 302
    assert BookingTerms.objects.get(centre=centre).notice_working_days == 7


# --- a room ---


def test_what_a_room_leaves_empty_stands_in_grey(client, centre, room, coordinator, page):
    BookingTerms.objects.filter(centre=centre).update(longest_minutes=120, lends_to=["group"])
    form = client.get(f"{page}rooms/{room.slug}/").context["form"]
    assert form.fields["notice_working_days"].widget.attrs["placeholder"] == 3
    assert form.fields["longest_minutes"].widget.attrs["placeholder"] == 120
    assert form.fields["shortest_minutes"].widget.attrs["placeholder"] == ""
    assert form.fields["lends_to"].help_text == "Nothing ticked: as in the place (an informal group)."
    assert form["has_walk_ins"].value() is True


def test_a_room_gets_rules_of_its_own_and_gives_them_up(client, room, coordinator, page):
    address = f"{page}rooms/{room.slug}/"
    response = send(client, address, {"longest_minutes": "60", "lends_to": ["group"]}, follow=True)
    assert response.context["rooms"] == [
        (
            room,
            [
                "A room is lent for 1 hour at most.",
                "This room is lent to: informal groups.",
                "It is never used without asking ahead.",
            ],
        )
    ]
    assert client.get(address).context["form"]["lends_to"].value() == ["group"]
    send(client, address, {"has_walk_ins": "on"})
    assert not RoomTerms.objects.exists()


def test_a_room_that_cannot_have_it_keeps_what_was_typed(client, room, coordinator, page):
    response = send(client, f"{page}rooms/{room.slug}/", {"buffer_minutes": "121", "has_walk_ins": "on"})
    assert response.status_code == 422
    assert response.context["form"].errors == {"buffer_minutes": ["Choose a number from 0 to 120."]}
    assert 'value="121"' in text(response)


# --- days without lending ---


def test_days_are_added_with_what_they_touch(client, room, coordinator, page):
    make_booking(room, on=MONDAY, topic="Chór")
    sent = {"first_on": MONDAY.isoformat(), "room": room.slug, "reason": "Malowanie"}
    response = client.post(f"{page}days/", sent)
    assert response.status_code == 422
    assert "Monday, 30 November, 17:00–19:00, Sala lustrzana: Chór" in text(response)
    response = client.post(f"{page}days/", sent | {"is_acknowledged": "on"}, follow=True)
    [row] = response.context["blackouts"]
    assert (row["days"], row["room"], row["reason"]) == ("Monday, 30 November", "Sala lustrzana", "Malowanie")
    assert [concern.what.rpartition(": ")[2] for concern in row["concerns"]] == ["Chór"]
    assert "1 accepted use stays" in text(response)


def test_days_are_changed_and_removed(client, centre, coordinator, page):
    row = Blackout.objects.create(centre=centre, first_on=MONDAY, last_on=MONDAY + DAY, reason="Okna")
    form = client.get(f"{page}days/{row.pk}/").context["form"]
    assert form["last_on"].value() == MONDAY + DAY
    changed = {"first_on": "30.11.2026", "room": "*", "reason": "Drzwi", "seen": form["seen"].value()}
    assert client.post(f"{page}days/{row.pk}/", changed).status_code == 302
    row.refresh_from_db()
    assert (row.last_on, row.reason) == (MONDAY, "Drzwi")
    response = client.post(f"{page}days/{row.pk}/", changed)
    assert "Somebody changed this after you had opened the page." in text(response)
    assert client.post(f"{page}days/{row.pk}/remove/").status_code == 302
    assert client.post(f"{page}days/{row.pk}/remove/").status_code == 404
    assert not Blackout.objects.exists()


def test_a_day_that_passed_is_listed_no_more(client, centre, coordinator, page):
    Blackout.objects.create(centre=centre, first_on=dt.date(2026, 11, 1), last_on=dt.date(2026, 11, 23), reason="Okna")
    Blackout.objects.create(centre=centre, first_on=dt.date(2026, 11, 1), last_on=dt.date(2026, 11, 24), reason="Drzwi")
    assert [row["reason"] for row in client.get(f"{page}days/").context["blackouts"]] == ["Drzwi"]


# --- what people agree to ---


def test_a_ready_sentence_is_taken_with_one_tap(client, centre, coordinator, page):
    suggested = client.get(f"{page}agreed/").context["suggested"]
    assert {"free", "no-agitation", "tidy", "damage", "minors"} <= set(suggested)
    for _twice in range(2):
        response = client.post(f"{page}agreed/", {"suggestion": "tidy"}, follow=True)
    assert [row.words for row in centre.declarations.all()] == [suggested["tidy"]]
    assert "tidy" not in response.context["suggested"]


def test_a_suggestion_that_does_not_exist_is_no_sentence(client, coordinator, page):
    response = client.post(f"{page}agreed/", {"suggestion": "anything"})
    assert response.status_code == 422
    assert not Declaration.objects.exists()


def test_own_sentences_are_written_as_text(client, centre, coordinator, page):
    client.post(f"{page}agreed/", {"words": "<script>alert(1)</script>"})
    shown = client.get(page).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown
    row = centre.declarations.get()
    assert send(client, f"{page}agreed/{row.pk}/", {"words": "Zamykamy okna."}).status_code == 302
    assert client.post(f"{page}agreed/{row.pk}/move/", {"way": "down"}).status_code == 302
    assert client.post(f"{page}agreed/{row.pk}/remove/").status_code == 302
    assert not Declaration.objects.exists()


# --- what residents read ---


def test_what_is_said_of_a_place(centre, room, django_assert_num_queries):
    BookingTerms.objects.filter(centre=centre).update(
        shortest_minutes=60,
        longest_minutes=180,
        buffer_minutes=15,
        lends_to=["group", "organisation"],
        uses_a_month=4,
        hours_a_month=10,
        change_hours=24,
        asks_in_return=True,
    )
    Blackout.objects.create(centre=centre, first_on=MONDAY, last_on=MONDAY + DAY, reason="okna")
    Blackout.objects.create(centre=centre, room=room, first_on=MONDAY, last_on=MONDAY, reason="drzwi")
    with django_assert_num_queries(4):
        said = rules_said.said(centre)
    assert said == [
        "Please ask at least 3 working days ahead.",
        "You may ask for dates up to 365 days ahead.",
        "A room is lent for 1 hour to 3 hours at a time.",
        "After each use we need 15 minutes to make the room ready.",
        "Rooms are lent to: informal groups, organisations.",
        "One group may borrow rooms 4 times a month at most.",
        "One group may borrow rooms for 10 hours a month at most.",
        "We answer within 2 working days.",
        "You may move or shorten what you were given until 24 hours before it begins.",
        "We ask what you could do for the neighbourhood in return. You may leave that empty.",
        "No rooms are lent: Monday, 30 November – Tuesday, 1 December (okna).",
    ]


def test_what_is_said_of_a_room(centre, room):
    own = {"notice_working_days": 0, "longest_minutes": 60, "shortest_minutes": 60, "uses_a_month": 1}
    RoomTerms.objects.create(room=room, lends_to=["resident"], **own)
    Blackout.objects.create(centre=centre, room=room, first_on=MONDAY, last_on=MONDAY, reason="drzwi")
    BookingTerms.objects.filter(centre=centre).update(decision_working_days=0)
    assert rules_said.said(centre, room) == [
        "You may ask even for today.",
        "You may ask for dates up to 365 days ahead.",
        "A room is lent for exactly 1 hour at a time.",
        "This room is lent to: residents.",
        "One group may borrow this room 1 time a month at most.",
        "We answer on the same day.",
        "You may change or call it off until it begins.",
        "When a host is on duty and the room is free, you may use it without asking ahead.",
        "This room is not lent: Monday, 30 November (drzwi).",
    ]
    assert rules_said.said_today(centre, room) == "Today one can ask for: Tuesday, 24 November, or later."
    assert rules_said.said_today(centre) == "Today one can ask for: Monday, 30 November, or later."


def test_the_first_possible_day_is_one_on_which_rooms_are_lent(centre, room):
    """Monday and Tuesday the room is painted, from Wednesday to Friday nothing is lent, then comes the weekend."""
    for own, first, last in ((room, 0, 1), (None, 2, 4), (make_room(centre), 7, 9)):
        first_on, last_on = MONDAY + first * DAY, MONDAY + last * DAY
        Blackout.objects.create(centre=centre, room=own, first_on=first_on, last_on=last_on, reason="okna")
    assert rules_said.said_today(centre, room) == "Today one can ask for: Monday, 7 December, or later."
    assert rules_said.said_today(centre) == "Today one can ask for: Monday, 30 November, or later."


def test_the_page_of_a_room_says_its_rules(client, centre, room):
    RoomTerms.objects.create(room=room, longest_minutes=60, has_walk_ins=False)
    read = text(client.get(reverse("portal:room", args=[centre.network.slug, centre.slug, room.slug])))
    assert "A room is lent for 1 hour at most." in read
    assert "you may use it without asking ahead" not in read


@pytest.mark.parametrize("under", ["", "days/", "agreed/"])
def test_the_pages_ask_as_often_for_many(centre, room, coordinator, page, under):
    def fill(number):
        one = make_room(centre)
        RoomTerms.objects.create(room=one, longest_minutes=60)
        on = MONDAY + number * DAY
        Blackout.objects.create(centre=centre, room=one, first_on=on, last_on=on, reason="okna")
        Declaration.objects.create(centre=centre, words=f"Zdanie {number}.", position=number)
        make_booking(one, on=on)

    fill(0)
    coordinator.get(page + under)
    with CaptureQueriesContext(connection) as few:
        coordinator.get(page + under)
    for number in range(1, 6):
        fill(number)
    with CaptureQueriesContext(connection) as many:
        coordinator.get(page + under)
    assert len(many) == len(few)


def test_the_set_up_and_the_desk_lead_there(client, centre, coordinator, page):
    slugs = [centre.network.slug, centre.slug]
    for where in ("places:setup", "bookings:inbox"):
        assert f'href="{page}"' in client.get(reverse(where, args=slugs)).content.decode()


def test_a_place_without_rooms_says_what_to_do(client, coordinator, page):
    assert "This place has no room to lend yet." in text(client.get(page))


def test_a_network_that_is_not_there_has_no_rules(client, coordinator):
    make_network(slug="pusto")
    assert client.get("/desk/pusto/miejsce/rules/").status_code == 404
