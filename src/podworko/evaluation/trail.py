"""What the history of an activity says of its ratings."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core import history
from podworko.evaluation.models import HideReason


def register() -> None:
    """Tell core the words for our verbs and messages; the history is that of the programme's activities."""
    history.register_verbs(
        {
            "evaluation.asking_on": gettext_lazy("People are asked by message how it was"),
            "evaluation.asking_off": gettext_lazy("Nobody is asked by message any more"),
            "evaluation.paper_typed": _paper,
            "evaluation.remark_shown": gettext_lazy("A sentence that somebody left is shown to everybody"),
            "evaluation.remark_hidden": _hidden,
        }
    )
    history.register_kinds({"evaluation.how_was_it": gettext_lazy("How it was")})


def _paper(facts: Mapping[str, object]) -> str:
    counts = facts.get("after")
    total = sum(counts) if isinstance(counts, list) else 0
    return _("Faces typed in from paper: %(count)s") % {"count": total}


def _hidden(facts: Mapping[str, object]) -> str:
    reason = str(facts.get("reason", ""))
    why = HideReason(reason).label if reason in HideReason.values else reason
    return _("A sentence that somebody left is for the staff only: %(why)s") % {"why": why}
