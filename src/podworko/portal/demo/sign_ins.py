"""The people of the demo whom anybody may be, one for each role."""

from dataclasses import dataclass

from podworko.people.models import Role

PASSWORD = "podworko-na-pokaz"  # noqa: S105 - it is printed wherever the demo starts


@dataclass(frozen=True)
class SignIn:
    """Somebody of the demo: what to say of their role, how to sign in, and the page where their work begins."""

    role: str
    email: str
    password: str
    path: str


@dataclass(frozen=True)
class Member:
    """Somebody of staff with an account: a role on a town, or on one of its places, or on who runs that place."""

    role: Role
    name: str
    email: str
    town: str
    place: str = ""


KOZLOWKA = "na-kozlowce"
MEMBERS = (
    Member(Role.HOST, "Halina Wójcik", "gospodyni@example.org", "krakow", KOZLOWKA),
    Member(Role.COORDINATOR, "Marek Sikora", "koordynator@example.org", "krakow", KOZLOWKA),
    Member(Role.OPERATOR, "Agnieszka Bielska", "operatorka@example.org", "krakow", KOZLOWKA),
    Member(Role.ADVISER, "Iryna Koval", "doradczyni@example.org", "krakow", "daszynskiego-22"),
    Member(Role.OFFICER, "Piotr Zawada", "urzednik@example.org", "krakow"),
    Member(Role.ANIMATOR, "Dorota Szpak", "animatorka@example.org", "krakow"),
    Member(Role.CERTIFIER, "Stanisław Olszewski", "certyfikat@example.org", "krakow"),
    Member(Role.HOST, "Jacek Rosa", "gospodarz.wroclaw@example.org", "wroclaw", "przystan-olbin"),
    Member(Role.COORDINATOR, "Ewelina Mróz", "koordynatorka.wroclaw@example.org", "wroclaw", "przystan-olbin"),
)
