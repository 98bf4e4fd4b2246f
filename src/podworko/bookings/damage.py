"""Pictures of damage: made smaller and silent like those of places, kept in a folder that only the desk looks into."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import IO

from django.core.cache import cache

from podworko.bookings.models import Handover
from podworko.core.errors import Refused
from podworko.places import photos

FOLDER = "damage"


def keep(file: IO[bytes], *, size: int) -> uuid.UUID:
    """Keep the picture in `file`, whose length is `size`, and return its name. Raises Refused for what is none."""
    name = uuid.uuid4()
    try:
        painted = photos.paint(file, size=size)
    except Refused as refusal:
        # Where a damage is told of, the picture is one question among others, and has its own name.
        raise Refused(*(replace(problem, field="photo") for problem in refusal.problems)) from refusal
    photos.keep(name, painted, folder=FOLDER)
    return name


def path_of(name: uuid.UUID, size: str) -> str:
    """Return where a file of a picture lies in the store."""
    return photos.path_of(name, size, folder=FOLDER)


def forget(names: Iterable[uuid.UUID]) -> None:
    """Remove the files of pictures that are no more."""
    photos.forget(names, folder=FOLDER)


def clear_orphans() -> None:
    """Remove files that belong to no hand-over, once they are a day old; looks once an hour in each process."""
    if cache.add("bookings.damage.orphans", value=True, timeout=3600):
        known = Handover.objects.filter(photo__isnull=False).values_list("photo", flat=True)
        forget(photos.orphans(filter(None, known), folder=FOLDER))
