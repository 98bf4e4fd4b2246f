"""A model of room use so simple that it can be read in one go: rooms, quarters of an hour, and who has them.

It knows no database: each use holds the quarters of its room and of all the parts of it, and two uses clash when they
share one. Times are quarters of an hour since 1970 in UTC.
"""

from dataclasses import dataclass, field
from itertools import chain

QUARTER = 15 * 60
HOUR = 4
# What the program leaves to somebody who is offered an hour, and the longest time to make a room ready.
SOONEST, LONGEST_BUFFER = HOUR, 2 * HOUR
OPEN = {"waiting", "changes_asked"}
UNDECIDED = {"waiting", "queued"}


@dataclass
class Use:
    """What holds a room until `until`, the time to make it ready included, with the rooms that it took as it did."""

    room: int
    start: int
    end: int
    until: int
    rooms: frozenset[int]

    def quarters(self):
        return {(room, quarter) for room in self.rooms for quarter in range(self.start, self.until)}


@dataclass
class Date:
    request: int
    room: int | None
    start: int
    end: int
    rule: int
    state: str
    is_changed: bool = False
    replaces: int | None = None


@dataclass
class Offer:
    date: int
    room: int
    start: int
    end: int
    answer_by: int
    state: str = "open"


@dataclass
class Request:
    people: int
    state: str
    asked: int
    # Whether its dates wait for hours that are taken.
    is_queued: bool = False


