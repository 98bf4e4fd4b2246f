"""Places, rooms and organisations as the search finds them: what is public of them, and nothing else."""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from django.db.models import Model, Prefetch, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from podworko.core import search
from podworko.core.errors import Sentence
from podworko.core.search import Document
from podworko.places.access_questions import verdict
from podworko.places.models import (
    AccessFact,
    AccessQuestion,
    Audience,
    Centre,
    CentreKind,
    Equipment,
    ModelKind,
    Network,
    Organisation,
    OrganisationKind,
    Room,
    RoomEquipment,
    Spoken,
    Stage,
)

M = TypeVar("M", bound=Model)

PLACES, ROOMS, ORGANISATIONS = "places", "rooms", "organisations"
# An idea is not public yet, and who looks for a place does not look for one that has closed.
WORKING = (Stage.PILOT, Stage.PERMANENT)
STEP_FREE = f"access:{AccessQuestion.STEP_FREE}"

# What a code begins with, and what it may be.
_CHOICES: dict[str, type[TextChoices]] = {
    "kind": ModelKind,
    "audience": Audience,
    "access": AccessQuestion,
    "equipment": Equipment,
    "spoken": Spoken,
    "organisation": OrganisationKind,
}


def said(code: str) -> Sentence:
    """Return what a code of the index means."""
    prefix, _colon, value = code.partition(":")
    choices = _CHOICES[prefix]
    return choices(value).label if value in choices else ""


def places(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Yield what there is to find of the places at work."""
    facts = AccessFact.objects.filter(entrance=None, room=None)
    found = Centre.objects.filter(stage__in=WORKING).select_related("network", "operator", "kind")
    equipment = RoomEquipment.objects.filter(room__is_lent=True).order_by("item")
    for centre in _some(
        found.prefetch_related("rooms", Prefetch("rooms__equipment", equipment), Prefetch("access_facts", facts)),
        ids,
    ):
        items = {held.item: None for room in centre.rooms.all() if room.is_lent for held in room.equipment.all()}
        yield Document(
            object_id=centre.pk,
            network=centre.network.slug,
            name=centre.name,
            url=centre.get_absolute_url(),
            where=_where(centre),
            kind_name=centre.kind.own_name,
            kinds=_kinds(centre),
            facts=(
                *_access(centre.access_facts.all()),
                *(f"spoken:{language}" for language in centre.languages),
                *(f"equipment:{item}" for item in items),
            ),
            hidden=f"{centre.city} {centre.postcode} {centre.operator.name} {_short(centre.kind)}",
            about=f"{centre.about}\n{centre.way}".strip(),
        )


def rooms(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Yield what there is to find of the rooms that residents may ask for."""
    found = Room.objects.filter(is_lent=True, centre__stage__in=WORKING)
    for room in _some(
        found.select_related("centre__network", "centre__kind").prefetch_related("equipment", "access_facts"), ids
    ):
        centre = room.centre
        yield Document(
            object_id=room.pk,
            network=centre.network.slug,
            name=room.name,
            url=room.get_absolute_url(),
            where=f"{centre.name}, {_where(centre)}",
            facts=(
                *(f"equipment:{held.item}" for held in room.equipment.all()),
                *_access(room.access_facts.all()),
                f"kind:{centre.kind.look}",
            ),
            hidden=centre.kind.own_name,
            about=room.about,
        )


def organisations(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Yield what there is to find of the organisations."""
    for organisation in _some(Organisation.objects.select_related("network"), ids):
        yield Document(
            object_id=organisation.pk,
            network=organisation.network.slug,
            name=organisation.name,
            url=organisation.get_absolute_url(),
            where=", ".join(filter(None, (organisation.street, organisation.city))),
            kinds=(f"organisation:{organisation.kind}",),
            hidden=" ".join(
                filter(None, (organisation.postcode, organisation.krs, organisation.nip, organisation.regon))
            ),
            about=organisation.about,
        )


def register() -> None:
    """Let places, rooms and organisations be found."""
    search.register(
        search.Searchable(
            code=PLACES,
            label=_("Places"),
            position=10,
            model=Centre,
            documents=places,
            said=said,
            follows={
                AccessFact: ("pk", "centre_id"),
                Room: ("pk", "centre_id"),
                RoomEquipment: ("rooms", "room_id"),
                CentreKind: ("kind", "pk"),
                Organisation: ("operator", "pk"),
                Network: ("network", "pk"),
            },
        )
    )
    search.register(
        search.Searchable(
            code=ROOMS,
            label=_("Rooms"),
            position=20,
            model=Room,
            documents=rooms,
            said=said,
            follows={
                RoomEquipment: ("pk", "room_id"),
                AccessFact: ("pk", "room_id"),
                Centre: ("centre", "pk"),
                CentreKind: ("centre__kind", "pk"),
                Network: ("centre__network", "pk"),
            },
        )
    )
    search.register(
        search.Searchable(
            code=ORGANISATIONS,
            label=_("Organisations"),
            position=30,
            model=Organisation,
            documents=organisations,
            said=said,
            follows={Network: ("network", "pk")},
        )
    )


def _some(found: QuerySet[M], ids: Collection[int] | None) -> Iterable[M]:
    if ids is not None:
        return found.filter(pk__in=ids)
    return found.order_by("pk").iterator(chunk_size=200)


def _access(facts: Iterable[AccessFact]) -> list[str]:
    """Return the codes of what there is; what is missing must not be found as if it were there."""
    return sorted(f"access:{fact.question}" for fact in facts if verdict(fact) == AccessFact.Answer.YES)


def _where(centre: Centre) -> str:
    return ", ".join(filter(None, (centre.street, centre.district or centre.city)))


def _kinds(centre: Centre) -> tuple[str, ...]:
    kinds = () if centre.kind.own_name else (f"kind:{centre.kind.look}",)
    return (*kinds, f"audience:{centre.kind.audience}")


def _short(kind: CentreKind) -> str:
    """Return what people call a kind for short: "MAM", "CAS"; never CAL, which is a mark of those certified."""
    return kind.code if kind.code in {ModelKind.MAM, ModelKind.CAS} else ""
