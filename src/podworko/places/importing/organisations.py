"""Organisations from a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core import audit
from podworko.core.errors import Sentence
from podworko.core.imports.headings import fold
from podworko.core.imports.parsing import Cells
from podworko.core.imports.registry import Column, Importer, Judgement, Row, Unit, Verdict, wrong
from podworko.places.actions.organisations import (
    NUMBERS,
    OrganisationDraft,
    change_organisation,
    draft_of,
    register_organisation,
)
from podworko.places.addresses import Taken
from podworko.places.identifiers import checked
from podworko.places.importing import words
from podworko.places.models import Network, Organisation, OrganisationKind

KINDS = words.names_of(
    OrganisationKind,
    {
        "fundacja": "ngo",
        "stowarzyszenie": "ngo",
        "organizacja pozarządowa": "ngo",
        "громадська організація": "ngo",
        "jednostka miejska": "city",
        "instytucja": "institution",
        "instytucja kultury": "institution",
        "spółdzielnia": "cooperative",
        "parafia": "church",
        "firma": "business",
        "grupa nieformalna": "group",
    },
)


@dataclass(frozen=True)
class Known:
    """The organisations that some rows name, by what a table may call them; and which names are taken in the network.

    A network may have thousands, and is asked for each batch: only those that are named are read as a whole.
    """

    taken: Taken
    by_number: dict[tuple[str, str], Organisation] = field(default_factory=dict)
    by_name: dict[str, Organisation] = field(default_factory=dict)

    @classmethod
    def of(cls, network: Network, units: Sequence[Unit], columns: Iterable[str]) -> "Known":
        """Ask for those that stand in these `columns`, in two queries."""
        named = {" ".join(row.cells.get(code, "").split()) for unit in units for row in unit for code in columns}
        names = {text.casefold() for text in named}
        numbers = {(number, checked(number, text)[0]) for text in named for number in NUMBERS}
        numbers -= {(number, "") for number in NUMBERS}
        known = cls(Taken(set(), set()))
        wanted = []
        for pk, slug, name, *digits in network.organisations.values_list("pk", "slug", "name", *NUMBERS):
            known.taken.add(name, slug)
            if name.casefold() in names or not numbers.isdisjoint(zip(NUMBERS, digits, strict=True)):
                wanted.append(pk)
        for organisation in network.organisations.filter(pk__in=wanted).select_related("network"):
            known.by_name[organisation.name.casefold()] = organisation
            for number in NUMBERS:
                if digits := getattr(organisation, number):
                    known.by_number[number, digits] = organisation
        return known

    def find(self, text: str) -> Organisation | None:
        """Return the organisation that `text` means: its name, KRS, NIP or REGON."""
        if found := self.by_name.get(text.casefold()):
            return found
        for number in NUMBERS:
            digits, problems = checked(number, text)
            if not problems and (found := self.by_number.get((number, digits))):
                return found
        return None


@dataclass(frozen=True)
class Plan:
    """What is to be written: to which organisation (none: a new one), what."""

    organisation: Organisation | None
    draft: OrganisationDraft
    taken: Taken


class Organisations(Importer):
    """Organisations: found again by KRS, NIP, REGON or name."""

    code: ClassVar[str] = "places.organisations"
    title: ClassVar[Sentence] = gettext_lazy("Organisations")
    about: ClassVar[Sentence] = gettext_lazy(
        "An organisation is found again by its KRS, NIP, REGON or name, and changed; others are new. An empty cell "
        "leaves what stands there."
    )
    columns: ClassVar[tuple[Column, ...]] = (
        Column(
            "name",
            gettext_lazy("Name of the organisation"),
            ("nazwa", "nazwa organizacji", "organizacja", "назва", "назва організації", "name", "organisation"),
            ("Fundacja Sąsiedzka", "Stowarzyszenie Nasza Ulica"),
            gettext_lazy("Its full name."),
            is_required=True,
        ),
        Column(
            "kind",
            gettext_lazy("Kind of organisation"),
            ("rodzaj", "typ", "rodzaj organizacji", "вид", "kind", "type"),
            ("fundacja", "stowarzyszenie"),
            gettext_lazy("What it is; a non-governmental organisation when not said."),
        ),
        Column(
            "krs",
            "KRS",
            ("krs", "numer krs", "nr krs"),
            ("0000123456", ""),
            gettext_lazy("Ten digits; zeros at the beginning may be missing."),
        ),
        Column(
            "nip",
            "NIP",
            ("nip", "numer nip", "nr nip"),
            ("1234563218", ""),
            gettext_lazy("Ten digits, dashes or none."),
        ),
        Column("regon", "REGON", ("regon", "numer regon"), ("123456785", ""), gettext_lazy("Nine or fourteen digits.")),
        Column(
            "street",
            gettext_lazy("Street and number"),
            ("ulica", "adres", "ulica i numer", "вулиця", "адреса", "street", "address"),
            ("ul. Sąsiedzka 5", "ul. Długa 12/3"),
        ),
        Column(
            "postcode", gettext_lazy("Postcode"), ("kod", "kod pocztowy", "індекс", "postcode"), ("30-001", "30-002")
        ),
        Column("city", gettext_lazy("City"), ("miasto", "miejscowość", "місто", "city", "town"), ("Kraków", "Kraków")),
        Column(
            "phone",
            gettext_lazy("Telephone"),
            ("telefon", "tel", "nr telefonu", "телефон", "phone"),
            ("12 555 01 00", "600 100 200"),
        ),
        Column(
            "email",
            gettext_lazy("E-mail"),
            ("e-mail", "email", "mail", "adres e-mail", "пошта"),
            ("biuro@example.org", "ulica@example.org"),
        ),
        Column(
            "website",
            gettext_lazy("Website"),
            ("www", "strona", "strona internetowa", "сайт", "website"),
            ("https://example.org", ""),
        ),
        Column(
            "about",
            gettext_lazy("What it does"),
            ("opis", "działalność", "опис", "about"),
            ("Zajęcia dla sąsiadów", ""),
        ),
        Column(
            "is_member",
            gettext_lazy("Member of the network"),
            ("członek sieci", "członek", "należy do sieci", "член мережі", "member"),
            ("tak", "nie"),
            gettext_lazy("Yes or no."),
        ),
        Column(
            "member_since",
            gettext_lazy("Member since"),
            ("członek od", "w sieci od", "член з", "member since"),
            ("2024-05-01", ""),
            gettext_lazy("A date."),
        ),
    )

    def key(self, cells: Mapping[str, str]) -> str:
        """Return the first number that is right, else the name."""
        for number in NUMBERS:
            digits, problems = checked(number, cells.get(number, ""))
            if digits and not problems:
                return f"{number}:{digits}"
        return f"name:{fold(cells.get('name', ''))}" if cells.get("name") else ""

    def judge(self, subject: Model, units: Sequence[Unit]) -> Sequence[Judgement]:
        """Judge each organisation. Two queries."""
        assert isinstance(subject, Network)
        known = Known.of(subject, units, ("name", *NUMBERS))
        return [self._judge(unit[0], known) for unit in units]

    def write(self, subject: Model, unit: Unit, judgement: Judgement, *, by: audit.Actor) -> Model | None:
        """Register an organisation, or change it."""
        assert isinstance(subject, Network)
        plan = judgement.plan
        assert isinstance(plan, Plan)
        if plan.organisation is None:
            return register_organisation(network=subject, draft=plan.draft, by=by, taken=plan.taken)
        return change_organisation(organisation=plan.organisation, draft=plan.draft, by=by)

    def _judge(self, row: Row, known: Known) -> Judgement:
        cells = Cells(row, self.columns)
        given = self._given(cells)
        matches = {known.by_number.get((number, given.get(number, ""))) for number in NUMBERS} - {None}
        if not matches:
            matches = {known.by_name.get(given.get("name", "").casefold())} - {None}
        if len(matches) > 1:
            names = words.listed(sorted(match.name for match in matches if match))
            cells.wrong(
                "krs", "several", _("These numbers belong to different organisations: %(names)s.") % {"names": names}
            )
        found = next(iter(matches), None)
        twin = known.by_name.get(given.get("name", "").casefold())
        if found and twin and twin != found:
            said = _("Another organisation has this name, with other numbers.")
            cells.wrong("name", "taken", said)
        if not cells.is_good:
            return wrong(row, cells.problems)
        before = draft_of(found) if found else OrganisationDraft(name="")
        draft = replace(before, **given)
        changes = {
            code: (shown(old), shown(getattr(draft, code)))
            for code, old in asdict(before).items()
            if getattr(draft, code) != old
        }
        if found is None:
            return Judgement(Verdict.NEW, plan=Plan(None, draft, known.taken))
        return Judgement(
            Verdict.CHANGE if changes else Verdict.SAME, changes=changes, plan=Plan(found, draft, known.taken)
        )

    @staticmethod
    def _given(cells: Cells) -> dict[str, Any]:
        """Return what the row tells; what it does not is missing."""
        given: dict[str, Any] = {
            "name": cells.text("name", 200),
            "kind": cells.choice("kind", KINDS, words.listed(OrganisationKind.labels)),
            "street": cells.text("street", 120),
            "postcode": words.postcode(cells, "postcode"),
            "city": cells.text("city", 80),
            "phone": words.phone(cells, "phone"),
            "email": words.email(cells, "email"),
            "website": words.website(cells, "website"),
            "about": cells.text("about", 5_000, lines=True),
            "is_member": cells.yes("is_member"),
            "member_since": cells.day("member_since"),
        }
        for number in NUMBERS:
            given[number], problems = checked(number, cells.text(number, 40))
            for problem in problems:
                cells.wrong(number, problem.code, problem.sentence)
        return {code: value for code, value in given.items() if value not in ("", None)}


def shown(value: object) -> str:
    """Return a value as the preview shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, OrganisationKind):
        return str(value.label)
    return str(value)
