"""Pictures of a place and its rooms: adding, describing, ordering, taking down."""

import re
import uuid
from typing import IO, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from podworko.core import audit
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.places import photos
from podworko.places.actions.keeping import Facts, lock, record
from podworko.places.models import Centre, Photo, Room

MOST_PHOTOS = 60
# Words that tell nobody anything, and what cameras call their files.
EMPTY_WORDS = {"zdjęcie", "zdjecie", "foto", "fotografia", "obraz", "photo", "picture", "image", "фото", "світлина"}
FILE_NAME = re.compile(r"\.(jpe?g|png|webp|heic)$|^(img|dsc|pxl|dcim|screenshot)[-_ ]?\d", re.IGNORECASE)
SHORTEST_ALT = 8


def add_photo(
    *,
    centre: Centre,
    file: IO[bytes],
    size: int,
    alt: str,
    by: audit.Actor,
    room: Room | None = None,
    is_public: bool = True,
    public_id: uuid.UUID | None = None,
) -> Photo:
    """Keep the picture in `file` (its length is `size`) with the words `alt` for those who do not see it.

    The same `public_id` sent again is the same picture. Raises Refused for a file that is no picture that we read, for
    words that say nothing, and when there are too many.
    """
    raise_any([*judge_alt(alt), *judge_room(centre, room)])
    painted = photos.paint(file, size=size)
    name = public_id or uuid.uuid4()
    if (known := Photo.objects.filter(public_id=name).first()) and known.centre_id == centre.pk:
        return known
    name = uuid.uuid4() if known else name
    # Painting and writing take long, and nobody waits for them in a transaction. What is left of one that fails is
    # cleared away later.
    photos.keep(name, painted)
    return _enter(
        centre=centre,
        photo=Photo(
            public_id=name,
            room=room,
            alt=" ".join(alt.split()),
            width=painted.width,
            height=painted.height,
            is_public=is_public,
        ),
        by=by,
    )


@action
def _enter(*, centre: Centre, photo: Photo, by: audit.Actor) -> Photo:
    centre = lock(centre)
    if known := centre.photos.filter(public_id=photo.public_id).first():
        return known
    if centre.photos.count() >= MOST_PHOTOS:
        said = _("This place has %(most)s photos, which is as many as it can have. Take one down first.")
        raise Refused.because("photos-many", said % {"most": MOST_PHOTOS}, field="file")
    photo.centre = centre
    photo.position = (centre.photos.aggregate(last=Max("position"))["last"] or 0) + 1
    photo.added_by_id = by.user.pk if by.user else None
    photo.save()
    record("places.photo_added", centre, by=by, before={}, after=_facts(photo), photo=photo.alt)
    return photo


@action
def change_photo(*, photo: Photo, alt: str, room: Room | None, is_public: bool, by: audit.Actor) -> Photo:
    """Change the words of a picture, what it shows a room of, and whether everybody sees it. Raises Refused."""
    raise_any([*judge_alt(alt), *judge_room(photo.centre, room)])
    centre = lock(photo.centre)
    photo = centre.photos.get(pk=photo.pk)
    before = _facts(photo)
    photo.alt, photo.room, photo.is_public = " ".join(alt.split()), room, is_public
    photo.save()
    record("places.photo_changed", centre, by=by, before=before, after=_facts(photo), photo=photo.alt)
    return photo


@action
def move_photo(*, photo: Photo, is_up: bool, by: audit.Actor) -> None:
    """Change places with the picture before, or after; at the end of the row nothing happens."""
    centre = lock(photo.centre)
    if swap(list(centre.photos.all()), photo.pk, is_up=is_up):
        audit.record("places.photos_ordered", centre, by=by, photo=photo.alt)


@action
def remove_photo(*, photo: Photo, by: audit.Actor) -> None:
    """Take a picture down, with its files."""
    centre = lock(photo.centre)
    record("places.photo_removed", centre, by=by, before=_facts(photo), after={}, photo=photo.alt)
    photo.delete()
    name = photo.public_id
    transaction.on_commit(lambda: photos.forget([name]))


def judge_alt(alt: str) -> list[Problem]:
    """Return what is wrong with the words for those who do not see the picture."""
    words = " ".join(alt.split())
    if not words:
        return [Problem("alt", "required", _("Say what the picture shows: some people hear it and do not see it."))]
    if FILE_NAME.search(words):
        return [Problem("alt", "file-name", _("This looks like the name of a file. Say what the picture shows."))]
    if len(words) < SHORTEST_ALT or words.casefold() in EMPTY_WORDS:
        return [Problem("alt", "says-nothing", _("Say a little more: who or what is in the picture, and where?"))]
    return []


def judge_room(centre: Centre, room: Room | None) -> list[Problem]:
    """Return what is wrong with the room that a picture of `centre` is to show."""
    if room is None or room.centre_id == centre.pk:
        return []
    return [Problem("room", "no-such-room", _("This place has no such room."))]


Ordered = TypeVar("Ordered", Photo, Room)


def swap(rows: list[Ordered], pk: int, *, is_up: bool) -> bool:
    """Move one of `rows` by one and number them anew; return whether anything moved."""
    here = next(index for index, row in enumerate(rows) if row.pk == pk)
    there = here + (-1 if is_up else 1)
    if not 0 <= there < len(rows):
        return False
    rows[here], rows[there] = rows[there], rows[here]
    for number, row in enumerate(rows):
        if row.position != number:
            row.position = number
            row.save(update_fields=["position"])
    return True


def raise_any(problems: list[Problem]) -> None:
    """Raise Refused when there is anything in `problems`."""
    if problems:
        raise Refused(*problems)


def _facts(photo: Photo) -> Facts:
    return {"alt": photo.alt, "room": photo.room.name if photo.room else "", "is_public": photo.is_public}
