"""What is told about a place and what is missing, in plain words, with why it matters."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.core import clock
from podworko.places.access_questions import Subject, asked_of
from podworko.places.models import Centre, PremisesPoint
from podworko.places.premises import profile_of

# After this long somebody should look again: doors are repaired, ramps are taken away.
LOOK_AGAIN = dt.timedelta(days=365)


@dataclass(frozen=True)
class Item:
    """One thing to keep right: where, whether it is done, what stands there or is missing, and why it counts."""

    title: str
    url: str
    is_done: bool
    state: str
    why: str


def checklist(centre: Centre) -> list[Item]:
    """Return what a place needs, in the order in which visitors ask."""
    return [
        Item(title, reverse(f"places:{page}", args=[centre.network.slug, centre.slug]), not missing, state, why)
        for title, page, missing, state, why in _lines(centre)
    ]


def _lines(centre: Centre) -> Iterator[tuple[str, str, bool, str, str]]:
    opening, duty = centre.opening_hours.count(), centre.duty_hours.count()
    yield (
        _("Opening hours"),
        "hours",
        not opening,
        _("Visitors see when the door is open.") if opening else _("Not told yet."),
        _("Nobody comes who does not know when. Rooms are lent only in opening hours."),
    )
    yield (
        _("Duty hours"),
        "hours",
        not duty,
        _("Visitors see when somebody is here to talk to.") if duty else _("Not told yet."),
        _("People want to know when somebody is here who answers."),
    )
    yield _contact(centre)
    yield _rooms(centre)
    yield _photos(centre)
    yield _access(centre)
    profile = profile_of(centre)
    yield (
        _("Profile of the premises"),
        "premises",
        profile.known < len(PremisesPoint),
        _("Looked at: %(known)s of %(all)s points.") % {"known": profile.known, "all": len(PremisesPoint)},
        _("Only you and the city see it. It tells what the premises lack, and what would close the gap."),
    )


def _contact(centre: Centre) -> tuple[str, str, bool, str, str]:
    missing = [
        name
        for name, value in (
            (_("what it is"), centre.about),
            (_("telephone"), centre.phone),
            (_("e-mail"), centre.email),
            (_("how to get there"), centre.way),
            (_("languages"), centre.languages),
            (_("point on the map"), centre.latitude is not None),
        )
        if not value
    ]
    state = _("Missing: %(what)s.") % {"what": ", ".join(missing)} if missing else _("All of it is told.")
    why = _(
        "Without a telephone or an e-mail nobody can ask. Without a point on the map nobody finds the place nearby."
    )
    return _("Name, address, contact"), "details", bool(missing), state, why


def _rooms(centre: Centre) -> tuple[str, str, bool, str, str]:
    rooms = centre.rooms.filter(is_lent=True).count()
    said = ngettext("%(count)s room to borrow.", "%(count)s rooms to borrow.", rooms) % {"count": rooms}
    state = said if rooms else _("No room to borrow yet.")
    return _("Rooms"), "rooms", not rooms, state, _("Residents borrow rooms by size and by what is in them.")


def _photos(centre: Centre) -> tuple[str, str, bool, str, str]:
    photos = centre.photos.filter(is_public=True).count()
    said = ngettext("%(count)s photo.", "%(count)s photos.", photos) % {"count": photos}
    state = said if photos else _("No photo yet.")
    return _("Photos"), "photos", not photos, state, _("Who has seen the door and the room comes more easily.")


def _access(centre: Centre) -> tuple[str, str, bool, str, str]:
    facts = [(fact.question, fact.verified_on) for fact in centre.access_facts.filter(entrance=None, room=None)]
    old = [day for _question, day in facts if day < clock.today(centre.zone) - LOOK_AGAIN]
    unknown = len(asked_of(Subject.PLACE)) - len(facts)
    if unknown:
        said = ngettext("%(count)s question is open.", "%(count)s questions are open.", unknown)
        state = said % {"count": unknown}
    elif not centre.entrances.exists():
        state = _("No entrance is described yet.")
    elif old:
        said = ngettext("%(count)s answer is older than a year.", "%(count)s answers are older than a year.", len(old))
        state = said % {"count": len(old)}
    else:
        state = _("All answers are younger than a year.")
    missing = bool(unknown or old or not centre.entrances.exists())
    return (
        _("Can one get in?"),
        "access",
        missing,
        state,
        _("Some people set out only when they know that they get in."),
    )
