"""What is shown outside, for the gates: the host has the calendar in their telephone, the resident too."""

from typing import TYPE_CHECKING

from podworko.bookings.models import FeedKey
from podworko.core import clock
from tests.gates.kept import MINE

if TYPE_CHECKING:
    from tests.gates.town import Town


def fill(town: "Town", number: int) -> None:
    """Put keys of the host and of contacts into the town."""
    if number:
        digest = FeedKey.digest_of(f"{town.slug}-{number}")
        FeedKey.objects.create(kind=FeedKey.Kind.OWN, contact=f"ktos{number}@example.org", digest=digest)
        return
    secret = f"{town.slug}-".ljust(43, "x")
    FeedKey.objects.create(
        kind=FeedKey.Kind.STAFF,
        user=town.staff["host"],
        centre=town.centre,
        digest=FeedKey.digest_of(secret),
        # It was read a moment ago: the next reading is not written down.
        used_at=clock.now(),
    )
    # A resident belongs to no town.
    FeedKey.objects.get_or_create(
        kind=FeedKey.Kind.OWN, contact=MINE, defaults={"digest": FeedKey.digest_of(f"{town.slug}-mine")}
    )
    town.shown["secret"] = secret
