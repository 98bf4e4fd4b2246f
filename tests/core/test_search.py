"""The one list of what must be found; it runs on both databases and must come out alike."""

import pytest
from django.db import connection, transaction

from podworko.core import search
from podworko.core.models import SearchEntry
from podworko.core.search import asking, engines
from podworko.core.search.folding import fold, words
from podworko.core.search.lemmas import lemmas, stem
from podworko.core.search.typos import nearest
from podworko.core.transactions import action
from podworko.places.models import AccessFact, AccessQuestion, Centre, Equipment, ModelKind, RoomEquipment, Stage
from tests.factories import clock, make_centre, make_network, make_organisation, make_request, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    network = make_network(slug="krakow", name="Kraków")
    runs = make_organisation(network, name="Stowarzyszenie Sąsiedzi", about="Uczy majsterkowania.")
    mam = make_centre(
        operator=runs,
        name="MAM Na Kozłówce",
        slug="kozlowka",
        street="ul. Nowosądecka 1",
        district="Kozłówek",
        about="Miejsce spotkań: warsztaty, próby chóru i wspólna przestrzeń.",
    )
    make_room(mam, name="Sala duża", equipment={Equipment.PIANO: 1})
    make_room(mam, name="Pokój mały", equipment={Equipment.PROJECTOR: 1})
    cas = make_centre(operator=runs, name="CAS Słonecznik", kind=ModelKind.CAS, street="ul. Lipowa 3")
    AccessFact.objects.create(
        centre=cas, question=AccessQuestion.STEP_FREE, answer="yes", verified_on=clock.now().date()
    )
    make_centre(operator=runs, name="Bocianie Gniazdo", kind=ModelKind.CLUB, about="Zabawa na dywanie.")
    make_centre(operator=runs, name="Pracownia na Zachodniej", kind=ModelKind.YOUTH)
    make_centre(operator=runs, name="Dom Kultur", kind=ModelKind.MULTICULTURAL, languages=["pl", "uk"])
    # The factory writes equipment in bulk.
    search.rebuild()
    return network


def names(text: str, kind: str = "places", **fields) -> list[str]:
    answer = search.find(text, network="krakow", **fields)
    return [entry.name for entry in search.entries(answer).get(kind, ())]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("seniorów", "CAS Słonecznik"),
        ("seniorow", "CAS Słonecznik"),
        ("dla babci", "CAS Słonecznik"),
        ("60+", "CAS Słonecznik"),
        ("warsztatów", "MAM Na Kozłówce"),
        ("WARSZTATY", "MAM Na Kozłówce"),
        ("chórem", "MAM Na Kozłówce"),
        ("przestrzen", "MAM Na Kozłówce"),
        ("kozlowka", "MAM Na Kozłówce"),
        ("Kozłówką", "MAM Na Kozłówce"),
        ("nowosąd", "MAM Na Kozłówce"),
        ("klub dla maluchow", "Bocianie Gniazdo"),
        ("z dziećmi", "Bocianie Gniazdo"),
        ("dzieckiem na dywan", "Bocianie Gniazdo"),
        ("młodzieży", "Pracownia na Zachodniej"),
        ("nastolatków", "Pracownia na Zachodniej"),
        ("cudzoziemcy", "Dom Kultur"),
        ("wózkiem", "CAS Słonecznik"),
        ("wozkiem", "CAS Słonecznik"),
        # In Ukrainian and English.
        ("для літніх", "CAS Słonecznik"),
        ("пенсіонерів", "CAS Słonecznik"),
        ("візком", "CAS Słonecznik"),
        ("діти", "Bocianie Gniazdo"),
        ("молоді", "Pracownia na Zachodniej"),
        ("українською", "Dom Kultur"),
        ("піаніно", "MAM Na Kozłówce"),
        ("wheelchair", "CAS Słonecznik"),
        ("older people", "CAS Słonecznik"),
        ("foreigners", "Dom Kultur"),
        ("kids", "Bocianie Gniazdo"),
    ],
)
def test_a_place_is_found_by_what_people_say(town, text, first):
    assert names(text)[:1] == [first]
    assert not search.find(text, network="krakow").corrected


@pytest.mark.parametrize("text", ["sali z pianinem", "pianinem", "фортепіано", "a room with a piano", "duza sala"])
def test_a_room_is_found_by_what_is_in_it(town, text):
    assert names(text, "rooms")[:1] == ["Sala duża"]


def test_an_organisation_is_found_by_its_name_and_what_it_does(town):
    assert names("sąsiadów", "organisations") == ["Stowarzyszenie Sąsiedzi"]
    assert names("majsterkowanie", "organisations") == ["Stowarzyszenie Sąsiedzi"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("słonecnik", "CAS Słonecznik"), ("bociane gniado", "Bocianie Gniazdo"), ("warstaty", "MAM Na Kozłówce")],
)
def test_what_is_mistyped_is_found_and_said(town, typed, first):
    answer = search.find(typed, network="krakow")
    assert names(typed)[:1] == [first]
    assert answer.corrected


def test_where_nothing_has_all_the_words_some_will_do(town):
    answer = search.find("pianino słonecznik", network="krakow")
    assert answer.is_partial
    assert set(names("pianino słonecznik")) == {"MAM Na Kozłówce", "CAS Słonecznik"}


@pytest.mark.parametrize(
    "text", ["", "   ", "zzqqxx", "'; DROP TABLE --", '"', "* AND (", "\x00", "ﷺ", "a" * 5000, "и й"]
)
def test_hostile_and_empty_questions_find_nothing_and_break_nothing(town, text):
    assert search.find(text, network="krakow").total == 0


