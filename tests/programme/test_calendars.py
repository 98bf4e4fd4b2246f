"""The calendar of a place and of a network, through the front door, with no account and no JavaScript."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from podworko.bookings import series
from podworko.core import audit
from podworko.people.models import Role
from podworko.places.models import AccessFact, AccessQuestion, AreaDistrict, District, Stage
from podworko.programme.actions import enrolling, planning
from podworko.programme.forms.calendars import CalendarForm
from podworko.programme.looks import Look, Wish
from podworko.programme.models import ProgrammeVersion
from tests.factories import make_activity, make_centre, make_enrolment, make_network, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
# Today is Tuesday, 24 November, ten o'clock; a weekend follows.
TODAY = dt.date(2026, 11, 24)
WEDNESDAY, SATURDAY, SUNDAY = (TODAY + dt.timedelta(days=passed) for passed in (1, 4, 5))
VIEWS = ("list", "day", "week", "month", "map")
SQUARE = {"type": "MultiPolygon", "coordinates": [[[[19.9, 50.0], [20.0, 50.0], [20.0, 50.1], [19.9, 50.0]]]]}


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    cache.clear()


@pytest.fixture
def centre():
    return make_centre(make_network(name="Miasto"), name="MAM Kozłówka")


def town(centre):
    return reverse("programme:network_programme", args=[centre.network.slug])


def place(centre):
    return reverse("programme:programme", args=[centre.network.slug, centre.slug])


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer
    return answer.content.decode()


def held(centre, title, on=WEDNESDAY, **draft):
    when = {name: draft.pop(name) for name in ("starts", "ends", "rule", "room") if name in draft}
    return make_activity(centre, on=on, draft={"title": title, **draft}, **when)


def shown(client, address):
    """Return the titles on a list, in order."""
    context = client.get(address).context
    return [card.title for day in context["listing"].days for card in day.cards] if context["has_any"] else []


# --- what is shown, and what never is ---


def test_the_list_shows_days_in_order_with_all_that_one_must_know(client, centre):
    held(centre, "Szachy", lead="Gramy.", age_from=60, languages=["pl", "uk", "xx"])
    held(None, "Chór", SATURDAY, room=make_room(centre, name="Sala duża"))
    make_activity(centre, on=WEDNESDAY, is_draft=True, draft={"title": "Tajne"})
    held(make_centre(), "W innym mieście")
    for address in (town(centre), place(centre)):
        said = page(client, address)
        for words in ("Środa", "17:00–18:30", "Szachy", "Gramy.", "Skwer przed wejściem", "Sala duża", "60"):
            assert words in said
        assert said.index("Szachy") < said.index("Chór")
        assert "Tajne" not in said
        assert "W innym mieście" not in said


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_shows_what_is_on_and_strikes_what_is_called_off(client, centre, view):
    fire = held(centre, "Ognisko")
    held(centre, "Szachy", starts="19:00", ends="20:00")
    planning.call_off(activity=fire, by=audit.SYSTEM, reason="Zapowiadają burzę.")
    said = page(client, f"{town(centre)}?view={view}&on={WEDNESDAY}")
    assert "Szachy" in said
    assert "<s>" in said
    assert said.index("<s>") < said.index("Ognisko") < said.index("Szachy")


@pytest.mark.parametrize("stage", [Stage.IDEA, Stage.DIAGNOSIS, Stage.CLOSED])
@pytest.mark.parametrize("view", VIEWS)
def test_what_a_place_holds_that_is_not_at_work_is_not_on_in_the_town(client, centre, stage, view):
    held(make_centre(centre.network, stage=stage), "Próba")
    assert "Próba" not in page(client, f"{town(centre)}?view={view}&on={WEDNESDAY}")


def test_an_idea_of_a_place_has_no_programme_for_others(client, centre):
    idea = make_centre(centre.network, stage=Stage.IDEA)
    page(client, place(idea), 404)
    client.force_login(make_staff(Role.HOST, idea))
    assert reverse("programme:desk", args=[idea.network.slug, idea.slug]) in page(client, place(idea))


def test_pages_say_roughly_how_full_it_is(client, centre):
    for title, places, come in (("Pełne", 1, 1), ("Ostatnie", 4, 2), ("Wolne", 9, 1)):
        activity = held(centre, title, sign_up="required", capacity=places)
        for _number in range(come):
            make_enrolment(activity)
    course = held(centre, "Kurs", sign_up="required", capacity=1, signs_up_for="series")
    make_enrolment(course)
    held(centre, "Spacer")
    cards = {card.title: card for card in client.get(place(centre)).context["listing"].days[0].cards}
    assert {title for title, card in cards.items() if card.is_full} == {"Pełne", "Kurs"}
    assert len({card.coming for card in cards.values()}) == 4
    assert shown(client, f"{place(centre)}?free=1") == ["Ostatnie", "Wolne", "Spacer"]
    assert shown(client, f"{place(centre)}?come=1") == ["Spacer"]


# --- choosing ---


def test_each_filter_finds_what_it_says(client, centre):
    held(centre, "Gimnastyka", audience="seniors", kind="movement", starts="09:00", ends="10:00")
    held(centre, "Ceramika", SATURDAY, audience="youth", kind="artistic", languages=["uk"])
    held(centre, "Rytmika", audience="parents", age_from=0, age_to=3, starts="12:00", ends="13:00")
    held(centre, "Spacer", SUNDAY, where="outdoors", kind="outdoor", spot="Park")
    held(centre, "Szachy", where="elsewhere", spot="Szkoła")

    def found(query):
        return {*shown(client, f"{town(centre)}?{query}")}

    everybody = {"Spacer", "Szachy"}
    assert found("audience=seniors") == {"Gimnastyka", *everybody}
    assert found("kind=artistic") == {"Ceramika"}
    assert found("language=uk") == {"Ceramika"}
    assert found("age=2") == {"Rytmika"}
    assert found("age=15") == {"Ceramika", *everybody}
    assert found("age=70") == {"Gimnastyka", *everybody}
    assert found("hours=morning") == {"Gimnastyka"}
    assert found("hours=afternoon") == {"Rytmika"}
    assert found("hours=evening") == {"Ceramika", *everybody}
    assert found("weekend=1") == {"Ceramika", "Spacer"}
    # Those that name no place but the yard are held there.
    assert found("outdoors=1") == {"Gimnastyka", "Ceramika", "Rytmika", "Spacer"}
    assert found("on=weekend&audience=youth") == {"Ceramika", "Spacer"}
    assert found("audience=nobody&kind=%00&age=-1&language=xx&hours=night") == found("")


def test_what_is_near_is_found_with_how_far_it_is(client, centre):
    network = centre.network
    near = make_centre(network, name="Blisko", latitude=50.06, longitude=19.94)
    far = [make_centre(network, name=f"Daleko {n}", latitude=50.3 + n / 10, longitude=19.94) for n in range(4)]
    serving = make_centre(network, name="Służy", latitude=50.9, longitude=19.94)
    for each in (centre, near, *far, serving):
        held(each, str(each))
    here = District.objects.create(
        network=network, code="I", name="Śródmieście", border=SQUARE, latitude=50.061, longitude=19.941
    )
    AreaDistrict.objects.create(centre=serving, district=here)
    assert {*shown(client, f"{town(centre)}?where=50.061,19.941")} == {"Blisko", "Daleko 0", "Daleko 1"}
    found = client.get(f"{town(centre)}?where=I")
    cards = [card for day in found.context["listing"].days for card in day.cards]
    assert {card.title for card in cards} == {"Blisko", "Daleko 0", "Daleko 1", "Służy"}
    assert all(card.distance for card in cards)
    # On the map the nearest comes first.
    on_map = client.get(f"{town(centre)}?where=I&view=map").context["spots"]
    assert [str(spot.centre) for spot in on_map][:2] == ["Blisko", "Daleko 0"]


def test_places_without_steps_are_chosen_by_what_was_measured(client, centre):
    flat = make_centre(centre.network, name="Parter")
    AccessFact.objects.create(
        centre=flat, question=AccessQuestion.STEP_FREE, answer=AccessFact.Answer.YES, verified_on=TODAY
    )
    for each in (centre, flat):
        held(each, str(each))
    assert shown(client, f"{town(centre)}?step_free=1") == ["Parter"]


def test_the_quick_ways_lead_where_they_say(client, centre, tuesday):
    held(centre, "Rano", TODAY, starts="12:00", ends="13:00")
    held(centre, "Wieczorem", TODAY, starts="18:00", ends="19:00")
    full = held(centre, "Pełne", TODAY, starts="18:00", ends="19:00", sign_up="required", capacity=1)
    make_enrolment(full)
    held(centre, "W sobotę", SATURDAY)
    held(centre, "Za tydzień w sobotę", SATURDAY + dt.timedelta(days=7))
    tuesday.move_to(dt.datetime(2026, 11, 24, 14, 2, tzinfo=dt.UTC))
    today, weekend, free, *_rest = client.get(town(centre)).context["ways"]
    assert shown(client, town(centre) + today.address) == ["Wieczorem", "Pełne"]
    assert shown(client, town(centre) + weekend.address) == ["W sobotę"]
    assert shown(client, town(centre) + free.address) == ["Wieczorem"]
    tuesday.move_to(dt.datetime(2026, 11, 29, 9, tzinfo=dt.UTC))
    assert shown(client, town(centre) + weekend.address) == []  # Sunday: Saturday is over


def test_a_place_for_one_group_shows_no_ways_to_others(client, centre):
    club = make_centre(centre.network, kind="cas")
    assert len(client.get(place(club)).context["ways"]) == len(client.get(place(centre)).context["ways"]) - 2


def test_one_filter_is_taken_off_with_one_tap(client, centre):
    held(centre, "Szachy", audience="seniors")
    context = client.get(f"{town(centre)}?view=week&on={SATURDAY}&audience=seniors&weekend=1").context
    assert [each.without for each in context["filters"]] == [
        f"?view=week&on={SATURDAY}&weekend=1",
        f"?view=week&on={SATURDAY}&audience=seniors",
    ]


def test_an_empty_page_says_what_to_widen_and_where_the_next_is(client, centre):
    held(centre, "Szachy", SATURDAY, audience="seniors", kind="integrating")
    answer = client.get(f"{town(centre)}?view=day&audience=seniors")
    assert answer.context["next_address"] == f"?view=day&on={SATURDAY}&audience=seniors"
    answer = client.get(f"{town(centre)}?audience=seniors&kind=trip")
    assert [(each.without, each.instead) for each in answer.context["ways_out"]] == [("?audience=seniors", 1)]
    assert f"tel:{centre.phone.replace(' ', '')}" in page(client, f"{place(centre)}?kind=trip")


# --- the address ---


@pytest.mark.any_database
@pytest.mark.parametrize(
    "query",
    [
        *("on=nonsense", "on=%00", "on=2026-13-40", "on=0001-01-01", "on=9999-12-31", "on=" + "1" * 5000),
        *(
            "page=0",
            "page=" + "9" * 5000,
            "page=-1",
            "view=year",
            "age=" + "9" * 5000,
            "where=999,999",
            "where=nan,nan",
        ),
        *("view=map&on=weekend", "audience=seniors&audience=youth", "weekend=maybe", "where=<script>"),
    ],
)
def test_nonsense_in_the_address_is_left_aside(client, centre, query):
    held(centre, "Szachy")
    for address in (town(centre), place(centre)):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 200
        assert not answer.context["look"].is_kept or "on" not in query
        assert answer.context["look"].today == TODAY


@pytest.mark.any_database
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("wish", [Wish(), Wish(audience="seniors", weekend=True), Wish(age=0, hours="evening")])
def test_each_address_that_a_page_writes_is_read_as_it_was_meant(rf, view, wish):
    look = Look(view, SATURDAY, TODAY, wish=wish)
    for address in (look.address(), look.later, look.earlier, look.day(SUNDAY), look.at_page(2), *look.views.values()):
        data = rf.get(f"/{address}").GET
        read = Look.read(data, CalendarForm(data).wish, today=TODAY)
        assert read.is_kept
        assert read.address(page=read.page) == address


@pytest.mark.any_database
def test_days_are_bounded_to_both_sides():
    first, last = (Look("list", TODAY + dt.timedelta(days=days), TODAY) for days in (-371, 371))
    assert (first.earlier, last.later) == ("", "")
    assert first.later
    assert last.earlier


@pytest.mark.any_database
def test_hours_stay_hours_where_the_clock_changes(centre):
    on = dt.date(2027, 3, 28)
    night = Look("day", on, on, wish=Wish(hours="morning")).spans(centre.zone, dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    assert [end - begin for begin, end in night] == [dt.timedelta(hours=11)]


def test_a_long_list_is_turned_by_pages_and_a_week_names_the_first(client, centre):
    rule = series.weekly(WEDNESDAY + dt.timedelta(weeks=3))
    for number in range(15):
        held(centre, f"Zajęcia {number}", rule=rule)
    first, second = (client.get(f"{town(centre)}?page={number}").context for number in (1, 2))
    assert (first["listing"].count, first["listing"].pages) == (60, 2)
    assert sum(len(day.cards) for day in second["listing"].days) == 10
    assert (first["pager"]["next"], second["pager"]["previous"]) == ("?page=2", "?")
    assert not shown(client, f"{town(centre)}?page=10")
    day = client.get(f"{town(centre)}?view=week").context["weeks"][0][2]
    assert (len(day.cards), day.more) == (8, 7)


@pytest.mark.parametrize("view", ["week", "month"])
def test_what_many_places_hold_at_once_stands_on_a_sheet_once(client, centre, view):
    for _number in range(3):
        held(make_centre(centre.network), "Szachy")
    held(centre, "Chór")
    days = [day for week in client.get(f"{town(centre)}?view={view}").context["weeks"] for day in week if day.has_any]
    assert [(card.title, card.url == days[0].url) for card in days[0].cards] == [("Szachy", True), ("Chór", False)]
    assert "3" in days[0].cards[0].place


@pytest.mark.parametrize("view", VIEWS)
def test_more_sessions_and_places_cost_no_more_queries(centre, view):
    def asked():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(f"{town(centre)}?view={view}&on={WEDNESDAY}&where=50,20").status_code == 200
        return len(queries)

    def more(count):
        for number in range(count):
            other = make_centre(centre.network, latitude=50, longitude=20)
            held(other, f"Zajęcia {number}", signs_up_for="series", sign_up="required", capacity=5)

    more(2)
    before = asked()
    more(6)
    assert asked() == before


# --- pages that are kept ---


def visits(address, **headers):
    """Return the answer to somebody who comes anew, and how many queries it took."""
    with CaptureQueriesContext(connection) as asked:
        answer = Client(headers=headers).get(address)
    return answer, len(asked)


@pytest.mark.parametrize("of", [town, place])
def test_a_page_is_kept_and_renewed_with_each_change_that_it_shows(centre, of):
    held(centre, "Szachy", sign_up="required", capacity=9)

    def changes():
        first, _queries = visits(of(centre))
        _again, queries = visits(of(centre))
        assert queries == 1
        return first.content.decode()

    assert "Szachy" in changes()
    new = held(centre, "Chór")
    assert "Chór" in changes()
    planning.call_off(activity=new, by=audit.SYSTEM, reason="Próba odwołana")
    assert "Próba odwołana" in changes()


def test_the_last_places_are_told_at_once_and_others_do_not_make_pages_anew(centre):
    activity = held(centre, "Szachy", sign_up="required", capacity=9)
    word = ProgrammeVersion.objects.get(scope=centre.scope).version
    one = make_enrolment(activity)
    assert ProgrammeVersion.objects.get(scope=centre.scope).version == word
    for _number in range(8):
        make_enrolment(activity)
    [card] = visits(place(centre))[0].context["listing"].days[0].cards
    assert card.is_full
    enrolling.resign(enrolment=one, by=audit.RESIDENT)
    [card] = visits(place(centre))[0].context["listing"].days[0].cards
    assert not card.is_full


def test_one_place_does_not_make_pages_of_another_anew(centre):
    other = make_centre(centre.network)
    held(other, "Szachy")
    before = ProgrammeVersion.objects.get(scope=other.scope).version
    held(centre, "Chór")
    assert ProgrammeVersion.objects.get(scope=other.scope).version == before


def test_who_has_the_page_is_not_sent_it_again_until_it_changes(client, centre, tuesday):
    held(centre, "Szachy")
    etag = client.get(town(centre))["ETag"]
    assert client.get(town(centre), headers={"If-None-Match": etag}).status_code == 304
    tuesday.move_to(dt.datetime(2026, 11, 24, 9, 50, tzinfo=dt.UTC))
    assert client.get(town(centre), headers={"If-None-Match": etag}).status_code == 200


def test_staff_and_those_who_look_near_them_get_pages_of_their_own(client, centre):
    held(centre, "Szachy")
    assert "ETag" not in client.get(f"{town(centre)}?where=50.061,19.941")
    client.force_login(make_staff(Role.HOST, centre))
    answer = client.get(place(centre))
    assert "ETag" not in answer
    assert answer.context["can_plan"]
