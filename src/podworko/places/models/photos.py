"""Pictures of places and rooms."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from podworko.core import clock
from podworko.places.models.centres import Centre
from podworko.places.models.rooms import Room

# The longest side of each size, in pixels, from the largest.
SIZES = {"large": 1600, "medium": 800, "small": 400}


class Photo(models.Model):
    """A picture, made smaller and without what the camera wrote into it; its files are named by `public_id`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Centre, models.CASCADE, related_name="photos")
    room = models.ForeignKey(Room, models.CASCADE, null=True, blank=True, related_name="photos")
    # What it shows, for those who do not see it.
    alt = models.CharField(_("what it shows"), max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    # Whether it stands on the public pages; those of the premises profile need not.
    is_public = models.BooleanField(_("shown to everybody"), default=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.alt

    def url(self, size: str = "medium") -> str:
        """Return the address of one size: large, medium or small."""
        return reverse("places:photo", args=[self.public_id, size])

    @property
    def srcset(self) -> str:
        """Its sizes with their widths, for the browser to choose from; one of each width, as small pictures are."""
        sizes = {self.width_at(side): size for size, side in SIZES.items()}
        return ", ".join(f"{self.url(size)} {width}w" for width, size in sizes.items())

    def width_at(self, side: int) -> int:
        """Return how wide it is where its longest side has `side` pixels at most."""
        return max(1, round(self.width * min(1, side / max(self.width, self.height))))
