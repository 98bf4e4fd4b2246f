"""The premises held against the model, and the first page of those who keep a place right."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from podworko.people.models import Role
from podworko.places.checklist import checklist
from podworko.places.models import PremisesPoint
from podworko.places.premises import profile_of
from tests.factories import make_centre, make_room, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


def signed_in(role, on):
    client = Client(headers={"accept-language": "pl"})
    client.force_login(make_staff(role, on))
    return client


def address(centre, page=""):
    return f"/manage/{centre.network.slug}/places/{centre.slug}/{page}"


def test_points_are_noted_one_after_the_other(centre):
    client = signed_in(Role.COORDINATOR, centre)
    form = {"verdict": "partly", "note": "80 m²", "remedy": "Druga sala od szkoły", "next": "1"}
    response = client.post(address(centre, "premises/area/"), form)
    assert response["Location"] == address(centre, "premises/two-rooms/")
    finding = centre.premises.get()
    assert (finding.verdict, finding.note) == ("partly", "80 m²")
    assert finding.looked_on
    client.post(address(centre, "premises/area/"), {"verdict": "unknown", "note": "80 m²"})
    assert centre.premises.get().looked_on is None
    tomorrow = client.post(address(centre, "premises/area/"), {"verdict": "met", "looked_on": "2099-01-01"})
    assert "looked_on" in tomorrow.context["form"].errors
    assert client.get(address(centre, "premises/nothing/")).status_code == 404
    assert profile_of(centre).known == 0


def test_the_sheet_is_tagged_and_says_everything(centre):
    client = signed_in(Role.COORDINATOR, centre)
    client.post(address(centre, "premises/heating/"), {"verdict": "not", "remedy": "Nowy #kocioł *gazowy*"})
    response = client.get(address(centre, "premises/profile.pdf"))
    pdf = PdfReader(io.BytesIO(response.content))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "pl"
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "Nowy #kocioł *gazowy*" in text  # what people wrote is never markup
    assert centre.name in text


def test_the_animator_sees_the_profile_and_changes_nothing(centre):
    client = signed_in(Role.ANIMATOR, centre.network)
    page = client.get(address(centre, "premises/")).content.decode()
    assert "/premises/area/" not in page
    assert client.get(address(centre, "premises/area/")).status_code == 404
    assert client.get(address(centre)).status_code == 404


def test_the_checklist_tells_what_is_missing_and_leads_there(centre):
    client = signed_in(Role.COORDINATOR, centre)
    missing = {item.url for item in checklist(centre) if not item.is_done}
    assert missing == {address(centre, page) for page in ("details/", "rooms/", "photos/", "access/", "premises/")}
    make_room(centre)
    assert address(centre, "rooms/") not in {item.url for item in checklist(centre) if not item.is_done}
    page = client.get(address(centre)).content.decode()
    assert all(url in page for url in missing)
    assert all(client.get(url).status_code == 200 for url in missing)
    assert len(PremisesPoint) == 16


def test_details_are_changed_and_their_history_is_told(centre):
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_staff(Role.COORDINATOR, centre))
    url = address(centre, "details/")
    form = {"name": "MAM Na Rogu", "street": "Rynek 1", "postcode": "30-001", "city": "Kraków", "languages": ["uk"]}
    form |= {"phone": "12 555 01 03", "latitude": "50.01", "longitude": "19.97"}
    seen = client.get(url).context["form"]["seen"].value()
    assert client.post(url, form | {"seen": seen}).status_code == 302
    centre.refresh_from_db()
    assert (centre.name, centre.phone, centre.languages) == ("MAM Na Rogu", "+48125550103", ["uk"])
    history = client.get(address(centre, "changes/")).content.decode()
    assert "→ MAM Na Rogu" in history
    # A tab that was opened before does not undo it unseen.
    stale = client.post(url, form | {"seen": seen, "name": "MAM Stary"})
    assert stale.status_code == 422
    assert "MAM Stary" in stale.content.decode()

    def wrong(**changes):
        now = client.get(url).context["form"]["seen"].value()
        return set(client.post(url, form | {"seen": now} | changes).context["form"].errors)

    assert wrong(postcode="3000") == {"postcode"}
    assert wrong(latitude="19.97", longitude="50.01") == {"latitude"}
    assert wrong(latitude="") == {"latitude"}
    assert wrong(latitude="500") == {"latitude"}
    assert wrong(website="javascript:alert(1)") == {"website"}
    assert wrong(languages=["klingon"]) == {"languages"}
