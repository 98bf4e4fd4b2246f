"""The columns of tables of places, rooms and hours, and what people call them."""

from django.utils.translation import gettext_lazy as _

from podworko.core.imports.registry import Column
from podworko.places.models import Equipment, Layout

NEW = _("A new place needs it.")
PLACE_NAMES = (
    "nazwa miejsca",
    "miejsce",
    "placówka",
    "centrum",
    "nazwa placówki",
    "місце",
    "назва місця",
    "place",
    "centre",
)

PLACES = (
    Column(
        "name",
        _("Name of the place"),
        (*PLACE_NAMES, "nazwa", "назва", "name"),
        ("MAM Na Rogu", "CAS Pogodna Jesień"),
        _("By it the place is found again."),
        is_required=True,
    ),
    Column("kind", _("Kind of place"), ("rodzaj", "typ", "rodzaj miejsca", "вид", "kind", "type"), ("MAM", "CAS"), NEW),
    Column(
        "operator",
        _("Run by"),
        ("operator", "prowadzący", "organizacja", "organizacja prowadząca", "prowadzi", "оператор", "run by"),
        ("Fundacja Sąsiedzka", "0000123456"),
        _("The name of the organisation, or its KRS, NIP or REGON. A new place needs it."),
    ),
    Column(
        "street",
        _("Street and number"),
        ("ulica", "adres", "ulica i numer", "вулиця", "адреса", "street", "address"),
        ("ul. Sąsiedzka 5", "ul. Długa 12/3"),
        NEW,
    ),
    Column("postcode", _("Postcode"), ("kod", "kod pocztowy", "індекс", "postcode"), ("30-001", "30-002"), NEW),
    Column("city", _("City"), ("miasto", "miejscowość", "місто", "city", "town"), ("Kraków", "Kraków"), NEW),
    Column(
        "district",
        _("Part of the city"),
        ("dzielnica", "osiedle", "район", "district"),
        ("Podgórze", "Prądnik Biały"),
    ),
    Column(
        "phone",
        _("Telephone"),
        ("telefon", "tel", "nr telefonu", "телефон", "phone"),
        ("12 555 01 00", "600 100 200"),
    ),
    Column(
        "email",
        _("E-mail"),
        ("e-mail", "email", "mail", "adres e-mail", "пошта"),
        ("narogu@example.org", "jesien@example.org"),
    ),
    Column(
        "website", _("Website"), ("www", "strona", "strona internetowa", "сайт", "website"), ("https://example.org", "")
    ),
    Column(
        "latitude",
        _("Latitude"),
        ("szerokość", "szerokość geograficzna", "szer. geogr.", "lat", "широта", "latitude"),
        ("50.0412", ""),
        _("Degrees with a fraction, WGS 84."),
    ),
    Column(
        "longitude",
        _("Longitude"),
        ("długość", "długość geograficzna", "dł. geogr.", "lon", "lng", "довгота", "longitude"),
        ("19.9587", ""),
        _("Degrees with a fraction, WGS 84."),
    ),
    Column(
        "languages",
        _("Languages spoken"),
        ("języki", "w jakich językach", "мови", "languages"),
        ("polski, ukraiński", "polski"),
        _("With commas between."),
    ),
    Column(
        "about", _("What it is"), ("opis", "o miejscu", "опис", "about", "description"), ("Miejsce dla sąsiadów", "")
    ),
    Column(
        "way",
        _("How to get there"),
        ("dojazd", "jak dojechać", "dojście", "як дістатися", "way"),
        ("Przystanek Rynek", ""),
    ),
    Column(
        "is_open_on_holidays",
        _("Open on public holidays"),
        ("otwarte w święta", "święta", "відкрито у свята", "open on holidays"),
        ("nie", "nie"),
        _("Yes or no; no when not said."),
    ),
    Column(
        "stage",
        _("Stage"),
        ("etap", "stan", "status", "етап", "stage"),
        ("stałe", "pilotaż"),
        _("Idea, diagnosis, pilot, permanent or closed; permanent when not said."),
    ),
    Column(
        "started_by",
        _("Who started it"),
        ("kto założył", "inicjator", "хто заснував", "started by"),
        ("organizacja", "miasto"),
        _("An organisation, the city or an institution."),
    ),
    Column(
        "since",
        _("Since"),
        ("od", "od kiedy", "data otwarcia", "з", "since"),
        ("2024-05-01", ""),
        _("A date; today when not said."),
    ),
    Column("contract", _("Contract"), ("umowa", "nr umowy", "numer umowy", "угода", "contract"), ("SO-12/2024", "")),
)

PLACE = Column(
    "place",
    _("Place"),
    PLACE_NAMES,
    ("MAM Na Rogu", "MAM Na Rogu"),
    _("The name of a place that is here already."),
    is_required=True,
)

