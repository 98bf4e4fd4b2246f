"""Rooms: how many they hold in which layout, what is in them, how a movable wall divides them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from podworko.places.models.centres import Centre


class Room(models.Model):
    """A space that can be used: a closed room, a hall, a corner of a garden."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="rooms")
    # The whole that a movable wall divides into this and other parts.
    whole = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    slug = models.SlugField()
    name = models.CharField(_("name"), max_length=80)
    about = models.TextField(_("what it is"), blank=True)
    area_m2 = models.DecimalField(_("area, m²"), max_digits=6, decimal_places=1, null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("people at most"))
    floor = models.SmallIntegerField(_("floor"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_lent = models.BooleanField(_("lent to residents"), default=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(name="room_slug_in_centre", fields=["centre", "slug"]),
            models.CheckConstraint(name="room_holds_somebody", condition=models.Q(capacity__gt=0)),
            models.CheckConstraint(
                name="room_not_its_own_part", condition=models.Q(whole__isnull=True) | ~models.Q(whole=models.F("pk"))
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the room's page."""
        return reverse("portal:room", args=[self.centre.network.slug, self.centre.slug, self.slug])


class RoomPart(models.Model):
    """That `part` lies inside `whole`, however many movable walls deep: what `Room.whole` says, followed to the end.

    The guard of room use reads it. `places.walls` keeps it in step.
    """

    whole = models.ForeignKey(Room, models.CASCADE, related_name="+")
    part = models.ForeignKey(Room, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(name="room_part_once", fields=["whole", "part"]),)

    def __str__(self) -> str:
        return f"{self.part_id} ⊂ {self.whole_id}"


class Layout(models.TextChoices):
    """How chairs and tables stand."""

    ROWS = "rows", _("chairs in rows")
    TABLES = "tables", _("at tables")
    CIRCLE = "circle", _("chairs in a circle")
    HORSESHOE = "horseshoe", _("tables in a horseshoe")
    STANDING = "standing", _("standing")
    MATS = "mats", _("on mats")


class RoomLayout(models.Model):
    """How many people a room holds in one layout."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="layouts")
    layout = models.CharField(_("layout"), max_length=12, choices=Layout.choices)
    capacity = models.PositiveSmallIntegerField(_("people at most"))

    class Meta:
        constraints = (
            models.UniqueConstraint(name="room_layout_once", fields=["room", "layout"]),
            models.CheckConstraint(name="room_layout_holds_somebody", condition=models.Q(capacity__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.get_layout_display()}: {self.capacity}"


class Equipment(models.TextChoices):
    """What a room can hold for its users."""

    CHAIRS = "chairs", _("chairs")
    TABLES = "tables", _("tables")
    PROJECTOR = "projector", _("projector")
    SCREEN = "screen", _("screen")
    LAPTOP = "laptop", _("laptop")
    SOUND = "sound", _("loudspeakers and microphone")
    FLIPCHART = "flipchart", _("flipchart")
    MATS = "mats", _("exercise mats")
    MIRROR = "mirror", _("wall mirror")
    TOOLS = "tools", _("tools")
    SEWING = "sewing", _("sewing machines")
    KITCHENETTE = "kitchenette", _("kitchenette")
    PIANO = "piano", _("piano")
    TOYS = "toys", _("toys")
    LOOP = "loop", _("induction loop")


class RoomEquipment(models.Model):
    """How many of what a room holds."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="equipment")
    item = models.CharField(_("what"), max_length=20, choices=Equipment.choices)
    count = models.PositiveSmallIntegerField(_("how many"), default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="room_equipment_once", fields=["room", "item"]),
            models.CheckConstraint(name="room_equipment_some", condition=models.Q(count__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.get_item_display()} × {self.count}"
