"""What people are counted at: a session, or a day of a place; the page and the telephone name it by a word."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.http import Http404

from podworko.core import clock
from podworko.core.text import id_in
from podworko.places.models import Centre, Part
from podworko.programme.models import ActivityState, Session, SessionState

SESSION, DAY = "session-", "day-"
# How long after the day people are still counted without saying why.
LATE = dt.timedelta(days=2)
# No place counts days before it.
FIRST_YEAR = 2000
# From when until when people check themselves in.
EARLY = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Occasion:
    """A session of a place, or (None) what drops in there on the day."""

    place: Centre
    on: dt.date
    session: Session | None = None

    @property
    def word(self) -> str:
        """What names it."""
        return f"{SESSION}{self.session.pk}" if self.session else f"{DAY}{self.on.isoformat()}"

    @property
    def audience(self) -> str:
        """For whom it is."""
        return self.session.activity.audience if self.session else self.place.kind.audience

    @property
    def is_anonymous(self) -> bool:
        """Say whether nobody is asked for a name, nor shown one."""
        return Part.ANONYMOUS in self.place.kind.parts

    @property
    def opens_at(self) -> dt.datetime:
        """When counting begins: with its day."""
        return clock.day(self.on, self.place.zone)[0]

    @property
    def late_at(self) -> dt.datetime:
        """From when on a reason is asked for."""
        return clock.day(self.on, self.place.zone)[0] + LATE

    @property
    def is_held(self) -> bool:
        """Say whether it is on at all: published, and not called off."""
        if self.session is None:
            return True
        held = self.session.activity.state == ActivityState.PUBLISHED or self.session.starts_at <= clock.now()
        return held and self.session.activity.is_public and self.session.state == SessionState.PLANNED

    @property
    def is_checking_in(self) -> bool:
        """Say whether people check themselves in now."""
        session = self.session
        return bool(session and self.is_held and session.starts_at - EARLY <= clock.now() <= session.ends_at)


def of_session(session: Session) -> Occasion:
    """Return the occasion of `session`, whose activity and place are known."""
    place = session.activity.centre
    return Occasion(place, session.starts_at.astimezone(place.zone).date(), session)


def day_of(place: Centre, text: str) -> Occasion:
    """Return the day of `place` that stands in an address; raise Http404 for what is none."""
    try:
        on = dt.date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if text != on.isoformat() or not FIRST_YEAR <= on.year <= clock.today(place.zone).year + 1:
        raise Http404
    return Occasion(place, on)


def found(place: Centre, words: Iterable[str]) -> dict[str, Occasion]:
    """Return the occasions of `place` that the `words` name, in one query; those that name nothing are left out."""
    wanted = set(words)
    by_pk = _sessions(place, [pk for word in wanted if (pk := _number(word))])
    known: dict[str, Occasion] = {}
    for word in wanted:
        if word.startswith(DAY):
            try:
                known[word] = day_of(place, word.removeprefix(DAY))
            except Http404:
                continue
        elif (pk := _number(word)) in by_pk:
            known[word] = of_session(by_pk[pk])
    return known


def _number(word: str) -> int:
    """Return the id of the session that a word names; 0, which none has, for another one."""
    return (id_in(word.removeprefix(SESSION)) or 0) if word.startswith(SESSION) else 0


def _sessions(place: Centre, pks: Collection[int]) -> dict[int, Session]:
    if not pks:
        return {}
    rows = Session.objects.filter(pk__in=pks, activity__centre=place).select_related("activity", "room")
    for session in rows:
        session.activity.centre = place
    return {session.pk: session for session in rows}


def session_or_404(place: Centre, pk: int) -> Occasion:
    """Return the session of `place` with that id; raise Http404 where there is none."""
    word = f"{SESSION}{pk}"
    known = found(place, [word])
    if word not in known:
        raise Http404
    return known[word]
