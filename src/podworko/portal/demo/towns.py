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
    about="Miejsca aktywności, centra seniorów, kluby rodziców i pracownie młodych. Sprawdź, co masz blisko domu.",
    formed_by=FormedBy.CITY,
    formed_on=dt.date(2019, 3, 1),
    phone="+48 12 555 00 00",
    places=told_apart([*krakow.PLACES, *many_krakow.places()]),
    districts=quarters.KRAKOW,
    team=(
        Mate("Wydział Polityki Społecznej", "prowadzi spotkania zespołu", "Piotr Zawada"),
        Mate("Fundacja Sąsiedzka Ławka", "głos miejsc aktywności", "Agnieszka Bielska"),
        Mate("Stowarzyszenie Dobra Godzina", "głos centrów dla seniorów"),
    ),
    complaint_to="Rzecznik mieszkańców w Krakowie (na pokaz)",
    institutions=many_krakow.INSTITUTIONS,
    members=(("Rada Seniorów Sąsiedztwa", OrganisationKind.GROUP),),
)
WROCLAW = Town(
    slug="wroclaw",
    name="Wrocław",
    city="Wrocław",
    about="Dwadzieścia pięć centrów prowadzonych przez organizacje z osiedli. Łączy je animatorka i stały zespół.",
    formed_by=FormedBy.JOINTLY,
    formed_on=dt.date(2021, 9, 15),
    phone="+48 71 555 00 00",
    places=told_apart([*wroclaw.PLACES, *many_wroclaw.places()]),
    districts=quarters.WROCLAW,
    team=(
        Mate("Biuro Partycypacji Społecznej", "prowadzi spotkania zespołu", "Mirosława Kruk"),
        Mate("Biuro Rozwoju Miasta", "plany i dane o osiedlach"),
        Mate("Miejski Ośrodek Pomocy Społecznej", "praca z rodzinami i opiekunami"),
        Mate("Zarząd Zasobu Komunalnego", "lokale dla centrów"),
        Mate("Stowarzyszenie Oficyna", "głos centrów", "Jacek Rosa"),
        Mate("Fundacja Stół", "szkolenia i wymiana praktyk"),
    ),
    complaint_to="Rzecznik mieszkańców we Wrocławiu (na pokaz)",
    members=(
        ("Spółdzielnia Mieszkaniowa Cztery Bramy", OrganisationKind.COOPERATIVE),
        ("Grupa Rowerowa Dętka", OrganisationKind.GROUP),
    ),
)
TOWNS = (KRAKOW, WROCLAW)
