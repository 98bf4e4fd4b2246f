"""What the history of a place says: the words of its verbs, and what became of what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core import history
from podworko.core.models import AuditEvent
from podworko.places.models import (
    AccessFact,
    AccessQuestion,
    Centre,
    Equipment,
    Layout,
    PremisesFinding,
    PremisesPoint,
    Room,
    Spoken,
    Weekday,
)

NAMES: dict[str, Any] = {
    **{str(day.value): day.label for day in Weekday},
    **dict(AccessQuestion.choices),
    **{field.name: field.verbose_name for model in (Room, Centre) for field in model._meta.concrete_fields},
    "layouts": gettext_lazy("layouts"),
    "equipment": gettext_lazy("equipment"),
    "open": gettext_lazy("open"),
    "duty": gettext_lazy("on duty"),
    "reason": gettext_lazy("why"),
    "starts_on": gettext_lazy("first day"),
    "ends_on": gettext_lazy("last day"),
    "alt": gettext_lazy("what it shows"),
    "is_public": gettext_lazy("shown to everybody"),
    "is_main": gettext_lazy("main entrance"),
    "verdict": gettext_lazy("how far"),
    "remedy": gettext_lazy("what would close it"),
    "photo": gettext_lazy("photo"),
    "room": gettext_lazy("room"),
    "note": gettext_lazy("note"),
    "looked_on": gettext_lazy("looked at on"),
    "whole": gettext_lazy("part of a larger room"),
}
VALUES: dict[str, Any] = {
    **dict(AccessFact.Answer.choices),
    **dict(PremisesFinding.Verdict.choices),
    **dict(Spoken.choices),
    **dict(Layout.choices),
    **dict(Equipment.choices),
}
NEWEST = 100


@dataclass(frozen=True)
class Line:
    """One line of the history: when, who, what, and what became of what."""

    at: str
    iso: str
    what: str
    who: str
    words: str


def about(name: str, sentence: Any) -> history.Said:
    """Return what makes a sentence that ends with the name of a room, a photo, a season, a day."""

    def said(facts: Mapping[str, object]) -> str:
        subject = facts.get(name) or ""
        if name == "point" and subject in PremisesPoint.values:
            subject = PremisesPoint(str(subject)).label
        return f"{sentence}: {subject}" if subject else str(sentence)

    return said


def name_facts(names: Mapping[str, Any], *, values: Mapping[str, Any] | None = None) -> None:
    """Let an area above say what the facts, and their values, are called that it writes about a place."""
    NAMES.update(names)
    VALUES.update(values or {})


def register() -> None:
    """Tell core the words for our verbs."""
    history.register_verbs(
        {
            "places.details_changed": gettext_lazy("Name, address or contact changed"),
            "places.hours_changed": about("season", gettext_lazy("Opening hours changed")),
            "places.duty_changed": about("season", gettext_lazy("Duty hours changed")),
            "places.season_added": about("season", gettext_lazy("Season added")),
            "places.season_changed": about("season", gettext_lazy("Season changed")),
            "places.season_removed": about("season", gettext_lazy("Season removed")),
            "places.day_changed": about("on", gettext_lazy("Hours of one day changed")),
            "places.room_added": about("room", gettext_lazy("Room added")),
            "places.room_changed": about("room", gettext_lazy("Room changed")),
            "places.room_removed": about("room", gettext_lazy("Room removed")),
            "places.rooms_ordered": gettext_lazy("Order of the rooms changed"),
            "places.photo_added": about("photo", gettext_lazy("Photo added")),
            "places.photo_changed": about("photo", gettext_lazy("Photo changed")),
            "places.photo_removed": about("photo", gettext_lazy("Photo taken down")),
            "places.photos_ordered": gettext_lazy("Order of the photos changed"),
            "places.access_changed": about("about", gettext_lazy("Access told anew")),
            "places.access_checked": about("about", gettext_lazy("Access looked at again, nothing changed")),
            "places.entrance_added": about("about", gettext_lazy("Entrance added")),
            "places.entrance_changed": about("about", gettext_lazy("Entrance changed")),
            "places.entrance_removed": about("about", gettext_lazy("Entrance removed")),
            "places.premises_changed": about("point", gettext_lazy("Premises looked at")),
            "places.centre_opened": gettext_lazy("Place opened"),
            "places.stage_changed": gettext_lazy("Moved to another stage"),
            "places.handed_over": gettext_lazy("Handed over to another operator"),
            "places.area_changed": gettext_lazy("Area that the place serves changed"),
            "places.network_founded": gettext_lazy("Network made"),
            "places.network_changed": gettext_lazy("About the network changed"),
            "places.kind_kept": gettext_lazy("Rule of a kind of places changed"),
            "places.kind_dropped": gettext_lazy("Kind of places removed"),
            "places.day_chosen": about("name", gettext_lazy("Day of the network chosen")),
            "places.day_dropped": about("name", gettext_lazy("Day of the network removed")),
            "places.school_break_added": about("name", gettext_lazy("School break added")),
            "places.school_break_removed": about("name", gettext_lazy("School break removed")),
            "places.team_changed": gettext_lazy("Working team changed"),
            "places.statement_changed": gettext_lazy("Statement on accessibility changed"),
            "places.districts_imported": gettext_lazy("Borders of districts brought in"),
            "places.organisation_registered": gettext_lazy("Organisation entered"),
            "places.organisation_changed": gettext_lazy("About the organisation changed"),
        }
    )


def lines(centre: Centre, *, most: int = NEWEST) -> list[Line]:
    """Return what happened to `centre`, the newest first, in one query."""
    events = AuditEvent.objects.about(centre).select_related("actor").order_by("-id")[:most]
    return [
        Line(
            at=date_format(event.at.astimezone(centre.zone), "j E Y, H:i"),
            iso=event.at.isoformat(timespec="seconds"),
            what=history.sentence_of(event),
            who=str(event.actor or event.get_actor_kind_display()),
            words="\n".join(filter(None, [event.why, *_changes(event.facts)])),
        )
        for event in events
    ]


def _changes(facts: Mapping[str, Any]) -> list[str]:
    before, after = facts.get("before"), facts.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    return [
        f"{capfirst(str(NAMES.get(name, name)))}: {_shown(before.get(name))} → {_shown(after.get(name))}"
        for name in {**before, **after}
    ]


def _shown(value: object) -> str:
    """Return a value of the trail as a person reads it."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_shown(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{_shown(name)} {_shown(each)}" for name, each in value.items())
    return str(VALUES.get(str(value), value))
