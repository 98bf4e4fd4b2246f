"""The directory: what is wished for stands in the address, holds all at once, and can be taken off again."""

import datetime as dt
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from podworko.core import search
from podworko.people.models import Scope, ScopeKind
from podworko.places.directory import When, Wish, find
from podworko.places.distances import Point, metres
from podworko.places.models import (
    AccessFact,
    AccessQuestion,
    Centre,
    District,
    Equipment,
    ModelKind,
    OpeningException,
    OpeningHours,
    Room,
    RoomEquipment,
    Stage,
)
from tests.factories import make_centre, make_network, make_organisation, make_room

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")
TUESDAY = dt.datetime(2026, 11, 24, 10, 5, tzinfo=WARSAW)
SATURDAY = dt.date(2026, 11, 28)
BORDER = {"type": "MultiPolygon", "coordinates": [[[[20.0, 50.0], [20.1, 50.0], [20.1, 50.1], [20.0, 50.0]]]]}


@pytest.fixture(autouse=True)
def _a_tuesday():
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def town():
    return make_network(slug="krakow")


def fact(centre, question, answer="yes", **fields):
    return AccessFact.objects.create(
        centre=centre, question=question, answer=answer, verified_on=TUESDAY.date(), **fields
    )


def open_on_saturday(centre, hours="10:00-16:00"):
    starts, ends = (dt.time.fromisoformat(time) for time in hours.split("-"))
    OpeningHours.objects.create(centre=centre, weekday=5, starts=starts, ends=ends)


def look(client, query="", network="krakow"):
    response = client.get(f"/{network}/places/{query}", headers={"accept-language": "en"})
    assert response.status_code == 200
    return response


def names(response):
    return [row.name for row in response.context["rows"]]


def words_of(response):
    return " ".join(unescape(strip_tags(response.content.decode())).split())


class TestWhatIsListed:
    def test_the_towns_own_places_by_name(self, client, town):
        make_centre(town, name="Zajezdnia")
        make_centre(town, name="Arka")
        make_centre(make_network(), name="Gdzie indziej")
        response = look(client)
        assert names(response) == ["Arka", "Zajezdnia"]
        assert "2 places" in words_of(response)

    @pytest.mark.parametrize(
        ("stage", "is_listed"),
        [
            (Stage.IDEA, False),
            (Stage.DIAGNOSIS, False),
            (Stage.PILOT, True),
            (Stage.PERMANENT, True),
            (Stage.CLOSED, False),
        ],
    )
    def test_those_at_work(self, client, town, stage, is_listed):
        make_centre(town, stage=stage, name="Arka")
        assert (names(look(client)) == ["Arka"]) is is_listed

    def test_an_empty_town_says_what_comes_next(self, client, town):
        assert "No places here yet" in words_of(look(client, network=town.slug))

    def test_thirty_on_a_page(self, client, town):
        operator = make_organisation(town)
        for number in range(31):
            make_centre(operator=operator, name=f"Miejsce {number:02}")
        first = look(client, "?rooms=")
        assert len(names(first)) == 30
        assert first.context["next"] == "?rooms=&page=2"
        assert names(look(client, "?page=2")) == ["Miejsce 30"]
        # A page that is not there is the last one; what is no number, the first.
        assert names(look(client, "?page=99")) == ["Miejsce 30"]
        assert len(names(look(client, "?page=x"))) == 30


