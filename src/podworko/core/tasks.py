"""Background work of the core: thin, each calls one function."""

from django_tasks import task


@task()
def deliver(message_id: int) -> None:
    """Deliver one message."""
    from podworko.core import messages  # noqa: PLC0415 - messages enqueue this task

    messages.deliver(message_id)
