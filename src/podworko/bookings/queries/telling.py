"""What everybody may read of a use, on every wall, door and page: the one place that decides it."""

from django.utils.translation import gettext as _

from podworko.bookings.models import Occupancy


class Public:
    """Says it in the reader's language; what is the same for hundreds of uses is put into words once."""

    def __init__(self) -> None:
        self.taken, self.closed = _("Taken"), _("Closed")

    def says(self, kind: str, note: str, *titles: tuple[str | None, object]) -> tuple[str, str]:
        """Return title and tone: open (neighbours may come, and read what it is), private ("Taken"), closed.

        `titles` are what the use may be called, by its request or by the calendar that it came with, each with
        whether that is open to all; None where there is no such thing.
        """
        if kind == Occupancy.Kind.CLOSURE:
            return note or self.closed, "closed"
        if kind == Occupancy.Kind.ACTIVITY:
            # A draft has no title yet that anybody may read.
            return (note, "open") if note else (self.taken, "private")
        title = next((title for title, is_open in titles if is_open and title), "")
        return (title, "open") if title else (self.taken, "private")
