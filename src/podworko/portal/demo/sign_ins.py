"""The people of the demo whom anybody may be, one for each role."""

from dataclasses import dataclass

from podworko.people.models import Role

PASSWORD = "podworko-na-pokaz"  # noqa: S105 - it is printed wherever the demo starts


@dataclass(frozen=True)
class SignIn:
    """Somebody of the demo: what to say of their role, how to sign in, where their work begins, in which city."""

    role: str
    email: str
    password: str
    path: str
    town: str


@dataclass(frozen=True)
class Member:
    """Somebody of staff with an account: a role on a town, or on one of its places, or on who runs that place."""

    role: Role
    name: str
    email: str
    town: str
    place: str = ""


KOZLOWKA = "na-kozlowce"
OLBIN = "przystan-olbin"
MEMBERS = (
    Member(Role.HOST, "Halina Wójcik", "gospodyni@example.org", "krakow", KOZLOWKA),
    Member(Role.COORDINATOR, "Marek Sikora", "koordynator@example.org", "krakow", KOZLOWKA),
    Member(Role.OPERATOR, "Agnieszka Bielska", "operatorka@example.org", "krakow", KOZLOWKA),
    Member(Role.ADVISER, "Iryna Koval", "doradczyni@example.org", "krakow", "daszynskiego-22"),
    Member(Role.OFFICER, "Piotr Zawada", "urzednik@example.org", "krakow"),
    Member(Role.ANIMATOR, "Dorota Szpak", "animatorka@example.org", "krakow"),
    Member(Role.CERT_OFFICER, "Stanisław Olszewski", "certyfikat@example.org", "krakow"),
    Member(Role.CERT_COMMISSION, "Teresa Wróbel", "komisja@example.org", "krakow"),
    Member(Role.CERT_BOARD, "Wojciech Rybak", "kapitula@example.org", "krakow"),
    Member(Role.CERT_EXPERT, "Lidia Kruczek", "ekspertka@example.org", "krakow"),
    Member(Role.PARTNER, "Ryszard Kania", "partner@example.org", "krakow"),
    Member(Role.HOST, "Jacek Rosa", "gospodarz.wroclaw@example.org", "wroclaw", OLBIN),
    Member(Role.COORDINATOR, "Ewelina Mróz", "koordynatorka.wroclaw@example.org", "wroclaw", OLBIN),
    Member(Role.OPERATOR, "Bogdan Jasny", "operator.wroclaw@example.org", "wroclaw", OLBIN),
    Member(Role.OFFICER, "Mirosława Kruk", "urzedniczka.wroclaw@example.org", "wroclaw"),
    Member(Role.ANIMATOR, "Karolina Bystra", "animatorka.wroclaw@example.org", "wroclaw"),
    Member(Role.CERT_OFFICER, "Adam Szeląg", "certyfikat.wroclaw@example.org", "wroclaw"),
    Member(Role.CERT_COMMISSION, "Maria Dudek", "komisja.wroclaw@example.org", "wroclaw"),
    Member(Role.CERT_BOARD, "Julian Kos", "kapitula.wroclaw@example.org", "wroclaw"),
    Member(Role.CERT_EXPERT, "Sabina Lech", "ekspertka.wroclaw@example.org", "wroclaw"),
    Member(Role.PARTNER, "Feliks Wolny", "partner.wroclaw@example.org", "wroclaw"),
)
