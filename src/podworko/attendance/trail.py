"""What the history of a sheet says to those who look at it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.attendance.models import Counted
from podworko.core import history


def register() -> None:
    """Tell core the words for our verbs."""
    history.register_verbs(
        {
            "attendance.counted": gettext_lazy("Counting began"),
            "attendance.corrected": _corrected,
        }
    )


def _corrected(facts: Mapping[str, object]) -> str:
    """Return which numbers were typed in, and what they were before."""
    before, after = ({**value} if isinstance(value := facts.get(name), Mapping) else {} for name in ("before", "after"))
    changes = [
        f"{each.label} {before.get(each, 0)} → {after.get(each, 0)}"
        for each in Counted
        if before.get(each, 0) != after.get(each, 0)
    ]
    said = _("Numbers typed in")
    return f"{said}: {'; '.join(changes)}" if changes else said
