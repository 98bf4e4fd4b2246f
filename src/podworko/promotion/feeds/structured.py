"""An activity as search engines understand it: schema.org's Event, or an EventSeries with its sessions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from podworko.places.models import Audience, Spoken
from podworko.programme.models import Activity, ActivityKind, Session, SessionState, Where
from podworko.promotion.feeds.scope import whole

# A page is not to weigh more than what people see of it.
MOST_SESSIONS = 12
MODES = {Where.ONLINE: "OnlineEventAttendanceMode", Where.HYBRID: "MixedEventAttendanceMode"}
CONTEXT = {"@context": "https://schema.org"}


def event_of(activity: Activity, sessions: Sequence[Session], *, picture: str = "") -> dict[str, Any]:
    """Return what is told of `activity` and of its `sessions` to come; nothing where there are none.

    The address on line is not among it: only those who signed up are told that.
    """
    shown = list(sessions[:MOST_SESSIONS])
    if not shown:
        return {}
    told = CONTEXT | _about(activity) | ({"image": [picture]} if picture else {})
    if len(sessions) == 1:
        return told | {"@type": "Event"} | _when(activity, shown[0])
    name = {"name": activity.title}
    return told | {
        "@type": "EventSeries",
        "startDate": _local(activity, min(each.starts_at for each in sessions)),
        "endDate": _local(activity, max(each.ends_at for each in sessions)),
        "eventStatus": _status_of_all(sessions),
        "location": _location(activity, None),
        "subEvent": [
            {"@type": "Event", **name, "url": whole(activity.get_absolute_url())} | _when(activity, each)
            for each in shown
        ],
    }


def _about(activity: Activity) -> dict[str, Any]:
    centre = activity.centre
    told: dict[str, Any] = {
        "name": activity.title,
        "url": whole(activity.get_absolute_url()),
        "eventAttendanceMode": f"https://schema.org/{MODES.get(Where(activity.where), 'OfflineEventAttendanceMode')}",
        "isAccessibleForFree": True,
        "keywords": str(ActivityKind(activity.kind).label),
        "organizer": {
            "@type": "Organization",
            "name": centre.name,
            "url": whole(centre.get_absolute_url()),
            "parentOrganization": {"@type": "Organization", "name": str(centre.operator)},
        },
    }
    if activity.lead or activity.about:
        told["description"] = activity.lead or activity.about
    if spoken := [value for value in activity.languages if value in Spoken]:
        told["inLanguage"] = spoken
    return told | _audience(activity)


def _audience(activity: Activity) -> dict[str, Any]:
    told: dict[str, Any] = {}
    first, last = activity.age_from, activity.age_to
    if activity.audience != Audience.EVERYBODY:
        told["audienceType"] = str(Audience(activity.audience).label)
    if first is not None:
        told["suggestedMinAge"] = first
    if last is not None:
        told["suggestedMaxAge"] = last
    if not told:
        return {}
    ages = {} if first is last is None else {"typicalAgeRange": f"{first or 0}-{'' if last is None else last}"}
    return {"audience": {"@type": "PeopleAudience", **told}, **ages}


def _when(activity: Activity, session: Session) -> dict[str, Any]:
    """Return when and where a session is held, and whether; of a moved one, when it was to be."""
    told = {
        "startDate": _local(activity, session.starts_at),
        "endDate": _local(activity, session.ends_at),
        "eventStatus": _status(session),
        "location": _location(activity, session),
    }
    if session.starts_at != session.rule_at:
        told["previousStartDate"] = _local(activity, session.rule_at)
    return told


def _status(session: Session) -> str:
    if session.state == SessionState.CALLED_OFF:
        return "https://schema.org/EventCancelled"
    return f"https://schema.org/Event{'Scheduled' if session.starts_at == session.rule_at else 'Rescheduled'}"


def _status_of_all(sessions: Sequence[Session]) -> str:
    is_off = all(each.state == SessionState.CALLED_OFF for each in sessions)
    return f"https://schema.org/Event{'Cancelled' if is_off else 'Scheduled'}"


def _location(activity: Activity, session: Session | None) -> dict[str, Any] | list[dict[str, Any]]:
    on_line = {"@type": "VirtualLocation", "name": _("on line"), "url": whole(activity.get_absolute_url())}
    if activity.where == Where.ONLINE:
        return on_line
    there = _place(activity, session)
    return [there, on_line] if activity.where == Where.HYBRID else there


def _place(activity: Activity, session: Session | None) -> dict[str, Any]:
    """Return the place; where it is held elsewhere, that spot, of which only the town is known."""
    centre = activity.centre
    town = {"@type": "PostalAddress", "addressLocality": centre.city, "addressCountry": "PL"}
    if activity.where in {Where.OUTDOORS, Where.ELSEWHERE} and activity.spot:
        return {"@type": "Place", "name": activity.spot, "address": town}
    address = town | {"streetAddress": centre.street, "postalCode": centre.postcode}
    room = session.room if session else None
    told: dict[str, Any] = {
        "@type": "Place",
        "name": f"{room}, {centre}" if room else centre.name,
        "address": address,
        "url": whole(centre.get_absolute_url()),
    }
    if centre.latitude is not None and centre.longitude is not None:
        told["geo"] = {"@type": "GeoCoordinates", "latitude": centre.latitude, "longitude": centre.longitude}
    return told


def _local(activity: Activity, at: dt.datetime) -> str:
    return at.astimezone(activity.zone).isoformat()
