"""What the places of the demo hold for their neighbours, by the kind of place. All of it is made up."""

from dataclasses import dataclass

from podworko.places.models import Audience, ModelKind, SignUp
from podworko.portal.demo.shapes import EVERY_SECOND_WEEK, EVERY_WEEK, FRI, MON, SAT, THU, TUE, WED
from podworko.programme.models import ActivityKind, First, Initiator, SignsUpFor

ONCE_A_MONTH = (-8, -4, 0, 4, 8)
COMING = (1,)


@dataclass(frozen=True)
class Show:
    """Something that is held: what, when, in a large or a small room, or at a spot outdoors; how one comes."""

    title: str
    lead: str
    about: str
    kind: ActivityKind
    day: int
    hours: str
    is_large: bool = False
    spot: str = ""
    weeks: tuple[int, ...] = EVERY_WEEK
    audience: Audience = Audience.EVERYBODY
    age_from: int | None = None
    age_to: int | None = None
    leader: str = ""
    initiator: Initiator = Initiator.CENTRE
    languages: tuple[str, ...] = ("pl",)
    bring: str = ""
    sign_up: SignUp = SignUp.NONE
    signs_up_for: SignsUpFor = SignsUpFor.SESSION
    capacity: int | None = None
    largest_party: int = 1
    # Names with their places; `capacity` is their sum then.
    groups: tuple[tuple[str, int], ...] = ()
    first_for: First = First.NOBODY
    # Pairs: what those are asked who sign up, and why.
    questions: tuple[tuple[str, str], ...] = ()
    # How many of the demo's people have signed up for what is next.
    comers: int = 0
    # The week, counted from this one, in which it is not held, and why.
    off: tuple[int, str] | None = None
    is_draft: bool = False


