"""A hundred thousand rows: read, judged and looked at in memory that does not grow with them."""

import io
import resource

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from podworko.core import audit
from podworko.core.imports import actions, judging, queries
from podworko.core.imports.registry import importer_of
from podworko.core.models import Import
from tests.factories import make_centre, make_network

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.timeout(1_200)]
ROWS = 100_000
# Kilobytes that a worker may need, whatever the number of rows.
MEMORY = 60_000


def table(rows: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Miejsce", "Sala", "Osób", "Powierzchnia"])
    for number in range(rows):
        sheet.append(["Dom", f"Sala {number}", 12 if number % 10 else "dużo", 20.5])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def bring(network, content):
    file = SimpleUploadedFile("sale.xlsx", content)
    importer = importer_of("places.rooms")
    return actions.bring(importer=importer, subject=network, file=file, name="sale.xlsx", by=audit.SYSTEM)


def test_a_hundred_thousand_rows_are_judged_in_bounded_memory_and_few_queries():
    network = make_network()
    make_centre(network, name="Dom")
    brought = bring(network, table(ROWS))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    judging.judge(brought.pk)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    brought.refresh_from_db()
    assert (brought.state, brought.rows_judged, brought.rows_wrong) == (Import.State.READY, ROWS, ROWS // 10)
    assert grown < MEMORY
    with CaptureQueriesContext(connection) as looked:
        preview = queries.preview(brought, chosen="", page="200")
    assert len(looked) <= 3
    assert len(preview.lines) == queries.PAGE
