"""The two networks: who formed them, who works for them, and all their places. People in them are made up."""

import datetime as dt

from podworko.places.models import FormedBy, OrganisationKind
from podworko.portal.demo import krakow, many_krakow, many_wroclaw, quarters, wroclaw
from podworko.portal.demo.many import told_apart
from podworko.portal.demo.shapes import Mate, Town

KRAKOW = Town(
    slug="krakow",
    name="Kraków",
    city="Kraków",
    about="Miejsca aktywności, centra dla seniorów, kluby rodziców i pracownie młodych w jednym miejscu.",
    formed_by=FormedBy.CITY,
    formed_on=dt.date(2019, 3, 1),
    phone="+48 12 555 00 00",
    places=told_apart([*krakow.PLACES, *many_krakow.places()]),
    districts=quarters.KRAKOW,
    team=(
        Mate("Wydział polityki społecznej", "prowadzi spotkania zespołu", "Piotr Zawada"),
        Mate("Fundacja Sąsiedzka Ławka", "głos miejsc aktywności", "Agnieszka Bielska"),
        Mate("Stowarzyszenie Dobra Godzina", "głos centrów dla seniorów"),
    ),
    institutions=many_krakow.INSTITUTIONS,
    members=(("Rada Seniorów Sąsiedztwa", OrganisationKind.GROUP),),
)
WROCLAW = Town(
    slug="wroclaw",
    name="Wrocław",
    city="Wrocław",
    about="Dwadzieścia pięć centrów, które prowadzą organizacje z osiedli. Łączy je animatorka sieci i stały zespół.",
    formed_by=FormedBy.JOINTLY,
    formed_on=dt.date(2021, 9, 15),
    phone="+48 71 555 00 00",
    places=told_apart([*wroclaw.PLACES, *many_wroclaw.places()]),
    districts=quarters.WROCLAW,
    team=(
        Mate("Biuro partycypacji społecznej", "prowadzi spotkania zespołu", "Mirosława Kruk"),
        Mate("Biuro rozwoju miasta", "plany i lokale"),
        Mate("Miejski ośrodek pomocy społecznej", "praca z rodzinami i sąsiadami"),
        Mate("Zarząd zasobu komunalnego", "lokale dla centrów"),
        Mate("Stowarzyszenie Oficyna", "głos centrów", "Jacek Rosa"),
        Mate("Fundacja Stół", "szkolenia i wymiana praktyk"),
    ),
    members=(
        ("Spółdzielnia Mieszkaniowa Cztery Bramy", OrganisationKind.COOPERATIVE),
        ("Grupa Rowerowa Dętka", OrganisationKind.GROUP),
    ),
)
TOWNS = (KRAKOW, WROCLAW)
