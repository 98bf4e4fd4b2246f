"""Messages to people: written with the deed they tell about, delivered later, each in the reader's language.

A message is a plain-text template `<area>/mail/<kind>.txt` whose first line is the subject; the HTML part is made from
the same text, so that nothing that somebody typed can become markup. A letter is made of the same template, where
`is_letter` is true; a text message of its own short one, `<area>/mail/<kind>.sms.txt`, whose last line, the way on,
is kept whole when the rest must be shortened.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import linebreaks, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from podworko.core import audit, clock, sms, tasks
from podworko.core.errors import Conflict
from podworko.core.models import Message
from podworko.core.transactions import action

Channel = Message.Channel


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a message: its name, media type with parameters, and text."""

    name: str
    type: str
    text: str


@dataclass(frozen=True)
class Letterhead:
    """Who writes a letter: name and lines of the address; city and zone date it; the kind of place gives its ink."""

    name: str
    lines: Sequence[str] = ()
    city: str = ""
    zone: str = "Europe/Warsaw"
    kind: str = ""


def send(
    *,
    key: str,
    kind: str,
    to: str,
    language: str,
    context: Mapping[str, Any],
    channel: Channel = Channel.EMAIL,
    about: Model | None = None,
    letterhead: Letterhead | None = None,
    attachments: Sequence[Attachment] = (),
) -> None:
    """Write the message of `kind` down in the caller's transaction, to be delivered when that holds.

    `kind` names the template, as in "bookings.accepted"; `key` names the news: the same key is sent once only.
    `to` is an e-mail address, a telephone number, or for a letter the name of the person. On the page of what it is
    `about`, staff see what became of it; a letter waits there to be printed, under the `letterhead` of the place.
    """
    with translation.override(language):
        content = _short(kind, context) if channel == Channel.SMS else _long(kind, context, channel, language)
    message = Message(
        key=key,
        kind=kind,
        channel=channel,
        to=to,
        language=language,
        subject_type=about._meta.label_lower if about else "",
        subject_id=str(about.pk) if about else "",
        attachments=[asdict(each) for each in attachments] if channel == Channel.EMAIL else [],
        letterhead=asdict(letterhead) if letterhead and channel == Channel.LETTER else {},
        **content,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if not Message.objects.filter(key=key).exists():
            raise
        return  # this news is told already
    if channel != Channel.LETTER:
        tasks.deliver.enqueue(message.pk)


@action
def send_again(*, message: Message, about: Model, by: audit.Actor) -> Message:
    """Try once more to deliver what had failed for good; the trail of `about` keeps who wanted it.

    Raises Conflict when it has not failed, as when two press the button.
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state != Message.State.FAILED:
        raise Conflict.because("not-failed", _("This message is on its way already."))
    message.state = Message.State.WAITING
    message.tries = 0
    message.rounds += 1
    message.next_try_at = clock.now()
    message.save(update_fields=["state", "tries", "rounds", "next_try_at"])
    audit.record("core.sent_again", about, by=by, kind=message.kind, channel=message.channel)
    tasks.deliver.enqueue(message.pk)
    return message


def _template(kind: str, ending: str) -> str:
    area, name = kind.split(".")
    return f"{area}/mail/{name}{ending}"


def _short(kind: str, context: Mapping[str, Any]) -> dict[str, str]:
    text = render_to_string(_template(kind, ".sms.txt"), dict(context))
    return {"subject": "", "text": sms.fitted(text), "html": ""}


def _long(kind: str, context: Mapping[str, Any], channel: Channel, language: str) -> dict[str, str]:
    is_letter = channel == Channel.LETTER
    whole = render_to_string(_template(kind, ".txt"), {**context, "is_letter": is_letter})
    subject, _newline, text = whole.strip().partition("\n")
    # No sign in it may end a line: a mail server would take what follows for another header, or refuse the mail.
    subject, text = " ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", text.strip())
    body = mark_safe(linebreaks(urlize(text, autoescape=True)))  # noqa: S308 - urlize has escaped it
    html = render_to_string("mail.html", {"body": body, "language": language, "subject": subject})
    return {"subject": subject[:200], "text": text, "html": "" if is_letter else html}
