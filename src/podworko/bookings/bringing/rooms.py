"""Which room another calendar means by a name: exactly, nearly, or nobody knows."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from podworko.core.imports.headings import fold
from podworko.places.models import Room

# From here on two names are likely to be the same, spelt differently; below nobody is led astray by a guess.
CLOSE = 82
# So many letters of a word tell it: "komink." is "kominkowa".
SHORTENED = 4
_BETWEEN = re.compile(r"[,;/+\n|]|\s(?:i|oraz|and|та|і)\s")
_WORDS = re.compile(r"[^\W_]+")
# What stands in front of many a name and tells nothing.
_USUAL = {"sala", "salka", "sal", "pokoj", "pok", "pomieszczenie", "room", "зал", "кімната", "nr", "numer"}


@dataclass(frozen=True)
class Guess:
    """The room that a name stands for, None where there is no guess, and whether somebody must look at it."""

    room: Room | None
    is_sure: bool = False


NOTHING = Guess(None)


class Names:
    """The rooms of a place by what people call them."""

    def __init__(self, rooms: Iterable[Room]) -> None:
        self.rooms = list(rooms)
        counts = Counter(fold(room.name) for room in self.rooms)
        self._exact = {fold(room.name): room for room in self.rooms if counts[fold(room.name)] == 1}
        self._exact |= {fold(room.slug): room for room in self.rooms if fold(room.slug) not in self._exact}
        self.guess = lru_cache(maxsize=10_000)(self._guess)

    def _guess(self, name: str) -> Guess:
        """Return which room `name` stands for.

        Sure are: its name, however it is spelt; its name and a longer address behind it; all parts of a divided room,
        which are the whole. Where a place has one room, and a calendar names none, it is that one.
        """
        folded = fold(name)
        if not folded:
            return Guess(self.rooms[0], is_sure=True) if len(self.rooms) == 1 else NOTHING
        if folded in self._exact:
            return Guess(self._exact[folded], is_sure=True)
        pieces = [piece for piece in map(fold, _BETWEEN.split(name)) if piece]
        named = list(dict.fromkeys(self._exact[piece].pk for piece in pieces if piece in self._exact))
        if len(named) == 1:
            return Guess(self._of(named[0]), is_sure=True)
        if named:
            whole = self._whole_of(named)
            return Guess(whole, is_sure=True) if whole else NOTHING
        return self._near(name)

    def _of(self, pk: int) -> Room:
        return next(room for room in self.rooms if room.pk == pk)

    def _whole_of(self, named: Sequence[int]) -> Room | None:
        """Return the room whose parts are exactly those named."""
        for room in self.rooms:
            parts = {part.pk for part in self.rooms if part.whole_id == room.pk}
            if parts and parts == set(named):
                return room
        return None

    def _near(self, name: str) -> Guess:
        """Return the one room whose name is nearest, when no other is as near."""
        names = {room.pk: _plain(room.name) for room in self.rooms}
        found = process.extract(_plain(name), names, scorer=_likeness, score_cutoff=CLOSE, limit=2)
        if not found or (len(found) > 1 and found[0][1] == found[1][1]):
            return NOTHING
        return Guess(self._of(found[0][2]))


def _plain(text: str) -> str:
    """Return the words that tell rooms apart, folded: "Sala nr 2 (duża)" is "2 duza"."""
    words = [fold(word) for word in _WORDS.findall(text)]
    telling = [word for word in words if word not in _USUAL]
    return " ".join(telling or words)


def _likeness(one: str, other: str, **options: object) -> float:
    """Compare names word by word: figures must be the same, "Sala 1" is not nearly "Sala 2"."""
    if set(re.findall(r"\d+", one)) != set(re.findall(r"\d+", other)) and re.search(r"\d", other):
        return 0
    words = other.split()
    if all(len(part) >= SHORTENED and any(word.startswith(part) for word in words) for part in one.split()):
        return 90
    # A short word is in every name.
    within = fuzz.token_set_ratio(one, other) - 5 if len(other) >= SHORTENED else 0
    return float(max(fuzz.token_sort_ratio(one, other), within))
