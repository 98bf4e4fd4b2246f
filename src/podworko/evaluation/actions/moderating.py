"""Reading what people wrote: showing it to everybody, or keeping it among the staff with a reason."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from podworko.core import audit, clock
from podworko.core.errors import Refused
from podworko.core.transactions import action
from podworko.core.transitions import not_any_more
from podworko.evaluation.models import REMARK_LIFE, HideReason, Remark, RemarkState

# Words are read while they are news; the counts stay.
KEPT = dt.timedelta(days=365)


@action
def show(*, remark: Remark, by: audit.Actor) -> Remark:
    """Show a remark to everybody. Once more changes nothing; raises Conflict when it was deleted meanwhile."""
    return _settle(remark, RemarkState.SHOWN, "", by)


@action
def hide(*, remark: Remark, reason: str, by: audit.Actor) -> Remark:
    """Keep a remark among the staff. Raises Refused without a reason, Conflict when it was deleted meanwhile."""
    if reason not in HideReason:
        raise Refused.because("reason-needed", _("Choose why others should not read it."), field="reason")
    return _settle(remark, RemarkState.HIDDEN, reason, by)


def _settle(remark: Remark, state: RemarkState, reason: str, by: audit.Actor) -> Remark:
    found = (
        Remark.objects.select_for_update(of=("self",)).select_related("session__activity").filter(pk=remark.pk).first()
    )
    if found is None:
        raise not_any_more()
    if (found.state, found.reason) == (state, reason):
        return found
    if found.state != state:
        REMARK_LIFE.check(found.state, state)
    found.state, found.reason = state, reason
    found.save(update_fields=["state", "reason"])
    # The trail names the day, and none of the words.
    verb = "evaluation.remark_shown" if state == RemarkState.SHOWN else "evaluation.remark_hidden"
    audit.record(verb, found.session.activity, by=by, date=str(found.session), reason=reason)
    return found


def old() -> QuerySet[Remark]:
    """Return the remarks that are deleted by now."""
    return Remark.objects.filter(on__lt=(clock.now() - KEPT).date())
