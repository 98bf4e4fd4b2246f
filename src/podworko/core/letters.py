"""Letters: messages on paper, printed at the place and handed over or posted by those who work there."""

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.utils import translation
from django.utils.formats import date_format

from podworko.core import art, audit, clock, pdf
from podworko.core.models import Message
from podworko.core.transactions import action


def pdf_of(message: Message) -> bytes:
    """Return a letter as a tagged A4 sheet in large print: who writes, to whom, when, and the words."""
    head = message.letterhead
    with translation.override(message.language):
        written_on = message.created_at.astimezone(ZoneInfo(head.get("zone", "UTC"))).date()
        day = date_format(written_on, "j E Y")
    sheet = {
        "title": message.subject,
        "name": head.get("name", ""),
        "lines": head.get("lines", []),
        "kind": head.get("kind", ""),
        "mark": art.kind_mark(head.get("kind", "")),
        "day": ", ".join(part for part in (head.get("city", ""), day) if part),
        "to": message.to,
        "parts": list(_parts(message.text)),
    }
    return pdf.render("core/letter", sheet, language=message.language)


@action
def mark_printed(*, message: Message, about: Model, by: audit.Actor) -> Message:
    """Say that a letter was printed; the trail of `about` keeps by whom. A second time changes nothing."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state != Message.State.WAITING:
        return message
    message.state = Message.State.SENT
    message.sent_at = clock.now()
    message.save(update_fields=["state", "sent_at"])
    audit.record("core.letter_printed", about, by=by, kind=message.kind)
    return message


def _parts(text: str) -> Iterable[dict[str, object]]:
    """Yield the paragraphs of a text; lines that begin with a dash and a space are a list."""
    for paragraph in re.split(r"\n\s*\n", text):
        plain: list[str] = []
        items: list[str] = []
        for line in paragraph.splitlines():
            if line.startswith("- "):
                items.append(line[2:].strip())
                continue
            if items:
                yield {"lines": plain, "items": items}
                plain, items = [], []
            plain.append(line.strip())
        if plain or items:
            yield {"lines": plain, "items": items}
