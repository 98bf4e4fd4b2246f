"""How often somebody may guess at a password or a code: by account and by address, counted for all processes.

A try is paid for before it is looked at, so that many at once get no more tries than one after another; the right
answer gets it back. An account that does not exist is counted as one that does.
"""

import datetime as dt

from django.http import HttpRequest

from podworko.core import limits
from podworko.core.holdings import Contact
from podworko.core.web import address_of

QUARTER = dt.timedelta(minutes=15)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)

# A whole office may sit behind one address.
TRIES_FROM_ADDRESS = 60
PASSWORD_TRIES = 10
# Of a million codes three are right at any moment.
CODE_TRIES = 5
CODE_TRIES_IN_A_DAY = 30
LETTERS_TO_ONE = 5
LETTERS_FROM_ADDRESS = 20


class Guess:
    """One try, paid for; `was_right` gives it back."""

    def __init__(self, *counts: tuple[str, int, dt.timedelta]) -> None:
        self.counts = counts
        for key, limit, per in counts:
            limits.count(key, limit=limit, per=per)

    def was_right(self) -> None:
        """Give the try back."""
        for key, _limit, per in self.counts:
            limits.give_back(key, per=per)


def guess_password(request: HttpRequest, email: str) -> Guess:
    """Pay for one look at the password of the account with `email`, if there is one. Raises TooMany."""
    return Guess(
        (f"sign-in:{_name(email)}", PASSWORD_TRIES, QUARTER),
        (f"sign-in:{address_of(request)}", TRIES_FROM_ADDRESS, QUARTER),
    )


def guess_code(request: HttpRequest, user_id: int) -> Guess:
    """Pay for one look at the second factor of a user. Raises TooMany."""
    return Guess(
        (f"second-factor:{user_id}", CODE_TRIES, QUARTER),
        (f"second-factor-of-day:{user_id}", CODE_TRIES_IN_A_DAY, DAY),
        (f"second-factor:{address_of(request)}", TRIES_FROM_ADDRESS, QUARTER),
    )


def count_letter(request: HttpRequest, email: str) -> None:
    """Count one letter with a link to a new password, or that says that there is no account. Raises TooMany."""
    limits.count(f"new-password:{_name(email)}", limit=LETTERS_TO_ONE, per=HOUR)
    limits.count(f"new-password:{address_of(request)}", limit=LETTERS_FROM_ADDRESS, per=HOUR)


def _name(email: str) -> str:
    """Return what stands for an address among the counts, which are no place for personal data."""
    return Contact(email=email.strip().lower()).mark()[:32]
