"""How long core keeps what is its own, and what of it is held about a contact: messages, tasks, counts, sessions."""

import datetime as dt
from collections.abc import Iterator

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from podworko.core import clock, delivery, holdings, limits, retention, traces
from podworko.core.holdings import Contact, Field, Record
from podworko.core.models import Message

# Done tasks tell for a week what went wrong; the newest of the health page are younger.
TASKS_KEPT = dt.timedelta(days=7)


def register() -> None:
    """Register the rules and the holding of core."""
    retention.register(
        retention.Rule(
            "core.messages",
            _("Messages that were sent, or could not be, are deleted after 30 days; letters nobody printed after 90."),
            due=lambda: delivery.old().count(),
            carry_out=lambda: traces.forget_messages(delivery.old()),
        )
    )
    retention.register(
        retention.Rule(
            "core.message_files",
            _("Where no mail server is set, the files that messages are written into are deleted after 30 days."),
            due=lambda: len(traces.old_files()),
            carry_out=traces.forget_old_files,
        )
    )
    retention.deleting("core.rates", _("Counts of tries are deleted after a day."), limits.old)
    retention.deleting("core.sessions", _("Sessions that have ended are deleted."), _ended_sessions)
    retention.deleting("core.tasks", _("Traces of background work are deleted after 7 days."), _done_tasks)
    holdings.register(
        holdings.Holding(
            "core.messages",
            _("Messages to you"),
            fields=(
                Field("subject", _("Subject")),
                Field("sent_at", _("Sent")),
                Field("channel", _("How"), words=Message.Channel),
                Field("to", _("To")),
                Field("state", _("State"), words=Message.State),
                Field("created_at", _("Written")),
                Field("text", _("Words")),
            ),
            records=_records,
            erase=lambda contact: traces.forget_messages(traces.messages_to(contact)),
        )
    )


def _ended_sessions() -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=clock.now())


def _done_tasks() -> QuerySet[DBTaskResult]:  # type: ignore[type-arg]
    return DBTaskResult.objects.filter(finished_at__lt=clock.now() - TASKS_KEPT)


def _records(contact: Contact) -> Iterator[Record]:
    names = ("kind", "channel", "to", "language", "subject", "text", "state", "created_at", "sent_at")
    yield from traces.messages_to(contact).order_by("-pk").values(*names)
