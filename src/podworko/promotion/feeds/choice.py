"""What of a programme somebody wants to hear of: it stands in the address of a feed as in that of the programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from podworko.places.models import Audience, Spoken
from podworko.programme.models import Activity, ActivityKind

AUDIENCES = tuple(each for each in Audience if each != Audience.EVERYBODY)


@dataclass(frozen=True)
class Choice:
    """For whom, of which kind, held in which language; empty: all. What is for everybody is for each audience."""

    audience: str = ""
    kind: str = ""
    spoken: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Choice":
        """Return what an address asks for; all, where it asks for nonsense."""
        audience, kind, spoken = (asked.get(name, "") for name in ("audience", "kind", "language"))
        return cls(
            audience if audience in AUDIENCES else "",
            kind if kind in ActivityKind else "",
            spoken if spoken in Spoken else "",
        )

    @property
    def query(self) -> str:
        """Return what stands in an address for it, with the question mark; nothing for all."""
        return query_of(self.asked)

    @property
    def asked(self) -> dict[str, str]:
        """Return its parts by their names in an address, without those that are left open."""
        parts = {"audience": self.audience, "kind": self.kind, "language": self.spoken}
        return {name: value for name, value in parts.items() if value}

    @property
    def words(self) -> str:
        """Say what it is narrowed to, for the name of a calendar."""
        said = (
            str(Audience(self.audience).label) if self.audience else "",
            str(ActivityKind(self.kind).label) if self.kind else "",
            str(Spoken(self.spoken).label) if self.spoken else "",
        )
        return ", ".join(part for part in said if part)

    def narrow(self, activities: QuerySet[Activity]) -> QuerySet[Activity]:
        """Return those of the activities that fit."""
        if self.audience:
            activities = activities.filter(audience__in=(self.audience, Audience.EVERYBODY))
        if self.kind:
            activities = activities.filter(kind=self.kind)
        if self.spoken:
            # Neither database has the same way to look into a list: both can look into its text.
            held_in = Cast("languages", TextField())
            activities = activities.alias(held_in=held_in).filter(held_in__contains=f'"{self.spoken}"')
        return activities


def query_of(asked: Mapping[str, str]) -> str:
    """Return the part of an address after its path; nothing where nothing is asked."""
    return f"?{urlencode(asked)}" if asked else ""
