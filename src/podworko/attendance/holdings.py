"""What is held about somebody who was ticked as here, and how long."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from podworko.attendance.actions import forgetting
from podworko.attendance.models import Presence
from podworko.core import holdings, retention
from podworko.core.holdings import Contact, Field, Record
from podworko.programme.models import Enrolment


def register() -> None:
    """Register the rule and the holding of attendance."""
    retention.register(
        retention.Rule(
            "attendance.contacts",
            _("By whom a place was visited is forgotten after 400 days. How many came stays for statistics."),
            due=lambda: forgetting.old().count(),
            carry_out=forgetting.forget_old,
        )
    )
    holdings.register(
        holdings.Holding(
            "attendance.visits",
            _("When you were here"),
            fields=(
                Field("place", _("Place")),
                Field("activity", _("Activity")),
                Field("starts_at", _("From")),
                Field("is_here", _("Came")),
                Field("people", _("People")),
            ),
            records=_records,
            erase=lambda contact: forgetting.forget(presences=list(_of(contact).values_list("pk", flat=True))),
            stays=_("That so many people came. Nothing of it tells who they were."),
        )
    )


def _of(contact: Contact) -> QuerySet[Presence]:
    """Return the ticks of a contact: by its mark, and by sign-ups that hold it beside another one."""
    own = holdings.belonging(Enrolment.objects.filter(erased_at=None), contact)
    return Presence.objects.filter(Q(contact_mark=contact.mark()) | Q(enrolment__in=own))


def _records(contact: Contact) -> Iterator[Record]:
    found = (
        _of(contact).select_related("sheet__centre__network", "sheet__session__activity").order_by("-sheet__on", "-pk")
    )
    for presence in found:
        sheet, session = presence.sheet, presence.sheet.session
        yield {
            "network": str(sheet.centre.network),
            "place": f"{sheet.centre.network} · {sheet.centre}",
            "activity": session.activity.title if session else "",
            "starts_at": session.starts_at if session else None,
            "is_here": presence.is_here,
            "people": presence.heads,
        }
