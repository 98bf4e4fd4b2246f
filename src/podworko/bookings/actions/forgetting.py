"""Taking people out of requests: by their wish, or when the request is long over. What statistics need stays."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from podworko.bookings import messages
from podworko.bookings.actions import handovers
from podworko.bookings.actions.asking import lock
from podworko.bookings.actions.ending import end_dates, to_come
from podworko.bookings.actions.occupying import touch
from podworko.bookings.models import BookingDate, BookingRequest, RequestState, new_reference
from podworko.core import audit, clock, traces
from podworko.core.models import Message
from podworko.core.transactions import action
from podworko.people import keeping

# What the trail may keep: it names rooms and days, and nobody.
KEPT_FACTS = {"channel", "dates", "rooms"}
AT_ONCE = 200


def over() -> QuerySet[BookingRequest]:
    """Return the requests whose last date is so long ago that nobody needs to know any more who asked."""
    border = clock.now() - dt.timedelta(days=settings.CONTACTS_KEPT_DAYS)
    later = BookingDate.objects.filter(request=OuterRef("pk"), ends_at__gte=border)
    ended = BookingRequest.objects.filter(erased_at__isnull=True, created_at__lt=border)
    return ended.exclude(state=RequestState.UNCONFIRMED).filter(~Exists(later))


@action
def forget_over() -> int:
    """Take the person out of those; return how many there were."""
    count = 0
    while found := list(over().order_by("pk")[:AT_ONCE]):
        for request in found:
            take_out(request, by=audit.SYSTEM)
        count += len(found)
    return count


@action
def erase(*, requests: Sequence[BookingRequest], by: audit.Actor) -> int:
    """Take the person out of their `requests`, after giving back what is still to come; return how many there were."""
    for each in requests:
        request = lock(each)
        if request.state == RequestState.UNCONFIRMED:
            # Nobody has seen it.
            traces.blank_trail(request._meta.label_lower, [request.pk], keep=())
            _forget_messages(request)
            request.delete()
            continue
        gone = to_come(request)
        if gone:
            end_dates(request, gone)
        take_out(request, by=by)
        if gone:
            messages.erased(request, gone)
    return len(requests)


def take_out(request: BookingRequest, *, by: audit.Actor) -> None:
    """Take out whoever is named, and all that was typed freely and may name somebody: topic, words, reasons.

    Room, day and hours, number of people, equipment, channel and what was decided stay. The number and the signed link
    of the request, which stand in the person's letters, do not lead to it any more.
    """
    label = request._meta.label_lower
    _forget_messages(request)
    keeping.take_out(label, [request.pk])
    traces.blank_trail(label, [request.pk], keep=KEPT_FACTS)
    if request.taken_by and request.taken_by.email.lower() == request.email.lower():
        request.taken_by = None  # the account of the one who asked
    with translation.override(settings.LANGUAGE_CODE):
        request.topic = _("Meeting")
    for name in ("person", "email", "phone", "accessibility", "question", "group", "in_return"):
        setattr(request, name, "")
    request.submission_digest = ""
    request.submission_key = str(uuid.uuid4())
    request.public_id = uuid.uuid4()
    request.reference = new_reference()
    request.erased_at = clock.now()
    request.save()
    for starts_at, ends_at in request.dates.filter(occupancy__isnull=False).values_list("starts_at", "ends_at"):
        # Its topic stood in the calendar.
        touch(request.centre, starts_at, ends_at)
    request.dates.update(reason="")
    handovers.forget_words(handovers.with_words().filter(date__request=request))
    audit.record("bookings.erased", request, by=by)


def _forget_messages(request: BookingRequest) -> None:
    about = Q(subject_type=request._meta.label_lower, subject_id=str(request.pk))
    traces.forget_messages(Message.objects.filter(about | Q(key__startswith=f"{request.public_id}:")))
