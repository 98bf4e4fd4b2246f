"""Places from a table."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core import audit
from podworko.core.errors import Sentence
from podworko.core.imports.headings import fold
from podworko.core.imports.parsing import Cells
from podworko.core.imports.registry import Column, Importer, Judgement, Row, Unit, Verdict, wrong
from podworko.places.actions.centres import CentreDraft, open_centre
from podworko.places.actions.details import Details, change_details, details_of
from podworko.places.addresses import Taken
from podworko.places.importing import words
from podworko.places.importing.columns import PLACES
from podworko.places.importing.organisations import Known, shown
from podworko.places.models import Centre, CentreKind, Network, Spoken, Stage, StartedBy

STAGES = words.names_of(
    Stage, {"pomysł": "idea", "diagnoza": "diagnosis", "pilotaż": "pilot", "stałe": "permanent", "zamknięte": "closed"}
)
STARTERS = words.names_of(
    StartedBy,
    {
        "NGO": "ngo",
        "organizacja": "ngo",
        "організація": "ngo",
        "miasto": "city",
        "gmina": "city",
        "місто": "city",
        "instytucja": "institution",
        "установа": "institution",
    },
)
LANGUAGES = words.names_of(
    Spoken,
    {
        "polski": "pl",
        "po polsku": "pl",
        "ukraiński": "uk",
        "ua": "uk",
        "angielski": "en",
        "rosyjski": "ru",
        "białoruski": "be",
        "niemiecki": "de",
        "francuski": "fr",
        "hiszpański": "es",
        "arabski": "ar",
        "wietnamski": "vi",
        "romski": "rom",
        "polski język migowy": "pso",
        "PJM": "pso",
    },
)
# What a new place cannot do without.
NEEDED = ("kind", "operator", "street", "postcode", "city")
# Where Poland lies, so that two numbers in the wrong order are seen.
POLISH_LATITUDES, POLISH_LONGITUDES = (48.5, 55.0), (14.0, 24.5)


@dataclass(frozen=True)
class Plan:
    """What is to be written: what is told about a place that is here, or all about a new one."""

    centre: Centre | None
    details: Details | None = None
    draft: CentreDraft | None = None
    way: str = ""
    is_open_on_holidays: bool | None = None
    taken: Taken | None = None


@dataclass(frozen=True)
class Here:
    """What a table of places may name."""

    network: Network
    centres: Mapping[str, Centre]
    kinds: Mapping[str, CentreKind]
    organisations: Known
    taken: Taken

    @classmethod
    def of(cls, network: Network, units: Sequence[Unit]) -> "Here":
        """Ask for it, in five queries."""
        kinds = list(network.kinds.all())
        named = {fold(name): kind for kind in kinds for name in _names_of_kind(kind)}
        centres, taken = centres_of(network, units, "name")
        return cls(network, centres, named, Known.of(network, units, ("operator",)), taken)


def centres_of(network: Network, units: Sequence[Unit], column: str) -> tuple[dict[str, Centre], Taken]:
    """Return the centres that stand in a column, by their name and the word in their address, folded; what is taken.

    Two queries: a network may have thousands, and only those that are named are read as a whole.
    """
    named = {fold(row.cells.get(column, "")) for unit in units for row in unit}
    taken = Taken(set(), set())
    wanted = []
    for pk, name, slug in network.centres.values_list("pk", "name", "slug"):
        taken.add(name, slug)
        if fold(name) in named or fold(slug) in named:
            wanted.append(pk)
    centres = list(network.centres.filter(pk__in=wanted).select_related("network", "operator", "kind"))
    return {fold(each.slug): each for each in centres} | {fold(each.name): each for each in centres}, taken


def _names_of_kind(kind: CentreKind) -> list[str]:
    spoken = [name for name, value in words.MODEL_KINDS.items() if value == kind.code and not kind.own_name]
    return [kind.code, str(kind), kind.own_name or kind.code, *spoken]


class Places(Importer):
    """Places: found again by their name."""

    code: ClassVar[str] = "places.places"
    title: ClassVar[Sentence] = gettext_lazy("Places")
    about: ClassVar[Sentence] = gettext_lazy(
        "A place is found again by its name, and what is told about it is changed; others are new. An empty cell "
        "leaves what stands there. Bring the organisations first: a new place needs one that runs it."
    )
    columns: ClassVar[tuple[Column, ...]] = PLACES

    def key(self, cells: Mapping[str, str]) -> str:
        """Return the name."""
        return fold(cells.get("name", ""))

    def judge(self, subject: Model, units: Sequence[Unit]) -> Sequence[Judgement]:
        """Judge each place. Five queries."""
        assert isinstance(subject, Network)
        here = Here.of(subject, units)
        return [self._judge(unit[0], here) for unit in units]

    def write(self, subject: Model, unit: Unit, judgement: Judgement, *, by: audit.Actor) -> Model | None:
        """Open a place, or change what is told about it."""
        assert isinstance(subject, Network)
        plan = judgement.plan
        assert isinstance(plan, Plan)
        centre = plan.centre
        if plan.draft:
            centre = open_centre(network=subject, draft=plan.draft, by=by, taken=plan.taken)
            told = details_of(centre)
            rest = replace(told, way=plan.way, is_open_on_holidays=bool(plan.is_open_on_holidays))
            return change_details(centre=centre, details=rest, by=by) if rest != told else centre
        assert centre is not None
        assert plan.details is not None
        return change_details(centre=centre, details=plan.details, by=by)

    def _judge(self, row: Row, here: Here) -> Judgement:
        cells = Cells(row, self.columns)
        given = _given(cells, here)
        found = here.centres.get(fold(row.cells.get("name", "")))
        return _change(row, cells, given, found) if found else _opening(row, cells, given, here)


def _given(cells: Cells, here: Here) -> dict[str, Any]:
    """Return what the row tells; what it does not is missing."""
    given: dict[str, Any] = {
        "name": cells.text("name", 120),
        "kind": _kind(cells, here),
        "operator": _operator(cells, here),
        "stage": cells.choice("stage", STAGES, words.listed(Stage.labels)),
        "started_by": cells.choice("started_by", STARTERS, words.listed(StartedBy.labels)),
        "since": cells.day("since"),
        "contract": cells.text("contract", 120),
        "street": cells.text("street", 120),
        "postcode": words.postcode(cells, "postcode"),
        "city": cells.text("city", 80),
        "district": cells.text("district", 80),
        "phone": words.phone(cells, "phone"),
        "email": words.email(cells, "email"),
        "website": words.website(cells, "website"),
        "about": cells.text("about", 5_000, lines=True),
        "way": cells.text("way", 5_000, lines=True),
        "latitude": cells.number("latitude", -90, 90),
        "longitude": cells.number("longitude", -180, 180),
        "languages": cells.choices("languages", LANGUAGES, words.listed(Spoken.labels)),
        "is_open_on_holidays": cells.yes("is_open_on_holidays"),
    }
    _check_point(cells, given, here.network)
    return {code: value for code, value in given.items() if value not in ("", None, [])}


def _kind(cells: Cells, here: Here) -> CentreKind | None:
    text = cells.text("kind", 200)
    found = here.kinds.get(fold(text))
    if text and found is None:
        known = words.listed(dict.fromkeys(here.kinds.values()))
        said = _("“%(text)s” is not known here.") % {"text": text[:60]}
        cells.wrong("kind", "unknown", f"{said} {_('Known are: %(known)s.') % {'known': known}}")
    return found


def _operator(cells: Cells, here: Here) -> Any:
    text = cells.text("operator", 200)
    found = here.organisations.find(text) if text else None
    if text and found is None:
        said = _("There is no organisation “%(text)s” in this network. Bring the organisations first.")
        cells.wrong("operator", "unknown", said % {"text": text[:60]})
    return found


def _check_point(cells: Cells, given: Mapping[str, Any], network: Network) -> None:
    latitude, longitude = given["latitude"], given["longitude"]
    if (latitude is None) != (longitude is None) and cells.is_good:
        missing = "latitude" if latitude is None else "longitude"
        cells.wrong(missing, "half", _("A point on the map needs both numbers."))
    if latitude is None or longitude is None or network.holidays != "PL":
        return
    swapped = POLISH_LONGITUDES[0] <= latitude <= POLISH_LONGITUDES[1]
    if swapped and POLISH_LATITUDES[0] <= longitude <= POLISH_LATITUDES[1]:
        cells.wrong("latitude", "swapped", _("Latitude and longitude seem to have changed places."))


def _opening(row: Row, cells: Cells, given: dict[str, Any], here: Here) -> Judgement:
    for code in NEEDED:
        if code not in given:
            cells.wrong(code, "required", _("A new place needs this."))
    if not cells.is_good:
        return wrong(row, cells.problems)
    way, holidays = given.pop("way", ""), given.pop("is_open_on_holidays", None)
    if "stage" in given:
        given["stage"] = Stage(given["stage"])
    plan = Plan(None, draft=CentreDraft(**given), way=way, is_open_on_holidays=holidays, taken=here.taken)
    return Judgement(Verdict.NEW, plan=plan)


def _change(row: Row, cells: Cells, given: dict[str, Any], centre: Centre) -> Judgement:
    """Judge what a row tells about a place that is here; what has a history is not changed in passing."""
    same = {"kind": centre.kind, "operator": centre.operator, "stage": Stage(centre.stage)}
    for code, old in same.items():
        if code in given and given[code] != old:
            label = old.label if isinstance(old, Stage) else old
            said = _("It is “%(old)s” here. Change this on the page of the place, where it is kept with its date.")
            cells.wrong(code, "has-history", said % {"old": label})
    if not cells.is_good:
        return wrong(row, cells.problems)
    before = details_of(centre)
    told = {code: value for code, value in given.items() if code in Details.__dataclass_fields__ and code != "name"}
    if "phone" in told and words.is_same_phone(told["phone"], before.phone):
        del told["phone"]
    if sorted(told.get("languages", [])) == sorted(before.languages):
        told.pop("languages", None)
    details = replace(before, **told)
    after = asdict(details)
    changes = {code: (_shown(old), _shown(after[code])) for code, old in asdict(before).items() if after[code] != old}
    return Judgement(Verdict.CHANGE if changes else Verdict.SAME, changes=changes, plan=Plan(centre, details))


def _shown(value: object) -> str:
    if isinstance(value, list):
        return words.listed(Spoken(each).label for each in value)
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else shown(value)