class TestWishes:
    def test_kind_and_audience(self, client, town):
        make_centre(town, name="Seniorzy", kind=ModelKind.CAS)
        make_centre(town, name="Młodzi", kind=ModelKind.YOUTH)
        assert names(look(client, "?kind=cas")) == ["Seniorzy"]
        assert names(look(client, "?audience=youth")) == ["Młodzi"]
        assert names(look(client, "?audience=youth&kind=cas")) == []

    def test_access_of_the_place_not_of_one_room(self, client, town):
        good, room = make_centre(town, name="Dobre"), make_room(make_centre(town, name="Sala bez progu"))
        fact(good, AccessQuestion.STEP_FREE)
        fact(room.centre, AccessQuestion.STEP_FREE, room=room)
        fact(room.centre, AccessQuestion.LOOP, room=room)
        fact(make_centre(town, name="Schody"), AccessQuestion.STEP_FREE, answer="no")
        assert names(look(client, "?access=step_free")) == ["Dobre"]
        # A loop may well be in a room.
        assert names(look(client, "?access=loop")) == ["Sala bez progu"]
        assert names(look(client, "?access=loop&access=step_free")) == []

    def test_language_equipment_and_rooms(self, client, town):
        make_centre(town, name="Ukraińskie", languages=["pl", "uk"])
        make_room(make_centre(town, name="Z pianinem"), equipment={Equipment.PIANO: 1})
        make_room(make_centre(town, name="Dla siebie"), equipment={Equipment.PIANO: 1}, is_lent=False)
        assert names(look(client, "?language=uk")) == ["Ukraińskie"]
        assert names(look(client, "?equipment=piano")) == ["Z pianinem"]
        assert names(look(client, "?rooms=on")) == ["Z pianinem"]

    def test_words(self, client, town):
        make_centre(town, name="Na Kozłówce")
        make_centre(town, name="Arka")
        search.rebuild()
        assert names(look(client, "?q=kozlowce")) == ["Na Kozłówce"]

    def test_open_now_and_on_saturday(self, client, town):
        open_on_saturday(make_centre(town, name="W sobotę"))
        make_centre(town, name="Wieczorem", opens="18:00-20:00")
        assert names(look(client, "?when=now")) == ["W sobotę"]
        response = look(client, "?when=sat-15:00")
        assert names(response) == ["W sobotę"]
        assert "Saturday: open until 16:00" in words_of(response)
        assert names(look(client, "?when=sat-16:00")) == []
        assert names(look(client, "?when=tue-19:30")) == ["W sobotę", "Wieczorem"]

    def test_a_saturday_that_is_not_as_usual(self, client, town):
        centre = make_centre(town, name="Remont")
        open_on_saturday(centre)
        OpeningException.objects.create(centre=centre, on=SATURDAY, reason="Remont")
        assert names(look(client, "?when=sat-15:00")) == []

    def test_the_nearest_first_and_how_far(self, client, town):
        make_centre(town, name="Daleko", latitude=50.10, longitude=20.0)
        make_centre(town, name="Bez położenia")
        make_centre(town, name="Blisko", latitude=50.025, longitude=20.0)
        District.objects.create(
            network=town, code="xii", name="Bieżanów-Prokocim", border=BORDER, latitude=50.02, longitude=20.0
        )
        response = look(client, "?where=xii")
        assert names(response) == ["Blisko", "Daleko", "Bez położenia"]
        assert "about 550 m" in words_of(response)
        assert "the nearest first" in words_of(response)
        assert names(look(client, "?where=50.100,20.000"))[0] == "Daleko"

    def test_all_at_once(self, client, town):
        for name, saturday, step_free in (("A", True, True), ("B", True, False), ("C", False, True)):
            centre = make_centre(town, name=name)
            if saturday:
                open_on_saturday(centre)
            if step_free:
                fact(centre, AccessQuestion.STEP_FREE)
        assert names(look(client, "?when=sat-15:00&access=step_free")) == ["A"]


class TestTakingOff:
    def test_each_wish_leads_to_the_address_without_it(self, client, town):
        make_centre(town)
        response = look(client, "?kind=mam&access=step_free&access=loop&when=sat-15:00&page=2&q=")
        ways = {each.words: each.without for each in response.context["filters"]}
        assert ways["Open: Saturday, 15:00"] == "?kind=mam&access=step_free&access=loop"
        assert ways["Entrance without steps"] == "?kind=mam&access=loop&when=sat-15%3A00"

    def test_when_there_is_nothing_the_page_says_what_to_leave_out(self, client, town):
        open_on_saturday(make_centre(town, name="W sobotę"))
        fact(make_centre(town, name="Bez progu"), AccessQuestion.STEP_FREE)
        response = look(client, "?when=sat-15:00&access=step_free&kind=mam")
        assert names(response) == []
        words = words_of(response)
        assert "without “Open: Saturday, 15:00”: 1 place" in words
        assert "without “Entrance without steps”: 1 place" in words
        assert "without “Residents' activity place”" not in words

    def test_what_the_browser_or_a_link_wrote_is_kept(self, client, town):
        make_centre(town)
        page = look(client, "?where=50.062,19.938&when=sat-16:30").content.decode()
        assert '<option value="50.062,19.938" selected>' in page
        assert '<option value="sat-16:30" selected>' in page


@pytest.mark.parametrize(
    "query",
    [
        "?kind=nothing",
        "?audience=x&language=zz",
        "?where=200,500",
        "?where=nan,nan",
        "?when=tomorrow",
        "?when=sat-25:00",
        "?access=x&access=step_free",
        "?equipment=rocket",
        f"?q={'a' * 5000}",
        "?q=%00",
        "?page=-1",
    ],
)
def test_a_bad_answer_gets_a_sentence_and_the_rest_is_listed(client, town, query):
    make_centre(town, name="Arka")
    response = look(client, query)
    assert names(response) == ["Arka"]
    if "page" not in query:
        assert 'class="why"' in response.content.decode()


def test_another_town_is_not_found(client):
    assert client.get("/nowhere/places/").status_code == 404


