"""Networks, their places, rooms and hours, for other programs. Public: all of it stands on the pages too."""

import datetime as dt
from typing import Literal

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from podworko.core import clock, search
from podworko.core.api import Page, Paging, page_of, problems
from podworko.core.models import SearchEntry
from podworko.places import hours
from podworko.places.directory import find
from podworko.places.models import Network, SignUp
from podworko.places.queries import networks, public_centre_or_404
from podworko.places.schemas import (
    NetworkOut,
    PlaceDetailsOut,
    PlaceOut,
    RoomOut,
    UnusualDayOut,
    Wanted,
    access_out,
    entrance_out,
    found_out,
    network_out,
    place_out,
    room_out,
    rooms_of,
    season_out,
    spans_out,
    week_out,
)
from podworko.places.searchable import STEP_FREE

router = Router(tags=["places"])
TWO_WEEKS = 14


class SearchQuery(Paging):
    """What is looked for, among the things of which kind."""

    q: str = Field("", max_length=200)
    kind: Literal["places", "rooms", "organisations"] = "places"


class FoundOut(Schema):
    """Something that was found, the best first."""

    kind: str
    name: str
    kind_name: str
    where: str
    url: str
    is_step_free: bool


class SearchOut(Page[FoundOut]):
    """What was found, and how the question was understood."""

    # What mistyped words were taken for.
    corrected: dict[str, str]
    # Only some of the words are held by what was found.
    is_partial: bool


@router.get("", response={200: Page[NetworkOut], **problems(422)})
def list_networks(request: HttpRequest, paging: Query[Paging]) -> Page[NetworkOut]:
    """List the networks of this installation by name."""
    return page_of(networks().order_by("name", "pk"), paging, network_out)


@router.get("/{slug:network}/places", response={200: Page[PlaceOut], **problems(404, 422)})
def list_places(request: HttpRequest, network: str, wanted: Query[Wanted], paging: Query[Paging]) -> Page[PlaceOut]:
    """List the places of a network that are at work and as wanted: by name, or from a point the nearest first."""
    finds = find(get_object_or_404(Network, slug=network), wanted.wish()).finds
    part = finds[paging.offset : paging.offset + paging.limit]
    return Page(items=[found_out(each) for each in part], count=len(finds))


@router.get("/{slug:network}/places/{slug:place}", response={200: PlaceDetailsOut, **problems(404)})
def get_place(request: HttpRequest, network: str, place: str) -> PlaceDetailsOut:
    """Show a place with its rooms, their equipment, usual hours and access."""
    centre = public_centre_or_404(network, place)
    prefetch_related_objects([centre], "opening_hours", "duty_hours")
    today = clock.today(centre.zone)
    facts = list(centre.access_facts.order_by("question"))
    ahead = hours.days(centre, [today + dt.timedelta(days=passed) for passed in range(TWO_WEEKS)])
    return PlaceDetailsOut(
        **place_out(centre).dict(),
        about=centre.about,
        way=centre.way,
        website=centre.website,
        sign_up=SignUp(centre.kind.sign_up),
        is_open_on_holidays=centre.is_open_on_holidays,
        week=week_out(centre),
        seasons=[season_out(centre, season) for season in centre.seasons.filter(ends_on__gte=today)],
        unusual=[
            UnusualDayOut(on=on, open=spans_out(day.open), reason=day.reason) for on, day in ahead.items() if day.reason
        ],
        rooms=[room_out(room) for room in rooms_of(centre)],
        access=[access_out(fact) for fact in facts if not (fact.entrance_id or fact.room_id)],
        entrances=[entrance_out(each, facts) for each in centre.entrances.all()],
    )


@router.get("/{slug:network}/places/{slug:place}/rooms", response={200: Page[RoomOut], **problems(404, 422)})
def list_rooms(request: HttpRequest, network: str, place: str, paging: Query[Paging]) -> Page[RoomOut]:
    """List the rooms of a place that residents may ask for."""
    return page_of(rooms_of(public_centre_or_404(network, place)), paging, room_out)


@router.get(
    "/{slug:network}/search",
    response={200: SearchOut, **problems(404, 422)},
    operation_id="search",
    url_name="search",
)
def search_network(request: HttpRequest, network: str, wanted: Query[SearchQuery]) -> SearchOut:
    """Find places, rooms or organisations by words: inflected, begun, mistyped, in Polish, Ukrainian or English."""
    found = get_object_or_404(Network, slug=network)
    ranks = (wanted.offset + 1, wanted.offset + wanted.limit)
    answer = search.find(wanted.q, network=found.slug, kinds=[wanted.kind], ranks=ranks)
    return SearchOut(
        items=[_found(entry) for entry in search.entries(answer).get(wanted.kind, ())],
        count=answer.total,
        corrected=dict(answer.corrected),
        is_partial=answer.is_partial,
    )


def _found(entry: SearchEntry) -> FoundOut:
    return FoundOut(
        kind=entry.kind,
        name=entry.name,
        kind_name=entry.kind_name or search.said(entry, "kind:") or search.said(entry, "organisation:"),
        where=entry.where,
        url=f"{settings.SITE_URL}{entry.url}",
        is_step_free=STEP_FREE in entry.codes,
    )
