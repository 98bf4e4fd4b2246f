"""Places as lists show them: each a row of words said once, ready for the page."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from podworko.core import clock, words
from podworko.core.errors import Sentence
from podworko.places.directory import Find, Listing
from podworko.places.hours import Now
from podworko.places.models import AccessQuestion, Spoken, Weekday

# Languages that everybody expects are not worth a word.
EXPECTED = Spoken.POLISH


@dataclass(frozen=True)
class Row:
    """A place in a list."""

    pk: int
    name: str
    url: str
    look: str
    kind: str
    address: str
    distance: str
    is_open: bool
    state: str
    # Pictures with their words: (icon, words).
    access: Sequence[tuple[str, Sentence]]
    languages: str


def rows(listing: Listing, finds: Sequence[Find], zone: dt.tzinfo) -> list[Row]:
    """Return the rows of some of what was found, as it stands at the moment of the listing."""
    standing = listing.standing(finds)
    on = listing.at.astimezone(zone).date() if listing.tables else None
    return [_row(find, standing, on, zone) for find in finds]


def _row(find: Find, standing: Mapping[int, Now], on: dt.date | None, zone: dt.tzinfo) -> Row:
    centre, now = find.centre, standing[find.centre.pk]
    has = {question: getattr(centre, f"has_{question}", False) for question in AccessQuestion}
    told: list[tuple[str, Sentence, bool]] = [
        ("accessibility", pgettext("access", "Step-free"), has[AccessQuestion.STEP_FREE]),
        ("toilet", str(AccessQuestion.TOILET.label), has[AccessQuestion.TOILET]),
    ]
    return Row(
        pk=centre.pk,
        name=centre.name,
        url=centre.get_absolute_url(),
        look=centre.kind.look,
        kind=str(centre.kind),
        address=", ".join(part for part in (centre.street, centre.district or centre.city) if part),
        distance="" if find.metres is None else words.distance(find.metres),
        is_open=now.is_open,
        state=state(now, zone, on),
        access=[(icon, said) for icon, said, is_so in told if is_so],
        languages=", ".join(str(Spoken(code).label) for code in centre.languages if code != EXPECTED),
    )


def state(now: Now, zone: dt.tzinfo, on: dt.date | None = None) -> str:
    """Say how a place stands: now, or on the day `on` that was asked about."""
    if now.is_open and now.until:
        until = f"{now.until:%H:%M}" if now.until.hour or now.until.minute else "24:00"
        open_until = _("Open until %(until)s") % {"until": until}
        if on and on != _today(zone):
            return _("%(day)s: open until %(until)s") % {"day": capfirst(Weekday(on.weekday()).label), "until": until}
        return open_until
    if now.opens_on and now.opens_at:
        opens = {"day": words.near(now.opens_on, zone), "time": f"{now.opens_at:%H:%M}"}
        return _("Closed, opens %(day)s, %(time)s") % opens
    return _("Closed")


def _today(zone: dt.tzinfo) -> dt.date:
    return clock.now().astimezone(zone).date()
