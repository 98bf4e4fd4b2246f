"""Kraków's other places: seniors' centres, parents' clubs and the rest, as many as the city's programmes count."""

from podworko.places.models import AccessQuestion, Equipment, ModelKind, Spoken, Stage
from podworko.portal.demo import words_parents, words_seniors
from podworko.portal.demo.many import access, address, closing, says, slug_of, turn
from podworko.portal.demo.quarters import KRAKOW as QUARTERS
from podworko.portal.demo.shapes import FRI, MON, THU, TUE, WED, WEEKDAYS, Event, Hall, Hours, Place

NGOS = (
    "Fundacja Sąsiedzka Ławka",
    "Stowarzyszenie Wspólny Głos",
    "Fundacja Kładka",
    "Stowarzyszenie Dobra Godzina",
    "Fundacja Otwarte Okno",
    "Stowarzyszenie Pokolenia Obok",
    "Fundacja Cztery Kąty",
    "Stowarzyszenie Ciepły Piec",
    "Fundacja Tu i Obok",
    "Stowarzyszenie Srebrna Nitka",
    "Fundacja Zielony Próg",
)
INSTITUTIONS = (
    "Klub Kultury Wiklina",
    "Klub Kultury Pod Lipą",
    "Biblioteka Zakładka",
    "Ośrodek Kultury Zaułek",
    "Dom Kultury Parasol",
    "Biblioteka Za Rogiem",
    "Świetlica Osiedlowa Kleks",
    "Ośrodek Kultury Młynek",
)
CLUBS_OF_NGOS = 12
CAS_HOURS: tuple[tuple[Hours, Hours], ...] = (
    (((WEEKDAYS, "09:00-15:00"),), ((WEEKDAYS, "09:00-13:00"),)),
    (((WEEKDAYS, "08:30-14:30"),), ((WEEKDAYS, "08:30-12:30"),)),
    ((((MON, WED, FRI), "09:00-14:00"), ((TUE, THU), "12:00-18:00")), ((WEEKDAYS, "09:00-13:00"),)),
    (((WEEKDAYS, "10:00-16:00"),), ((WEEKDAYS, "10:00-14:00"),)),
    (((WEEKDAYS, "09:00-13:00"),), ((WEEKDAYS, "08:00-12:00"),)),
)
CLUB_HOURS: tuple[tuple[Hours, Hours], ...] = (
    (((WEEKDAYS, "09:00-14:00"),), ((WEEKDAYS, "09:00-14:00"),)),
    (((WEEKDAYS, "09:30-15:30"),), ((WEEKDAYS, "09:00-14:00"),)),
    ((((MON, TUE, THU), "10:00-15:30"), ((WED, FRI), "12:00-17:30")), ((WEEKDAYS, "10:00-15:00"),)),
    (((WEEKDAYS, "10:00-15:00"),), ()),
)
CAS_EVENTS = (
    Event("sala-ruchu", MON, "10:00-11:00", "Gimnastyka z taśmami", 18, weeks=tuple(range(-4, 6))),
    Event("kawiarenka", TUE, "12:00-13:00", "Telefon pod kontrolą", 10, weeks=tuple(range(-4, 6))),
    Event("sala-ruchu", WED, "11:00-12:30", "Chór, który nie boi się fałszować", 18, weeks=tuple(range(-4, 6))),
    Event("kawiarenka", THU, "12:00-13:00", "Kryminał na czwartek", 10, weeks=(-4, -2, 0, 2, 4)),
    Event("kawiarenka", FRI, "10:00-12:00", "Remik i kierki", 12, weeks=tuple(range(-4, 6))),
)


def places() -> list[Place]:
    """Return all places of Kraków that are not written out one by one."""
    seniors = [_seniors(number, name) for number, name in enumerate(words_seniors.NAMES)]
    parents = [_parents(number, name) for number, name in enumerate(words_parents.NAMES)]
    return [*seniors, *parents, *OTHERS]


