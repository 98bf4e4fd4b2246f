"""Who is a member, for whoever asks; the counts; what the list finds."""

import datetime as dt

import pytest

from podworko.core import audit, clock
from podworko.membership.actions import forgetting, keeping
from podworko.membership.queries import desk, figures, is_member, members_at
from podworko.membership.queries.members import alike
from podworko.places.models import Centre, ModelKind
from tests.factories import make_centre, make_member
from tests.membership.seen import again, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = dt.date(2026, 11, 24)
BY = audit.SYSTEM


@pytest.mark.parametrize(
    ("contact", "is_one"),
    [
        ({"email": "anna@example.org"}, True),
        ({"email": " ANNA@Example.ORG "}, True),
        ({"phone": "+48600100200"}, True),
        ({"phone": "600 100 200"}, True),
        ({"phone": "0048 600-100-200"}, True),
        ({"email": "other@example.org", "phone": "600100200"}, True),
        ({"email": "other@example.org"}, False),
        ({"phone": "600100201"}, False),
        ({"phone": "%"}, False),
        ({"phone": "9" * 5000}, False),
        ({"email": "%"}, False),
        ({"email": "a\x00"}, False),
        ({}, False),
        ({"email": " ", "phone": " "}, False),
    ],
)
def test_a_member_is_known_by_e_mail_or_telephone(centre, contact, is_one):
    make_member(centre, email="Anna@example.org", phone="+48600100200")
    # Somebody without an address is not everybody without one.
    make_member(centre, email="", phone="+48600999999")
    make_member(centre, email="only@example.org")
    assert is_member(centre, **contact) is is_one


def test_it_is_one_query_and_none_without_a_contact(centre, django_assert_num_queries):
    make_member(centre, email="anna@example.org")
    fresh = Centre.objects.get(pk=centre.pk)
    with django_assert_num_queries(1):
        assert is_member(fresh, email="anna@example.org", phone="600 100 200")
    with django_assert_num_queries(1):
        assert is_member(fresh, email="anna@example.org", on=TODAY)
    with django_assert_num_queries(0):
        assert not is_member(fresh)


def test_only_whoever_belongs_is_a_member_and_only_there(centre):
    other = make_centre(centre.network, kind=ModelKind.CAS)
    waiting(centre, email="waits@example.org")
    member = make_member(centre, email="anna@example.org")
    assert not is_member(centre, email="waits@example.org")
    assert not is_member(other, email="anna@example.org")
    keeping.give_notice(membership=member, by=BY, reason="Powód.")
    assert is_member(centre, email="anna@example.org")
    keeping.resign(membership=member, by=BY)
    assert not is_member(centre, email="anna@example.org")


def test_it_is_known_of_other_days_until_the_person_is_forgotten(centre, tuesday):
    first = dt.date(2026, 9, 1)
    member = make_member(centre, email="anna@example.org", since=first)
    keeping.resign(membership=member, by=BY)
    day = dt.timedelta(days=1)
    known = [is_member(centre, email="anna@example.org", on=on) for on in (first - day, first, TODAY - day, TODAY)]
    assert known == [False, True, True, False]
    tuesday.shift(dt.timedelta(days=40))
    forgetting.forget_over()
    assert not is_member(centre, email="anna@example.org", on=first)
    # That somebody belonged then is still counted.
    assert members_at(centre, first).count() == 1


def test_a_shared_telephone_is_shown_to_the_staff(centre):
    one = make_member(centre, person="Anna Lis", email="", phone="+48600100200")
    two = make_member(centre, person="Jan Lis", email="", phone="+48600100200")
    make_member(centre, email="x@example.org")
    assert [*alike(one)] == [two]


def test_the_counts_of_months_outlive_the_names(centre, tuesday):
    for since in ("2026-09-30", "2026-10-01", "2026-10-31", "2026-11-02"):
        make_member(centre, since=dt.date.fromisoformat(since))
    one, two = centre.memberships.order_by("pk")[:2]
    with clock.as_of(dt.datetime(2026, 10, 31, 23, 30, tzinfo=dt.UTC)):  # in Kraków it is November
        keeping.resign(membership=again(one), by=BY)
    keeping.note_death(membership=again(two), by=BY)

    def counted():
        return [
            (month.first.month, month.members, month.new, month.by_way)
            for month in figures.figures_of(centre, months=3).months
        ]

    expected = [(9, 1, 1, [0, 0, 0]), (10, 3, 2, [0, 0, 0]), (11, 2, 1, [1, 1, 0])]
    assert counted() == expected
    assert figures.figures_of(centre).new == 4
    forgetting.erase(memberships=[again(one), again(two)], by=audit.RESIDENT)
    assert counted() == expected


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("", ["Łucja Żak", "Anna Lis"]),
        ("lucja", ["Łucja Żak"]),
        ("ŻAK łuc", ["Łucja Żak"]),
        ("2", ["Anna Lis"]),
        ("22", []),
        ("%", ["Łucja Żak", "Anna Lis"]),
        ("9" * 5000, []),
    ],
)
def test_the_list_is_searched_by_name_and_number(centre, sought, found):
    make_member(centre, person="Łucja Żak")
    make_member(centre, person="Anna Lis")
    page = desk.listed(centre, part="members", sought=sought, page="1").page
    assert [row["person"] for row in page] == found


@pytest.mark.parametrize("page", ["x", "0", "-1", "9" * 5000])
def test_a_page_that_there_is_not_is_the_nearest_one(centre, page):
    make_member(centre)
    assert len(desk.listed(centre, part="nonsense", sought="", page=page).page) == 1
