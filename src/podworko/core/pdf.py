"""PDFs made by typst from the templates in each area's `typst/` folder: tagged, in a named language, with no network.

What people wrote reaches a template as data (`sys.inputs`), never as typst code, so that no letter of it is markup.
Templates share the library in `core/typst/`: paper, inks and the parts of forms.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from podworko.core import clock

ACCESSIBLE: "typst.PDFStandard" = "ua-1"
UNDRAWN = "could not be displayed with font"


class NotPrinted(Exception):
    """A PDF could not be made; the message names the template and says what typst found."""


def render(template: str, data: Mapping[str, object], *, language: str) -> bytes:
    """Return the PDF of `template`, such as "bookings/request_form", filled with `data`.

    `data` may hold whatever JSON can, dates and lazy translations; its "title" becomes the title of the document.
    `language` (such as "pl") is the one that a screen reader will speak. Raises NotPrinted.
    """
    with _printing(template):
        try:
            made: bytes = _compile(template, data, language, pdf_standards=[ACCESSIBLE])
        except typst.TypstError as error:
            # PDF/UA forbids a letter that no font can draw, such as an emoji in a name. A sheet with an empty box in
            # its place serves better than none; it is tagged all the same, only without the promise.
            if UNDRAWN not in error.message:
                raise
            made = _compile(template, data, language)
    return made


def pictures(template: str, data: Mapping[str, object], *, language: str, ppi: float) -> list[bytes]:
    """Return the pages of what `render` makes as PNG, with so many dots to the inch. Raises NotPrinted."""
    with _printing(template):
        pages = _compile(template, data, language, format="png", ppi=ppi)
        return pages if isinstance(pages, list) else [pages]


@contextmanager
def _printing(template: str) -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:  # typst's own, and a plain one for a template that does not exist
        raise NotPrinted(f"{template}: {getattr(error, 'diagnostic', error)}") from error


def _compile(template: str, data: Mapping[str, object], language: str, **options: Any) -> Any:
    area, _, name = template.partition("/")
    return typst.compile(
        settings.PACKAGE / area / "typst" / f"{name}.typ",
        root=settings.PACKAGE,
        font_paths=_fonts(settings.ASSETS / "fonts"),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, cls=DjangoJSONEncoder), "language": language},
        timestamp=clock.now().replace(microsecond=0),
        **options,
    )


@lru_cache(maxsize=1)
def _fonts(folder: Path) -> typst.Fonts:
    """Return our fonts, and behind them those that typst carries within itself: the same sheet on any machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder] if folder.is_dir() else []
    )
