"""Takes the demo away, with everything that was done in it."""

import re
from collections.abc import Sequence

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from podworko.bookings.models import BookingRequest, Occupancy
from podworko.core.models import AuditEvent, Message
from podworko.people.models import ContactCode, Scope, User
from podworko.places.models import Centre, Network, Organisation, Room

PUBLIC_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def remove(slugs: Sequence[str]) -> None:
    """Delete the networks at these addresses: places, bookings, messages, history, and their made-up people."""
    requests = BookingRequest.objects.filter(centre__network__slug__in=slugs)
    _remove_traces(requests)
    Occupancy.objects.filter(room__centre__network__slug__in=slugs).delete()
    requests.delete()
    scopes = list(
        Scope.objects.filter(
            Q(network__slug__in=slugs) | Q(organisation__network__slug__in=slugs) | Q(centre__network__slug__in=slugs)
        )
    )
    # Somebody real, who was only given a role to try it, keeps the account.
    User.objects.filter(grants__scope__in=scopes, email__endswith="@example.org").delete()
    Room.objects.filter(centre__network__slug__in=slugs).delete()
    Centre.objects.filter(network__slug__in=slugs).delete()
    Organisation.objects.filter(network__slug__in=slugs).delete()
    Network.objects.filter(slug__in=slugs).delete()
    for scope in scopes:
        scope.delete()


def _remove_traces(requests: QuerySet[BookingRequest]) -> None:
    """Delete what speaks of these requests without a foreign key: the audit trail, messages, codes."""
    subjects = requests.annotate(subject=Cast("pk", CharField())).values("subject")
    AuditEvent.objects.filter(subject_type=BookingRequest._meta.label_lower, subject_id__in=subjects).delete()
    public_ids = {str(public_id) for public_id in requests.values_list("public_id", flat=True)}
    for message in Message.objects.only("key"):
        if public_ids.intersection(PUBLIC_ID.findall(message.key)):
            message.delete()
    for code in ContactCode.objects.only("purpose"):
        if public_ids.intersection(PUBLIC_ID.findall(code.purpose)):
            code.delete()
