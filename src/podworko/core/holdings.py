"""What is held about one contact, over all areas: to show it, to hand it over, to erase it.

An area that keeps something about residents registers a `Holding`; "My things", the export and the erasure follow.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Choices, Model, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from podworko.core import clock
from podworko.core.errors import Refused, Sentence
from podworko.core.fields import PhoneField

LONGEST = 254
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Contact:
    """A contact: an e-mail address in small letters or a telephone number as E.164 writes it, one of the two."""

    email: str = ""
    phone: str = ""

    def __str__(self) -> str:
        return self.email or self.phone

    @classmethod
    def read(cls, text: str, *, field: str = "contact") -> Self:
        """Return the contact that somebody typed. Raises Refused when it is neither an address nor a number."""
        text = text.strip()
        try:
            if "@" not in text:
                return cls(phone=PhoneField().clean(text[:LONGEST]))
            validate_email(text)
        except ValidationError as error:
            sentence = _("Write an e-mail address, like anna@example.org, or a telephone number with nine digits.")
            raise Refused.because("no-contact", sentence, field=field) from error
        return cls(email=text.lower())

    def mark(self) -> str:
        """Return what stands for the contact where it must not be read: made with the key of the installation."""
        return hmac.new(settings.SECRET_KEY.encode(), f"contact:{self}".encode(), hashlib.sha256).hexdigest()


def belonging(rows: QuerySet[M], contact: Contact) -> QuerySet[M]:
    """Return those of the `rows`, which have an `email` and a `phone`, that belong to `contact`.

    The address is asked for in small letters, as the indexes of these tables hold it.
    """
    if contact.email:
        return cast("QuerySet[M]", rows.alias(small=Lower("email")).filter(small=contact.email))
    return rows.filter(phone=contact.phone)


@dataclass(frozen=True)
class Thing:
    """One thing of a person: what it is, where it is seen, when it was or will be, how it stands."""

    title: str
    url: str
    at: dt.datetime
    # "krakow · MAM Na Kozłówce", where it belongs.
    where: str = ""
    # How it stands: one of the states that the component "pill" draws, and its word.
    state: str = ""
    state_name: str = ""
    note: str = ""
    is_over: bool = False


@dataclass(frozen=True)
class Field:
    """One value of a record: its name for programs, for people, the choices that give its words, what is nested."""

    key: str
    label: Sentence
    words: type[Choices] | None = None
    fields: tuple["Field", ...] = ()

    def shown(self, value: Any) -> str | list[str]:
        """Return the value in the reader's language; a list of lines where there are many."""
        if isinstance(value, list):
            return [str(self.shown(each)) for each in value]
        if isinstance(value, dict):
            return " · ".join(str(field.shown(value[field.key])) for field in self.fields if value.get(field.key))
        if self.words and value in self.words.values:
            return str(self.words(value).label)
        return _plain(value)


def _plain(value: Any) -> str:
    """Return one value in the reader's language."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value, timezone.get_default_timezone()), "j E Y, H:i")
    return date_format(value, "j E Y") if isinstance(value, dt.date) else str(value)


Record = Mapping[str, Any]


@dataclass(frozen=True)
class Holding:
    """What one area holds of one kind.

    `things` are shown on "My things"; `records` are all that is kept, with a value for each of the `fields`; `erase`
    takes the person out of every record, keeps what statistics need, and returns how many records it changed; `stays`
    says what is left then.
    """

    code: str
    title: Sentence
    fields: tuple[Field, ...]
    records: Callable[[Contact], Iterable[Record]]
    erase: Callable[[Contact], int]
    things: Callable[[Contact], Iterable[Thing]] = lambda _contact: ()
    stays: Sentence = ""


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> Holding:
    """Put `holding` among what belongs to a contact."""
    _holdings[holding.code] = holding
    return holding


def holdings() -> list[Holding]:
    """Return all that is registered, by code."""
    return [_holdings[code] for code in sorted(_holdings)]


def things_of(contact: Contact) -> list[Thing]:
    """Return what belongs to `contact`, over all areas and networks, the newest first."""
    found = [thing for holding in holdings() for thing in holding.things(contact)]
    return sorted(found, key=lambda thing: thing.at, reverse=True)


def held(contact: Contact) -> list[tuple[Holding, list[Record]]]:
    """Return the records of each holding that has some."""
    found = [(holding, list(holding.records(contact))) for holding in holdings()]
    return [(holding, records) for holding, records in found if records]


def as_json(contact: Contact, found: Iterable[tuple[Holding, Iterable[Record]]]) -> str:
    """Return all records for programs: times as ISO 8601 writes them."""
    document = {
        "contact": str(contact),
        "made_at": clock.now().isoformat(timespec="seconds"),
        "held": {holding.code: [dict(record) for record in records] for holding, records in found},
    }
    return json.dumps(document, default=_iso, ensure_ascii=False, indent=2) + "\n"


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
