"""Handing messages to the mail server and the text messages' gateway: once each, again when it failed, never forgotten.

Letters are not delivered here: somebody prints them (core/letters.py).
"""

import datetime as dt
import hashlib

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q, QuerySet

from podworko.core import clock, copies, sms
from podworko.core.models import Message

# After the tries at these waits the message is marked as not delivered, and staff see it.
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 180, 720, 1440, 1440)]
# A process that died while sending leaves its message claimed; after this long another takes it over.
CLAIM = dt.timedelta(minutes=5)
# Long enough to find out what became of a message, no longer.
KEPT = dt.timedelta(days=30)
# A letter that nobody has printed by then tells nothing new.
LETTERS_WAIT = dt.timedelta(days=90)

log = structlog.get_logger()


def deliver(message_id: int) -> None:
    """Hand one message over, unless another process does it already.

    What fails is tried again later; the Message-ID of a mail and the key of a text message stay the same, so that a
    copy sent by a process that died between sending and saying so is seen as one message by who gets it.
    """
    now = clock.now()
    claimed = _unsent().filter(pk=message_id, next_try_at__lte=now)
    if not claimed.update(state=Message.State.SENDING, next_try_at=now + CLAIM):
        return
    message = Message.objects.filter(pk=message_id).first()
    if message is None:  # erased in this very moment
        return
    try:
        _hand_over(message)
    except sms.NotSent as failure:
        log.warning("text_message_not_sent", message=message.pk, why=str(failure), is_final=failure.is_final)
        _put_off(message, is_final=failure.is_final, at_least=failure.retry_after)
    except (OSError, ValueError):
        # smtplib's errors and those of the network are all OSErrors; an address that is none is a ValueError.
        _put_off(message)
    else:
        _note(message, state=Message.State.SENT, sent_at=clock.now())


def deliver_due() -> None:
    """Deliver every message whose time has come: those that failed before, and those that a crash left behind."""
    due = _unsent().filter(next_try_at__lte=clock.now()).order_by("next_try_at")
    for message_id in due.values_list("pk", flat=True)[:200]:
        deliver(message_id)


def old() -> QuerySet[Message]:
    """Return the messages that are done with and older than KEPT, which hold addresses and links; and old letters."""
    now = clock.now()
    is_done = Q(state__in=[Message.State.SENT, Message.State.FAILED], created_at__lt=now - KEPT)
    is_letter = Q(channel=Message.Channel.LETTER, state=Message.State.WAITING, created_at__lt=now - LETTERS_WAIT)
    return Message.objects.filter(is_done | is_letter)


def _unsent() -> QuerySet[Message]:
    is_unsent = Q(state=Message.State.WAITING) | Q(state=Message.State.SENDING)
    return Message.objects.filter(is_unsent).exclude(channel=Message.Channel.LETTER)


def _put_off(message: Message, *, is_final: bool = False, at_least: dt.timedelta | None = None) -> None:
    """Note the try that failed, and when the next one is; none after a refusal for good, and after the last wait."""
    message.tries += 1
    if is_final or message.tries > len(WAITS):
        _note(message, state=Message.State.FAILED, tries=message.tries)
        return
    wait = max(WAITS[message.tries - 1], at_least or dt.timedelta())
    _note(message, state=Message.State.WAITING, tries=message.tries, next_try_at=clock.now() + wait)


def _note(message: Message, **fields: object) -> None:
    """Keep what became of a message. One that was erased on its way stays erased, and its copy goes after it."""
    if not Message.objects.filter(pk=message.pk).update(**fields):
        copies.forget(names_of(message))


def _hand_over(message: Message) -> None:
    if message.channel == Message.Channel.SMS:
        sms.gateway().send(to=message.to, text=message.text, key=key_of(message))
    else:
        _mail(message).send()


def key_of(message: Message) -> str:
    """Return the name of a message for a gateway: the same at each try, another when staff have it sent anew."""
    named = f"{settings.SITE_URL}:{message.pk}:{message.created_at.isoformat()}:{message.rounds}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def names_of(message: Message) -> set[str]:
    """Return what the files are known by into which a message may have been written."""
    return {key_of(message), _name_of_mail(message)}


def _name_of_mail(message: Message) -> str:
    return f"{message.pk}-{message.created_at:%Y%m%d%H%M%S}"


def _mail(message: Message) -> EmailMultiAlternatives:
    domain = settings.SITE_URL.split("//")[-1].split(":")[0].split("/")[0]
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        headers={
            "Message-ID": f"<message-{_name_of_mail(message)}@{domain}>",
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
