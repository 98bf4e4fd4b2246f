"""Handing messages to the mail server: once each, again when it failed, never forgotten."""

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q

from podworko.core import clock
from podworko.core.models import Message

# After the tries at these waits the message is marked as not delivered, and staff see it.
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 180, 720, 1440, 1440)]
# A process that died while sending leaves its message claimed; after this long another takes it over.
CLAIM = dt.timedelta(minutes=5)
# Long enough to find out what became of a message, no longer.
KEPT = dt.timedelta(days=30)


def deliver(message_id: int) -> None:
    """Hand one message to the mail server, unless another process does it already.

    What fails is tried again later; the Message-ID stays the same, so that a copy sent by a process that died
    between sending and saying so is seen as one message by the reader's program.
    """
    now = clock.now()
    claimed = Message.objects.filter(
        Q(state=Message.State.WAITING) | Q(state=Message.State.SENDING), pk=message_id, next_try_at__lte=now
    ).update(state=Message.State.SENDING, next_try_at=now + CLAIM)
    if not claimed:
        return
    message = Message.objects.get(pk=message_id)
    try:
        _mail(message).send()
    except (OSError, ValueError):
        # smtplib's errors and those of the network are all OSErrors; an address that is none is a ValueError.
        message.tries += 1
        if message.tries > len(WAITS):
            message.state = Message.State.FAILED
        else:
            message.state = Message.State.WAITING
            message.next_try_at = clock.now() + WAITS[message.tries - 1]
        message.save(update_fields=["state", "tries", "next_try_at"])
        return
    message.state = Message.State.SENT
    message.sent_at = clock.now()
    message.save(update_fields=["state", "sent_at"])


def deliver_due() -> None:
    """Deliver every message whose time has come: those that failed before, and those that a crash left behind."""
    due = Message.objects.filter(
        state__in=[Message.State.WAITING, Message.State.SENDING], next_try_at__lte=clock.now()
    ).order_by("next_try_at")
    for message_id in due.values_list("pk", flat=True)[:200]:
        deliver(message_id)


def forget_old() -> None:
    """Delete the messages that are done with and older than KEPT: they hold addresses and links."""
    done = Message.objects.filter(state__in=[Message.State.SENT, Message.State.FAILED])
    done.filter(created_at__lt=clock.now() - KEPT).delete()


def _mail(message: Message) -> EmailMultiAlternatives:
    domain = settings.SITE_URL.split("//")[-1].split(":")[0].split("/")[0]
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        headers={
            "Message-ID": f"<message-{message.pk}-{message.created_at:%Y%m%d%H%M%S}@{domain}>",
            "Content-Language": message.language,
        },
    )
    mail.attach_alternative(message.html, "text/html")
    for attachment in message.attachments:
        # An invitation is read from among the alternatives by some programs, as a file by others (RFC 6047).
        if attachment["type"].startswith("text/calendar"):
            mail.attach_alternative(attachment["text"], attachment["type"])
        mail.attach(attachment["name"], attachment["text"], attachment["type"])
    return mail
