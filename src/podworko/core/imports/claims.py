"""One worker at a time has an import, and another goes on where it was when that one has died."""

import datetime as dt
import uuid

import structlog
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from podworko.core import clock
from podworko.core.models import IMPORT_LIFE, Import
from podworko.core.transactions import action

# Each batch takes a second or two; who says nothing for so long is dead.
LEASE = dt.timedelta(minutes=2)
# So often an import may be begun again without a single batch done, as when it brings the worker down.
TRIES = 5

log = structlog.get_logger()
State = Import.State


class Lost(Exception):
    """Somebody else has the import now, or it was dropped: leave it alone."""


def take(import_id: int, state: State) -> Import:
    """Take the import for this worker. Raises Lost when it is not in `state`, another has it, or it is given up."""
    taken = _take(import_id, state)
    if taken is None:
        raise Lost
    return taken


@action
def _take(import_id: int, state: State) -> Import | None:
    now = clock.now()
    free = Import.objects.filter(Q(claim="") | Q(claimed_until__lt=now), pk=import_id, state=state)
    if not free.update(claim=str(uuid.uuid4()), claimed_until=now + LEASE, tries=F("tries") + 1):
        return None
    brought = Import.objects.get(pk=import_id)
    if brought.tries <= TRIES:
        return brought
    log.error("import_given_up", id=import_id, state=state)
    with translation.override(brought.language):
        end(brought, State.FAILED, problem=not_our_day(), claim=state.value)
    return None


def given_up_in(brought: Import) -> State | None:
    """Return what was being done when the import was given up because of us, not of its file; None when it was not."""
    return State(brought.claim) if brought.state == State.FAILED and brought.claim else None


def is_late(brought: Import) -> bool:
    """Say whether a worker has left the import, or none has come for it in time: it goes on by itself, but later."""
    # Each worker that takes it is a try, and each batch that it finishes begins the count anew.
    has_left = brought.tries > (1 if brought.claim else 0)
    return has_left or (brought.claimed_until is not None and brought.claimed_until < clock.now())


def hold(claimed: Import) -> Import:
    """Lock the import for one batch and return it as it stands now. Raises Lost when it is not ours any more.

    Call it first in the transaction of the batch: what follows is done once, whoever else tries.
    """
    held = Import.objects.select_for_update().get(pk=claimed.pk)
    if held.claim != claimed.claim or held.state != claimed.state:
        raise Lost
    held.claimed_until, held.tries = clock.now() + LEASE, 0
    return held


def end(held: Import, state: State, *, problem: str = "", claim: str = "") -> None:
    """Bring the import to `state` and let go of it."""
    IMPORT_LIFE.check(held.state, state)
    held.state, held.problem, held.claim, held.claimed_until, held.tries = state, problem, claim, None, 0
    held.finished_at = clock.now() if state in {State.DONE, State.FAILED, State.DROPPED} else None
    held.save()


def wait(held: Import, state: State) -> None:
    """Bring the import to `state` and set it down for the next worker that is free."""
    IMPORT_LIFE.check(held.state, state)
    held.state, held.claim, held.claimed_until, held.tries = state, "", clock.now() + LEASE, 0
    held.save()


@action
def abandoned() -> list[tuple[int, str]]:
    """Return the ids and states of the imports that nobody has worked on for a while, and set them down anew."""
    left = Import.objects.filter(state__in=[State.READING, State.WRITING], claimed_until__lt=clock.now())
    found = list(left.select_for_update(skip_locked=True).values_list("pk", "state")[:50])
    Import.objects.filter(pk__in=[pk for pk, _state in found]).update(claim="", claimed_until=clock.now() + LEASE)
    return found


def not_our_day() -> str:
    """Return what is said when the program itself failed."""
    return _("Something went wrong on our side. Please try again; if it happens again, tell your administrator.")
