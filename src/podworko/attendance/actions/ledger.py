"""One sheet while it is written on: its sums, what it knows already, whom it may tick; held for the transaction."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q

from podworko.attendance import bands, terms
from podworko.attendance.models import Mark, Presence, Sheet, Source, Total
from podworko.attendance.occasions import Occasion
from podworko.attendance.strokes import Stroke
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Problem
from podworko.core.holdings import Contact
from podworko.core.integrity import turning
from podworko.programme.models import STANDING, Enrolment


class Ledger:
    """The sheet of an occasion, with what is to be added to it; `write` keeps all of it at once."""

    def __init__(self, occasion: Occasion, *, by: audit.Actor, source: Source = Source.DESK) -> None:
        self.occasion, self.by, self.source = occasion, by, source
        self.sheet, self.is_new = _locked(occasion)
        self.was = dict(self.sheet.totals.values_list("what", "count"))
        self.totals: defaultdict[str, int] = defaultdict(int, self.was)
        self._marks: list[Mark] = []
        self._presences: dict[str, Presence] = {}
        self._enrolments: dict[str, Enrolment] = {}
        self._known: dict[uuid.UUID, int] = {}

    def look_up(self, strokes: Sequence[Stroke]) -> None:
        """Ask once for all that the `strokes` need: which are kept already, and the sign-ups that they tick."""
        self._known = dict(
            Mark.objects.filter(uuid__in=[each.uuid for each in strokes]).values_list("uuid", "sheet_id")
        )
        references = [each.person for each in strokes if each.person]
        session = self.occasion.session
        if not references or session is None:
            return
        of_session = Q(intake__session=session) | Q(intake__session=None, intake__activity=session.activity_id)
        rows = Enrolment.objects.filter(of_session, reference__in=references, erased_at=None)
        self._enrolments = {each.reference: each for each in rows}
        ticked = Presence.objects.filter(sheet=self.sheet, enrolment__in=self._enrolments.values())
        by_id = {each.pk: each.reference for each in self._enrolments.values()}
        self._presences = {by_id[each.enrolment_id]: each for each in ticked}

    def take(self, stroke: Stroke) -> Problem | None:
        """Put `stroke` on the sheet, unless it stands there; return why it does not go."""
        if stroke.uuid in self._known:
            return None if self._known[stroke.uuid] == self.sheet.pk else terms.not_on_list()
        problem = self._tick(stroke) if stroke.person else self.add(stroke.what, stroke.delta, stroke)
        if problem is None:
            self._known[stroke.uuid] = self.sheet.pk
        return problem

    def add(self, what: str, delta: int, stroke: Stroke, *, reason: str = "") -> Problem | None:
        """Count `delta` more, or fewer, of `what`; return why that cannot be."""
        if self.totals[what] + delta < 0:
            return terms.below_zero()
        if self.totals[what] + delta > terms.MOST:
            return terms.too_many()
        self._mark(stroke, what, delta, reason=reason)
        return None

    def _tick(self, stroke: Stroke) -> Problem | None:
        enrolment, presence = self._enrolments.get(stroke.person), self._presences.get(stroke.person)
        if enrolment is None or (presence is None and enrolment.state not in STANDING):
            return terms.not_on_list()
        session = self.occasion.session
        assert session
        if presence is None:
            what = bands.of_sign_up(session.activity, enrolment.birth_year, self.occasion.on.year)
            contact = Contact(email=enrolment.email.lower()) if enrolment.email else Contact(phone=enrolment.phone)
            presence = Presence.objects.create(
                sheet=self.sheet,
                enrolment=enrolment,
                what=what,
                heads=enrolment.seats,
                is_here=False,
                at=stroke.at,
                contact_mark=contact.mark(),
            )
            self._presences[stroke.person] = presence
        delta = 0
        if stroke.at >= presence.at and stroke.is_here != presence.is_here:
            delta = presence.heads if stroke.is_here else -min(presence.heads, self.totals[presence.what])
            presence.is_here, presence.at = stroke.is_here, stroke.at
            presence.save(update_fields=["is_here", "at"])
        self._mark(stroke, presence.what, delta, presence=presence)
        return None

    def _mark(
        self, stroke: Stroke, what: str, delta: int, *, presence: Presence | None = None, reason: str = ""
    ) -> None:
        self.totals[what] += delta
        self._marks.append(
            Mark(
                uuid=stroke.uuid,
                sheet=self.sheet,
                what=what,
                delta=delta,
                presence=presence,
                is_here=stroke.is_here if presence else None,
                source=self.source,
                by_id=self.by.user.pk if self.by.user else None,
                reason=reason,
                at=min(stroke.at, clock.now()),
                kept_at=clock.now(),
            )
        )

    def knows(self, stroke: Stroke) -> bool:
        """Say whether `stroke` was kept before."""
        return stroke.uuid in self._known

    def write(self, *, is_kept: bool = False) -> None:
        """Keep the marks and the sums; a sheet on which nothing came to stand goes, unless it `is_kept`.

        Raises Conflict where somebody takes off meanwhile what is taken off here.
        """
        if not self._marks:
            if self.is_new and not is_kept:
                self.sheet.delete()
            return
        if self.is_new and not is_kept:
            audit.record("attendance.counted", self.sheet, by=self.by)
        with turning("total_not_negative", lambda: Conflict(terms.below_zero())):
            self._write_totals({what: count for what, count in self.totals.items() if self.was.get(what, 0) != count})
        Mark.objects.bulk_create(self._marks)
        # The session may have been moved to another day since somebody counted.
        self.sheet.changed_at, self.sheet.on = clock.now(), self.occasion.on
        self.sheet.save(update_fields=["changed_at", "on"])

    def _write_totals(self, changed: Mapping[str, int]) -> None:
        Total.objects.bulk_create(
            [Total(sheet=self.sheet, what=what, count=count) for what, count in changed.items()],
            update_conflicts=True,
            unique_fields=["sheet", "what"],
            update_fields=["count"],
        )


def _locked(occasion: Occasion) -> tuple[Sheet, bool]:
    """Return the sheet of `occasion`, kept for this transaction, and whether it was made now."""
    key = {"session": occasion.session} if occasion.session else {"session": None, "on": occasion.on}
    made, is_new = Sheet.objects.get_or_create(centre=occasion.place, **key, defaults={"on": occasion.on})
    return Sheet.objects.select_for_update().get(pk=made.pk), is_new
