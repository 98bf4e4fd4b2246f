"""What people write in tables about places: days, hours, postcodes, telephones; in Polish, Ukrainian and English."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Choices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.core.errors import Refused
from podworko.core.imports.headings import fold
from podworko.core.imports.parsing import Cells, time_of
from podworko.places import concerned
from podworko.places.models import Weekday

_DAYS: dict[Weekday, str] = {
    Weekday.MONDAY: "pn pon poniedziałek mon monday пн понеділок",
    Weekday.TUESDAY: "wt wto wtorek tue tuesday вт вівторок",
    Weekday.WEDNESDAY: "śr śro środa wed wednesday ср середа",
    Weekday.THURSDAY: "cz czw czwartek thu thursday чт четвер",
    Weekday.FRIDAY: "pt pi pią piątek fri friday пт пятниця п'ятниця",
    Weekday.SATURDAY: "so sb sob sobota sat saturday сб субота",
    Weekday.SUNDAY: "nd ndz nie niedz niedziela sun sunday нд неділя",
}
DAYS = {fold(name): day for day, names in _DAYS.items() for name in names.split()}
SPANS = {
    fold(name): list(Weekday)[first:last]
    for (first, last), names in {
        (0, 7): ("codziennie", "cały tydzień", "daily", "every day", "щодня"),
        (0, 5): ("dni robocze", "robocze", "working days", "weekdays", "будні"),
        (5, 7): ("weekend", "weekendy", "вихідні"),
    }.items()
    for name in names
}
CLOSED = {fold(word) for word in ("zamknięte", "nieczynne", "closed", "зачинено", "закрито", "brak")}
_UP_TO = re.compile(r"\s*(?:-|–|—|−|\bdo\b|\bto\b|\bпо\b|\bдо\b)\s*")
_AND = re.compile(r"[,;/\n+]|\bi\b|\boraz\b|\band\b|\bта\b|\bі\b")


def weekdays(text: str) -> list[Weekday] | None:
    """Return the days that `text` names: "pon.–pt.", "wt, czw", "codziennie"; nothing when it cannot be understood."""
    if fold(text) in SPANS:
        return SPANS[fold(text)]
    found: set[Weekday] = set()
    for part in _AND.split(text.lower()):
        if not part.strip():
            continue
        ends = [DAYS.get(fold(end.removeprefix("od "))) for end in _UP_TO.split(part.strip())]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2:  # noqa: PLR2004 - from and to
            return SPANS.get(fold(part))
        day = first
        found.add(day)
        while day != last:
            day = Weekday((day + 1) % 7)
            found.add(day)
    return sorted(found) or None


def hours(text: str) -> list[tuple[dt.time, dt.time]] | None:
    """Return the hours that `text` names: "9–17", "9:00-13:00, 15-19"; none for "closed"; None when it is no hours."""
    if fold(text) in CLOSED:
        return []
    found = []
    for part in _AND.split(text.lower()):
        ends = [time_of(end) for end in _UP_TO.split(part.strip().removeprefix("od "))]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:  # noqa: PLR2004 - from and to
            return None
        found.append((ends[0], ends[1]))
    return found


def names_of(choices: type[Choices], more: Mapping[str, str]) -> dict[str, str]:
    """Return the value of each choice by its folded names: code, label in each language, and `more`: value by name."""
    names = {fold(name): value for name, value in more.items()}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            names |= {fold(str(label)): value for value, label in choices.choices}
    return names | {fold(str(value)): value for value in choices.values}


def listed(labels: Iterable[object]) -> str:
    """Return what is known, for people, in the language of the moment."""
    return ", ".join(str(label) for label in labels)


def postcode(cells: Cells, code: str) -> str:
    """Return a Polish postcode as 30-000."""
    text = cells.text(code, 20)
    if not text:
        return ""
    told = re.fullmatch(r"(\d{2})[ -–]?(\d{3})", text)
    if told is None:
        cells.wrong(code, "postcode", _("Write the postcode like 30-000."))
        return ""
    return f"{told[1]}-{told[2]}"


def phone(cells: Cells, code: str) -> str:
    """Return a telephone number as E.164 writes it; a Polish one where no country is given."""
    text = cells.text(code, 60)
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, "PL")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number) or number.extension:
        said = _("This does not look like a telephone number. Nine digits are enough.")
        cells.wrong(code, "phone", said)
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(cells: Cells, code: str) -> str:
    """Return an e-mail address."""
    text = cells.text(code, 254)
    if text:
        try:
            validate_email(text)
        except ValidationError:
            cells.wrong(code, "email", _("This does not look like an e-mail address."))
    return text


def website(cells: Cells, code: str) -> str:
    """Return an address on the web, which may be written without its beginning."""
    text = cells.text(code, 180)
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        cells.wrong(code, "website", _("This does not look like an address on the web."))
    return address


def is_same_phone(one: str, other: str) -> bool:
    """Say whether two numbers are the same, however they are grouped."""
    digits = [re.sub(r"\D", "", number).removeprefix("48") for number in (one, other)]
    return digits[0] == digits[1]


# What people call the kinds of the model, in whichever language.
MODEL_KINDS = {
    "CAL": "cal",
    "centrum aktywności lokalnej": "cal",
    "осередок місцевої активності": "cal",
    "MAM": "mam",
    "miejsce aktywności mieszkańców": "mam",
    "CAS": "cas",
    "centrum aktywności seniorów": "cas",
    "centrum aktywności seniora": "cas",
    "klub": "klub",
    "klub rodziców": "klub",
    "pracownia młodych": "youth",
    "CO": "co",
    "centrum obywatelskie": "co",
    "CW": "cw",
    "centrum wielokulturowe": "cw",
}


@contextmanager
def nothing_touched(field: str) -> Iterator[None]:
    """Do inside what may touch accepted uses; then it is refused, since nobody has seen which. Raises Refused."""
    try:
        yield
    except concerned.Touches as refusal:
        count = len(refusal.concerns)
        said = ngettext(
            "This touches %(count)s accepted use. Change it on the page of the place, which shows it.",
            "This touches %(count)s accepted uses. Change it on the page of the place, which shows them.",
            count,
        )
        raise Refused.because("touches", said % {"count": count}, field=field) from refusal
