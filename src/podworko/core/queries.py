"""What is asked of the tables of core."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from podworko.core import history
from podworko.core.history import Event, History, Told
from podworko.core.models import AuditEvent, Message
from podworko.core.words import spoken_phone

SHOWN = 50


def newest_messages() -> QuerySet[Message]:
    """Return the messages written last, the newest first, with what a reader sees of them."""
    fields = ("kind", "channel", "subject", "to", "language", "text", "attachments", "created_at")
    return Message.objects.order_by("-pk").only(*fields)[:SHOWN]


def history_of(subject: Model, *, zone: ZoneInfo, for_staff: bool = True) -> History:
    """Return what happened to `subject` and what was told about it, by the clock of `zone`, in two queries.

    Staff see each other's names and the messages; others only what happened (one query).
    """
    events = AuditEvent.objects.about(subject).select_related("actor")
    told = Message.objects.about(subject).defer("text", "html", "attachments") if for_staff else []
    return History(
        [
            Event(
                at=_on_the_wall(event.at, zone),
                iso=event.at.isoformat(timespec="seconds"),
                what=history.sentence_of(event),
                who=_who(event, for_staff=for_staff),
                words=event.why,
            )
            for event in events
        ],
        [_told(message, zone) for message in told],
    )


def _on_the_wall(moment: dt.datetime, zone: ZoneInfo) -> str:
    return date_format(moment.astimezone(zone), "j E, H:i")


def _who(event: AuditEvent, *, for_staff: bool) -> str:
    who = str((for_staff and event.actor) or event.get_actor_kind_display())
    return _("%(who)s, for the resident") % {"who": who} if event.on_behalf else who


def _told(message: Message, zone: ZoneInfo) -> Told:
    moment = message.sent_at or message.created_at
    is_letter = message.channel == Message.Channel.LETTER
    on_paper = {Message.State.SENT: _("printed"), Message.State.WAITING: _("to be printed")} if is_letter else {}
    state = Message.State(message.state)
    return Told(
        pk=message.pk,
        what=history.words_of(message),
        to=spoken_phone(message.to) if message.channel == Message.Channel.SMS else message.to,
        channel=str(message.channel),
        channel_name=message.get_channel_display(),
        state=str(state),
        state_name=str(on_paper.get(state, state.label)),
        at=_on_the_wall(moment, zone),
        iso=moment.isoformat(timespec="seconds"),
        can_send_again=state == Message.State.FAILED and not is_letter,
        is_letter=is_letter,
        can_be_ticked=is_letter and state == Message.State.WAITING,
    )
