"""Centres over time: opening one, how far it has come, who runs it."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from podworko.core import audit, clock
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.core.transitions import Lifecycle
from podworko.people.models import Scope, ScopeKind
from podworko.places import addresses
from podworko.places.actions.keeping import lock
from podworko.places.addresses import Taken
from podworko.places.models import Centre, CentreKind, Network, Operation, Organisation, Stage, StageStep

# A pilot may begin with no diagnosis on record; what was closed can be thought of anew.
STAGES: Lifecycle[Stage] = Lifecycle(
    {
        Stage.IDEA: {Stage.DIAGNOSIS, Stage.PILOT, Stage.CLOSED},
        Stage.DIAGNOSIS: {Stage.PILOT, Stage.CLOSED},
        Stage.PILOT: {Stage.PERMANENT, Stage.CLOSED},
        Stage.PERMANENT: {Stage.CLOSED},
        Stage.CLOSED: {Stage.IDEA},
    }
)


@dataclass(frozen=True)
class CentreDraft:
    """What a centre begins with."""

    name: str
    kind: CentreKind
    operator: Organisation
    street: str
    postcode: str
    city: str
    district: str = ""
    stage: Stage = Stage.PERMANENT
    started_by: str = ""
    # Since when it is at this stage; today when not said.
    since: dt.date | None = None
    contract: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    about: str = ""
    latitude: float | None = None
    longitude: float | None = None
    languages: list[str] = field(default_factory=list)


@action
def open_centre(*, network: Network, draft: CentreDraft, by: audit.Actor, taken: Taken | None = None) -> Centre:
    """Put a centre into `network` at the stage where it is. Raises Refused for what cannot be.

    Who opens many hands over what is `taken` there, to be asked for once.
    """
    taken = taken or Taken.of(network.centres.all())
    if problems := judge(network, draft, taken):
        raise Refused(*problems)
    name = " ".join(draft.name.split())
    since = draft.since or clock.today(network.zone)
    told = ("street", "postcode", "city", "district", "phone", "email", "website", "about")
    centre = Centre.objects.create(
        network=network,
        operator=draft.operator,
        kind=draft.kind,
        slug=addresses.free_slug(name, taken.slugs),
        name=name,
        stage=draft.stage,
        started_by=draft.started_by,
        latitude=draft.latitude,
        longitude=draft.longitude,
        languages=draft.languages,
        scope=Scope.objects.create(kind=ScopeKind.CENTRE, label=name),
        **{each: getattr(draft, each).strip() for each in told},
    )
    StageStep.objects.create(centre=centre, stage=draft.stage, on=since, contract=draft.contract)
    Operation.objects.create(centre=centre, organisation=draft.operator, since=since, contract=draft.contract)
    audit.record("places.centre_opened", centre, by=by, stage=draft.stage, since=since.isoformat())
    taken.add(centre.name, centre.slug)
    return centre


def judge(network: Network, draft: CentreDraft, taken: Taken) -> list[Problem]:
    """Return what is wrong with `draft` in `network`, where these names are `taken`."""
    problems = []
    name = " ".join(draft.name.split())
    if not name:
        problems.append(Problem("name", "required", _("Please give the name.")))
    elif taken.has(name):
        problems.append(Problem("name", "taken", _("There is a place of this name already.")))
    if draft.kind.network_id != network.pk:
        problems.append(Problem("kind", "elsewhere", _("Choose a kind of this network.")))
    if draft.operator.network_id != network.pk:
        problems.append(Problem("operator", "elsewhere", _("Choose an organisation of this network.")))
    if (draft.latitude is None) != (draft.longitude is None):
        problems.append(Problem("latitude", "half", _("A point on the map needs both numbers.")))
    if draft.since and draft.since > clock.today(network.zone):
        problems.append(Problem("since", "not-yet", _("That day has not come yet. Enter it when it has.")))
    return problems


@action
def move_to_stage(*, centre: Centre, stage: Stage, on: dt.date, contract: str, by: audit.Actor) -> Centre:
    """Let `centre` come to `stage` on a day, by a contract or decision.

    Raises Conflict when that stage cannot follow, Refused when the day lies before that of the stage it leaves.
    """
    centre = lock(centre)
    STAGES.check(centre.stage, stage)
    _has_come(centre, on, field="on")
    last = centre.stages.order_by("on", "pk").last()
    if last and on < last.on:
        raise Refused.because("too-early", _("That is before the day of the stage it has now."), field="on")
    runs = centre.operations.filter(until__isnull=True)
    if stage == Stage.CLOSED and runs.filter(since__gt=on).exists():
        raise Refused.because("too-early", _("The organisation that runs the place began later than that."), field="on")
    StageStep.objects.create(centre=centre, stage=stage, on=on, contract=contract.strip())
    before, centre.stage = centre.stage, stage
    centre.save(update_fields=["stage"])
    if stage == Stage.CLOSED:
        runs.update(until=on)
    audit.record(
        "places.stage_changed", centre, by=by, before={"stage": before}, after={"stage": stage}, on=on.isoformat()
    )
    return centre


@action
def hand_over(*, centre: Centre, to: Organisation, since: dt.date, contract: str, by: audit.Actor) -> Centre:
    """Let another organisation run `centre` from `since` on; the one before it ends the day before.

    Raises Refused when `to` is of another network, runs it already, or `since` does not lie after the last change.
    """
    centre = lock(centre)
    if to.network_id != centre.network_id:
        raise Refused.because("elsewhere", _("Choose an organisation of this network."), field="to")
    if to.pk == centre.operator_id:
        raise Refused.because("same", _("This organisation runs the place already."), field="to")
    _has_come(centre, since, field="since")
    current = centre.operations.filter(until__isnull=True).first()
    if current and since <= current.since:
        raise Refused.because("too-early", _("The new operator must begin after the one before."), field="since")
    if current:
        current.until = since - dt.timedelta(days=1)
        current.save(update_fields=["until"])
    Operation.objects.create(centre=centre, organisation=to, since=since, contract=contract.strip())
    before, centre.operator = centre.operator, to
    centre.save(update_fields=["operator"])
    audit.record(
        "places.handed_over",
        centre,
        by=by,
        before={"operator": before.name},
        after={"operator": to.name},
        since=since.isoformat(),
    )
    return centre


def _has_come(centre: Centre, on: dt.date, *, field: str) -> None:
    """Refuse a day to come: what a place is, and who has rights there, changes when it happens."""
    if on > clock.today(centre.zone):
        raise Refused.because("not-yet", _("That day has not come yet. Enter it when it has."), field=field)
