"""How many came: right sums, as many queries however long it goes, small numbers hidden from above."""

import csv
import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from podworko.attendance.models import Counted, Sheet, Total
from podworko.attendance.queries import statistics as queries
from podworko.attendance.queries.statistics import Period, Row
from podworko.people.models import Role
from tests.factories import make_centre, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
AUTUMN = Period(dt.date(2026, 9, 1), dt.date(2026, 11, 30))


@pytest.fixture
def place():
    return make_centre(name="Klub =1+1")


def day(place, on, **counts):
    sheet = Sheet.objects.create(centre=place, on=on)
    Total.objects.bulk_create(Total(sheet=sheet, what=what, count=count) for what, count in counts.items())
    return sheet


def rows(table):
    return {row.label: row.count for row in table}


def test_families_and_first_times_are_no_people(place):
    day(place, dt.date(2026, 10, 31), infant=12, carer=10, family=9, first=6)
    day(place, dt.date(2026, 11, 1), infant=7)
    day(place, dt.date(2026, 8, 31), infant=100)
    day(make_centre(), dt.date(2026, 11, 1), infant=100)
    found = queries.figures(place, AUTUMN, is_exact=True)
    assert (found.visits, found.families, found.first) == (29, 9, 6)
    assert [(row.count, row.times) for row in found.months] == [(22, 1), (7, 1)]
    assert rows(found.bands) == {Counted.INFANT.label: 19, Counted.CARER.label: 10}


def test_what_is_small_is_hidden_and_cannot_be_reckoned():
    made = [Row("a", 3), Row("b", 40), Row("c", 9), Row("d", 0)]
    assert [row.count for row in queries.hidden(made)] == [None, 40, None, 0]
    two = [Row("a", 3), Row("b", 4), Row("c", 9)]
    assert [row.count for row in queries.hidden(two)] == [None, None, 9]
    assert [row.count for row in queries.hidden([Row("a", 5), Row("b", 6)])] == [5, 6]


def test_who_counts_sees_all_and_who_looks_from_above_no_small_numbers(client, place):
    day(place, dt.date(2026, 11, 3), adult=30, senior=3, child=11)
    address = reverse("attendance:visits", args=[place.network.slug, place.slug])
    client.force_login(make_staff(Role.HOST, place))
    assert rows(client.get(address).context["figures"].bands)[Counted.SENIOR.label] == 3
    officer = make_staff(Role.OFFICER, place.network)
    client.force_login(officer)
    above = [address, reverse("attendance:network_visits", args=[place.network.slug])]
    for each in above:
        found = rows(client.get(each).context["figures"].bands)
        assert found == {Counted.SENIOR.label: None, Counted.CHILD.label: None, Counted.ADULT.label: 30}
    client.force_login(make_staff(Role.OFFICER, make_centre().network))
    assert [client.get(each).status_code for each in above] == [404, 404]


def test_from_above_a_day_cannot_be_told_from_the_month_around_it(client, place):
    day(place, dt.date(2026, 11, 3), adult=30)
    day(place, dt.date(2026, 11, 4), adult=6)
    client.force_login(make_staff(Role.OFFICER, place.network))
    address = reverse("attendance:visits", args=[place.network.slug, place.slug])
    found = [client.get(f"{address}?first=2026-11-0{first}&last=2026-11-24").context["figures"] for first in (3, 4)]
    assert [figures.visits for figures in found] == [36, 36]


@pytest.mark.parametrize("role", [Role.HOST, Role.OFFICER])
def test_the_files_hold_what_the_page_may_show(client, place, role):
    day(place, dt.date(2026, 11, 3), adult=30, senior=3, child=11)
    client.force_login(make_staff(role, place if role == Role.HOST else place.network))

    def file(form):
        return client.get(reverse("attendance:visits_file", args=[place.network.slug, place.slug, form])).content

    lines = list(csv.DictReader(io.StringIO(file("csv").decode("utf-8-sig")), delimiter=";"))
    sheet = [
        ["" if cell is None else str(cell) for cell in row]
        for row in load_workbook(io.BytesIO(file("xlsx"))).active.values
    ]
    assert [list(lines[0]), list(lines[0].values())] == sheet
    told = lines[0][str(Counted.SENIOR.label)]
    assert told == ("3" if role == Role.HOST else "<5")
    if role == Role.OFFICER:
        assert lines[0][str(Counted.CHILD.label)] == "<5"
    gone = reverse("attendance:visits_file", args=[place.network.slug, place.slug, "pdf"])
    assert client.get(gone).status_code == 404


@pytest.mark.parametrize(
    "query", ["?first=2026-11-01&last=2026-10-01", "?first=x&last=y", "?first=0001-01-01&last=9999-12-31"]
)
def test_days_that_are_no_period_are_said_beside_their_field(client, place, query):
    client.force_login(make_staff(Role.HOST, place))
    answer = client.get(reverse("attendance:visits", args=[place.network.slug, place.slug]) + query)
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_ten_times_the_days_cost_no_more_queries(place):
    def count():
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            queries.figures(place, AUTUMN, is_exact=True)
            queries.each_sheet(place, AUTUMN)
            queries.each_month(place, AUTUMN)
        return len(asked)

    day(place, dt.date(2026, 11, 1), adult=7)
    before = count()
    for number in range(2, 12):
        day(place, dt.date(2026, 11, number), adult=7, child=3)
    assert count() == before
