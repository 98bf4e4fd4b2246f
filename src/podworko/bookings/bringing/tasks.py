"""Background work of calendars that are brought: thin, each calls one function."""

from django_tasks import task

from podworko.bookings.actions import taking_back


@task()
def take_back(calendar_id: int) -> None:
    """Take back the uses of a calendar that is undone."""
    taking_back.take_back(calendar_id)


def go_on() -> None:
    """Hand to a worker again what one that died has left."""
    for calendar_id in taking_back.left_behind():
        take_back.enqueue(calendar_id)
