"""The premises held against the recommendations of the model, point by point."""

import datetime as dt

from django.utils.translation import gettext as _

from podworko.core import audit, clock
from podworko.core.errors import Refused
from podworko.core.transactions import action
from podworko.places.actions.keeping import Facts, lock, record
from podworko.places.models import Centre, Photo, PremisesFinding, PremisesPoint

Verdict = PremisesFinding.Verdict


@action
def note_finding(
    *,
    centre: Centre,
    point: PremisesPoint,
    verdict: str,
    by: audit.Actor,
    note: str = "",
    remedy: str = "",
    photo: Photo | None = None,
    looked_on: dt.date | None = None,
) -> PremisesFinding:
    """Keep how far one point is met, what would close it, and when somebody looked (today, unless said).

    Raises Refused for a day that has not come, and for a photo of another place.
    """
    centre = lock(centre)
    today = clock.today(centre.zone)
    if looked_on and looked_on > today:
        raise Refused.because("not-yet", _("That day has not come yet."), field="looked_on")
    if photo and photo.centre_id != centre.pk:
        raise Refused.because("no-photo", _("This place has no such photo."), field="photo")
    finding = centre.premises.filter(point=point).first() or PremisesFinding(centre=centre, point=point)
    before = _facts(finding) if finding.pk else {}
    finding.verdict, finding.note, finding.remedy, finding.photo = verdict, note.strip(), remedy.strip(), photo
    finding.looked_on = None if verdict == Verdict.UNKNOWN else looked_on or today
    finding.save()
    record("places.premises_changed", centre, by=by, before=before, after=_facts(finding), point=str(point))
    return finding


def _facts(finding: PremisesFinding) -> Facts:
    return {
        "verdict": finding.verdict,
        "note": finding.note,
        "remedy": finding.remedy,
        "photo": finding.photo.alt if finding.photo else "",
        "looked_on": finding.looked_on.isoformat() if finding.looked_on else "",
    }
