"""The pages with which an officer brings a table."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from podworko.core.imports import claims, judging, writing
from podworko.core.models import AuditEvent, Import
from podworko.people.models import Role
from tests.core.brought import text
from tests.factories import make_centre, make_network, make_staff

pytestmark = pytest.mark.django_db


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


def upload(client, network, content, *, kind="places.rooms", name="sale.csv"):
    file = SimpleUploadedFile(name, content) if content is not None else ""
    return client.post(f"/manage/{network.slug}/imports/", {"kind": kind, "file": file})


ROOMS = text("Miejsce;Sala;Osób", "Na Rogu;Duża;40", "Na Rogu;Mała;dużo", "Na Rogu;=1+1;5")


def test_a_table_is_brought_looked_at_and_written(client, network, officer):
    centre = make_centre(network, name="Na Rogu")
    answer = upload(client, network, ROOMS)
    brought = Import.objects.get()
    page = f"/manage/{network.slug}/imports/{brought.public_id}/"
    assert answer["Location"] == page
    assert b"data-hx-trigger" in client.get(page).content
    assert str(brought.public_id).encode() in client.get(f"/manage/{network.slug}/imports/").content
    judging.judge(brought.pk)

    shown = client.get(page)
    assert [line.number for line in shown.context["preview"].lines] == [3]
    assert b"data-hx-trigger" not in shown.content
    assert [line.number for line in client.get(f"{page}?show=all").context["preview"].lines] == [2, 3, 4]
    assert client.get(f"{page}?show=new&page=999").status_code == 200
    assert client.get(f"{page}?show=nonsense").status_code == 404
    assert not centre.rooms.exists()

    for _twice in range(2):
        assert client.post(f"{page}confirm/")["Location"] == page
    writing.write(brought.pk)
    assert set(centre.rooms.values_list("name", flat=True)) == {"Duża", "=1+1"}
    assert AuditEvent.objects.filter(verb="places.room_added", actor=officer).count() == 2
    assert client.get(page).context["brought"].rows_written == 2

    report = client.get(f"{page}wrong.xlsx")
    assert report["Content-Disposition"].startswith("attachment")
    rows = list(load_workbook(io.BytesIO(report.content)).active.iter_rows(values_only=True))
    assert (rows[1][0], rows[1][2:]) == ("3", ("Na Rogu", "Mała", "dużo"))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (None, "places.rooms"),
        (b"", "places.rooms"),
        (ROOMS, "tests.districts"),
        (ROOMS, ""),
        (b"%PDF-1.7", "places.rooms"),
        (b"PK\x03\x04", "places.rooms"),
        (text("Sala;Osób", "Duża;40"), "places.rooms"),
    ],
)
def test_what_is_no_table_is_told_beside_its_question(client, network, officer, content, kind):
    answer = upload(client, network, content, kind=kind)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"kind" if kind != "places.rooms" else "file"}
    assert not Import.objects.exists()
    assert client.post(f"/manage/{network.slug}/imports/").status_code == 422


def test_a_large_file_without_headings_is_told_about_on_its_page(client, network, officer):
    upload(client, network, text("Sala;Osób", *["Duża;40"] * 120_000))
    brought = Import.objects.get()
    judging.judge(brought.pk)
    shown = client.get(f"/manage/{network.slug}/imports/{brought.public_id}/")
    assert shown.context["brought"].state == Import.State.FAILED
    assert b"alert" in shown.content


def test_a_table_can_be_dropped_but_not_when_it_was_written(client, network, officer):
    make_centre(network, name="Na Rogu")
    upload(client, network, ROOMS)
    upload(client, network, ROOMS + b"\r\nNa Rogu;Inna;4")
    second, first = Import.objects.all()
    for brought in (first, second):
        judging.judge(brought.pk)
    page = f"/manage/{network.slug}/imports/"
    client.post(f"{page}{first.public_id}/drop/")
    client.post(f"{page}{second.public_id}/confirm/")
    client.post(f"{page}{second.public_id}/drop/")
    states = dict(Import.objects.values_list("pk", "state"))
    assert states == {first.pk: "dropped", second.pk: "writing"}
    assert client.get(f"{page}{first.public_id}/").status_code == 200


def test_a_table_that_was_given_up_because_of_us_is_tried_again_by_a_button(client, network, officer):
    make_centre(network, name="Na Rogu")
    upload(client, network, ROOMS)
    brought = Import.objects.get()
    page = f"/manage/{network.slug}/imports/{brought.public_id}/"
    Import.objects.update(tries=claims.TRIES)
    with pytest.raises(claims.Lost):
        claims.take(brought.pk, Import.State.READING)
    shown = client.get(page).content.decode()
    assert f"{page}again/" in shown
    assert f"{page}drop/" in shown
    for _times in range(2):
        assert client.post(f"{page}again/").url == page
    judging.judge(brought.pk)
    assert client.get(page).context["brought"].state == Import.State.READY


def test_a_table_that_cannot_be_read_is_not_offered_to_be_tried_again(client, network, officer):
    upload(client, network, ROOMS)
    brought = Import.objects.get()
    Import.objects.update(state=Import.State.FAILED, rows_written=2)
    page = f"/manage/{network.slug}/imports/{brought.public_id}/"
    shown = client.get(page).content.decode()
    assert f"{page}again/" not in shown
    assert f"{page}drop/" not in shown, "some of it was written"
    client.post(f"{page}again/")
    assert Import.objects.get().state == Import.State.FAILED


@pytest.mark.parametrize("kind", ["organisations", "places", "rooms", "hours"])
def test_templates_are_handed_out_in_the_language_of_the_reader(client, network, officer, kind):
    answer = client.get(f"/manage/{network.slug}/imports/template/{kind}.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0].max_row == 3
    assert book.worksheets[1].max_row > 5
    assert client.get(f"/manage/{network.slug}/imports/template/nonsense.xlsx").status_code == 404


def test_somebody_elses_import_does_not_exist(client, network, officer):
    upload(client, network, ROOMS)
    brought = Import.objects.get()
    other = make_network()
    for role in (Role.OFFICER, Role.ANIMATOR):
        client.force_login(make_staff(role, other))
        for home in (network, other):
            page = f"/manage/{home.slug}/imports/{brought.public_id}/"
            assert client.get(page).status_code == 404
            assert client.get(f"{page}wrong.xlsx").status_code == 404
            assert client.post(f"{page}confirm/").status_code == 404
            assert client.post(f"{page}drop/").status_code == 404
    brought.refresh_from_db()
    assert brought.state == Import.State.READING


def test_the_preview_takes_as_many_queries_for_fifty_rows_as_for_three(client, network, officer):
    make_centre(network, name="Na Rogu")
    counts = []
    for rows in (3, 120):
        upload(client, network, text("Miejsce;Sala;Osób", *(f"Na Rogu;S{number};5" for number in range(rows))))
        brought = Import.objects.first()
        judging.judge(brought.pk)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/manage/{network.slug}/imports/{brought.public_id}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
