"""What is held about somebody who belongs, or whom a member named, and how long."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core import audit, holdings, retention
from podworko.core.holdings import Contact, Field, Record, Thing
from podworko.membership.actions import declaring, forgetting
from podworko.membership.links import path_of
from podworko.membership.models import Membership, MembershipState
from podworko.people.models import EntryChannel

COPIED = (
    *("reference", "number", "person", "email", "phone", "address", "birth_year", "lives_here"),
    *("emergency_person", "emergency_phone", "language", "channel", "state", "reason"),
    *("created_at", "since", "ended_on", "answer_until"),
)


def register() -> None:
    """Register the rules and the holdings of membership."""
    retention.register(
        retention.Rule(
            "membership.people",
            lazy(_how_long, str)(),
            due=lambda: forgetting.over().count(),
            carry_out=forgetting.forget_over,
        )
    )
    retention.deleting(
        "membership.unconfirmed",
        gettext_lazy("Declarations that nobody confirmed with a code are deleted after a day."),
        declaring.unconfirmed,
    )
    holdings.register(
        holdings.Holding(
            "membership.declarations",
            gettext_lazy("Membership"),
            fields=_fields(),
            records=_records,
            erase=lambda contact: forgetting.erase(memberships=list(memberships_of(contact)), by=audit.RESIDENT),
            things=_things,
            stays=gettext_lazy("That somebody belonged, from when until when. Nothing of it tells who that was."),
        )
    )
    holdings.register(
        holdings.Holding(
            "membership.emergency",
            gettext_lazy("Named by a member, to be called in an emergency"),
            fields=(
                Field("place", gettext_lazy("Place")),
                Field("emergency_person", gettext_lazy("First name and surname")),
                Field("emergency_phone", gettext_lazy("Telephone")),
            ),
            records=_named,
            erase=lambda contact: forgetting.forget_emergency(memberships=_naming(contact)),
        )
    )


def _how_long() -> str:
    sentence = _(
        "Whoever belonged to a place is taken out %(days)s days after membership has ended. When they came and how it "
        "ended stays for statistics. Whom to call in an emergency is taken out at once."
    )
    return sentence % {"days": settings.CONTACTS_KEPT_DAYS}


def _fields() -> tuple[Field, ...]:
    return (
        Field("place", gettext_lazy("Place")),
        Field("number", gettext_lazy("Number")),
        Field("person", gettext_lazy("First name and surname")),
        Field("email", gettext_lazy("E-mail")),
        Field("phone", gettext_lazy("Telephone")),
        Field("address", gettext_lazy("Address for letters")),
        Field("birth_year", gettext_lazy("Year of birth")),
        Field("lives_here", gettext_lazy("Lives in the town")),
        Field("emergency_person", gettext_lazy("Whom to call in an emergency")),
        Field("emergency_phone", gettext_lazy("Their telephone")),
        Field("channel", gettext_lazy("How it came"), words=EntryChannel),
        Field("state", gettext_lazy("State"), words=MembershipState),
        Field("reason", gettext_lazy("Reason")),
        Field("created_at", gettext_lazy("Sent")),
        Field("since", gettext_lazy("Member since")),
        Field("answer_until", gettext_lazy("May answer until")),
        Field("ended_on", gettext_lazy("Ended on")),
    )


def memberships_of(contact: Contact) -> QuerySet[Membership]:
    """Return the declarations of a contact, the newest first."""
    found = holdings.belonging(Membership.objects.filter(erased_at__isnull=True), contact)
    return found.select_related("centre__network").order_by("-pk")


def _things(contact: Contact) -> Iterator[Thing]:
    for membership in memberships_of(contact):
        centre = membership.centre
        by_staff = membership.channel != EntryChannel.WEB
        yield Thing(
            title=_("Membership: %(centre)s") % {"centre": centre},
            url=path_of(membership),
            at=membership.created_at,
            where=f"{centre.network} · {centre}",
            state=membership.state,
            state_name=str(membership.get_state_display()),
            note=_("Typed in by staff: %(how)s") % {"how": membership.get_channel_display()} if by_staff else "",
            is_over=membership.is_over,
        )


def _records(contact: Contact) -> Iterator[Record]:
    for membership in memberships_of(contact):
        centre = membership.centre
        where = {"network": str(centre.network), "place": f"{centre.network} · {centre}"}
        yield where | {name: getattr(membership, name) for name in COPIED}


def _naming(contact: Contact) -> QuerySet[Membership]:
    """Return the memberships in which this number is that of somebody to call."""
    found = Membership.objects.filter(emergency_phone=contact.phone) if contact.phone else Membership.objects.none()
    return found.order_by("-pk")


def _named(contact: Contact) -> Iterator[Record]:
    for membership in _naming(contact).select_related("centre__network"):
        centre = membership.centre
        yield {
            "place": f"{centre.network} · {centre}",
            "emergency_person": membership.emergency_person,
            "emergency_phone": membership.emergency_phone,
        }