# What people call layouts and equipment besides the words of the page.
LAYOUT_NAMES = {
    Layout.ROWS: ("rzędy", "w rzędach", "teatralnie", "układ teatralny", "ряди"),
    Layout.TABLES: ("przy stołach", "szkolnie", "за столами"),
    Layout.CIRCLE: ("krąg", "w kręgu", "коло"),
    Layout.HORSESHOE: ("podkowa", "w podkowę", "підкова"),
    Layout.STANDING: ("na stojąco", "stojąco", "стоячи"),
    Layout.MATS: ("na matach", "на килимках"),
}
EQUIPMENT_NAMES = {
    Equipment.CHAIRS: ("krzesła", "liczba krzeseł", "стільці"),
    Equipment.TABLES: ("stoły", "stoliki", "liczba stołów", "столи"),
    Equipment.PROJECTOR: ("projektor", "rzutnik", "проєктор"),
    Equipment.SCREEN: ("ekran", "екран"),
    Equipment.LAPTOP: ("laptop", "laptopy", "ноутбук"),
    Equipment.SOUND: ("nagłośnienie", "mikrofon", "звук"),
    Equipment.FLIPCHART: ("flipchart", "tablica", "фліпчарт"),
    Equipment.MATS: ("maty", "maty do ćwiczeń", "килимки"),
    Equipment.MIRROR: ("lustro", "lustra", "дзеркало"),
    Equipment.TOOLS: ("narzędzia", "інструменти"),
    Equipment.SEWING: ("maszyny do szycia", "maszyna do szycia", "швейні машини"),
    Equipment.KITCHENETTE: ("aneks kuchenny", "aneks", "kuchnia", "кухня"),
    Equipment.PIANO: ("pianino", "fortepian", "піаніно"),
    Equipment.TOYS: ("zabawki", "іграшки"),
    Equipment.LOOP: ("pętla indukcyjna", "pętla", "індукційна петля"),
}
IN_LAYOUT, OF_EQUIPMENT = "layout_", "equipment_"

ROOMS = (
    PLACE,
    Column(
        "name",
        _("Room"),
        ("sala", "nazwa sali", "pomieszczenie", "nazwa", "зала", "кімната", "room", "name"),
        ("Sala duża", "Pracownia"),
        _("Its name. By place and name the room is found again."),
        is_required=True,
    ),
    Column(
        "capacity",
        _("People at most"),
        ("liczba osób", "pojemność", "maks. osób", "osób", "liczba miejsc", "осіб", "capacity", "people"),
        ("40", "12"),
        _("A new room needs it."),
    ),
    Column("area_m2", _("Area, m²"), ("powierzchnia", "metraż", "m2", "m²", "площа", "area"), ("62,5", "18")),
    Column("floor", _("Floor"), ("piętro", "kondygnacja", "поверх", "floor"), ("0", "1"), _("0 is the ground floor.")),
    Column(
        "is_lent",
        _("Lent to residents"),
        ("udostępniana", "do wypożyczenia", "udostępniana mieszkańcom", "надається", "lent"),
        ("tak", "nie"),
        _("Yes or no; yes when not said."),
    ),
    Column("about", _("What it is"), ("opis", "o sali", "опис", "about", "description"), ("Z wyjściem na ogród", "")),
    *(
        Column(
            f"{IN_LAYOUT}{layout}",
            layout.label,
            LAYOUT_NAMES[layout],
            ("40" if layout == Layout.ROWS else "", ""),
            _("How many people fit in so."),
        )
        for layout in Layout
    ),
    *(
        Column(
            f"{OF_EQUIPMENT}{item}",
            item.label,
            EQUIPMENT_NAMES[item],
            ("40" if item == Equipment.CHAIRS else "", "12" if item == Equipment.CHAIRS else ""),
            _("How many are in the room, or “yes”; 0 when it is not there any more."),
        )
        for item in Equipment
    ),
)

HOURS = (
    PLACE,
    Column(
        "days",
        _("Day or days"),
        ("dzień", "dni", "dzień tygodnia", "dni tygodnia", "день", "дні", "day", "days", "weekday"),
        ("pon.–pt.", "sobota"),
        _("As “Monday”, “Mon–Fri”, “Tue, Thu”, “daily”."),
        is_required=True,
    ),
    Column(
        "starts",
        _("From"),
        ("od", "godzina od", "otwarcie", "godziny", "godziny otwarcia", "з", "години", "from", "hours", "opens"),
        ("9:00", "10–14"),
        _("When it begins. Also both ends, as “9–13, 15–19”, or “closed”."),
        is_required=True,
    ),
    Column("ends", _("To"), ("do", "godzina do", "zamknięcie", "до", "to", "until", "closes"), ("17:00", "")),
    Column(
        "what",
        _("What hours"),
        ("rodzaj", "rodzaj godzin", "co", "вид", "what", "kind"),
        ("otwarcie", "dyżur"),
        _("“Opening” or “duty”; opening when not said."),
    ),
    Column(
        "host",
        _("Who is on duty"),
        ("dyżurny", "osoba na dyżurze", "kto", "gospodarz", "черговий", "host"),
        ("", "Pani Ewa"),
    ),
    Column(
        "season",
        _("Season"),
        ("sezon", "сезон", "season"),
        ("", ""),
        _("The name of a season of the place, as “Summer”; the usual week when not said."),
    ),
)
