"""States and the ways between them, declared as a table."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from podworko.core.errors import Conflict

S = TypeVar("S", bound=TextChoices)


class Lifecycle(Generic[S]):
    """The allowed transitions of one kind of thing."""

    def __init__(self, table: Mapping[S, set[S]]) -> None:
        self.table = table

    def allows(self, old: S | str, new: S | str) -> bool:
        """Say whether a thing in state `old` may become `new`."""
        return any(old == state and new in onward for state, onward in self.table.items())

    def check(self, old: S | str, new: S | str) -> None:
        """Raise Conflict when a thing in state `old` may not become `new`."""
        if not self.allows(old, new):
            raise not_any_more()


def not_any_more() -> Conflict:
    """Return the refusal of a deed that came after another had settled the matter."""
    sentence = _("Somebody has decided this in the meantime. The page now shows how it stands.")
    return Conflict.because("not-any-more", sentence)
