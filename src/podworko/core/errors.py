"""Refusals with a sentence for the person who asked.

An action that will not do what it was asked raises `Refused` (or `Conflict`, when somebody was faster). The doors
turn it into words beside the field, a page or a problem document; none of them makes a rule of its own.
"""

from dataclasses import dataclass
from typing import Self

from django_stubs_ext import StrPromise

Sentence = str | StrPromise


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the field it stands beside (empty: the whole), a stable code, a sentence."""

    field: str
    code: str
    sentence: Sentence


class Refused(Exception):
    """The action was not done; `problems` say why, in the reader's language."""

    status = 422

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.code for problem in problems))
        self.problems = problems

    @classmethod
    def because(cls, code: str, sentence: Sentence, *, field: str = "") -> Self:
        """Return a refusal for one reason."""
        return cls(Problem(field, code, sentence))


class Conflict(Refused):
    """The action came too late: the room was given, or the request was decided, meanwhile."""

    status = 409


class TooMany(Refused):
    """The same address or contact asked too often; `retry_after` seconds must pass."""

    status = 429

    def __init__(self, *problems: Problem, retry_after: int = 60) -> None:
        super().__init__(*problems)
        self.retry_after = retry_after