def _seniors(number: int, name: str) -> Place:
    name = f"CAS {name}"
    opening, summer = turn(CAS_HOURS, number)
    return Place(
        slug=slug_of(name),
        name=name,
        kind=ModelKind.CAS,
        **address(number, turn([*QUARTERS], number), "30"),
        operator=turn(NGOS, number),
        earlier_operator=turn(NGOS, number + 4) if number % 6 == 0 else "",
        phone=f"+48 12 555 10 {number:02}",
        about=says(number, words_seniors.OPENINGS, words_seniors.MIDDLES, words_seniors.ENDS),
        rooms=(
            Hall(
                "sala-ruchu",
                "Sala ruchu",
                20 + number % 4 * 4,
                40 + number % 5 * 6,
                "Drabinki, piłki i dużo miejsca." if number % 2 else "Podłoga nie ślizga się nawet w skarpetkach.",
                {Equipment.MATS: 20, Equipment.CHAIRS: 24, **({Equipment.MIRROR: 1} if number % 2 else {})},
            ),
            Hall(
                "kawiarenka",
                "Kawiarenka",
                14 + number % 3 * 2,
                26,
                "Okrągłe stoliki i kącik z książkami.",
                {Equipment.CHAIRS: 14, Equipment.KITCHENETTE: 1, **({Equipment.PIANO: 1} if number % 9 == 0 else {})},
            ),
        ),
        opening=opening,
        duty=((WEEKDAYS, "09:00-13:00"),) if number % 5 in {0, 1, 4} else opening,
        summer=summer,
        access=access(number),
        events=CAS_EVENTS if number % 4 == 0 else (),
        stage=Stage.PILOT if number % 20 == 7 else Stage.PERMANENT,  # noqa: PLR2004 - one of twenty
        **closing(number),
    )


def _parents(number: int, name: str) -> Place:
    # Bocianie Gniazdo is the first of those that NGOs run.
    is_of_ngo = number < CLUBS_OF_NGOS - 1
    name = f"Klub Rodziców {name}"
    opening, summer = turn(CLUB_HOURS, number)
    return Place(
        slug=slug_of(name),
        name=name,
        kind=ModelKind.CLUB,
        **address(number + 5, turn([*QUARTERS], number * 3 + 1), "31"),
        operator=turn(NGOS, number) if is_of_ngo else turn(INSTITUTIONS, number),
        phone=f"+48 12 555 20 {number:02}",
        about=says(number, words_parents.OPENINGS, words_parents.MIDDLES, words_parents.ENDS),
        rooms=(
            Hall("dywan", "Dywan", 16 + number % 4 * 2, 30 + number % 6 * 3, "", {Equipment.TOYS: 1}, is_lent=False),
            *(
                [Hall("kuchnia", "Kuchnia", 8, 14, "", {Equipment.KITCHENETTE: 1, Equipment.CHAIRS: 8}, is_lent=False)]
                if number % 2
                else []
            ),
        ),
        opening=opening,
        duty=opening,
        summer=summer,
        access=access(number + 2, is_for_small_children=True),
        events=(),
        special_hours="10:00-13:00" if number % 3 == 0 else "",
        languages=(Spoken.POLISH, Spoken.UKRAINIAN) if number % 4 == 0 else (Spoken.POLISH,),
        stage=Stage.PILOT if number % 20 == 9 else Stage.PERMANENT,  # noqa: PLR2004 - one of twenty
        **closing(number + 1),
    )


