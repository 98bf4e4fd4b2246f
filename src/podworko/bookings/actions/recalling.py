"""The end of an offer, and taking back what is offered for dates that wait no more."""

from collections.abc import Iterable

from podworko.bookings.actions import occupying
from podworko.bookings.models import OFFER_LIFE, BookingDate, Occupancy, Offer, OfferState
from podworko.core import clock


def end(offer: Offer, state: OfferState) -> None:
    """Bring `offer` to its end in `state`. Raises Conflict when it has ended already."""
    OFFER_LIFE.check(offer.state, state)
    offer.state, offer.answered_at = state, clock.now()
    offer.save(update_fields=["state", "answered_at"])


def recall(dates: Iterable[BookingDate]) -> None:
    """Take back what is offered for `dates`, which are no longer waited for; nobody is told here."""
    for each in Offer.objects.filter(date__in=list(dates), state=OfferState.OPEN):
        end(each, OfferState.RECALLED)
        occupying.release(Occupancy.objects.filter(offer=each))
