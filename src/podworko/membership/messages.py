"""What members are told: that the place has their declaration, that they belong, that it ends."""

from django.conf import settings
from django.urls import reverse

from podworko.core import messages
from podworko.core.models import Message
from podworko.core.text import one_line
from podworko.membership.links import url_of
from podworko.membership.models import Membership
from podworko.people import assisted
from podworko.people.models import EntryChannel, Role
from podworko.people.queries import language_of, people_with
from podworko.places.letterheads import letterhead_of


def received(membership: Membership) -> None:
    """Tell somebody that their declaration waits for the place, and the place that it does."""
    _tell(membership, "received")
    _tell_place(membership)


def accepted(membership: Membership) -> None:
    """Tell somebody that they belong, and their number."""
    _tell(membership, "accepted")


def refused(membership: Membership) -> None:
    """Tell somebody that the place does not accept their declaration, and why."""
    _tell(membership, "refused")


def notice(membership: Membership) -> None:
    """Tell a member why they are to be struck off, and until when they may answer."""
    _tell(membership, "notice")


def notice_taken_back(membership: Membership) -> None:
    """Tell a member that they stay."""
    _tell(membership, "notice_taken_back")


def ended(membership: Membership) -> None:
    """Tell somebody that they do not belong any more: by their own wish, or struck off with the reason."""
    _tell(membership, "ended")


def _tell(membership: Membership, news: str) -> None:
    membership.sequence += 1
    membership.save(update_fields=["sequence"])
    reach = reach_of(membership)
    if reach is None:
        return
    messages.send(
        key=f"membership:{membership.reference}:{news}:{membership.sequence}",
        kind=f"membership.{news}",
        channel=reach.channel,
        to=reach.to,
        about=membership,
        language=membership.language,
        context={"membership": membership, "centre": membership.centre, "url": url_of(membership)},
        letterhead=letterhead_of(membership.centre) if reach.channel == Message.Channel.LETTER else None,
    )


def reach_of(membership: Membership) -> assisted.Reach | None:
    """Return how the person is told; None where staff tell them."""
    if membership.channel == EntryChannel.WEB:
        return assisted.by_email(membership.email)
    to = one_line(", ".join(part for part in (membership.person, membership.address) if part))
    return assisted.reach_of(membership, person=to, email=membership.email, phone=membership.phone)


def _tell_place(membership: Membership) -> None:
    """Tell the place that somebody wants to belong; who that is stands behind the link only."""
    centre = membership.centre
    if not centre.email:
        return
    path = reverse("membership:person", args=[centre.network.slug, centre.slug, membership.reference])
    messages.send(
        key=f"membership:{membership.reference}:arrived",
        kind="membership.arrived",
        to=centre.email,
        about=membership,
        # A place speaks the language of those who coordinate it.
        language=language_of(people_with(Role.COORDINATOR, [centre.scope_id])),
        context={"centre": centre, "url": f"{settings.SITE_URL}{path}"},
    )
