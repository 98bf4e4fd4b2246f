"""Kraków: one place of each kind that the city has; `many_krakow` has the others. Operators and events are made up."""

import datetime as dt

from podworko.bookings.models import Channel
from podworko.places.models import AccessQuestion, Equipment, ModelKind, Spoken
from podworko.portal.demo.kozlowka import KOZLOWKA
from podworko.portal.demo.residents import GRACE, OKSANA, TARAS, WANDA
from podworko.portal.demo.shapes import (
    EVERY_SECOND_WEEK,
    FRI,
    MON,
    SAT,
    THU,
    TUE,
    WED,
    WEEKDAYS,
    Ask,
    Event,
    Hall,
    Picture,
    Place,
    Scene,
)

NEIGHBOURS = "Fundacja Sąsiedzka Ławka"
FORUM = "Stowarzyszenie Wspólny Głos"
BRIDGES = "Fundacja Kładka"

REYMONTA = Place(
    slug="reymonta-20",
    name="Centrum Obywatelskie Reymonta 20",
    kind=ModelKind.CIVIC,
    street="ul. Reymonta 20",
    postcode="30-059",
    district="Krowodrza",
    operator=FORUM,
    phone="+48 12 555 01 02",
    about="Biurko, sala i dobra rada dla stowarzyszeń, fundacji i grup, które dopiero się zbierają.",
    rooms=(
        Hall(
            "sala-glowna",
            "Sala główna",
            70,
            95,
            "Na zjazd, szkolenie i premierę filmu.",
            {Equipment.CHAIRS: 70, Equipment.TABLES: 14, Equipment.PROJECTOR: 1, Equipment.SOUND: 1, Equipment.LOOP: 1},
        ),
        Hall(
            "sala-warsztatowa",
            "Sala warsztatowa",
            20,
            38,
            "Stoły na kółkach i ściana do pisania.",
            {Equipment.CHAIRS: 20, Equipment.TABLES: 8, Equipment.FLIPCHART: 2},
        ),
        Hall("biuro", "Wspólne biuro", 8, 22, "Cztery biurka i drukarka.", {Equipment.LAPTOP: 2, Equipment.TABLES: 4}),
    ),
    opening=((WEEKDAYS, "09:00-20:00"),),
    duty=((WEEKDAYS, "10:00-16:00"),),
    access={
        AccessQuestion.STEP_FREE: (True, "wejście od strony stadionu"),
        AccessQuestion.TOILET: (True, ""),
        AccessQuestion.LOOP: (True, "w sali głównej"),
        AccessQuestion.PARKING: (True, "dwa miejsca"),
    },
    events=(
        Event("sala-warsztatowa", MON, "17:00-19:30", "Jak założyć stowarzyszenie", 16, weeks=EVERY_SECOND_WEEK),
        Event("biuro", TUE, "10:00-14:00", "Dyżur księgowej dla organizacji", 6),
        Event("sala-glowna", TUE, "17:00-20:00", "Zebranie rady dzielnicy", 50, weeks=(-6, -2, 2, 6)),
        Event("sala-warsztatowa", WED, "17:00-19:00", "Trudne rozmowy: ćwiczymy mediację", 18),
        Event("biuro", THU, "12:00-15:00", "Piszemy wnioski przy jednym stole", 8),
        Event("sala-glowna", THU, "18:00-20:00", "Debata: drzewa przy naszej ulicy", 60, weeks=(-3, 1)),
        Event("sala-warsztatowa", FRI, "10:00-13:00", "Zarząd fundacji", 9, is_open=False),
    ),
    asks=(
        Ask(
            "sala-glowna",
            5,
            "16:00-19:00",
            "Urodziny naszego stowarzyszenia",
            55,
            WANDA,
            dt.timedelta(days=1, hours=2),
            channel=Channel.PAPER,
        ),
    ),
)

