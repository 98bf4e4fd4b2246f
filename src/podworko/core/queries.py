"""What is asked of the tables of core."""

from django.db.models import QuerySet

from podworko.core.models import Message

SHOWN = 50


def newest_messages() -> QuerySet[Message]:
    """Return the messages written last, the newest first, with what a reader sees of them."""
    fields = ("subject", "to", "language", "text", "attachments", "created_at")
    return Message.objects.order_by("-pk").only(*fields)[:SHOWN]
