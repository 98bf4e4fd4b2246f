"""Does what hosts do on the day, as of the moments at which they did it: walk-ins, keys, how rooms were left."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from itertools import cycle, islice, product

from podworko.bookings.actions import handovers, walk_ins
from podworko.bookings.handing_over import Step, Used
from podworko.bookings.models import BookingDate, DateState
from podworko.core import audit, clock
from podworko.places.hours import Span
from podworko.places.models import Room
from podworko.portal.demo import pictures
from podworko.portal.demo.diary import Diary
from podworko.portal.demo.duties import Duty, Visit
from podworko.portal.demo.ground import Site
from podworko.portal.demo.shapes import Scene

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
WEEKS_BACK = dt.timedelta(weeks=8)
# So long ago every use was handed over; before that the history tells of the unusual ones.
REMEMBERED = 5 * DAY
# On every third day somebody walks in, at one of these times.
EVERY = 3
TIMES = (dt.time(10, 20), dt.time(12, 40), dt.time(15, 10), dt.time(18, 15))
# Of so many uses nobody came to one, and one left the room untidy.
NO_SHOW_IN, UNTIDY_IN = 29, 23
# So long the room waited for those who never came.
WAITED = 45 * MINUTE
# Who walked in so long ago is there now; the longest time at which a room was free counts.
BEGUN = (25 * MINUTE, 15 * MINUTE, 5 * MINUTE)


def live(duty: Duty, site: Site, diary: Diary) -> None:
    """Let eight weeks of duty have been, and today up to this moment."""
    desk = _Desk(duty, site, diary)
    desk.walk_in()
    desk.hand_over()
    desk.walk_in_today()


class _Desk:
    """The host of one place at work."""

    def __init__(self, duty: Duty, site: Site, diary: Diary) -> None:
        self.duty, self.site, self.diary = duty, site, diary
        self.by, self.now = audit.staff(site.host), clock.now()

    # --- rooms used without asking ---

    def walk_in(self) -> None:
        """Let somebody walk in on days of the past weeks, where a room was free."""
        days = [on for on, day in self.diary.days.items() if day.open and self._is_remembered(on)]
        turns = islice(cycle(product(self.duty.visits, TIMES)), len(days))
        for number, (on, (visit, time)) in enumerate(list(zip(days, turns, strict=True))[::EVERY]):
            if free := list(self._free(on, time, visit)):
                self._begin(free[number % len(free)], visit, clock.at(on, time, self.site.centre.zone))

    def walk_in_today(self) -> None:
        """Let somebody have walked in just now, if they are gone before the door closes and another room stays free."""
        for visit, ago in product(self.duty.visits, BEGUN):
            begun = (self.now - ago).astimezone(self.site.centre.zone)
            free = list(self._free(begun.date(), begun.time(), visit))
            if len(free) > 1:
                self._begin(free[0], visit, begun)
                return

    def _is_remembered(self, on: dt.date) -> bool:
        return self.diary.today - WEEKS_BACK <= on < self.diary.today

    def _free(self, on: dt.date, time: dt.time, visit: Visit) -> Iterator[Room]:
        """Yield the rooms that are free then, the smallest that hold them first."""
        begin = dt.datetime.combine(on, time)
        end = begin + visit.minutes * MINUTE
        if end.date() != on:
            return
        for slug, room in sorted(self.site.rooms.items(), key=lambda each: each[1].capacity):
            if room.capacity >= visit.people and self.diary.is_free(slug, on, Span(time, end.time())):
                yield room

    def _begin(self, room: Room, visit: Visit, at: dt.datetime) -> None:
        key = f"demo:{room.pk}:{at:%Y%m%d%H%M}"
        with clock.as_of(at.astimezone(dt.UTC).replace(second=0, microsecond=0)):
            used = walk_ins.begin(
                room=room,
                by=self.by,
                submission_key=key,
                length=visit.minutes * MINUTE,
                topic=visit.topic,
                people=visit.people,
            )
        if used.ends_at < self.now:
            self._note(used, Step.LEFT, used.ends_at)

    # --- uses handed over ---

    def hand_over(self) -> None:
        """Note how the uses of the past weeks went, those of today so far, and whose keys are out."""
        dates = self._dates()
        today = clock.day(self.diary.today, self.site.centre.zone)[0]
        past = [date for date in dates if date.ends_at < today]
        for number, date in enumerate(past[:-1], start=1):
            self._tell(number, date)
        if past:
            self._break(past[-1])
        over = [date for date in dates if today <= date.ends_at <= self.now]
        self._tell_today(over, [date for date in dates if date.starts_at <= self.now < date.ends_at])
        later = [date for date in dates if date.starts_at > max(self.now, today + DAY)]
        # Who begins the next day fetches the keys when the last of today are gone.
        if over and later:
            self._note(later[0], Step.KEYS_OUT, over[-1].ends_at)

    def _dates(self) -> Sequence[BookingDate]:
        found = BookingDate.objects.filter(
            request__centre=self.site.centre,
            state=DateState.ACCEPTED,
            starts_at__range=(self.now - WEEKS_BACK, self.now + 3 * DAY),
        )
        return list(found.select_related("request", "room").order_by("starts_at", "pk"))

    def _tell(self, number: int, date: BookingDate) -> None:
        if number % NO_SHOW_IN == 0:
            self._miss(date, date.starts_at + WAITED)
        elif number % UNTIDY_IN == 0:
            self._leave(date, is_tidy=False)
        elif date.ends_at > self.now - REMEMBERED:
            self._note(date, Step.CAME, date.starts_at - 3 * MINUTE)
            self._note(date, Step.LEFT, date.ends_at)

    def _tell_today(self, over: Sequence[BookingDate], running: Sequence[BookingDate]) -> None:
        """Tell of today: nobody came to one, of the last the host has not seen the room yet, those there are there."""
        missed = over[1:2] if len(over) > 2 else []  # noqa: PLR2004 - a first and a last beside it
        for date in over:
            if date in missed:
                self._miss(date, date.starts_at + WAITED)
                continue
            self._note(date, Step.CAME, date.starts_at - 3 * MINUTE)
            if date != over[-1]:
                self._note(date, Step.LEFT, date.ends_at)
        for number, date in enumerate(running):
            if number == 0:
                self._note(date, Step.KEYS_OUT, date.starts_at - 8 * MINUTE)
            self._note(date, Step.CAME, date.starts_at - 3 * MINUTE)

    def _note(self, use: Used, step: Step, at: dt.datetime) -> None:
        with clock.as_of(at):
            handovers.note(use=use, step=step, by=self.by)

    def _miss(self, date: BookingDate, at: dt.datetime) -> None:
        """Note that nobody came, and give the rest of the hours back."""
        at = min(at, date.ends_at)
        self._note(date, Step.NO_SHOW, at)
        with clock.as_of(at):
            handovers.give_back(use=date, by=self.by)

    def _leave(self, date: BookingDate, *, is_tidy: bool, words: str = "", photo: bytes = b"") -> None:
        with clock.as_of(date.ends_at):
            handovers.leave(
                use=date,
                by=self.by,
                is_tidy=is_tidy,
                words=words,
                photo=io.BytesIO(photo) if photo else None,
                size=len(photo),
            )

    def _break(self, date: BookingDate) -> None:
        """Let something have been broken at `date`, with a photo of it."""
        self._note(date, Step.CAME, date.starts_at - 3 * MINUTE)
        kind = self.site.place.kind.value
        photo = pictures.png_of(pictures.drawing_of(Scene.DAMAGE, kind, self.site.place.slug))
        self._leave(date, is_tidy=False, words=self.duty.damage, photo=photo)
