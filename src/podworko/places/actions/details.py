"""What is told about a place: its name, address, contact, what it is, where on the map."""

import re
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from podworko.core import audit, versions
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.places.actions.keeping import lock, record
from podworko.places.models import Centre, Spoken

POSTCODE = re.compile(r"\d{2}-\d{3}")
# Degrees between which the country lies: enough to see that somebody typed east before north.
POLAND_NORTH, POLAND_EAST = (48.9, 55.0), (14.0, 24.3)
HALF_CIRCLE = 180


@dataclass(frozen=True)
class Details:
    """What is told about a place."""

    name: str
    street: str
    postcode: str
    city: str
    district: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    about: str = ""
    way: str = ""
    latitude: float | None = None
    longitude: float | None = None
    # The values of Spoken.
    languages: list[str] = field(default_factory=list)
    is_open_on_holidays: bool = False


@action
def change_details(*, centre: Centre, details: Details, by: audit.Actor, seen: str | None = None) -> Centre:
    """Change what is told about `centre`; its address in the browser stays.

    Raises Refused for what cannot be, Conflict when it is no longer as it was `seen`.
    """
    centre = lock(centre)
    before = details_of(centre)
    versions.check(seen, details_version(centre))
    if problems := judge(centre, details):
        raise Refused(*problems)
    for name, value in asdict(details).items():
        setattr(centre, name, " ".join(value.split()) if name == "name" else value)
    centre.save()
    if centre.name != before.name:
        centre.scope.label = centre.name
        centre.scope.save(update_fields=["label"])
    record("places.details_changed", centre, by=by, before=asdict(before), after=asdict(details_of(centre)))
    return centre


def details_of(centre: Centre) -> Details:
    """Return what is told about `centre` now."""
    return Details(**{name: getattr(centre, name) for name in Details.__dataclass_fields__})


def details_version(centre: Centre) -> str:
    """Return the version of the details, to be handed back by whoever changes them."""
    return versions.version_of(asdict(details_of(centre)))


def judge(centre: Centre, details: Details) -> list[Problem]:
    """Return what is wrong with `details`."""
    problems = []
    name = " ".join(details.name.split())
    if not name:
        problems.append(Problem("name", "required", _("Please give the name.")))
    elif Centre.objects.filter(network=centre.network_id, name__iexact=name).exclude(pk=centre.pk).exists():
        problems.append(Problem("name", "taken", _("There is a place of this name already.")))
    problems += _judge_address(details)
    problems += _judge_point(details)
    return problems


def _judge_address(details: Details) -> list[Problem]:
    problems = [
        Problem(name, "required", _("This is missing."))
        for name in ("street", "postcode", "city")
        if not getattr(details, name).strip()
    ]
    if details.postcode.strip() and not POSTCODE.fullmatch(details.postcode.strip()):
        problems.append(Problem("postcode", "no-postcode", _("Write the postcode like this: 30-664.")))
    if set(details.languages) - set(Spoken.values):
        problems.append(Problem("languages", "unknown", _("We do not know this language.")))
    return problems


def _judge_point(details: Details) -> list[Problem]:
    north, east = details.latitude, details.longitude
    if north is None or east is None:
        if north is east:
            return []
        missing = "longitude" if east is None else "latitude"
        return [Problem(missing, "half", _("A point on the map needs both numbers."))]
    if POLAND_EAST[0] <= north <= POLAND_EAST[1] and POLAND_NORTH[0] <= east <= POLAND_NORTH[1]:
        return [Problem("latitude", "swapped", _("The two numbers are the wrong way round."))]
    problems = []
    if not -HALF_CIRCLE / 2 <= north <= HALF_CIRCLE / 2:
        problems.append(Problem("latitude", "range", _("This is a number from -90 to 90; in Poland about 50.")))
    if not -HALF_CIRCLE <= east <= HALF_CIRCLE:
        problems.append(Problem("longitude", "range", _("This is a number from -180 to 180; in Poland about 20.")))
    return problems
