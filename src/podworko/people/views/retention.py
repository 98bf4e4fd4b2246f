"""How long things are kept, for whoever runs the installation: the rules, trying them out, what they did."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from podworko.core import audit, retention
from podworko.core.models import RetentionRun
from podworko.people.models import User


@dataclass(frozen=True)
class Round:
    """One round as the page shows it: what each rule met; None where the rule failed or was not there yet."""

    run: RetentionRun
    met: int
    failed: int


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the rules, what the last round met of each, and the latest rounds."""
    _only_administrator(request)
    runs = list(retention.runs())
    last = runs[0] if runs else None
    context = {
        "rules": [(rule, last.counts.get(rule.code, "") if last else "") for rule in retention.rules()],
        "last": last,
        "rounds": [
            Round(run, sum(filter(None, run.counts.values())), sum(count is None for count in run.counts.values()))
            for run in runs
        ],
    }
    return render(request, "people/retention.html", context)


@login_required
@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    """Count what each rule would meet now; nothing is deleted."""
    _only_administrator(request)
    retention.carry_out(by=audit.staff(cast("User", request.user)), is_dry_run=True)
    messages.success(request, _("Tried out. Nothing was deleted."))
    return redirect("people:retention")


def _only_administrator(request: HttpRequest) -> None:
    if not request.user.has_perm("people.see_retention"):
        raise Http404
