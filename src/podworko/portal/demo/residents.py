"""The people of the demo. All of them are made up, and so are their numbers and addresses."""

from podworko.portal.demo.shapes import Resident

BARBARA = Resident("Barbara Mazurek", "barbara.mazurek@example.org", "+48 12 555 01 11")
WANDA = Resident("Wanda Pietrzyk", "", "+48 12 555 01 12")
OKSANA = Resident("Оксана Мельник", "oksana.melnyk@example.org", "+48 12 555 01 13", "uk")
TARAS = Resident("Тарас Бондаренко", "taras.bondarenko@example.org", "+48 12 555 01 14", "uk")
GRACE = Resident("Grace Adeyemi", "grace.adeyemi@example.org", "+48 12 555 01 15", "en")
JAKUB = Resident("Jakub Wrona", "jakub.wrona@example.org", "+48 12 555 01 16")
ZOFIA = Resident("Zofia Kania", "zofia.kania@example.org", "+48 12 555 01 17")
NATALIA = Resident("Natalia Sowa", "natalia.sowa@example.org", "+48 12 555 01 21")
ADAM = Resident("Adam Gil", "adam.gil@example.org", "")
ELZBIETA = Resident("Elżbieta Górka", "elzbieta.gorka@example.org", "+48 12 555 01 18")
KRYSTYNA = Resident("Krystyna Lis", "krystyna.lis@example.org", "+48 12 555 01 19")
PAWEL = Resident("Paweł Czapla", "pawel.czapla@example.org", "")
JOZEF = Resident("Józef Kwiecień", "jozef.kwiecien@example.org", "+48 12 555 01 22")
MAGDA = Resident("Magda Leśniak", "magda.lesniak@example.org", "+48 12 555 01 23")
TOMASZ = Resident("Tomasz Jabłoński", "tomasz.jablonski@example.org", "")
HANNA = Resident("Hanna Stróż", "hanna.stroz@example.org", "+48 12 555 01 25")

RESIDENTS = (
    BARBARA,
    ZOFIA,
    JAKUB,
    ADAM,
    ELZBIETA,
    KRYSTYNA,
    PAWEL,
    NATALIA,
    JOZEF,
    MAGDA,
    TOMASZ,
    HANNA,
)

# Those on duty in places where no visitor of the demo signs in.
TEAM_NAMES = (
    "Alicja Bednarz",
    "Grzegorz Wilk",
    "Renata Kozioł",
    "Michał Dudek",
    "Joanna Sroka",
    "Andrzej Polak",
    "Ewa Jeleń",
    "Łukasz Kos",
)

EVERYBODY = tuple(dict.fromkeys((*RESIDENTS, BARBARA, WANDA, OKSANA, TARAS, GRACE)))
