"""The pages with which a whole network is looked after."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.models import AuditEvent
from podworko.people.models import Role
from podworko.places.actions import network_rows
from podworko.places.actions.centres import hand_over, move_to_stage
from podworko.places.board import Chosen, chosen, lines
from podworko.places.models import Centre, Network, Organisation, Stage
from tests.factories import make_centre, make_network, make_organisation, make_staff

pytestmark = pytest.mark.django_db
STATEMENT = {
    "body": "Gmina",
    "site_published_on": "2026-01-01",
    "site_changed_on": "2026-02-01",
    "status": "partly",
    "exceptions": "Mapa.",
    "basis": "self",
    "made_on": "2026-02-01",
    "person": "Zespół",
    "email": "dostepnosc@example.org",
    "phone": "12 555 01 02",
}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def network():
    return make_network()


@pytest.fixture
def officer(client, network):
    user = make_staff(Role.OFFICER, network)
    client.force_login(user)
    return user


def test_the_board_tells_what_is_missing_and_asks_as_often_for_many(client, network, officer):
    make_centre(network, name="Dom", phone="", email="", opens="09:00-20:30", stage=Stage.PERMANENT)
    page = f"/manage/{network.slug}/"
    with CaptureQueriesContext(connection) as few:
        shown = client.get(page)
    [row] = shown.context["shown"]
    assert row.hours == "57 h 30 min"
    assert set(row.missing) >= {"contact", "access", "photos"}
    for number in range(12):
        make_centre(network, name=f"Dom {number}", stage=Stage.CLOSED)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(page).context["shown"]) == 13
    assert len(many) == len(few) <= 8
    rows = lines(network)
    assert len(chosen(rows, Chosen(stage="closed"))) == 12
    assert [row.place.name for row in chosen(rows, Chosen(missing="contact"))] == ["Dom"]
    assert client.get(f"{page}?stage=nonsense").context["count"] == 13


def test_a_place_is_opened_moved_and_handed_over(client, network, officer):
    operator, other = make_organisation(network), make_organisation(network)
    page, today = f"/manage/{network.slug}/", clock.today(network.zone)
    filled = {"name": "CAL Łąka", "kind": network.kinds.first().pk, "operator": operator.pk, "stage": "pilot"}
    filled |= {"street": "Łąkowa 1", "postcode": "50-001", "city": "Wrocław"}
    late = {"since": (today + dt.timedelta(days=1)).isoformat()}
    refused = client.post(f"{page}new-place/", filled | late)
    assert refused.status_code == 422
    assert "since" in refused.context["form"].errors
    assert client.post(f"{page}new-place/", filled | {"latitude": "500", "longitude": "1"}).status_code == 422
    began = {"since": (today - dt.timedelta(days=9)).isoformat()}
    assert client.post(f"{page}new-place/", filled | began)["Location"] == f"{page}places/cal-laka/"
    assert client.post(f"{page}new-place/", filled | began).status_code == 422

    of_place = f"{page}places/cal-laka/"
    assert client.post(f"{of_place}stage/", {"stage": "idea", "on": today.isoformat()}).status_code == 422
    assert client.post(f"{of_place}stage/", {"stage": "permanent", "on": today.isoformat()}).status_code == 302
    assert client.post(f"{of_place}operator/", {"to": other.pk, "since": today.isoformat()}).status_code == 302
    place = Centre.objects.get(slug="cal-laka")
    assert (place.stage, place.operator) == (Stage.PERMANENT, other)
    told = [event["what"] for event in client.get(f"{of_place}over-time/").context["events"]]
    assert told[0] == "Pilot"
    assert told[-1] == f"Run by: {other.name}" or told[-1].startswith("Permanent")


def test_an_organisation_is_entered_with_the_sentence_beside_its_number(client, network, officer):
    page = f"/manage/{network.slug}/new-organisation/"
    refused = client.post(page, {"name": "Łąka", "kind": "ngo", "nip": "8567346216"})
    assert refused.status_code == 422
    assert "nip" in refused.context["form"].errors
    assert b"8567346216" in refused.content
    assert client.post(page, {"name": "Łąka", "kind": "ngo", "nip": "856-734-62-15"}).status_code == 302
    laka = Organisation.objects.get(network=network)
    kept = f"/manage/{network.slug}/organisations/{laka.slug}/"
    assert client.post(kept, {"name": "Nowa Łąka", "kind": "ngo"}).status_code == 302
    assert "About the organisation changed" in client.get(kept).content.decode()


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("page", "form", "field"),
    [
        ("details/", {"name": "Sieć"}, "about"),
        ("statement/", STATEMENT, "exceptions"),
        ("organisations/laka/", {"name": "Łąka", "kind": "ngo"}, "about"),
    ],
)
def test_two_tabs_the_second_is_told_and_may_save_again(client, network, page, form, field):
    make_organisation(network, slug="laka", name="Łąka")
    url = f"/manage/{network.slug}/{page}"
    opened = client.get(url)
    old = opened.context["form"]["seen"].value()
    assert f'name="seen" value="{old}"' in opened.content.decode()
    assert client.post(url, form | {field: "Z pierwszej karty.", "seen": old}).status_code == 302
    second = client.post(url, form | {field: "Z drugiej karty.", "seen": old})
    assert second.status_code == 422
    assert "Somebody changed this" in second.content.decode()
    # What was typed is kept, and who saves again has seen how it stands.
    assert "Z drugiej karty." in second.content.decode()
    assert f'name="seen" value="{old}"' not in second.content.decode()
    again = second.context["form"]["seen"].value()
    assert client.get(url).context["form"][field].value() == "Z pierwszej karty."
    assert client.post(url, form | {field: "Z drugiej karty.", "seen": again}).status_code == 302
    assert client.get(url).context["form"][field].value() == "Z drugiej karty."


def test_only_who_runs_the_installation_makes_a_network(client, network, officer, django_user_model):
    assert client.get("/manage/networks/new/").status_code == 404
    officer.is_staff = True
    officer.save()
    assert client.post("/manage/networks/new/", {"name": "Sieć", "slug": "manage"}).status_code == 422
    assert client.post("/manage/networks/new/", {"name": "Sieć", "slug": network.slug}).status_code == 422
    assert client.post("/manage/networks/new/", {"name": "Sieć", "slug": "Gdansk"}).status_code == 302
    assert Network.objects.get(slug="gdansk").kinds.count() == 7
    assert len(client.get("/manage/").context["networks"]) == 2


def test_another_network_does_not_exist(client, network, officer):
    other = make_centre(make_network())
    for end in ("", "details/", "districts/", "new-place/", f"places/{other.slug}/stage/"):
        assert client.get(f"/manage/{other.network.slug}/{end}").status_code == 404
    assert client.get(f"/manage/{network.slug}/kinds/{other.kind_id}/").status_code == 404


def test_kinds_days_team_and_statement(client, network, officer):
    page = f"/manage/{network.slug}/"
    kind = {"own_name": "Świetlica", "look": "cal", "audience": "youth", "sign_up": "none", "parts": ["lending"]}
    backwards = client.post(f"{page}kinds/new/", kind | {"age_from": "18", "age_to": "12"})
    assert "age_to" in backwards.context["form"].errors
    assert client.post(f"{page}kinds/new/", kind).status_code == 302
    assert client.post(f"{page}kinds/new/", kind).status_code == 422
    own = network.kinds.get(own_name="Świetlica")
    make_centre(network, kind=own.code)
    client.post(f"{page}kinds/{own.pk}/remove/")
    assert network.kinds.filter(pk=own.pk).exists()
    day = {"on": (clock.today(network.zone) + dt.timedelta(days=3)).isoformat(), "name": "Święto", "is_free": "yes"}
    assert client.post(f"{page}days/", day).status_code == 302
    assert client.post(f"{page}days/", day | {"on": "2020-01-01"}).status_code == 422
    assert client.post(f"{page}days/{network.days.get().pk}/remove/").status_code == 302
    assert client.post(f"{page}team/new/", {"unit": "Wydział"}).status_code == 302
    member = network.team.get().pk
    dates = {"since": "2026-02-01", "until": "2026-01-01"}
    assert client.post(f"{page}team/{member}/", {"unit": "Wydział"} | dates).status_code == 422
    assert client.post(f"{page}team/{member}/remove/").status_code == 302
    lacking = client.post(f"{page}statement/", STATEMENT | {"exceptions": ""})
    assert "exceptions" in lacking.context["form"].errors
    assert client.post(f"{page}statement/", STATEMENT).status_code == 302
    assert client.post(f"{page}statement/", STATEMENT | {"made_on": "2036-01-01"}).status_code == 422
    assert client.get(f"{page}changes/").status_code == 200
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"places.kind_kept", "places.day_chosen", "places.day_dropped", "places.team_changed"} <= verbs
    with pytest.raises(Conflict):
        network_rows.drop_kind(kind=own, by=audit.SYSTEM)
    with pytest.raises(Refused):
        network_rows.keep_day(network=network, on=clock.today(network.zone), name=" ", is_free=True, by=audit.SYSTEM)


def test_a_place_is_not_closed_before_its_operator_began(network):
    centre = make_centre(network, stage=Stage.PERMANENT)
    today = clock.today(network.zone)
    hand_over(centre=centre, to=make_organisation(network), since=today, contract="", by=audit.SYSTEM)
    before = {"centre": centre, "stage": Stage.CLOSED, "contract": "", "by": audit.SYSTEM}
    with pytest.raises(Refused) as refused:
        move_to_stage(**before, on=today - dt.timedelta(days=1))
    assert [problem.field for problem in refused.value.problems] == ["on"]
    assert move_to_stage(**before, on=today).stage == Stage.CLOSED
