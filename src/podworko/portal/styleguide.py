"""What the style guide shows: each component with every state it can have.

The words are in Polish on purpose: the page proves that our longest language fits.
"""

from types import SimpleNamespace as Example
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.core.art import COMPOSITIONS

FIRST_HOUR, LAST_HOUR = 9, 21
KINDS = {
    "cal": "Centrum aktywności lokalnej",
    "mam": "Miejsce Aktywności Mieszkańców",
    "cas": "Centrum Aktywności Seniorów",
    "klub": "Klub Rodziców",
    "youth": "Pracownia Młodych",
    "co": "Centrum Obywatelskie",
    "cw": "Centrum Wielokulturowe",
}
WRONG_ANSWERS = {
    "wrong-title": "Próba chóru",
    "wrong-starts": "17:00",
    "wrong-people": "80",
    "wrong-room": "large",
    "wrong-equipment": ["chairs"],
    "wrong-repeat": "weekly",
}
INKS = ["brick", "leaf", "sky", "plum", "clay", "teal", "indigo", "straw"]


class SampleForm(forms.Form):
    """Every kind of answer that a form of ours asks for."""

    title = forms.CharField(label="Co będzie się działo?", help_text="Wystarczy jedno zdanie.")
    held_on = forms.DateField(label="Którego dnia?", widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(label="Od której?", widget=forms.TimeInput(attrs={"type": "time"}))
    people = forms.IntegerField(label="Ile osób?", help_text="Sala mała mieści 20 osób.", max_value=20)
    room = forms.ChoiceField(
        label="Która sala?",
        help_text="Możesz zdać się na nas.",
        choices=[
            ("any", "Dowolna, która się nada"),
            ("large", "Sala duża, do 60 osób"),
            ("small", "Sala mała, do 20 osób"),
        ],
        widget=forms.RadioSelect,
    )
    equipment = forms.MultipleChoiceField(
        label="Co przygotować?",
        choices=[("chairs", "krzesła"), ("projector", "rzutnik"), ("kettle", "czajnik")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    repeat = forms.ChoiceField(label="Jak często?", choices=[("once", "Raz"), ("weekly", "Co tydzień")])
    access = forms.CharField(label="Czego potrzebują goście?", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    code = forms.CharField(
        label="Kod z listu",
        help_text="Sześć cyfr. Jest ważny przez 15 minut.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 6}),
    )
    rules = forms.BooleanField(label="Znam zasady tego miejsca", help_text="Sprzątamy po sobie, oddajemy klucz.")


def use(
    title: str, first: float, last: float, kind: str = "use", *, url: str = "#day", note: str = "", room: str = ""
) -> Example:
    """Return one use of a room from `first` to `last` hour."""
    time = "–".join(f"{int(hour)}:{int(hour % 1 * 60):02}" for hour in (first, last))
    start, length = int((first - FIRST_HOUR) * 4), int((last - first) * 4)
    return Example(title=title, time=time, kind=kind, start=start, length=length, url=url, note=note, room=room)


def part(state: str, first: float, last: float) -> Example:
    """Return one part of the strip of free hours."""
    piece = use("", first, last)
    return Example(state=state, start=piece.start, length=piece.length, time=piece.time)


def day_plan() -> Example:
    """Return a day of a place with a use of each kind, rivals at one hour, and a room with nothing in it."""
    rows = [
        Example(
            name="Sala duża",
            note="do 60 osób",
            uses=[
                use("Joga na krzesłach", 10, 12),
                use("Próba chóru sąsiedzkiego", 17, 19, "asked", note="czeka na decyzję"),
                use("Warsztat lampionów", 17.5, 19.5, "asked", note="czeka na decyzję"),
            ],
        ),
        Example(
            name="Sala mała",
            note="do 20 osób",
            uses=[use("Polski na co dzień", 12, 13.5), use("Zajęte", 15, 16, "private", url="")],
        ),
        Example(
            name="Pracownia", note="", uses=[use("Remont stołu", 9, 15, "closed", url=""), use("Ukulele", 18, 19.25)]
        ),
        Example(name="Hall", note="", uses=[]),
    ]
    return Example(hours=range(FIRST_HOUR, LAST_HOUR), cols=(LAST_HOUR - FIRST_HOUR) * 4, rows=rows)


def week() -> Example:
    """Return a week: a full day, today, days with little and a day with nothing."""
    names = ["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"]
    uses: list[list[Example]] = [
        [use("Kurs gry na ukulele", 18, 19.5, room="Pracownia")],
        [use("Gry planszowe", 18, 20, room="Sala mała"), use("Zajęte", 18, 20, "private", url="", room="Sala duża")],
        [],
        [use("Próba chóru", 17, 19, "asked", room="Sala duża", note="czeka na decyzję")],
        [
            use("Joga na krzesłach", 10, 12, room="Sala duża"),
            use("Wymiana roślin", 15, 18, room="Hall", note="przyjdź"),
        ],
        [use("Las w słoiku", 11, 13, room="Sala duża")],
        [use("Zamknięte", 9, 21, "closed", url="")],
    ]
    days = [
        Example(name=name, date=f"{16 + n} listopada", is_today=name == "piątek", url="#week", uses=uses[n])
        for n, name in enumerate(names)
    ]
    return Example(days=days)


def strips() -> list[Example]:
    """Return free hours with one's own among them: once free, once not."""
    hours, cols = range(FIRST_HOUR, LAST_HOUR), (LAST_HOUR - FIRST_HOUR) * 4
    day = [part("free", 9, 12), part("taken", 12, 14), part("free", 14, 20), part("closed", 20, 21)]
    return [
        Example(name="Sala duża", hours=hours, cols=cols, parts=[*day, part("yours", 17, 19)]),
        Example(name="Sala mała", hours=hours, cols=cols, parts=[*day, part("clash", 11, 13)]),
    ]


def events() -> list[Example]:
    """Return the life of a request."""
    return [
        Example(
            at="piątek 20 listopada, 10:12",
            iso="2026-11-20T10:12+01:00",
            what="Prośba o salę",
            who="Jadwiga, przez telefon",
            words="",
        ),
        Example(
            at="piątek 20 listopada, 12:40",
            iso="2026-11-20T12:40+01:00",
            what="Prosimy o zmianę",
            who="Marek, gospodarz",
            words="O 17 sala duża jest zajęta. Czy może być 18?",
        ),
        Example(
            at="sobota 21 listopada, 9:05",
            iso="2026-11-21T09:05+01:00",
            what="Przyjęte",
            who="Marek, gospodarz",
            words="",
        ),
    ]


def context() -> dict[str, Any]:
    """Return the context of the style guide's page."""
    wrong = SampleForm(WRONG_ANSWERS, prefix="wrong")
    wrong.add_error(None, "Sala duża jest o tej godzinie zajęta. Wolna jest sala mała.")
    plan, seven = day_plan(), week()
    return {
        "kind": "mam",
        "kinds": [(code, KINDS[code], range(1, 6)) for code in COMPOSITIONS],
        "inks": INKS,
        "plan": plan,
        "week": seven,
        "agenda": [day for day in seven.days if day.uses][:3],
        "strips": strips(),
        "steps": ["Termin", "Kto prosi", "Kod z listu"],
        "events": events(),
        "summary": [
            ("Kiedy", "czwartek 26 listopada, 17:00–19:00"),
            ("Gdzie", "Sala duża, MAM Na Kozłówce"),
            ("Co będzie się działo", "Próba chóru sąsiedzkiego"),
            ("Ile osób", 18),
            ("Uwagi", ""),
        ],
        "form": SampleForm(prefix="blank"),
        "wrong": wrong,
        "hint_errors": [_("Six digits, please.")],
        "states": [
            ("open", "Otwarte do 20:00"),
            ("closed", "Zamknięte, od jutra 9:00"),
            ("unconfirmed", "Czeka na kod"),
            ("waiting", "Czeka na decyzję"),
            ("changes_asked", "Prosimy o zmianę"),
            ("decided", "Rozstrzygnięte"),
            ("accepted", "Przyjęte"),
            ("declined", "Odmowa"),
            ("withdrawn", "Wycofane"),
            ("cancelled", "Odwołane"),
            ("lapsed", "Po terminie"),
            ("sending", "W drodze"),
            ("sent", "Wysłane"),
            ("failed", "Nie doszło"),
        ],
    }
