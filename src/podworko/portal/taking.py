"""What is held about somebody, as one file to take along: for programs (JSON) and for people (HTML, opens offline)."""

import io
import zipfile
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from podworko.core import clock, holdings
from podworko.core.holdings import Contact, Holding, Record


def name() -> str:
    """Return what the file is called: nothing that names anybody."""
    return f"podworko-{clock.now():%Y-%m-%d}.zip"


def archive(contact: Contact) -> bytes:
    """Return a zip of all records of `contact`, in the language of the moment."""
    found = holdings.held(contact)
    context = {
        "contact": contact,
        "made_at": timezone.localtime(clock.now(), timezone.get_default_timezone()),
        "site_url": settings.SITE_URL,
        "held": [(holding, [_readable(holding, record) for record in records]) for holding, records in found],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("podworko.json", holdings.as_json(contact, found))
        files.writestr("podworko.html", render_to_string("portal/mine_export.html", context))
    return packed.getvalue()


def _readable(holding: Holding, record: Record) -> list[tuple[str, Any]]:
    """Return the values of a record as people read them, without those that say nothing."""
    values = [(field, record.get(field.key)) for field in holding.fields]
    return [(str(field.label), field.shown(value)) for field, value in values if value not in (None, "", [])]