def test_distances():
    # From the Main Market Square in Kraków to the one in Wrocław: 236 km.
    assert metres(Point(50.0617, 19.9373), Point(51.1097, 17.0325)) == pytest.approx(236_000, rel=0.01)
    assert str(Point.read("50.06172,19.93729")) == "50.062,19.937"


@pytest.mark.parametrize(
    ("now", "when", "moment"),
    [
        ("2026-11-24T10:05", "sat-15:00", "2026-11-28T15:00"),
        ("2026-11-28T14:00", "sat-15:00", "2026-11-28T15:00"),
        ("2026-11-28T15:01", "sat-15:00", "2026-12-05T15:00"),
        # The night of the clock change.
        ("2027-03-27T12:00", "sun-02:30", "2027-03-28T03:30"),
    ],
)
def test_the_next_such_moment(town, now, when, moment):
    with time_machine.travel(dt.datetime.fromisoformat(now).replace(tzinfo=WARSAW), tick=False):
        assert When.read(when).moment(town) == dt.datetime.fromisoformat(moment).replace(tzinfo=WARSAW)


# --- growth --------------------------------------------------------------------------------------

AT_MOST = 8
EVERYTHING = "?where=50.062,19.938&when=sat-15:00&access=step_free&access=loop&equipment=chairs&rooms=on&kind=mam"


def fill(town, count):
    """Put so many places into the town, written as tables are."""
    operator = make_organisation(town)
    kind = town.kinds.get(code=ModelKind.MAM)
    scopes = Scope.objects.bulk_create(Scope(kind=ScopeKind.CENTRE, label="x") for _number in range(count))
    places = Centre.objects.bulk_create(
        Centre(
            network=town, operator=operator, slug=f"{operator.pk}-{number}", name=f"Miejsce {number}", kind=kind,
            street="ul. Polna 1", postcode="30-000", city="Kraków", scope=scope,
            latitude=50 + number / 10_000, longitude=20.0,
        )
        for number, scope in enumerate(scopes)
    )  # fmt: skip
    OpeningHours.objects.bulk_create(
        OpeningHours(centre=place, weekday=day, starts=dt.time(10), ends=dt.time(18))
        for place in places
        for day in range(6)
    )
    AccessFact.objects.bulk_create(
        AccessFact(centre=place, question=question, answer="yes", verified_on=SATURDAY)
        for place in places
        for question in (AccessQuestion.STEP_FREE, AccessQuestion.LOOP, AccessQuestion.TOILET)
    )
    rooms = Room.objects.bulk_create(Room(centre=place, slug="a", name="A", capacity=10) for place in places)
    RoomEquipment.objects.bulk_create(RoomEquipment(room=room, item=Equipment.CHAIRS) for room in rooms)


@pytest.mark.parametrize("query", ["", EVERYTHING, "?when=now&access=changing", "?q=miejsce&when=sat-15:00"])
def test_1250_places_ask_as_often_as_125(client, town, query):
    counts = []
    for more in (125, 1125):
        fill(town, more)
        if "q=" in query:
            search.rebuild()
        with CaptureQueriesContext(connection) as asked:
            response = look(client, query)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= AT_MOST
    if "changing" not in query:
        assert response.context["count"] == 1250


def test_programs_ask_the_same_way(client, town):
    near, far = (
        make_centre(town, name=name, latitude=50.0 + up, longitude=20.0) for name, up in (("B", 0.01), ("A", 1))
    )
    open_on_saturday(near)
    fact(near, AccessQuestion.STEP_FREE)
    address = "/api/v1/networks/krakow/places"
    assert [each["name"] for each in client.get(f"{address}?near=50,20").json()["items"]] == ["B", "A"]
    (only,) = client.get(f"{address}?near=50,20&when=sat-15:00&access=step_free").json()["items"]
    assert (only["slug"], only["distance"], only["stage"]) == (near.slug, 1112, "permanent")
    assert far.slug not in str(only)
    assert find(town, Wish(near=Point(50, 20))).finds[0].centre == near
    for bad, field in (
        ("when=soon", "when"),
        ("near=north", "near"),
        ("access=x", "access.0"),
        ("audience=x", "audience"),
    ):
        answer = client.get(f"{address}?{bad}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_the_home_of_the_town_leads_there(client, town):
    open_on_saturday(make_centre(town, name="Otwarte"))
    make_centre(town, name="Później", opens="12:00-20:00", kind=ModelKind.CAS)
    response = client.get(town.get_absolute_url(), headers={"accept-language": "en"})
    words = words_of(response)
    assert words.index("Open now") < words.index("Otwarte") < words.index("Opens later today") < words.index("Później")
    page = response.content.decode()
    assert f'action="{reverse("portal:directory", args=["krakow"])}#found"' in page
    assert "?audience=seniors#found" in page
