"""Short names of things, to be said over the telephone."""

import secrets

# No letter that is taken for another, neither by the eye nor by the ear.
ALPHABET = "ACDEFGHJKLMNPRTUWXY34679"


def new_reference(length: int) -> str:
    """Return a short name that nobody can guess from another one."""
    return "".join(secrets.choice(ALPHABET) for _position in range(length))