SLONECZNIK = Place(
    slug="slonecznik",
    name="CAS Słonecznik",
    kind=ModelKind.CAS,
    street="ul. Teligi 24",
    postcode="30-835",
    district="Prokocim",
    operator=NEIGHBOURS,
    phone="+48 12 555 01 03",
    about="Dla tych, którzy mają sześćdziesiąt lat i więcej. Ruch, rozmowa i kawa, codziennie od rana.",
    rooms=(
        Hall("sala-ruchu", "Sala ruchu", 24, 48, "", {Equipment.MATS: 20, Equipment.CHAIRS: 24, Equipment.MIRROR: 1}),
        Hall("kawiarenka", "Kawiarenka", 20, 32, "", {Equipment.CHAIRS: 20, Equipment.KITCHENETTE: 1}),
    ),
    opening=((WEEKDAYS, "09:00-16:00"),),
    duty=((WEEKDAYS, "09:00-14:00"),),
    access={
        AccessQuestion.STEP_FREE: (True, ""),
        AccessQuestion.TOILET: (True, "z poręczami i alarmem"),
        AccessQuestion.LIFT: (True, ""),
    },
    pictures=(
        Picture(Scene.MOVEMENT, "Wycinanka: sala z drabinkami, kolorowe piłki i mata na podłodze.", "sala-ruchu"),
    ),
    events=(
        Event("sala-ruchu", MON, "09:30-10:30", "Gimnastyka na dobry początek", 22),
        Event("kawiarenka", MON, "11:00-13:00", "Smartfon bez strachu", 12),
        Event("kawiarenka", TUE, "10:00-12:00", "Brydż", 16),
        Event("sala-ruchu", WED, "09:30-10:30", "Gimnastyka na dobry początek", 22),
        Event("kawiarenka", WED, "11:00-13:00", "Czytamy wiersze na głos", 14),
        Event("sala-ruchu", THU, "12:00-14:00", "Potańcówka", 24),
        Event("kawiarenka", FRI, "10:00-12:00", "Angielski dla podróżników", 12),
        Event("sala-ruchu", FRI, "13:00-14:30", "Tai-chi", 20),
    ),
    asks=(
        Ask(
            "kawiarenka",
            4,
            "13:30-15:30",
            "Wnuki uczą grać na konsoli",
            14,
            WANDA,
            dt.timedelta(days=1, hours=5),
            channel=Channel.PHONE,
        ),
    ),
)

BOCIANY = Place(
    slug="bocianie-gniazdo",
    name="Klub Rodziców Bocianie Gniazdo",
    kind=ModelKind.CLUB,
    street="ul. Aleksandry 11",
    postcode="30-837",
    district="Bieżanów",
    operator=BRIDGES,
    phone="+48 12 555 01 04",
    about="Dla rodziców z maluchami do trzech lat i dla tych, którzy na malucha czekają. Przyjdź, kiedy chcesz.",
    rooms=(
        Hall("dywan", "Duży dywan", 24, 40, "", {Equipment.TOYS: 1, Equipment.MATS: 12}),
        Hall("kuchnia", "Kuchnia", 10, 18, "", {Equipment.KITCHENETTE: 1, Equipment.CHAIRS: 10}),
    ),
    opening=((WEEKDAYS, "09:00-15:00"),),
    duty=((WEEKDAYS, "09:00-15:00"),),
    access={AccessQuestion.STEP_FREE: (True, "wózki zostają w sieni"), AccessQuestion.CHANGING: (True, "")},
    pictures=(Picture(Scene.KITCHEN, "Wycinanka: długi stół z owocami i dzbankiem, na ścianie patelnie.", "kuchnia"),),
    events=(
        Event("dywan", MON, "10:00-11:30", "Kołysanki i rymowanki", 20),
        Event("dywan", TUE, "10:00-12:00", "Rozmowa z położną", 14),
        Event("kuchnia", WED, "11:00-13:00", "Gotujemy dla malucha", 8),
        Event("dywan", THU, "10:00-11:30", "Chusty i nosidła", 12),
        Event("dywan", FRI, "09:30-11:30", "Farby, palce, kartony", 16),
    ),
)

