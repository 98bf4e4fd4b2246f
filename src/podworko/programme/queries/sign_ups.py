"""Sign-ups, as their owners and the staff find them."""

from django.db.models import Q, QuerySet

from podworko.bookings.models import Channel
from podworko.bookings.queries.requests import centres_staffed_by
from podworko.people.models import User
from podworko.programme.models import Enrolment, EnrolmentState


def known_to(user: User) -> QuerySet[Enrolment]:
    """Return the confirmed sign-ups that `user` may see: as staff, or because their own account sent them."""
    own = Q(channel=Channel.API, taken_by=user, email__iexact=user.email)
    return (
        Enrolment.objects.filter(Q(intake__activity__centre__in=centres_staffed_by(user)) | own)
        .exclude(state=EnrolmentState.UNCONFIRMED)
        .select_related(
            "intake__session",
            "intake__activity__centre__network",
            "intake__activity__centre__operator",
            "intake__activity__centre__kind",
        )
        .order_by("-pk")
    )