def test_a_name_weighs_more_than_a_text(town):
    make_centre(operator=Centre.objects.first().operator, name="Warsztaty Zabłocie")
    assert names("warsztaty")[:2] == ["Warsztaty Zabłocie", "MAM Na Kozłówce"]


def test_each_kind_is_counted_in_all_and_ranked_alone(town):
    answer = search.find("krakow", network="krakow", ranks=(2, 3))
    assert answer.counts["places"] == 5
    assert [hit.rank for hit in answer.hits if hit.kind == "places"] == [2, 3]


def test_another_town_is_not_found(town):
    make_centre(name="Słonecznik w Gdańsku")
    assert names("słonecznik") == ["CAS Słonecznik"]
    assert search.find("słonecznik").counts["places"] == 2


# --- the index follows --------------------------------------------------------------------------


def test_what_is_not_public_is_not_in_the_index(town):
    idea = make_centre(operator=Centre.objects.first().operator, name="Pomysł na Ruczaju", stage=Stage.IDEA)
    make_room(idea, name="Sala przyszła")
    assert "Pomysł na Ruczaju" not in names("ruczaj")
    # A word that is nowhere may still bring what is written nearly so.
    assert "Sala przyszła" not in names("przyszła", "rooms")
    idea.stage = Stage.PILOT
    idea.save()
    assert names("ruczaj") == ["Pomysł na Ruczaju"]
    assert names("przyszła", "rooms") == ["Sala przyszła"]
    idea.stage = Stage.CLOSED
    idea.save()
    assert search.find("ruczaj", network="krakow").total == 0


def test_the_index_changes_in_the_transaction_of_the_change(town):
    centre = Centre.objects.get(slug="kozlowka")

    @action
    def rename(*, fails: bool) -> None:
        centre.name = "Dom pod Kasztanem"
        centre.save()
        RoomEquipment.objects.create(room=centre.rooms.first(), item=Equipment.SEWING)
        if fails:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        rename(fails=True)
    centre.refresh_from_db()
    assert names("kasztan") == []
    rename(fails=False)
    assert names("kasztan") == ["Dom pod Kasztanem"]


def test_what_is_written_in_bulk_is_found_when_it_says_so(town):
    centre = Centre.objects.get(slug="kozlowka")
    Centre.objects.filter(pk=centre.pk).update(about="Stolarnia sąsiedzka.")
    assert names("stolarnia") == []
    search.touch(Centre.objects.get(pk=centre.pk))
    assert names("stolarnia") == ["MAM Na Kozłówce"]
    assert names("chór") == []


def test_what_is_deleted_is_gone(town):
    Centre.objects.get(slug="kozlowka").rooms.get(name="Sala duża").delete()
    assert names("pianino", "rooms") == []
    assert names("pianinem") == []


def test_a_rebuilt_index_holds_the_same(town):
    fields = ("kind", "object_id", "name_words", "kind_words", "fact_words", "text_words", "codes")
    before = list(SearchEntry.objects.order_by("kind", "object_id").values_list(*fields))
    assert search.rebuild() == {"places": 5, "rooms": 2, "organisations": 1, "activities": 0}
    assert list(SearchEntry.objects.order_by("kind", "object_id").values_list(*fields)) == before


def test_nothing_about_residents_is_indexed(town):
    mark = "zaznaczona"
    make_request(
        Centre.objects.get(slug="kozlowka").rooms.first(),
        person=f"Anna {mark}",
        email=f"{mark}@example.org",
        topic=mark,
    )
    search.rebuild()
    assert search.find(mark).total == 0
    assert mark not in str(list(SearchEntry.objects.values()))


# --- words ---------------------------------------------------------------------------------------


def test_words_are_folded():
    assert fold("Żółć Ґанок") == "zolc ґанок"
    assert words("ul. Łąkowa 3d, безбар’єрний") == ["ul", "lakowa", "3", "d", "безбарєрнии"]


def test_dictionary_forms_are_known_with_and_without_diacritics():
    assert {"senior"} == lemmas("seniorow")
    assert {"wozek"} == lemmas("wozkiem")
    assert "людина" in lemmas(fold("людей"))
    assert "room" in lemmas("rooms")
    assert len({stem(form) for form in ("kozlowka", "kozlowce", "kozlowek", "kozlowke")}) == 1


def test_only_what_is_near_is_taken_for_a_mistake():
    known = ["warsztaty", "slonecznik", "sala"]
    assert nearest("warstaty", known) == "warsztaty"
    assert nearest("wrsztatach", known) == "warsztaty"
    assert nearest("kot", known) == ""
    assert nearest("rowerownia", known) == ""
    assert nearest("12345", known) == ""


def test_what_was_meant_is_marked(town):
    answer = search.find("warsztatów <b>", network="krakow")
    entry = search.entries(answer)["places"][0]
    assert "<mark>warsztaty</mark>" in search.reasons(entry, answer.terms)[0]
    assert search.marked("<i>Warsztat</i>", answer.terms) == "&lt;i&gt;Warsztat&lt;/i&gt;"


def test_the_database_reads_its_index_and_not_the_whole_table(town):
    terms = [term.ways for term in asking.terms_of("seniorów warsztaty")]
    sql, parameters = engines.engine().question(terms, needed=1, network="krakow", kinds=["places"], ranks=(1, 20))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # So few rows are read at once in any case, unless that is forbidden.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}", parameters)
            assert "Bitmap Index Scan on core_search_index" in str(cursor.fetchall())
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            plan = str(cursor.fetchall())
            assert "SCAN core_search_index VIRTUAL TABLE INDEX" in plan
            assert "SCAN entry" not in plan