@dataclass
class Model:
    """All that is asked for, given, offered and closed; `now` is moved by the machine."""

    capacity: dict[int, int]
    whole_of: dict[int, int | None]
    buffer: dict[int, int]
    now: int
    answer: int
    requests: dict[int, Request] = field(default_factory=dict)
    dates: dict[int, Date] = field(default_factory=dict)
    offers: dict[int, Offer] = field(default_factory=dict)
    # By what they come from: ("date", id), ("offer", id), ("walk_in", id), ("closure", id).
    uses: dict[tuple[str, int], Use] = field(default_factory=dict)
    # What this deed gave back, and the offers that must come of it: date to room.
    released: list[tuple[int, int, int]] = field(default_factory=list)
    due: dict[int, int] = field(default_factory=dict)

    # --- rooms ---

    def parts_of(self, room):
        mine = [each for each, whole in self.whole_of.items() if whole == room]
        return {*mine, *chain.from_iterable(self.parts_of(each) for each in mine)}

    def wholes_of(self, room):
        above = self.whole_of[room]
        return set() if above is None else {above, *self.wholes_of(above)}

    def fitting(self, people):
        return [room for room, capacity in self.capacity.items() if capacity >= people]

    def use(self, room, start, end, *, buffer=None):
        until = end + (self.buffer[room] if buffer is None else buffer)
        return Use(room, start, end, until, frozenset({room, *self.parts_of(room)}))

    def clashes(self, use, *, besides=()):
        mine = use.quarters()
        return [key for key, other in self.uses.items() if key not in besides and mine & other.quarters()]

    def is_free(self, room, start, end, *, besides=()):
        return not self.clashes(self.use(room, start, end), besides=besides)

    def free_rooms(self, people, start, end):
        return [room for room in self.fitting(people) if self.is_free(room, start, end)]

    def take(self, key, room, start, end, *, buffer=None):
        use = self.use(room, start, end, buffer=buffer)
        assert not self.clashes(use), "the room is used twice"
        self.uses[key] = use

    def give_back(self, key):
        use = self.uses.pop(key)
        self.released.append((use.room, use.start, use.until))

    def move_walls(self, room, whole):
        """Say whether the walls may be so; then they are."""
        walls = self.whole_of | {room: whole}
        moved = Model(self.capacity, walls, self.buffer, self.now, self.answer)
        coming = {key: use for key, use in self.uses.items() if use.until > self.now}
        moved.uses = self.uses | {
            key: Use(use.room, use.start, use.end, use.until, frozenset({use.room, *moved.parts_of(use.room)}))
            for key, use in coming.items()
        }
        if any(moved.clashes(moved.uses[key], besides=[key]) for key in coming):
            return False
        self.whole_of, self.uses = walls, moved.uses
        return True

    # --- requests ---

    def dates_of(self, request, *states):
        mine = [(pk, date) for pk, date in self.dates.items() if date.request == request]
        return dict(sorted(((pk, date) for pk, date in mine if not states or date.state in states), key=_by_start))

    def settle(self, request):
        if not self.dates_of(request, "waiting"):
            self.requests[request].state = "decided"

    def accept(self, pk, room):
        """Give `room` for a date; what it takes the place of moves to it."""
        date = self.dates[pk]
        old = self.accepted_before(pk)
        if old is not None:
            self.dates[old].state = "cancelled"
            self.give_back(("date", old))
        date.state, date.room = "accepted", room
        self.take(("date", pk), room, date.start, date.end)

    def accepted_before(self, pk):
        """Return the date, still given, that the date `pk` is to take the place of."""
        old = self.dates[pk].replaces
        return old if old is not None and self.dates[old].state == "accepted" else None

    def could_have(self, pk, room):
        """Say whether `room` could be given for a date, what it holds already given back."""
        date = self.dates[pk]
        mine = [("date", self.dates[pk].replaces), *(("offer", offer) for offer in self.open_offers(pk))]
        return self.is_free(room, date.start, date.end, besides=mine)

    def end_request(self, request, gone):
        """Let a request whose waiting dates are all `gone` ("withdrawn", "lapsed") end."""
        if self.requests[request].state in OPEN and not self.dates_of(request, "waiting"):
            others = [date for date in self.dates_of(request).values() if date.state != gone]
            self.requests[request].state = "decided" if others else gone

    # --- offers ---

    def open_offers(self, pk):
        return [key for key, offer in self.offers.items() if offer.date == pk and offer.state == "open"]

    def answer_by(self, start):
        return min(self.now + self.answer, start - SOONEST)

    def end_offer(self, key, state):
        self.offers[key].state = state
        if ("offer", key) in self.uses:
            self.give_back(("offer", key))

    def recall(self, pk):
        for key in self.open_offers(pk):
            self.end_offer(key, "recalled")

    def look_again(self, pk):
        """What a date begins to wait for may be free."""
        date = self.dates[pk]
        for room in [date.room] if date.room is not None else self.capacity:
            self.released.append((room, date.start, date.end))

    def hear(self):
        """Say which offers must come of what this deed gave back: by whoever asked first, in each stretch in turn."""
        for room, begin, until in sorted(dict.fromkeys(self.released), key=lambda each: each[1:]):
            for pk in self._line(begin - LONGEST_BUFFER, until):
                self._offer_if_free(pk, room)
        self.released.clear()

    def _line(self, begin, until):
        return [
            pk
            for pk, date in sorted(self.dates.items(), key=self._place_in_line)
            if date.state == "queued"
            and self.requests[date.request].state != "unconfirmed"
            and date.start < until
            and date.end > begin
            and date.start > self.now + SOONEST
            and pk not in self.due
            and not any(
                offer.date == pk
                and (offer.state == "open" or (offer.start == date.start and offer.state != "recalled"))
                for offer in self.offers.values()
            )
        ]

    def _place_in_line(self, each):
        pk, date = each
        return self.requests[date.request].asked, pk

    def _offer_if_free(self, pk, freed):
        date = self.dates[pk]
        near = {freed, *self.wholes_of(freed), *self.parts_of(freed)}
        people = self.requests[date.request].people
        fitting = sorted(near & set(self.fitting(people)), key=lambda room: (self.capacity[room], room))
        for room in [date.room] if date.room is not None else fitting:
            if self.is_free(room, date.start, date.end):
                self.due[pk] = room
                self.take(("due", pk), room, date.start, date.end)
                return

    def offered(self, key, pk):
        """Write down that what was due for a date was offered."""
        date, room = self.dates[pk], self.due.pop(pk)
        self.offers[key] = Offer(pk, room, date.start, date.end, self.answer_by(date.start))
        self.uses["offer", key] = self.uses.pop(("due", pk))


def _by_start(pair):
    return pair[1].start
