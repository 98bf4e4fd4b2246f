"""Wrocław: two local activity centres in full; `many_wroclaw` has the others. All of it is made up.

They don't bear the name CAL: it belongs to those who hold the certificate.
"""

import datetime as dt

from podworko.bookings.models import Channel
from podworko.places.models import AccessQuestion, Equipment, ModelKind
from podworko.portal.demo.residents import TARAS, WANDA, ZOFIA
from podworko.portal.demo.shapes import (
    FRI,
    MON,
    SAT,
    THU,
    TUE,
    WED,
    WEEKDAYS,
    Ask,
    Event,
    Feast,
    Hall,
    Picture,
    Place,
    Scene,
)

OLBIN = Place(
    slug="przystan-olbin",
    name="Przystań Ołbin",
    kind=ModelKind.CAL,
    street="ul. Jedności Narodowej 181",
    postcode="50-302",
    district="Ołbin",
    operator="Stowarzyszenie Oficyna",
    phone="+48 71 555 01 01",
    about="Parter starej kamienicy i zielone podwórko za nią. Robimy tu to, co wymyślą sąsiedzi.",
    rooms=(
        Hall(
            "sala-kominkowa",
            "Sala kominkowa",
            35,
            52,
            "Kominek już nie grzeje, ale siada się przy nim jak dawniej. Przesuwna ściana dzieli ją na dwie.",
            {Equipment.CHAIRS: 35, Equipment.PIANO: 1, Equipment.PROJECTOR: 1},
        ),
        Hall("przy-kominku", "Przy kominku", 16, 26, "", {Equipment.CHAIRS: 16}, whole="sala-kominkowa"),
        Hall("przy-oknach", "Przy oknach", 16, 26, "", {Equipment.CHAIRS: 16}, whole="sala-kominkowa"),
        Hall("warsztat", "Warsztat", 10, 26, "Imadło, wiertarka i dużo desek.", {Equipment.TOOLS: 1}),
        Hall(
            "podworko",
            "Podwórko",
            60,
            120,
            "Stoły pod kasztanem. Gdy pada, rozwieszamy plandekę.",
            {Equipment.TABLES: 6},
        ),
    ),
    opening=((WEEKDAYS, "10:00-19:00"),),
    duty=((WEEKDAYS, "10:00-15:00"), (WEEKDAYS, "15:00-19:00")),
    hosts=("Pan Jacek", "Pani Ewelina"),
    feast=Feast(2, "12:00-17:00", "Festyn na Jedności Narodowej"),
    works_with_minors=True,
    earlier_operator="Fundacja Stół",
    pictures=(
        Picture(Scene.YARD, "Wycinanka: podwórko między domami, pod drzewem stół, owoce i sąsiedzi.", "podworko"),
        Picture(Scene.WORKSHOP, "Wycinanka: stół warsztatowy, narzędzia na tablicy i półka ze słoikami.", "warsztat"),
    ),
    access={
        AccessQuestion.STEP_FREE: (True, "przez podwórko"),
        AccessQuestion.TOILET: (False, "drzwi 75 cm"),
        AccessQuestion.DOG: (True, ""),
    },
    events=(
        Event("sala-kominkowa", MON, "10:30-12:00", "Pamięć jak nowa", 18),
        Event("warsztat", MON, "16:00-18:30", "Naprawiamy rowery", 8),
        Event("sala-kominkowa", TUE, "17:00-19:00", "Chór Oficyna", 24),
        Event("przy-kominku", TUE, "10:30-12:00", "Robótki przy kominku", 12),
        Event("przy-oknach", TUE, "10:30-12:30", "Krzyżówki dla wytrwałych", 14),
        Event("podworko", WED, "11:00-13:00", "Grządki sąsiedzkie", 20),
        Event("sala-kominkowa", WED, "17:00-18:30", "Polski przy herbacie", 15, by=TARAS),
        Event("warsztat", THU, "16:00-18:00", "Drewniane zabawki", 8),
        Event("przy-oknach", THU, "10:30-12:30", "Francuski przy oknie", 10),
        Event("sala-kominkowa", THU, "16:30-18:30", "Zebranie rady osiedla", 15, weeks=(-7, -3, 1, 5)),
        Event("przy-kominku", FRI, "11:00-12:30", "Bajki dla najmłodszych", 15),
        Event("podworko", FRI, "15:00-18:00", "Wystawka: weź, zostaw", 50),
        Event("sala-kominkowa", FRI, "17:00-19:00", "Koncert na stare pianino", 35, weeks=(-4, 0, 4)),
    ),
    asks=(
        Ask("sala-kominkowa", 4, "12:30-14:30", "Bal przebierańców", 30, ZOFIA, dt.timedelta(hours=5)),
        Ask("warsztat", 5, "10:00-12:00", "Ostrzymy noże", 6, WANDA, dt.timedelta(days=2), channel=Channel.PHONE),
    ),
    special_hours="10:00-15:00",
    special_days=(
        (
            Event("podworko", SAT, "10:30-13:30", "Śniadanie na podwórku", 45),
            Event("przy-oknach", SAT, "10:15-11:45", "Szachy", 10),
            Event("warsztat", SAT, "11:00-13:00", "Naprawiamy rowery", 8),
            Event("sala-kominkowa", SAT, "12:00-14:00", "Opowieści z Ołbina", 25),
        ),
    ),
)

BROCHOW = Place(
    slug="stacja-brochow",
    name="Stacja Brochów",
    kind=ModelKind.CAL,
    street="ul. Koreańska 1",
    postcode="52-121",
    district="Brochów",
    operator="Fundacja Przesiadka",
    phone="+48 71 555 01 02",
    about="Dawna poczekalnia, w której dziś nikt nie czeka. Dwie sale i czajnik, który rzadko stygnie.",
    rooms=(
        Hall("poczekalnia", "Poczekalnia", 45, 70, "", {Equipment.CHAIRS: 45, Equipment.SOUND: 1}),
        Hall("kasa", "Kasa", 10, 18, "", {Equipment.CHAIRS: 10, Equipment.TABLES: 2}),
    ),
    opening=(((MON, TUE, WED, THU), "12:00-19:00"), ((FRI,), "10:00-16:00")),
    duty=((WEEKDAYS, "12:00-16:00"),),
    access={AccessQuestion.STEP_FREE: (True, "podjazd od peronu"), AccessQuestion.TOILET: (True, "")},
    events=(
        Event("poczekalnia", MON, "17:00-18:30", "Zumba", 25),
        Event("kasa", TUE, "13:00-15:00", "Porady prawne", 6),
        Event("poczekalnia", WED, "16:00-18:00", "Makieta kolejowa", 12),
        Event("poczekalnia", THU, "17:00-19:00", "Kino w poczekalni", 40),
        Event("kasa", FRI, "11:00-13:00", "Krzyżówki przy kawie", 8),
    ),
)

PLACES = (OLBIN, BROCHOW)
