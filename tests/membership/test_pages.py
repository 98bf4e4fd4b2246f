"""The pages of membership, through the front door: a resident without an account, and the people of the place."""

import io
from html import unescape

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from podworko.core import audit
from podworko.core.models import Message
from podworko.membership.actions import keeping
from podworko.membership.links import path_of
from podworko.membership.models import Membership, MembershipState
from tests.factories import Role, make_member, make_staff
from tests.membership.seen import again, code_to, told, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
JOIN, DESK = "/krakow/malwa/members/", "/desk/krakow/malwa/members/"
ANNA = {"person": "Anna Nowak", "birth_year": "1950", "email": "anna@example.org", "submission_key": "one"}
CALLER = {
    "channel": "phone",
    "person": "Józef Lis",
    "birth_year": "1944",
    "phone": "600 100 200",
    "answer_by": "fits",
    "letters": "pl",
    "has_agreed": "on",
    "submission_key": "one",
}


@pytest.fixture
def desk(centre):
    """The browser of the host."""
    browser = Client()
    browser.force_login(make_staff(Role.HOST, centre))
    return browser


def words_of(answer):
    return " ".join(unescape(answer.content.decode()).split())


def text_of(answer):
    assert answer["Content-Type"] == "application/pdf"
    document = PdfReader(io.BytesIO(answer.content))
    assert "/StructTreeRoot" in document.trailer["/Root"]
    return "\n".join(page.extract_text() for page in document.pages)


def test_somebody_declares_with_a_code_is_accepted_and_resigns(client, desk, centre):
    answer = client.post(JOIN, ANNA)
    membership = Membership.objects.get()
    assert answer["Location"] == path_of(membership, "code")
    # The same form again, as by a double click, is the same declaration.
    assert client.post(JOIN, ANNA)["Location"] == path_of(membership, "code")
    assert client.get(path_of(membership)).status_code == 302
    assert client.post(path_of(membership, "code"), {"code": "000"}).status_code == 422
    answer = client.post(path_of(membership, "code"), {"code": code_to("anna@example.org")})
    assert answer["Location"] == path_of(membership)

    page = f"{DESK}{membership.reference}/"
    assert page in words_of(desk.get(DESK, {"part": "waiting"}))
    assert desk.post(page, {"deed": "accept"}).status_code == 302
    assert "Anna Nowak" in words_of(desk.get(DESK, {"q": "nowa"}))
    assert "Anna Nowak" not in words_of(desk.get(DESK, {"q": "kowalska"}))

    client = Client()
    card = client.get(path_of(membership, "card"))
    assert "Anna Nowak" in text_of(card)
    assert "no-store" in card["Cache-Control"]
    assert "1950" in text_of(client.get(path_of(membership, "declaration")))
    assert client.get(path_of(membership, "resign")).status_code == 200
    assert client.post(path_of(membership, "resign")).status_code == 302
    assert again(membership).state == MembershipState.RESIGNED
    assert client.get(path_of(membership, "card")).status_code == 404
    assert told(membership) == ["received", "accepted", "ended"]
    # Each message has the way out.
    for message in Message.objects.about(membership).exclude(kind="membership.arrived"):
        assert path_of(membership) in message.text


def test_what_was_typed_stays_and_all_that_is_wrong_is_said_at_once(client, centre):
    answer = client.post(JOIN, ANNA | {"birth_year": "2001", "email": "anna@", "emergency_person": "<b>Ola</b>"})
    assert answer.status_code == 422
    assert {*answer.context["form"].errors} == {"birth_year", "email", "emergency_phone"}
    assert "&lt;b&gt;Ola&lt;/b&gt;" in answer.content.decode()
    assert not Membership.objects.exists()


@pytest.mark.parametrize("fields", [{"birth_year": "9" * 5000}, {"birth_year": "\x00"}, {"person": "x" * 200}, {}])
def test_nonsense_is_told_in_words(client, centre, fields):
    assert client.post(JOIN, ANNA | fields if fields else {}).status_code == 422


def test_a_place_without_members_has_no_such_page(client, centre):
    centre.kind.parts = []
    centre.kind.save()
    assert client.get(JOIN).status_code == 404
    assert client.get(f"{JOIN}form.pdf").status_code == 404
    assert JOIN not in client.get("/krakow/malwa/").content.decode()


def test_the_page_of_the_place_leads_to_the_declaration(client, centre):
    assert f'href="{JOIN}"' in client.get("/krakow/malwa/").content.decode()
    assert "CAS Malwa" in text_of(client.get(f"{JOIN}form.pdf"))


