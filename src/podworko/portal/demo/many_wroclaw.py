"""Wrocław's other local activity centres, and three that are not open: an idea, a diagnosis, one that has closed."""

from podworko.places.models import Equipment, ModelKind, Spoken, Stage
from podworko.portal.demo import words_neighbours as words
from podworko.portal.demo.many import access, address, closing, divisible, says, slug_of, turn
from podworko.portal.demo.quarters import WROCLAW as QUARTERS
from podworko.portal.demo.shapes import FRI, MON, SAT, THU, TUE, WED, WEEKDAYS, Event, Hall, Hours, Place

NGOS = (
    "Stowarzyszenie Oficyna",
    "Fundacja Przesiadka",
    "Stowarzyszenie Parter",
    "Fundacja Sąsiedzi Sąsiadom",
    "Stowarzyszenie Most Nadziei i Herbaty",
    "Fundacja Stół",
    "Stowarzyszenie Wyspa Osiedle",
)
OPEN = 23
HOURS: tuple[tuple[Hours, Hours], ...] = (
    # Five days of at least four hours.
    (((WEEKDAYS, "11:00-19:00"),), ((WEEKDAYS, "10:00-16:00"),)),
    ((((MON, WED, FRI), "10:00-18:00"), ((TUE, THU), "14:00-20:00")), ((WEEKDAYS, "12:00-18:00"),)),
    (((WEEKDAYS, "14:00-20:00"), ((SAT,), "10:00-14:00")), ((WEEKDAYS, "14:00-19:00"),)),
    ((((MON, TUE, WED, THU), "12:00-19:00"), ((FRI,), "15:00-00:30")), ((WEEKDAYS, "12:00-18:00"),)),
    (((WEEKDAYS, "09:00-13:00"), ((TUE, THU), "15:00-19:00")), ((WEEKDAYS, "09:00-14:00"),)),
)
EVENTS = (
    Event("kuchnia", MON, "15:00-17:00", "Zupa dla wszystkich", 12, weeks=tuple(range(-4, 6))),
    Event("sala", TUE, "17:00-18:30", "Joga po pracy", 24, weeks=tuple(range(-4, 6))),
    Event("kuchnia", WED, "16:00-18:00", "Kawiarenka naprawcza", 10, weeks=(-4, -2, 0, 2, 4)),
    Event("sala", THU, "17:00-18:30", "Planszówki międzypokoleniowe", 30, weeks=tuple(range(-4, 6))),
)
LANGUAGES = (
    (Spoken.POLISH, Spoken.UKRAINIAN),
    (Spoken.POLISH,),
    (Spoken.POLISH, Spoken.ENGLISH, Spoken.UKRAINIAN),
    (Spoken.POLISH, Spoken.GERMAN),
)


def places() -> list[Place]:
    """Return all places of Wrocław that are not written out one by one."""
    return [*(_open(number) for number in range(OPEN)), *NOT_OPEN]


def _open(number: int) -> Place:
    district = turn([*QUARTERS], number)
    name = f"{turn(words.NAMES, number)} {district}"
    opening, summer = turn(HOURS, number)
    about = says(number, words.OPENINGS, words.MIDDLES, words.ENDS)
    return Place(
        slug=slug_of(name),
        name=name,
        kind=ModelKind.CAL,
        **address(number + 3, district, "5" + str(number % 5)),
        operator=turn(NGOS, number),
        earlier_operator=turn(NGOS, number + 3) if number % 5 == 1 else "",
        phone=f"+48 71 555 10 {number:02}",
        about=about,
        rooms=(
            *_hall(number),
            Hall("kuchnia", "Kuchnia", 12, 20, "Długi stół i duży garnek.", {Equipment.KITCHENETTE: 1}),
        ),
        opening=opening,
        duty=((WEEKDAYS, "15:00-18:00"),) if number % 5 in {0, 2, 3} else opening,
        summer=summer,
        access=access(number + 1),
        events=EVENTS if number % 3 == 0 else (),
        languages=(Spoken.POLISH, Spoken.UKRAINIAN) if "ukraińsku" in about else turn(LANGUAGES, number),
        special_hours="" if number % 5 == 2 or number % 2 else "10:00-14:00",  # noqa: PLR2004 - open on all Saturdays
        stage=Stage.PILOT if number % 11 == 5 else Stage.PERMANENT,  # noqa: PLR2004 - one of eleven
        **closing(number),
    )


def _hall(number: int) -> tuple[Hall, ...]:
    if number % 4 == 1:
        return divisible(number)
    people = 30 + number % 5 * 5
    equipment = {Equipment.CHAIRS: people, Equipment.PROJECTOR: 1, Equipment.MATS: 15}
    return (Hall("sala", "Sala", people, people + 14, "Na zebranie, taniec i kino.", equipment),)


def _not_open(number: int, name: str, district: str, stage: Stage, about: str) -> Place:
    return Place(
        slug=slug_of(name),
        name=name,
        kind=ModelKind.CAL,
        **address(number, district, "50"),
        operator=turn(NGOS, number),
        phone="",
        about=about,
        rooms=(),
        opening=(),
        duty=(),
        access={},
        events=(),
        stage=stage,
    )


NOT_OPEN = (
    _not_open(
        31, "Pawilon Gaj", "Gaj", Stage.IDEA, "Pawilon stoi pusty od dwóch lat. Mieszkańcy mają na niego pomysł."
    ),
    _not_open(
        32,
        "Nadodrze od Podwórka",
        "Nadodrze",
        Stage.DIAGNOSIS,
        "Chodzimy od drzwi do drzwi i pytamy, czego tu brakuje.",
    ),
    _not_open(
        33,
        "Salonik Popowice",
        "Popowice",
        Stage.CLOSED,
        "Działał cztery lata. Zajęcia przejęli sąsiedzi z naprzeciwka, a szyld wisi do dziś.",
    ),
)
