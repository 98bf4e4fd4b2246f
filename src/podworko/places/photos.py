"""Pictures: what a camera gives made smaller, upright and silent about where it was taken.

The files lie in `DATA/files/photos/<public id>/<size>.webp`; another area may keep its own in another folder. What is
kept is painted anew from the pixels, so that nothing else that the file held (EXIF with the place, a thumbnail, a
script behind the end) can survive.
"""

import datetime as dt
import io
import uuid
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from podworko.core import clock
from podworko.core.errors import Refused
from podworko.places.models import Photo
from podworko.places.models.photos import SIZES

FOLDER = "photos"
KINDS = ("JPEG", "PNG", "WEBP")
# Pixels that a file may unfold to. The best telephones make 50 million; a bomb makes thousands of millions.
MOST_PIXELS = 64_000_000
LEAST_SIDE = 200
QUALITY = 80
# Files of an upload whose transaction did not end stay behind; they are cleared away when surely nobody waits for them.
ORPHANED_AFTER = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Painted:
    """A picture ready to keep: its size, and its files by the name of their size."""

    width: int
    height: int
    files: dict[str, bytes]


def paint(file: IO[bytes], *, size: int) -> Painted:
    """Return the picture in `file`, whose length is `size`, in each of the sizes. Raises Refused with a sentence."""
    if size > settings.PHOTO_MEGABYTES * 1_000_000:
        raise Refused.because(
            "photo-large",
            _("This file has %(size)s MB. Up to %(most)s MB will do.")
            % {"size": round(size / 1_000_000), "most": settings.PHOTO_MEGABYTES},
            field="file",
        )
    if not size:
        raise Refused.because("photo-empty", _("This file is empty."), field="file")
    try:
        with warnings.catch_warnings():
            # Pillow only warns of what is large; we have a limit of our own.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _painted(file)
    except UnidentifiedImageError as error:
        raise Refused.because(
            "photo-kind", _("This is not a picture that we can read. Choose a JPEG, PNG or WebP file."), field="file"
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    # Whatever else a decoder stumbles over, the file is broken: it comes from outside.
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError, MemoryError) as error:
        raise Refused.because(
            "photo-broken",
            _("This picture is broken. Open it on your device, save it anew and try again."),
            field="file",
        ) from error


def _painted(file: IO[bytes]) -> Painted:
    file.seek(0)
    with Image.open(file, formats=KINDS) as source:
        width, height = source.size
        if width * height > MOST_PIXELS:
            raise _too_many_pixels()
        if min(width, height) < LEAST_SIDE:
            raise Refused.because(
                "photo-small",
                _("This picture is too small: each side must have at least %(least)s pixels.") % {"least": LEAST_SIDE},
                field="file",
            )
        # A JPEG can be read at a fraction of its size, which saves most of the time and memory.
        source.draft("RGB", (SIZES["large"] * 2, SIZES["large"] * 2))
        upright = ImageOps.exif_transpose(source)
        picture = _on_white(upright)
    files: dict[str, bytes] = {}
    largest = picture.size
    for name, side in SIZES.items():
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        if name == "large":
            largest = picture.size
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=QUALITY, method=4, exif=b"", xmp=b"", icc_profile=None)
        files[name] = out.getvalue()
    return Painted(*largest, files)


def _on_white(image: Image.Image) -> Image.Image:
    """Return nothing but the pixels of `image`; what is see-through lies on white."""
    if "A" in image.getbands() or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    plain = Image.new("RGB", image.size)
    plain.paste(image.convert("RGB"))
    return plain


def _too_many_pixels() -> Refused:
    return Refused.because(
        "photo-pixels",
        _("This picture unfolds to more than %(most)s million pixels. Make it smaller on your device first.")
        % {"most": MOST_PIXELS // 1_000_000},
        field="file",
    )


def keep(public_id: uuid.UUID, painted: Painted, *, folder: str = FOLDER) -> None:
    """Write the files of a picture; the same picture written again is the same files."""
    for size, content in painted.files.items():
        name = path_of(public_id, size, folder=folder)
        default_storage.delete(name)
        default_storage.save(name, ContentFile(content))


def path_of(public_id: uuid.UUID, size: str, *, folder: str = FOLDER) -> str:
    """Return where a file of a picture lies in the store."""
    return f"{folder}/{public_id}/{size}.webp"


def forget(public_ids: Iterable[uuid.UUID], *, folder: str = FOLDER) -> None:
    """Remove the files of pictures that are no more."""
    for public_id in public_ids:
        for size in SIZES:
            default_storage.delete(path_of(public_id, size, folder=folder))
        default_storage.delete(f"{folder}/{public_id}")


def clear_orphans() -> None:
    """Remove files that belong to no picture, once they are a day old; looks once an hour in each process."""
    if cache.add("places.photos.orphans", value=True, timeout=3600):
        forget(orphans(Photo.objects.values_list("public_id", flat=True)))


def orphans(known: Iterable[uuid.UUID], *, folder: str = FOLDER) -> list[uuid.UUID]:
    """Return the names of the pictures in `folder` that are not among the `known`, and a day old."""
    if not default_storage.exists(folder):
        return []
    folders, _files = default_storage.listdir(folder)
    latest = clock.now() - ORPHANED_AFTER
    strays = sorted(set(folders) - {str(public_id) for public_id in known})
    return [uuid.UUID(name) for name in strays if _is_older(f"{folder}/{name}", latest)]


def _is_older(folder: str, moment: dt.datetime) -> bool:
    _folders, files = default_storage.listdir(folder)
    return all(default_storage.get_modified_time(f"{folder}/{file}") < moment for file in files)
