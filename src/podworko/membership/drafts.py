"""What somebody says who wants to belong, before it is a declaration: the same for every door."""

import hashlib
from dataclasses import dataclass

from podworko.core.text import one_line


@dataclass(frozen=True)
class MemberDraft:
    """All that a declaration says. `address` is that of whoever wants letters, and of nobody else."""

    person: str
    email: str = ""
    phone: str = ""
    address: str = ""
    birth_year: int | None = None
    lives_here: bool = False
    emergency_person: str = ""
    emergency_phone: str = ""
    language: str = "pl"

    def __post_init__(self) -> None:
        for name in ("person", "address", "emergency_person"):
            object.__setattr__(self, name, one_line(getattr(self, name)))

    def digest(self) -> str:
        """Return a short print of the contents: the same contents, the same print."""
        return hashlib.sha256(repr(vars(self)).encode()).hexdigest()
