"""Background work of the core: thin, each calls one function."""

from django_tasks import task

from podworko.core import delivery


@task()
def deliver(message_id: int) -> None:
    """Deliver one message."""
    delivery.deliver(message_id)