NEIGHBOURLY = (
    Show(
        "Herbata bez okazji",
        "Siadamy przy jednym stole i rozmawiamy. Ciasto mile widziane, ale niekonieczne.",
        "Nie ma planu ani prowadzącego.\n\nJeśli mieszkasz tu od niedawna, to dobry pierwszy raz: ktoś zawsze "
        "przedstawi cię reszcie.",
        ActivityKind.INTEGRATING,
        WED,
        "12:30-14:00",
        initiator=Initiator.RESIDENTS,
    ),
    Show(
        "Naprawiaj z nami",
        "Przynieś lampę, toster albo spodnie bez guzika. Narzędzia i dwie pary rąk są na miejscu.",
        "Czego nie uda się naprawić, to przynajmniej dowiemy się dlaczego.\n\n- elektronika i drobny sprzęt\n"
        "- szycie i cerowanie\n- rowery, kiedy jest ciepło",
        ActivityKind.ANIMATING,
        SAT,
        "11:00-14:00",
        weeks=ONCE_A_MONTH,
        leader="Tomasz Jabłoński",
        initiator=Initiator.RESIDENTS,
        bring="zepsutą rzecz",
        sign_up=SignUp.OPTIONAL,
        capacity=10,
        comers=6,
    ),
    Show(
        "Spacer z sąsiadką",
        "Godzina marszu w tempie rozmowy. Kije pożyczamy.",
        "Idziemy najdalej dwa kilometry i zawsze wracamy pod drzwi. Z wózkiem i z psem da się przejść całą trasę.",
        ActivityKind.OUTDOOR,
        THU,
        "10:00-11:00",
        spot="ławka przed wejściem",
        leader="Elżbieta Górka",
        off=(1, "Elżbieta jest w sanatorium. Za tydzień idziemy dalej."),
    ),
    Show(
        "Kino sąsiedzkie",
        "Krótki film, herbata i rozmowa. Wybieramy razem, co następne.",
        "Napisy są zawsze. Miejsca przy pętli indukcyjnej trzymamy dla tych, którzy o nie poproszą.",
        ActivityKind.CULTURAL,
        FRI,
        "18:00-20:00",
        is_large=True,
        weeks=EVERY_SECOND_WEEK,
        sign_up=SignUp.OPTIONAL,
        capacity=30,
        largest_party=4,
        comers=9,
    ),
    Show(
        "Warsztat robienia lampionów",
        "Papier, patyki i światełko. Lampion zabierasz do domu.",
        "Dzieci przychodzą z kimś dorosłym. Wszystko, co potrzebne, czeka na stole.",
        ActivityKind.ARTISTIC,
        FRI,
        "15:30-17:30",
        weeks=COMING,
        leader="Natalia Sowa",
        bring="fartuch albo starą koszulę",
        sign_up=SignUp.REQUIRED,
        capacity=8,
        groups=(("Dzieci", 5), ("Dorośli", 3)),
        largest_party=3,
        comers=11,
    ),
    Show(
        "Wieczór planszówek",
        "Gry są nasze, zasady tłumaczymy od początku.",
        "",
        ActivityKind.INTEGRATING,
        TUE,
        "18:30-20:00",
        weeks=(2, 4, 6, 8),
        is_draft=True,
    ),
)
SENIORS = (
    Show(
        "Gimnastyka na krzesłach",
        "Pół godziny ruchu dla każdego, kto siedzi za długo.",
        "Ćwiczymy na siedząco, przy muzyce. Kto woli stać, stoi.",
        ActivityKind.MOVEMENT,
        MON,
        "10:00-10:45",
        is_large=True,
        audience=Audience.SENIORS,
        age_from=60,
        leader="Alicja Bednarz",
        bring="wygodne buty",
        sign_up=SignUp.REQUIRED,
        signs_up_for=SignsUpFor.SERIES,
        capacity=10,
        comers=12,
    ),
    Show(
        "Telefon bez tajemnic",
        "Zdjęcia, wiadomości i bank w telefonie, krok po kroku, z wolontariuszami ze szkoły.",
        "Każde spotkanie zaczyna się od waszych pytań. Można przyjść raz.",
        ActivityKind.EDUCATIONAL,
        WED,
        "11:00-12:30",
        audience=Audience.SENIORS,
        age_from=60,
        initiator=Initiator.PARTNER,
        bring="swój telefon i ładowarkę",
        sign_up=SignUp.REQUIRED,
        capacity=6,
        first_for=First.MEMBERS,
        questions=(("Jaki masz telefon?", "Wolontariusz przygotuje się do takiego, jaki przyniesiesz."),),
        comers=9,
    ),
    Show(
        "Chór, który nie boi się fałszować",
        "Śpiewamy to, co wszyscy znają. Nuty nie są potrzebne.",
        "",
        ActivityKind.ARTISTIC,
        FRI,
        "11:00-12:30",
        is_large=True,
        audience=Audience.SENIORS,
        leader="Renata Kozioł",
    ),
)
PARENTS = (
    Show(
        "Poranek na macie",
        "Zabawa z maluchami do trzeciego roku życia. Przychodzisz i wychodzisz, kiedy chcesz.",
        "Nie zapisujemy i nie pytamy o imiona. Liczymy tylko, ilu nas było.",
        ActivityKind.ANIMATING,
        TUE,
        "09:30-11:30",
        is_large=True,
        audience=Audience.PARENTS,
        age_from=0,
        age_to=3,
    ),
    Show(
        "Rozmowa z położną",
        "O karmieniu, spaniu i o tym, że nie wszystko musi wyjść od razu.",
        "Można przyjść przed porodem i po nim, samemu, we dwoje, z dzieckiem na ręku.",
        ActivityKind.SUPPORTIVE,
        THU,
        "12:00-13:30",
        weeks=EVERY_SECOND_WEEK,
        audience=Audience.PARENTS,
        leader="Joanna Sroka",
        sign_up=SignUp.OPTIONAL,
        capacity=8,
        largest_party=2,
        comers=5,
    ),
)
YOUTH = (
    Show(
        "Otwarte studio",
        "Mikrofon, interfejs i kąt wyłożony gąbką. Nagrywasz, co chcesz.",
        "Ktoś, kto to umie, siedzi obok i pomaga, kiedy poprosisz.",
        ActivityKind.ARTISTIC,
        WED,
        "16:00-19:00",
        audience=Audience.YOUTH,
        age_from=13,
        age_to=26,
    ),
    Show(
        "Matma na jutro",
        "Zadania, których nie da się odłożyć. Pomagają studenci.",
        "",
        ActivityKind.EDUCATIONAL,
        MON,
        "16:00-18:00",
        audience=Audience.YOUTH,
        age_from=13,
        age_to=20,
        initiator=Initiator.RESIDENTS,
    ),
)
CITIZENS = (
    Show(
        "Jak napisać dobrą ofertę",
        "Ćwiczymy na prawdziwych konkursach: cel, budżet, rezultaty, które da się policzyć.",
        "Dla organizacji i dla grup, które dopiero myślą o pieniądzach. Weź swój pomysł, choćby na kartce.",
        ActivityKind.EDUCATIONAL,
        THU,
        "17:00-19:30",
        weeks=EVERY_SECOND_WEEK,
        audience=Audience.CITIZENS,
        leader="Grzegorz Wilk",
        sign_up=SignUp.REQUIRED,
        capacity=8,
        largest_party=2,
        comers=10,
    ),
)
NEWCOMERS = (
    Show(
        "Rozmowy po polsku",
        "Dwie osoby przy stoliku, jedna mówi po polsku od zawsze, druga od niedawna.",
        "Bez podręcznika. Po godzinie zmieniamy pary.",
        ActivityKind.INTERCULTURAL,
        TUE,
        "18:00-19:30",
        is_large=True,
        audience=Audience.NEWCOMERS,
        languages=("pl", "uk", "en"),
        sign_up=SignUp.OPTIONAL,
    ),
    Show(
        "Кухня без кордонів",
        "Готуємо разом: щотижня страва з іншого дому. Gotujemy razem, po ukraińsku i po polsku.",
        "Продукти купуємо ми. Dzieci mogą kroić to, co miękkie.",
        ActivityKind.INTERCULTURAL,
        THU,
        "15:00-17:30",
        weeks=EVERY_SECOND_WEEK,
        audience=Audience.NEWCOMERS,
        languages=("uk", "pl"),
        leader="Оксана Мельник",
        initiator=Initiator.RESIDENTS,
        sign_up=SignUp.REQUIRED,
        capacity=9,
        largest_party=4,
        comers=8,
    ),
)
REPERTOIRE: dict[ModelKind, tuple[Show, ...]] = {
    ModelKind.CAL: NEIGHBOURLY,
    ModelKind.MAM: NEIGHBOURLY,
    ModelKind.CAS: SENIORS,
    ModelKind.CLUB: PARENTS,
    ModelKind.YOUTH: YOUTH,
    ModelKind.CIVIC: CITIZENS,
    ModelKind.MULTICULTURAL: NEWCOMERS,
}
