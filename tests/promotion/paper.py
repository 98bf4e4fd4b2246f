"""Posters read back from the PDF."""

import io
import re
import subprocess

from django.utils import translation
from pypdf import PdfReader

from podworko.core import pdf
from podworko.promotion.posters import printing, sheets
from podworko.promotion.posters.choices import Choice, Design, Paper, What

# As pdftotext writes them.
PAGE = re.compile(r'<page width="([-\d.]+)" height="([-\d.]+)"')
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>')
SIZES = {Paper.A3: (297, 420), Paper.A4: (210, 297), Paper.A5: (148, 210)}


def sheet_of(thing, design, paper=Paper.A4, language="pl", what=What.ACTIVITY, **more):
    """Return what stands on the poster of an activity, or of a place."""
    choice = Choice(what=what, design=Design(design), paper=Paper(paper), language=language, **more)
    with translation.override(language):
        return sheets.of_activity(thing, choice) if what == What.ACTIVITY else sheets.of_plan(thing, choice)


def printed(sheet, language="pl"):
    """Return the PDF."""
    return pdf.render(printing.TEMPLATE, sheet, language=language)


def squeezed(text):
    """Return the text without white space, soft breaks and hyphens: lines are broken anywhere."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in "\u200b\u00ad\u2010-\u00a0")


def read(made):
    """Return the reader of a PDF, and its words, squeezed."""
    reader = PdfReader(io.BytesIO(made))
    return reader, squeezed("".join(page.extract_text() for page in reader.pages))


def is_accessible(reader, language):
    """Say whether the PDF promises PDF/UA-1, is tagged, and names its language."""
    root = reader.trailer["/Root"]
    promised = "pdfuaid:part" in root["/Metadata"].get_data().decode()
    return promised and bool(root["/MarkInfo"]["/Marked"]) and root["/Lang"] == language


def millimetres(reader):
    box = reader.pages[0].mediabox
    return round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)


def alternatives(reader):
    """Return the alternative texts of the pictures that are not decoration."""
    return [
        str(found["/Alt"])
        for number in range(1, int(reader.trailer["/Size"]))
        if isinstance(found := reader.get_object(number), dict) and "/Alt" in found
    ]


def words_outside(made, folder):
    """Return the words that do not lie within their page."""
    file = folder / "poster.pdf"
    file.write_bytes(made)
    lines = subprocess.run(["pdftotext", "-bbox", file, "-"], check=True, capture_output=True, text=True).stdout
    outside, size = [], (0.0, 0.0)
    for line in lines.splitlines():
        if found := PAGE.search(line):
            size = float(found[1]), float(found[2])
        elif found := WORD.search(line):
            left, top, right, below = (float(found[number]) for number in range(1, 5))
            if not (left >= 0 and top >= 0 and right <= size[0] and below <= size[1]):
                outside.append(found[5])
    return outside


def sizes_of(made):
    """Return the sizes of the letters, in points."""
    found = set()

    def visit(text, _outer, matrix, _font, size):
        if text.strip():
            found.add(round(size * (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5, 1))

    for page in PdfReader(io.BytesIO(made)).pages:
        page.extract_text(visitor_text=visit)
    return found
