"""The one table of room use, and the version of each day that pages are kept by."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.bookings.models.brought import BroughtUse
from podworko.bookings.models.desk import WalkIn
from podworko.bookings.models.requests import BookingDate, Offer
from podworko.core.integrity import NoOverlap, TakesParts
from podworko.places.models import Centre, Room

# A local day may have 25 hours; what lasts longer is written down day by day. The bound keeps every look at the
# calendar as short as what it shows.
LONGEST_USE = dt.timedelta(hours=26)


# What each kind of use comes from.
SOURCES = {"booking": "booking_date", "offer": "offer", "walk_in": "walk_in", "brought": "brought", "part": "whole"}

# These say what they are in their note. What an activity is stands in the area above, which keeps the id of its use.
NOTED = ["closure", "activity"]


def has(source: str) -> models.Q:
    """Return the condition that a use comes from such a thing."""
    return models.Q((f"{source}__isnull", False))


def has_its_source() -> models.Q:
    """Return the condition that a use comes from what its kind says, and from nothing else."""
    alone = {f"{source}__isnull": True for source in SOURCES.values()}
    found = models.Q(kind__in=NOTED, **alone)
    for kind, source in SOURCES.items():
        found |= models.Q(kind=kind, **alone | {f"{source}__isnull": False})
    return found


class Occupancy(models.Model):
    """A room is used: the one table that every use is written in, whatever it comes from.

    [`blocked_from`, `blocked_until`) is what nobody else may have: the use and the time to make the room ready.
    A use that is called off is deleted here; its own record keeps the history.
    What uses a room uses its parts: the database itself writes a row of the kind `part` for each of them.
    """

    class Kind(models.TextChoices):
        BOOKING = "booking", _("booking")
        OFFER = "offer", _("offered")
        WALK_IN = "walk_in", _("in use")
        BROUGHT = "brought", _("from another calendar")
        CLOSURE = "closure", _("closed")
        ACTIVITY = "activity", _("activity")
        PART = "part", _("part of a room in use")

    # The index on (room, blocked_from) serves it.
    room = models.ForeignKey(Room, models.PROTECT, related_name="occupancies", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    blocked_from = models.DateTimeField()
    blocked_until = models.DateTimeField()
    booking_date = models.OneToOneField(BookingDate, models.CASCADE, null=True, blank=True, related_name="occupancy")
    # Most rows have none of these: their indexes below hold only the rows that have.
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, blank=True, related_name="occupancies", db_index=False)
    walk_in = models.ForeignKey(
        WalkIn, models.CASCADE, null=True, blank=True, related_name="occupancies", db_index=False
    )
    brought = models.ForeignKey(
        BroughtUse, models.CASCADE, null=True, blank=True, related_name="occupancies", db_index=False
    )
    # The use of the whole that this part is taken by.
    whole = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts", db_index=False)
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["room", "blocked_from"], name="occupancy_room_time"),
            models.Index(fields=["whole"], name="occupancy_whole", condition=models.Q(whole__isnull=False)),
        )
        constraints = (
            NoOverlap(
                name="occupancy_no_overlap",
                key="room",
                lower="blocked_from",
                upper="blocked_until",
                longest=LONGEST_USE + dt.timedelta(hours=4),
            ),
            TakesParts(
                name="occupancy_takes_parts",
                key="room",
                parts="places.RoomPart",
                copied=("starts_at", "ends_at", "blocked_from", "blocked_until", "note"),
                marked=("kind", "part"),
            ),
            models.UniqueConstraint(name="occupancy_of_offer", fields=["offer"], condition=has("offer")),
            models.UniqueConstraint(name="occupancy_of_walk_in", fields=["walk_in"], condition=has("walk_in")),
            models.UniqueConstraint(name="occupancy_of_brought", fields=["brought"], condition=has("brought")),
            models.CheckConstraint(
                name="occupancy_inside_its_block",
                condition=models.Q(
                    blocked_from__lte=models.F("starts_at"),
                    starts_at__lt=models.F("ends_at"),
                    ends_at__lte=models.F("blocked_until"),
                ),
            ),
            models.CheckConstraint(name="occupancy_has_its_source", condition=has_its_source()),
        )

    def __str__(self) -> str:
        return f"{self.room_id}: {self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"


class DayVersion(models.Model):
    """Another word each time that the uses of a centre's rooms on a local day change; no row: they never did.

    Pages and fragments are kept under it. It is written in the transaction that changes the use.
    """

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="day_versions", db_index=False)
    on = models.DateField()
    version = models.CharField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(name="day_version_once", fields=["centre", "on"]),)

    def __str__(self) -> str:
        return f"{self.centre_id}, {self.on}: {self.version}"