def test_the_host_types_in_what_lies_on_paper(desk, centre):
    answer = desk.post(f"{DESK}new/", CALLER | {"since": "2025-03-01"})
    member = Membership.objects.get()
    assert answer["Location"] == f"{DESK}{member.reference}/"
    assert desk.post(f"{DESK}new/", CALLER | {"since": "2025-03-01"})["Location"] == answer["Location"]
    assert (member.number, f"{member.since}", member.phone) == (1, "2025-03-01", "+48600100200")
    answer = desk.post(f"{DESK}new/", CALLER | {"submission_key": "two"})
    assert (answer.status_code, [*answer.context["form"].errors]) == (409, ["phone"])
    answer = desk.post(f"{DESK}new/", {name: CALLER[name] for name in ("channel", "person", "answer_by", "letters")})
    assert {"has_agreed", "phone", "birth_year"} <= {*answer.context["form"].errors}


def test_the_host_refuses_gives_notice_takes_it_back_and_writes_down_a_death(desk, centre):
    membership, member = waiting(centre), make_member(centre)
    page = f"{DESK}{membership.reference}/"
    assert desk.post(f"{page}refuse/", {"reason": ""}).status_code == 422
    assert desk.post(f"{page}refuse/", {"reason": "Prosimy o rozmowę."})["Location"] == page
    # A tab that was left open.
    assert desk.get(f"{page}refuse/").status_code == 302
    page = f"{DESK}{member.reference}/"
    assert desk.post(f"{page}notice/", {"reason": "Brak wiadomości."})["Location"] == page
    assert "Brak wiadomości." in words_of(desk.get(page))
    assert desk.post(page, {"deed": "stay"}).status_code == 302
    assert desk.post(page, {"deed": "accept"}).status_code == 302
    assert again(member).state == MembershipState.MEMBER
    assert desk.post(f"{page}end/", {"how": "moved"}).status_code == 422
    assert desk.post(f"{page}end/", {"how": "died"})["Location"] == page
    assert (again(member).state, told(member)) == (MembershipState.DIED, [])
    assert desk.post(page, {"deed": "accept"}).status_code == 302
    assert again(member).state == MembershipState.DIED


def test_a_list_for_the_wall_has_numbers_and_names_only(desk, centre):
    member = make_member(
        centre, person="=Ewa", phone="+48600100200", emergency_person="Ola", emergency_phone="+48600100300"
    )
    keeping.resign(membership=make_member(centre, person="Jan Dawny"), by=audit.RESIDENT)
    said = words_of(desk.get(f"{DESK}list/"))
    assert "=Ewa" in said
    assert all(word not in said for word in (member.email, "600 100 200", "Ola", "Jan Dawny", "1950"))


def test_the_table_goes_along_as_a_file_without_formulas(desk, centre):
    make_member(centre, person="=Ewa", phone="+48600100200")
    waiting(centre)
    text = desk.get(f"{DESK}export.csv").content.decode("utf-8-sig").splitlines()
    assert text[1].startswith("1;'=Ewa;1950;")
    assert "600 100 200" in text[1]
    answer = desk.get(f"{DESK}export.xlsx")
    assert "no-store" in answer["Cache-Control"]
    _headings, first, second = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert first[:3] == (1, "'=Ewa", 1950)
    assert (second[0], second[1]) == (None, "Anna Nowak")


def test_counts_are_a_picture_and_a_table(desk, centre):
    make_member(centre)
    answer = desk.get(f"{DESK}figures/")
    assert '<svg class="plot"' in answer.content.decode()
    assert answer.context["figures"].members == 1


def test_the_coordinator_changes_the_rules_and_the_host_does_not(desk, client, centre):
    assert desk.get(f"{DESK}rules/").status_code == 404
    client.force_login(make_staff(Role.COORDINATOR, centre))
    assert client.post(f"{DESK}rules/", {"notice_days": "3"}).status_code == 422
    assert client.post(f"{DESK}rules/", {"notice_days": "30", "is_for_residents": "on"}).status_code == 302
    assert "30" in words_of(client.get("/krakow/malwa/members/"))
    assert "lives_here" in client.get("/krakow/malwa/members/").context["form"].fields


@pytest.mark.any_database
def test_a_hostile_name_stays_text(client, desk, centre):
    member = make_member(centre, person="<script>alert(1)</script> #let x = 1 $")
    for browser, path in ((desk, DESK), (desk, f"{DESK}{member.reference}/"), (client, path_of(member))):
        assert "<script>alert" not in browser.get(path).content.decode()
    assert "#let x" in text_of(client.get(path_of(member, "card")))
