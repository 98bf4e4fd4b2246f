"""Activities as the search finds them: published, with something still to come, at places that work."""

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from podworko.core import clock, search
from podworko.core.errors import Sentence
from podworko.core.search import Document
from podworko.places.models import Audience, Centre, Network, Spoken
from podworko.places.searchable import WORKING
from podworko.programme.models import Activity, ActivityKind, ActivityState, Session, SessionState

ACTIVITIES = "activities"
# What a code begins with, and what it may be.
_CHOICES = {"activity": ActivityKind, "audience": Audience, "spoken": Spoken}


def said(code: str) -> Sentence:
    """Return what a code of the index means."""
    prefix, _colon, value = code.partition(":")
    choices = _CHOICES[prefix]
    return choices(value).label if value in choices else ""


def documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Yield what there is to find of activities; who leads one is not looked for by name."""
    to_come = Session.objects.filter(activity=OuterRef("pk"), state=SessionState.PLANNED, ends_at__gt=clock.now())
    found = Activity.objects.filter(Exists(to_come), state=ActivityState.PUBLISHED, centre__stage__in=WORKING)
    rows = found.select_related("centre__network").order_by("pk")
    for row in rows.iterator(chunk_size=200) if ids is None else rows.filter(pk__in=ids):
        centre = row.centre
        yield Document(
            object_id=row.pk,
            network=centre.network.slug,
            name=row.title,
            url=row.get_absolute_url(),
            where=", ".join(filter(None, (centre.name, centre.street, centre.district or centre.city))),
            kinds=(f"activity:{row.kind}", f"audience:{row.audience}"),
            facts=tuple(f"spoken:{language}" for language in row.languages if language in Spoken),
            hidden=row.spot,
            about=f"{row.lead}\n{row.about}".strip(),
        )


def register() -> None:
    """Let activities be found."""
    search.register(
        search.Searchable(
            code=ACTIVITIES,
            label=_("Activities"),
            position=15,
            model=Activity,
            documents=documents,
            said=said,
            follows={Session: ("pk", "activity_id"), Centre: ("centre", "pk"), Network: ("centre__network", "pk")},
        )
    )
