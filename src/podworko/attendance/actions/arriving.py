"""Those who come check themselves in: by the contact that they signed up with, or as one more of their age."""

import uuid

from django.db.models import Q
from django.utils.translation import gettext as _

from podworko.attendance import bands
from podworko.attendance.actions.counting import take
from podworko.attendance.models import BANDS, Presence, Source
from podworko.attendance.occasions import Occasion
from podworko.attendance.strokes import Stroke
from podworko.core import audit, clock, holdings
from podworko.core.errors import Refused
from podworko.core.holdings import Contact
from podworko.core.transactions import action
from podworko.programme.models import STANDING, Enrolment


@action
def arrive(*, occasion: Occasion, key: uuid.UUID, what: str = "", contact: Contact | None = None) -> None:
    """Count whoever has come to `occasion`, once for each `key`.

    With a `contact` their sign-up is ticked. Whether there was one is told to nobody: who has none is counted as one
    more. Raises Refused outside of the time in which people check in, and for a band that there is not.
    """
    if not occasion.is_checking_in:
        raise Refused.because("not-now", _("This is open from half an hour before it begins until it ends."))
    stroke = Stroke(key, clock.now(), what, 1)
    if contact is not None:
        stroke = _tick(occasion, contact, key) or Stroke(key, clock.now(), bands.own(occasion.audience)[0], 1)
    elif what not in BANDS:
        raise Refused.because("no-band", _("Choose what fits you best."), field="what")
    for outcome in take(occasion=occasion, strokes=[stroke], by=audit.RESIDENT, source=Source.SELF):
        if outcome.problem:
            raise Refused(outcome.problem)


def _tick(occasion: Occasion, contact: Contact, key: uuid.UUID) -> Stroke | None:
    """Return the tick beside the sign-up of `contact`; None where they have none, or nobody is asked for names."""
    session = occasion.session
    if session is None or occasion.is_anonymous:
        return None
    meant = Q(intake__session=session) | Q(intake__session=None, intake__activity=session.activity_id)
    known = Enrolment.objects.filter(meant, state__in=STANDING, erased_at=None)
    found = list(holdings.belonging(known, contact))
    if not found:
        return None
    here = set(
        Presence.objects.filter(enrolment__in=found, sheet__session=session, is_here=True).values_list(
            "enrolment", flat=True
        )
    )
    # Of several sign-ups under one contact the first that is not here yet.
    enrolment = next((each for each in found if each.pk not in here), found[0])
    return Stroke(key, clock.now(), person=enrolment.reference, is_here=True)
