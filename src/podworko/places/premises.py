"""The premises of a place held against the model: all points, how many are met, as a sheet to print."""

from collections import Counter
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from podworko.core import art, clock, pdf
from podworko.places.models import Centre, PremisesFinding, PremisesPoint

Verdict = PremisesFinding.Verdict
# The order in which a summary names them, and the drawing that stands beside the word.
ICONS = {Verdict.MET: "check", Verdict.PARTLY: "minus", Verdict.NOT: "x", Verdict.UNKNOWN: "circle-help"}


@dataclass(frozen=True)
class Tile:
    """One point as the summary shows it."""

    point: PremisesPoint
    verdict: str
    finding: PremisesFinding | None

    @property
    def label(self) -> str:
        """What is recommended."""
        return str(self.point.label)

    @property
    def slug(self) -> str:
        """The point as it stands in addresses."""
        return str(self.point.value).replace("_", "-")

    @property
    def word(self) -> str:
        """How far it is met."""
        return str(Verdict(self.verdict).label)

    @property
    def icon(self) -> str:
        """The drawing beside the word."""
        return ICONS[Verdict(self.verdict)]


@dataclass(frozen=True)
class Profile:
    """All points, and how many have which verdict."""

    tiles: tuple[Tile, ...]

    @property
    def counts(self) -> list[tuple[str, str, str, int]]:
        """Return verdict, drawing, word and number of each verdict."""
        found = Counter(tile.verdict for tile in self.tiles)
        return [(verdict.value, icon, str(verdict.label), found[verdict]) for verdict, icon in ICONS.items()]

    @property
    def next_unknown(self) -> PremisesPoint | None:
        """The first point that nobody has looked at."""
        return next((tile.point for tile in self.tiles if tile.verdict == Verdict.UNKNOWN), None)

    @property
    def known(self) -> int:
        """How many points somebody has looked at."""
        return sum(tile.verdict != Verdict.UNKNOWN for tile in self.tiles)


def profile_of(centre: Centre) -> Profile:
    """Return the premises profile of `centre`."""
    found = {finding.point: finding for finding in centre.premises.select_related("photo")}
    return Profile(
        tuple(
            Tile(point, found[point].verdict if point in found else Verdict.UNKNOWN, found.get(point))
            for point in PremisesPoint
        )
    )


def profile_pdf(centre: Centre) -> bytes:
    """Return the profile of `centre` as an A4 sheet in the language of the moment, tagged."""
    profile = profile_of(centre)
    heading = _("Profile of the premises")
    sheet = {
        "title": f"{heading} · {centre.name}",
        "heading": heading,
        "place": {
            "name": centre.name,
            "address": f"{centre.street}, {centre.postcode} {centre.city}",
            "kind": centre.kind.look,
            "kind_name": str(centre.kind),
            "mark": art.kind_mark(centre.kind.look),
        },
        "made": _("As of %(day)s.") % {"day": date_format(clock.today(centre.zone), "j E Y")},
        "against": _("Held against what the urban model of local activity centres recommends."),
        "counts": [
            {"verdict": verdict, "word": word, "count": count} for verdict, _icon, word, count in profile.counts
        ],
        "points": [_line(tile) for tile in profile.tiles],
        "words": {
            "note": _("What it is like"),
            "remedy": _("What would close it:"),
            "point": _("Point"),
            "verdict": _("How far"),
        },
    }
    return pdf.render("places/premises", sheet, language=(get_language() or "pl")[:2])


def _line(tile: Tile) -> dict[str, str]:
    finding = tile.finding
    return {
        "label": tile.label,
        "verdict": tile.verdict,
        "word": capfirst(tile.word),
        "note": finding.note if finding else "",
        "remedy": finding.remedy if finding else "",
        "looked_on": date_format(finding.looked_on, "j E Y") if finding and finding.looked_on else "",
    }
