"""The numbers by which Polish organisations are known, checked by their own sums.

KRS: ten digits, no sum. NIP: ten, weights 6, 5, 7, 2, 3, 4, 5, 6, 7 modulo 11. REGON: nine or fourteen.
"""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from stdnum import exceptions
from stdnum.pl import nip, regon
from stdnum.util import clean

from podworko.core.errors import Problem, Sentence

KRS_DIGITS = 10


def krs_digits(number: str) -> str:
    """Return the ten digits of a KRS number, with the zeros that people leave out. Raises ValueError."""
    digits = clean(number, " -").strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > KRS_DIGITS or not int(digits):
        raise ValueError(number)
    return digits.zfill(KRS_DIGITS)


_CHECKS: dict[str, tuple[Callable[[str], str], Sentence]] = {
    "krs": (krs_digits, _("A KRS number has ten digits, as 0000123456.")),
    "nip": (nip.validate, _("This NIP does not add up: one of the digits must be wrong.")),
    "regon": (regon.validate, _("This REGON does not add up: one of the digits must be wrong.")),
}
_LENGTHS: dict[str, tuple[tuple[int, ...], Sentence]] = {
    "nip": ((10,), _("A NIP has ten digits.")),
    "regon": ((9, 14), _("A REGON has nine or fourteen digits.")),
}


def checked(field: str, number: str) -> tuple[str, list[Problem]]:
    """Return the digits of a number of that kind (krs, nip, regon), and what is wrong with it; empty stays empty."""
    number = number.strip()
    if not number:
        return "", []
    check, sentence = _CHECKS[field]
    bare = clean(number, " -").upper().removeprefix("PL") if field == "nip" else clean(number, " -")
    if field in _LENGTHS and (len(bare) not in _LENGTHS[field][0] or not bare.isascii() or not bare.isdigit()):
        return number, [Problem(field, "wrong-length", _LENGTHS[field][1])]
    try:
        return check(bare), []
    except (exceptions.ValidationError, ValueError):
        return number, [Problem(field, "wrong-number", sentence)]
