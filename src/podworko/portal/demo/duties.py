"""What those on duty of two places have had to do: who walked in, what broke, who waits in line, what was brought.

All of it is made up. `duty` and `lines` do it with the product's own actions.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from podworko.portal.demo.residents import ELZBIETA, HANNA, JAKUB, JOZEF, KRYSTYNA, MAGDA, PAWEL, TOMASZ
from podworko.portal.demo.shapes import MON, THU, TUE, WED, Ask, Event
from podworko.portal.demo.sign_ins import KOZLOWKA, OLBIN

# Asked two working days before that, so that there has been time to decide.
SOON = dt.timedelta(hours=3)


@dataclass(frozen=True)
class Visit:
    """Somebody who came in and took a room at once: for what, how many of them, for how many minutes."""

    topic: str
    people: int
    minutes: int = 60


@dataclass(frozen=True)
class Line:
    """Hours that more people want than can have them: who has them, and who waits for them, the first first.

    When the holder gives them back, the first in line is offered them.
    """

    holder: Ask
    waiting: tuple[Ask, ...]
    is_given_back: bool = False


@dataclass(frozen=True)
class Course:
    """A series whose dates are not all alike. Dates count from 0; hours are written "16:30-18:00"."""

    ask: Ask
    declined: Mapping[int, str]
    # What the place moved, and why; what the person would like to move, which waits for a decision.
    moved: Mapping[int, str]
    why: str
    wished: Mapping[int, str]


@dataclass(frozen=True)
class Brought:
    """A calendar out of another program: the name of its file, and what stands in it, from next week on."""

    name: str
    entries: tuple[Event, ...]
    weeks: int = 6


@dataclass(frozen=True)
class Duty:
    """All of that for one place."""

    visits: tuple[Visit, ...] = ()
    # What broke on the last day on which the door was open.
    damage: str = ""
    lines: tuple[Line, ...] = ()
    courses: tuple[Course, ...] = ()
    brought: tuple[Brought, ...] = ()


DUTIES = {
    KOZLOWKA: Duty(
        visits=(
            Visit("Mamy z wózkami, aż przestanie padać", 6, 90),
            Visit("Korepetycje z matematyki", 2),
            Visit("Szydełko we dwie", 2, 120),
            Visit("Pisanie podania do spółdzielni", 3, 30),
            Visit("Powtórka przed egzaminem na prawo jazdy", 4),
            Visit("Klejenie latawca", 5),
            Visit("Rozmowa o wspólnym ogródku", 7),
            Visit("Partyjka szachów", 2),
            Visit("Pakowanie paczek dla schroniska", 8, 90),
        ),
        damage="Pękła noga krzesła. Stoi w kącie pracowni z kartką, żeby nikt nie siadał.",
        lines=(
            Line(
                Ask("sala-mala", 6, "16:00-17:30", "Zebranie rady rodziców", 12, ELZBIETA, SOON),
                (
                    Ask("sala-mala", 6, "16:00-17:30", "Wieczór poezji", 12, PAWEL, SOON),
                    Ask("sala-mala", 6, "16:00-17:30", "Klub książki", 9, JOZEF, SOON),
                ),
            ),
            Line(
                Ask("sala-duza", 8, "15:00-17:00", "Turniej brydżowy", 24, TOMASZ, SOON),
                (
                    Ask("sala-duza", 8, "15:00-17:00", "Warsztaty wianków", 18, MAGDA, SOON),
                    Ask("sala-duza", 8, "15:30-17:00", "Przymiarka strojów na bal", 15, HANNA, SOON),
                ),
                is_given_back=True,
            ),
        ),
        courses=(
            Course(
                Ask("hall", 6, "18:00-19:30", "Chór z bloku 12", 22, KRYSTYNA, SOON, day=THU, weeks=8),
                declined={2: "Tego dnia w hallu stoi wystawa i nie ma gdzie ustawić krzeseł."},
                moved={4: "16:30-18:00"},
                why="Zamykamy wcześniej, bo przychodzi elektryk.",
                wished={5: "16:00-17:30"},
            ),
        ),
        brought=(
            Brought(
                "kalendarz-swietlicy.ics",
                (
                    Event("sala-mala", MON, "16:00-18:00", "Koło brydżowe", 12),
                    Event("hall", MON, "17:00-19:00", "Świetlica: odrabianie lekcji", 20),
                    Event("pracownia", WED, "10:00-12:00", "Kółko modelarskie seniorów", 8),
                    # On these hours the room is taken: whoever brings the calendar is told so.
                    Event("sala-duza", TUE, "10:00-11:00", "Rozciąganie przy muzyce", 15),
                ),
            ),
        ),
    ),
    OLBIN: Duty(
        visits=(
            Visit("Klejenie półki", 2),
            Visit("Wymiana dętki", 2, 30),
            Visit("Ćwiczenie na pianinie", 1),
            Visit("Herbata po spacerze z psami", 5),
            Visit("Robienie transparentu na festyn", 6, 90),
            Visit("Gra w domino", 4),
        ),
        damage="Odpadła noga starego krzesła. Skleimy je na kursie renowacji.",
        courses=(
            Course(
                Ask("warsztat", 6, "12:00-14:00", "Kurs renowacji krzeseł", 6, JAKUB, SOON, day=TUE, weeks=6),
                declined={3: "W tym tygodniu malujemy warsztat."},
                moved={1: "13:00-15:00"},
                why="Do pierwszej ostrzymy narzędzia.",
                wished={},
            ),
        ),
    ),
}
