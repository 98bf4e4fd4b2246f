"""What a town of the gates holds of promotion."""

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.gates.town import Town


def fill(town: "Town", number: int, on: dt.date) -> None:
    """Put one more of everything into the town, each `number` once; `on` is a day with room for more."""
