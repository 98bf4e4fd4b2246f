"""Collects the rows about the bookings of one place, with their history, and writes them in a few statements."""

import datetime as dt
import uuid
from random import Random
from typing import Any

from podworko.bookings import series
from podworko.bookings.models import (
    ALPHABET,
    BookingDate,
    BookingRequest,
    Channel,
    DateState,
    Occupancy,
    RequestState,
)
from podworko.core import audit, clock
from podworko.core.models import AuditEvent
from podworko.people import assisted, consents
from podworko.people.models import AnswerBy, AssistedEntry, Consent, EntryChannel
from podworko.places import hours
from podworko.places.models import Room
from podworko.portal.demo.ground import Site
from podworko.portal.demo.shapes import Resident

Moments = tuple[dt.datetime, dt.datetime]
WORKING_DAYS_TO_DECIDE = 2
# Why staff typed for somebody, by how it came.
WHYS = {
    Channel.PHONE: "Nie korzysta z internetu.",
    Channel.PAPER: "Kartka ze skrzynki przy drzwiach.",
    Channel.IN_PERSON: "Rozmowa po zajęciach.",
}


class Records:
    """The requests of one place, their dates, the use of rooms, and what has happened."""

    def __init__(self, site: Site, chance: Random, references: set[str]) -> None:
        self.site, self.chance, self.now = site, chance, clock.now()
        self._references = references
        self._requests: list[BookingRequest] = []
        self._dates: list[BookingDate] = []
        self._uses: list[Occupancy] = []
        self._history: list[tuple[BookingRequest, AuditEvent]] = []
        self._entries: list[tuple[BookingRequest, AssistedEntry]] = []

    def add_request(self, *, by: Resident, channel: Channel, created_at: dt.datetime, **fields: Any) -> BookingRequest:
        """Add a request of `by`, with how it came; `fields` are those of the model."""
        is_assisted = channel != Channel.WEB
        request = BookingRequest(
            public_id=uuid.UUID(int=self.chance.getrandbits(128), version=4),
            reference=self._new_reference(),
            submission_key=str(uuid.UUID(int=self.chance.getrandbits(128), version=4)),
            centre=self.site.centre,
            person=by.name,
            email=by.email,
            phone=by.phone,
            language=by.language,
            channel=channel,
            taken_by=self.site.host if is_assisted else None,
            created_at=created_at,
            **fields,
        )
        self._requests.append(request)
        self.happened(request, "submitted", created_at, by_host=is_assisted, on_behalf=is_assisted, channel=channel)
        if is_assisted:
            self._write_down_for(request)
        else:
            self.happened(request, "confirmed", created_at + dt.timedelta(minutes=4))
        return request

    def _write_down_for(self, request: BookingRequest) -> None:
        """Add that the host typed the request for the person, who agreed to it, and how they are answered."""
        channel, at = EntryChannel(request.channel), request.created_at
        by = audit.staff(self.site.host)
        consent = consents.give(
            purpose=assisted.PURPOSE, email=request.email, phone=request.phone, channel=channel, by=by
        )
        # Who agreed earlier agreed then; those written down later find that consent.
        if at < consent.given_at:
            Consent.objects.filter(pk=consent.pk).update(given_at=at)
            AuditEvent.objects.about(consent).update(at=at)
        entry = AssistedEntry(
            subject_type=request._meta.label_lower,
            channel=channel,
            entered_by=self.site.host,
            at=at,
            answer_by=AnswerBy.EMAIL if request.email else AnswerBy.LETTER,
            why=WHYS[Channel(request.channel)],
            consent=consent,
        )
        self._entries.append((request, entry))
        facts: dict[str, Any] = {"channel": str(channel), "answer_by": str(entry.answer_by), "consent": consent.pk}
        self.happened(request, "assisted", at, area="people", by_host=True, why=entry.why, on_behalf=True, **facts)

    @property
    def answered_on_paper(self) -> list[BookingRequest]:
        """The requests whose people are written letters."""
        return [request for request, entry in self._entries if entry.answer_by == AnswerBy.LETTER]

    def request_about(self, topic: str) -> BookingRequest | None:
        """Return the request that waits about that topic."""
        waits = (request for request in self._requests if request.state == RequestState.WAITING)
        return next((request for request in waits if request.topic == topic), None)

    def add_date(
        self, request: BookingRequest, moments: Moments, *, state: DateState, room: Room | None, **fields: Any
    ) -> BookingDate:
        """Add a date to `request`; an accepted one takes its room."""
        starts_at, ends_at = moments
        date = BookingDate(
            request=request, room=room, starts_at=starts_at, ends_at=ends_at, rule_at=starts_at, state=state, **fields
        )
        self._dates.append(date)
        if room and state == DateState.ACCEPTED:
            self.add_use(room, moments, kind=Occupancy.Kind.BOOKING, booking_date=date)
        return date

    def add_use(self, room: Room, moments: Moments, **fields: Any) -> None:
        """Add the use of a room."""
        starts_at, ends_at = moments
        self._uses.append(
            Occupancy(
                room=room,
                starts_at=starts_at,
                ends_at=ends_at,
                blocked_from=starts_at,
                blocked_until=ends_at,
                **fields,
            )
        )

    def happened(
        self,
        request: BookingRequest,
        verb: str,
        at: dt.datetime,
        *,
        by_host: bool = False,
        by_rule: bool = False,
        why: str = "",
        on_behalf: bool = False,
        area: str = "bookings",
        **facts: object,
    ) -> None:
        """Add an entry of the audit trail, as `audit.record` would have written it at that time."""
        kinds = AuditEvent.ActorKind
        event = AuditEvent(
            at=at,
            actor_kind=kinds.STAFF if by_host else kinds.SYSTEM if by_rule else kinds.RESIDENT,
            actor=self.site.host if by_host else None,
            verb=f"{area}.{verb}",
            subject_type=BookingRequest._meta.label_lower,
            why=why,
            on_behalf=on_behalf,
            facts=facts,
        )
        self._history.append((request, event))

    def add_accepted(
        self, *, by: Resident, channel: Channel, room: Room, dates: list[tuple[Moments, str]], **fields: Any
    ) -> BookingRequest:
        """Add a request that was accepted weeks ago, and return it.

        It is for `dates`, each with why it was called off, or "" for not.
        """
        first = dates[0][0][0]
        created_at = self.asked_before(first)
        decided_at = created_at + dt.timedelta(hours=26)
        off = [(moments, why) for moments, why in dates if why]
        request = self.add_request(
            by=by,
            channel=channel,
            created_at=created_at,
            room=room,
            state=RequestState.DECIDED,
            decide_by=self.due(created_at, first),
            rule=series.weekly(self._local_date(dates[-1][0][0])) if len(dates) > 1 else "",
            sequence=2 + len(off),
            **fields,
        )
        written = [
            self.add_date(
                request,
                moments,
                room=room,
                state=DateState.CANCELLED if why else DateState.ACCEPTED,
                reason=why,
                decided_at=self.called_off_at(moments[0]) if why else decided_at,
            )
            for moments, why in dates
        ]
        texts = [str(date) for date in written]
        self.happened(request, "accepted", decided_at, by_host=True, dates=texts, rooms=[room.name] * len(texts))
        for moments, why in off:
            self.happened(request, "cancelled", self.called_off_at(moments[0]), why=why, dates=[f"{moments[0]:%F %R}"])
        return request

    def asked_before(self, first: dt.datetime) -> dt.datetime:
        """Return a believable moment at which somebody asked for `first`: two weeks before, and some days ago."""
        return min(first - dt.timedelta(days=14), self.now - dt.timedelta(days=5)) - self._some_minutes()

    def called_off_at(self, starts_at: dt.datetime) -> dt.datetime:
        """Return when a date was called off: the day before, and hours ago."""
        return min(starts_at - dt.timedelta(hours=25), self.now - dt.timedelta(hours=3))

    def due(self, created_at: dt.datetime, first: dt.datetime) -> dt.datetime:
        """Return until when a request of that time had to be decided."""
        zone, country = self.site.centre.zone, self.site.centre.network.holidays
        local = created_at.astimezone(zone)
        on = hours.add_working_days(country, local.date(), WORKING_DAYS_TO_DECIDE)
        return min(dt.datetime.combine(on, local.time(), tzinfo=zone).astimezone(dt.UTC), first)

    def asked_for(self, decide_by: dt.datetime) -> dt.datetime:
        """Return when a request came that has to be decided by then: so many working days before."""
        moment, count = decide_by, WORKING_DAYS_TO_DECIDE
        while count:
            moment -= dt.timedelta(days=1)
            count -= self._is_working_day(moment)
        return min(moment, self.now - dt.timedelta(minutes=20))

    def deadline(self, left: dt.timedelta) -> dt.datetime:
        """Return the moment when so much time is left; a day or more ends on a working day."""
        moment = self.now + left
        while left >= dt.timedelta(days=1) and not self._is_working_day(moment):
            moment += dt.timedelta(days=1)
        return moment

    def write(self) -> None:
        """Write everything down but the history: what is done with it by actions writes its own."""
        BookingRequest.objects.bulk_create(self._requests)
        BookingDate.objects.bulk_create(self._dates)
        Occupancy.objects.bulk_create(self._uses)
        for request, entry in self._entries:
            entry.subject_id = str(request.pk)
        AssistedEntry.objects.bulk_create(entry for _request, entry in self._entries)

    def write_history(self, *, since: int) -> None:
        """Write the history, and anew what actions wrote of it after the id `since`, in the order of what happened."""
        done = AuditEvent.objects.filter(pk__gt=since)
        events = list(done)
        done.delete()
        for request, event in self._history:
            event.subject_id = str(request.pk)
            events.append(event)
        for event in events:
            event.pk = None
        AuditEvent.objects.bulk_create(sorted(events, key=lambda event: event.at))

    def _new_reference(self) -> str:
        while (reference := "".join(self.chance.choices(ALPHABET, k=7))) in self._references:
            pass
        self._references.add(reference)
        return reference

    def _local_date(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.site.centre.zone).date()

    def _is_working_day(self, moment: dt.datetime) -> bool:
        return hours.is_working_day(self.site.centre.network.holidays, self._local_date(moment))

    def _some_minutes(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.chance.randrange(240))
