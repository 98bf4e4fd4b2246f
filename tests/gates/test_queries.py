"""Gate 2: a page asks the database as often with ten times the rows; the calendar of 40 rooms asks at most 9 times."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from podworko.places.queries import lent_rooms
from tests.factories import make_booking, make_centre, make_room
from tests.gates.catalogue import Visit, open_pages, visits
from tests.gates.town import TODAY

# Tables that no page of ours lists: the signs of who signs in, and the queue of background work.
NOT_OURS = {"auth", "contenttypes", "sessions", "account", "mfa", "socialaccount", "django_tasks_database"}


PARTS = 6


def queries(client: Client, address: str) -> int:
    """Return how often a visit asks the database, nothing being remembered from earlier ones."""
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def count_all(made: Iterable[Visit]) -> dict[str, int]:
    return {str(visit): queries(visit.client, visit.address) for visit in made}


def asks_more(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """Return the visits that asked another number of times."""
    return [
        f"{visit}: {before[visit]} queries, then {after[visit]}" for visit in before if after[visit] != before[visit]
    ]


# The world grows once for many pages: that costs more than looking at them.
@pytest.mark.timeout(900)
@pytest.mark.matrix
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_times_the_rows_cost_no_more_queries(world, part):
    names = [*open_pages()][part::PARTS]
    made = {name: [*visits(world, name)] for name in names}
    before = {name: count_all(made[name]) for name in names}
    world.grow()
    assert {name: more for name in names if (more := asks_more(before[name], count_all(made[name])))} == {}


def test_the_world_has_rows_of_every_table_and_grows(world):
    models = [model for model in apps.get_models() if model._meta.app_label not in NOT_OURS]
    before = {model: model.objects.count() for model in models}
    world.grow()
    # Half of what is there belongs to the other town, which stays as it is.
    too_few = {model._meta.label for model in models if model.objects.count() < max(before[model], 1) * 3}
    # A town has as many people in each role as before.
    assert too_few <= {"people.User", "people.Grant", "people.ApiToken"}


@pytest.mark.usefixtures("_now")
@pytest.mark.parametrize("view", ["day", "week", "month", "list"])
def test_a_big_house_asks_at_most_nine_times(db, view):
    counts = {}
    for size in (4, 40):
        centre = make_centre(slug=f"dom-{size}")
        for room in [make_room(centre) for _room in range(size)]:
            for hour in range(9, 17):
                make_booking(room, on=TODAY, starts=f"{hour:02}:00", ends=f"{hour:02}:45")
        address = reverse("bookings:calendar", args=[centre.network.slug, centre.slug])
        counts[size] = queries(Client(), f"{address}?view={view}")
    assert counts[4] == counts[40] <= 9


# --- negative controls ---------------------------------------------------------------------------


def test_a_query_in_a_loop_is_seen(world, monkeypatch):
    name = "portal:place"

    def one_by_one(centre):
        sum(room.equipment.count() for room in centre.rooms.all())
        return lent_rooms(centre)

    monkeypatch.setattr("podworko.portal.views.place.lent_rooms", one_by_one)
    made = [*visits(world, name)]
    before = count_all(made)
    world.grow()
    assert asks_more(before, count_all(made))


def test_what_asks_as_often_is_let_through():
    assert asks_more({"a": 3}, {"a": 3}) == []
    assert asks_more({"a": 3}, {"a": 12}) == ["a: 3 queries, then 12"]
