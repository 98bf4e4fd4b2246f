"""Adds what waits in the post of a place: letters to print, a message that came back, invitations not taken yet."""

import datetime as dt

from podworko.bookings import messages
from podworko.bookings.models import BookingRequest, RequestState
from podworko.core import audit, clock
from podworko.core.delivery import WAITS
from podworko.core.models import Message
from podworko.people.actions.invitations import LIFE
from podworko.people.models import Invitation, Role
from podworko.portal.demo import past
from podworko.portal.demo.ground import Ground, Site
from podworko.portal.demo.rows import Rows

# A host who has not read the letter yet, and one who will have to be asked again: name, address, days ago.
INVITED = (("Celina Borek", "celina.borek@example.org", 3), ("Roman Wilczek", "roman.wilczek@example.org", 19))


def print_letters(site: Site, answered_on_paper: list[BookingRequest]) -> None:
    """Write the letters about those requests that wait: they lie at the place until somebody prints them."""
    for request in answered_on_paper:
        if request.state == RequestState.WAITING:
            messages.received(request, by=audit.staff(site.host))
            Message.objects.about(request).update(created_at=request.created_at)


def send_back(site: Site, request: BookingRequest) -> None:
    """Let the mail about `request` have come back so often that nobody tries any more; staff can."""
    messages.received(request, by=audit.staff(site.host))
    told = Message.objects.about(request)
    told.update(created_at=request.created_at, state=Message.State.FAILED, tries=len(WAITS) + 1)


def invite(site: Site, ground: Ground, rows: Rows) -> None:
    """Add an invitation that waits, and one whose link works no more. Nobody knows the link of either."""
    by = past.coordinator(site, ground)
    for number, (name, email, days) in enumerate(INVITED):
        created_at = clock.now() - dt.timedelta(days=days, hours=2 + number)
        invitation = Invitation.objects.create(
            email=email,
            name=name,
            role=Role.HOST,
            scope=site.centre.scope,
            since=created_at,
            token_hash=f"{site.centre.scope.pk:032}{number:032}",
            invited_by=by,
            created_at=created_at,
            expires_at=created_at + LIFE,
        )
        facts = {"role": Role.HOST.value, "scope": site.centre.scope.pk, "since": created_at.isoformat(), "until": None}
        rows.add(past.event("people.invited", invitation, at=created_at, by=by, facts=facts))
