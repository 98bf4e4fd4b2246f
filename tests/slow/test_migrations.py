"""A town that stood before kinds were rows keeps its places, with their kinds."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


# Unmaking and making every table takes its time on SQLite, which copies a table for each change.
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db(transaction=True)
def test_places_from_before_keep_their_kind_and_get_addresses():
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    before = [
        ("places", "0001_initial"),
        ("people", "0001_initial"),
        ("bookings", "0002_initial"),
        ("core", "0002_initial"),
    ]
    executor.migrate(before)
    try:
        old = executor.loader.project_state(before).apps.get_model
        scopes = [
            old("people", "Scope").objects.create(label=label) for label in ("Kraków", "Fundacja Łąka", "CAS Hutnik")
        ]
        network = old("places", "Network").objects.create(slug="krakow", name="Kraków", scope=scopes[0])
        operator = old("places", "Organisation").objects.create(network=network, name="Fundacja Łąka", scope=scopes[1])
        old("places", "Centre").objects.create(
            network=network,
            operator=operator,
            slug="hutnik",
            name="CAS Hutnik",
            kind="cas",
            city="Kraków",
            scope=scopes[2],
        )
        user = old("people", "User").objects.create(email="ala@example.org")
        old("people", "Grant").objects.create(user=user, role="certifier", scope=scopes[0])
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(newest)
    new = executor.loader.project_state(newest).apps.get_model
    centre = new("places", "Centre").objects.get()
    assert (centre.kind.code, centre.kind.audience, centre.kind.age_from) == ("cas", "seniors", 60)
    assert centre.network.kinds.count() == 7
    assert centre.operator.slug.startswith("fundacja-")
    assert [scope.kind for scope in new("people", "Scope").objects.order_by("pk")] == [
        "network",
        "organisation",
        "centre",
    ]
    assert new("people", "Grant").objects.get().role == "cert_officer"
