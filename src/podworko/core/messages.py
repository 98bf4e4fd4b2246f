"""Messages to people: written with the deed they tell about, delivered later, each in the reader's language.

A message is a plain-text template `<area>/mail/<kind>.txt` whose first line is the subject; the HTML part is made from
the same text, so that nothing that somebody typed can become markup.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import linebreaks, urlize
from django.utils.safestring import mark_safe

from podworko.core import tasks
from podworko.core.models import Message


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a message: its name, media type with parameters, and text."""

    name: str
    type: str
    text: str


def send(
    *, key: str, kind: str, to: str, language: str, context: Mapping[str, Any], attachments: Sequence[Attachment] = ()
) -> None:
    """Write the message of `kind` down in the caller's transaction, to be delivered when that holds.

    `kind` names the template, as in "bookings.accepted"; `key` names the news: the same key is sent once only.
    """
    area, name = kind.split(".")
    with translation.override(language):
        subject, _, text = render_to_string(f"{area}/mail/{name}.txt", dict(context)).strip().partition("\n")
        text = re.sub(r"\n{3,}", "\n\n", text.strip())
        body = mark_safe(linebreaks(urlize(text, autoescape=True)))  # noqa: S308 - urlize has escaped it
        html = render_to_string("mail.html", {"body": body, "language": language, "subject": subject.strip()})
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to": to,
            "language": language,
            "subject": subject.strip()[:200],
            "text": text,
            "html": html,
            "attachments": [asdict(attachment) for attachment in attachments],
        },
    )
    if is_new:
        tasks.deliver.enqueue(message.pk)
