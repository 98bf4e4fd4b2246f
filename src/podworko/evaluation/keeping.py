"""How long ratings are kept. Nothing of them is held about a contact: no voice and no sentence knows whose it is."""

from django.utils.translation import gettext_lazy as _

from podworko.core import retention
from podworko.evaluation.actions import asking, moderating


def register() -> None:
    """Register the rules."""
    retention.deleting(
        "evaluation.remarks",
        _("Sentences left with a rating are deleted after a year. How many pressed which face stays."),
        moderating.old,
    )
    retention.deleting(
        "evaluation.tickets",
        _("Links for rating that nobody has used are deleted after 14 days."),
        asking.old_tickets,
    )
