"""A sheet made into a PDF or pictures of its pages; made once, and kept for a while under what stands on it."""

from io import BytesIO
from typing import cast

from django.core.cache import caches
from PIL import Image

from podworko.core import pdf
from podworko.core.edition import edition
from podworko.core.versions import version_of
from podworko.promotion.posters.choices import Paper
from podworko.promotion.posters.sheets import Sheet

TEMPLATE = "promotion/poster"
KEPT_SECONDS = 60 * 60
# How wide the sheets are, in inches.
INCHES = {Paper.A3: 297 / 25.4, Paper.A4: 210 / 25.4, Paper.A5: 148 / 25.4}
# A preview that one can read, and a picture to choose a design by; in dots of its width.
PREVIEW, THUMBNAIL = 380, 100
# Posters are flat inks: with so few of them a picture takes a third, and pages are read over slow lines.
INKS = 12


def etag(sheet: Sheet, *form: object) -> str:
    """Return the word under which `sheet`, made in this `form`, is kept here and by browsers."""
    return f'"{version_of(edition(), sheet, *form)}"'


def as_pdf(sheet: Sheet, *, language: str) -> bytes:
    """Return the sheet as PDF. Raises NotPrinted."""
    key = f"pdf:{etag(sheet, language)}"
    made = cast("bytes | None", caches["posters"].get(key))
    if made is None:
        made = pdf.render(TEMPLATE, sheet, language=language)
        caches["posters"].set(key, made, KEPT_SECONDS)
    return made


def as_pictures(sheet: Sheet, *, language: str, width: int) -> list[bytes]:
    """Return the pages of the sheet as WebP, so many dots wide. Raises NotPrinted."""
    key = f"webp:{etag(sheet, language, width)}"
    made = cast("list[bytes] | None", caches["posters"].get(key))
    if made is None:
        ppi = width / INCHES[Paper(sheet["paper"])]
        made = [_light(page) for page in pdf.pictures(TEMPLATE, sheet, language=language, ppi=ppi)]
        caches["posters"].set(key, made, KEPT_SECONDS)
    return made


def _light(page: bytes) -> bytes:
    """Return the picture in few colours."""
    with Image.open(BytesIO(page)) as picture:
        few = picture.convert("RGB").quantize(
            INKS, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
        )
    packed = BytesIO()
    # Of flat inks this form makes a quarter less than PNG does.
    few.convert("RGB").save(packed, "WEBP", lossless=True, quality=100, method=6)
    return packed.getvalue()
