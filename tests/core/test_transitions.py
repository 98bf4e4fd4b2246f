"""A declared table of transitions, and the refusal that comes of it."""

import itertools

import pytest
from django.db.models import TextChoices
from django.utils import translation

from podworko.core.errors import Conflict
from podworko.core.transitions import Lifecycle


class Door(TextChoices):
    OPEN = "open"
    SHUT = "shut"
    BRICKED_UP = "bricked_up"


LIFE = Lifecycle({Door.OPEN: {Door.SHUT}, Door.SHUT: {Door.OPEN, Door.BRICKED_UP}, Door.BRICKED_UP: set()})
WAYS = {("open", "shut"), ("shut", "open"), ("shut", "bricked_up")}


@pytest.mark.parametrize(("old", "new"), list(itertools.product(Door.values, Door.values)))
def test_only_what_is_declared_is_allowed(old, new):
    # States come from the database as plain text.
    assert LIFE.allows(old, new) == ((old, new) in WAYS)
    if (old, new) in WAYS:
        LIFE.check(old, new)
        return
    with pytest.raises(Conflict) as refused:
        LIFE.check(old, new)
    assert [problem.code for problem in refused.value.problems] == ["not-any-more"]
    with translation.override("pl"):
        assert (
            str(refused.value.problems[0].sentence) == "W międzyczasie ktoś już zdecydował. Tu widać, jak jest teraz."
        )


def test_a_state_that_the_table_does_not_know_leads_nowhere():
    assert not LIFE.allows("painted", Door.OPEN)