OTHERS = (
    Place(
        slug="zielony-domek",
        name="Zielony Domek",
        kind=ModelKind.CLUB,
        **address(11, "Dębniki", "30"),
        operator="Fundacja Cztery Kąty",
        phone="+48 12 555 01 07",
        about="Dom, do którego wchodzi się bez zapisów i bez nazwiska, z dzieckiem do trzech lat. "
        "Przy drzwiach pytamy tylko, jak dziecko ma na imię. Usiądź, odetchnij, porozmawiaj.",
        rooms=(
            Hall("pokoj", "Duży pokój", 20, 42, "Rampa, piasek i woda w balii.", {Equipment.TOYS: 1}, is_lent=False),
        ),
        opening=((WEEKDAYS, "10:00-16:00"),),
        duty=((WEEKDAYS, "10:00-16:00"),),
        summer=((WEEKDAYS, "09:00-14:00"),),
        access={AccessQuestion.STEP_FREE: (True, ""), AccessQuestion.CHANGING: (True, "")},
        events=(),
        languages=(Spoken.POLISH, Spoken.UKRAINIAN, Spoken.ENGLISH),
    ),
    Place(
        slug="centrum-obywatelskie-przy-moscie",
        name="Centrum Obywatelskie Przy Moście",
        kind=ModelKind.CIVIC,
        **address(12, "Podgórze", "30"),
        operator="Fundacja Zielony Próg",
        phone="+48 12 555 01 08",
        about="Dla stowarzyszeń, rad dzielnic i grup bez nazwy. Sale, skrzynka na listy i człowiek, który zna się na "
        "statutach.",
        rooms=(
            Hall("aula", "Aula", 60, 88, "", {Equipment.CHAIRS: 60, Equipment.SOUND: 1, Equipment.SCREEN: 1}),
            Hall("narady", "Pokój narad", 12, 22, "", {Equipment.CHAIRS: 12, Equipment.TABLES: 3}),
        ),
        opening=((WEEKDAYS, "09:00-20:00"),),
        duty=((WEEKDAYS, "11:00-17:00"),),
        summer=((WEEKDAYS, "09:00-16:00"),),
        access={AccessQuestion.STEP_FREE: (True, ""), AccessQuestion.LIFT: (True, ""), AccessQuestion.LOOP: (True, "")},
        events=(
            Event("narady", MON, "16:00-18:00", "Sąsiedzi z placu: narada", 10, weeks=(-4, -2, 0, 2, 4)),
            Event("aula", WED, "17:00-19:30", "Jak czytać budżet miasta", 40, weeks=(-3, -1, 1, 3)),
            Event("narady", THU, "10:00-12:00", "Dyżur radcy prawnego", 6, weeks=tuple(range(-4, 6))),
        ),
        special_hours="10:00-15:00",
        languages=(Spoken.POLISH, Spoken.ENGLISH),
    ),
    Place(
        slug="pracownia-pod-wiatrakiem",
        name="Pracownia Młodych Pod Wiatrakiem",
        kind=ModelKind.YOUTH,
        **address(13, "Nowa Huta", "31"),
        operator="Stowarzyszenie Pokolenia Obok",
        phone="+48 12 555 01 09",
        about="Dla tych, którzy mają od 13 do 26 lat. Warsztat, kuchnia, gitary i spokój. W piątki gramy do późna.",
        rooms=(
            Hall("warsztat", "Warsztat", 12, 30, "", {Equipment.TOOLS: 1, Equipment.TABLES: 4}, is_lent=False),
            Hall("salon", "Salon", 30, 48, "", {Equipment.CHAIRS: 25, Equipment.SOUND: 1}, is_lent=False),
        ),
        opening=(((MON, TUE, WED, THU), "13:00-20:00"), ((FRI,), "13:00-00:30")),
        duty=((WEEKDAYS, "13:00-20:00"),),
        summer=((WEEKDAYS, "12:00-18:00"),),
        access={AccessQuestion.STEP_FREE: (True, ""), AccessQuestion.DOG: (True, ""), AccessQuestion.QUIET: (True, "")},
        events=(),
        special_hours="14:00-18:00",
        languages=(Spoken.POLISH, Spoken.ENGLISH, Spoken.UKRAINIAN),
    ),
    Place(
        slug="mam-przy-torach",
        name="MAM Przy Torach",
        kind=ModelKind.MAM,
        **address(14, "Płaszów", "30"),
        operator="Fundacja Tu i Obok",
        phone="",
        about="Pusty sklep przy peronie. Pytamy sąsiadów, co mogłoby się tu dziać.",
        rooms=(),
        opening=(),
        duty=(),
        access={},
        events=(),
        stage=Stage.IDEA,
    ),
)
