"""What came of a deed, as a test looks at it: how the request stands, the trail, the messages, the rooms taken."""

from podworko.bookings.models import BookingRequest, Occupancy
from podworko.core.models import AuditEvent, Message


def states(request):
    """Return the state of the request and those of its dates in order."""
    fresh = BookingRequest.objects.get(pk=request.pk)
    return str(fresh.state), [str(date.state) for date in fresh.dates.order_by("starts_at")]


def trail(request):
    """Return who did what: (verb, kind of actor, why) in order."""
    return [(event.verb, str(event.actor_kind), event.why) for event in AuditEvent.objects.about(request)]


def told():
    """Return the messages written: (kind, to, language) in order."""
    return list(Message.objects.order_by("pk").values_list("kind", "to", "language"))


def last_mail():
    """Return the message written last."""
    return Message.objects.latest("pk")


def taken(room):
    """Return the stretches in which the room is blocked, in the zone of its place."""
    zone = room.centre.zone
    return [
        f"{use.blocked_from.astimezone(zone):%d.%m. %H:%M}–{use.blocked_until.astimezone(zone):%H:%M}"
        for use in Occupancy.objects.filter(room=room).order_by("blocked_from")
    ]


def codes(refusal):
    """Return (field, code) of each problem of a refusal."""
    return [(problem.field, problem.code) for problem in refusal.value.problems]