ZACHODNIA = Place(
    slug="na-zachodniej",
    name="Pracownia Młodych na Zachodniej",
    kind=ModelKind.YOUTH,
    street="ul. Zachodnia 7",
    postcode="30-350",
    district="Ruczaj",
    operator=FORUM,
    phone="+48 12 555 01 05",
    about="Masz od 13 do 26 lat? Wpadnij po szkole. Możesz się uczyć, grać, nagrywać albo nic nie robić.",
    rooms=(
        Hall("kanapa", "Kanapa", 25, 45, "", {Equipment.CHAIRS: 20, Equipment.PROJECTOR: 1}),
        Hall("studio", "Studio nagrań", 6, 14, "", {Equipment.SOUND: 1, Equipment.LAPTOP: 1}),
    ),
    opening=((WEEKDAYS, "13:00-20:00"),),
    duty=((WEEKDAYS, "13:00-20:00"),),
    access={AccessQuestion.STEP_FREE: (False, "trzy stopnie, pomożemy"), AccessQuestion.DOG: (True, "")},
    events=(
        Event("studio", MON, "16:00-19:00", "Nagrywamy podcast z osiedla", 5),
        Event("kanapa", TUE, "17:00-19:30", "Gry fabularne", 12),
        Event("kanapa", WED, "16:00-17:30", "Matma przed klasówką", 15),
        Event("studio", THU, "16:00-18:00", "Bity i rymy", 6),
        Event("kanapa", FRI, "17:00-20:00", "Wieczór filmowy", 25),
        Event("studio", FRI, "14:00-16:00", "Próba zespołu Kwadrat", 5, is_open=False),
    ),
    summer=((WEEKDAYS, "12:00-18:00"),),
    special_hours="14:00-18:00",
    special_days=((Event("kanapa", SAT, "15:00-17:30", "Turniej planszówek", 20),),),
)

DASZYNSKIEGO = Place(
    slug="daszynskiego-22",
    name="Centrum Wielokulturowe",
    kind=ModelKind.MULTICULTURAL,
    street="al. Daszyńskiego 22",
    postcode="31-534",
    district="Grzegórzki",
    operator=BRIDGES,
    phone="+48 12 555 01 06",
    about="Dla tych, którzy niedawno przyjechali do Krakowa, i dla tych, którzy chcą ich poznać. Mówimy po polsku, "
    "ukraińsku i angielsku.",
    rooms=(
        Hall("sala-mapa", "Sala z mapą", 40, 60, "", {Equipment.CHAIRS: 40, Equipment.PROJECTOR: 1}),
        Hall("pokoj-rozmow", "Pokój rozmów", 6, 14, "", {Equipment.CHAIRS: 6, Equipment.TABLES: 1}),
    ),
    opening=((WEEKDAYS, "09:30-19:30"), ((SAT,), "10:00-16:30")),
    duty=((WEEKDAYS, "10:00-18:00"), ((SAT,), "10:00-16:00")),
    access={AccessQuestion.STEP_FREE: (True, "dzwonek przy furtce"), AccessQuestion.SIGN: (False, "")},
    events=(
        Event("sala-mapa", MON, "17:00-18:30", "Polski od zera", 25, by=TARAS),
        Event("pokoj-rozmow", TUE, "10:00-13:00", "Rozmowy z psycholożką", 4, is_open=False),
        Event("sala-mapa", WED, "17:00-19:00", "Wspólna kawa", 30),
        Event("sala-mapa", THU, "17:00-18:30", "Polski od zera", 25, by=TARAS),
        Event("sala-mapa", FRI, "16:00-19:00", "Gotujemy: kuchnia z Lagos", 20, by=GRACE, weeks=(-6, -2, 2, 6)),
        Event("sala-mapa", FRI, "17:00-19:00", "Українське кіно", 35, by=OKSANA, weeks=(-4, 0, 4)),
        Event("sala-mapa", SAT, "11:00-13:00", "Bajki w trzech językach", 25, by=OKSANA),
    ),
    asks=(Ask("sala-mapa", 4, "12:00-14:00", "Gospel choir rehearsal", 22, GRACE, dt.timedelta(days=1, hours=4)),),
    languages=(Spoken.POLISH, Spoken.UKRAINIAN, Spoken.ENGLISH, Spoken.RUSSIAN, Spoken.BELARUSIAN, Spoken.VIETNAMESE),
    way="Tramwaj staje pod oknami. Punkt informacyjny jest po prawej, zaraz za drzwiami.",
)

PLACES = (KOZLOWKA, REYMONTA, SLONECZNIK, BOCIANY, ZACHODNIA, DASZYNSKIEGO)
