"""What belongs to a network besides its centres: kinds, days off, the working team, the statement on accessibility."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from podworko.core import audit, clock, versions
from podworko.core.errors import Conflict, Problem, Refused
from podworko.core.transactions import action
from podworko.places import addresses
from podworko.places.models import (
    AccessStatement,
    Audience,
    CentreKind,
    ModelKind,
    Network,
    NetworkDay,
    SignUp,
    TeamMember,
)

OLDEST = 120


@dataclass(frozen=True)
class KindDraft:
    """The rule of a kind of centre. The name is empty for a kind of the model that keeps its own."""

    own_name: str
    look: ModelKind
    audience: Audience
    sign_up: SignUp
    parts: Collection[str]
    age_from: int | None = None
    age_to: int | None = None


@action
def keep_kind(*, network: Network, draft: KindDraft, by: audit.Actor, kind: CentreKind | None = None) -> CentreKind:
    """Change `kind`, or define a new one of `network`. Raises Refused."""
    if problems := _judge_kind(network, draft, kind):
        raise Refused(*problems)
    before = _told(kind) if kind else {}
    kind = kind or CentreKind(
        network=network,
        code=addresses.free_slug(draft.own_name, {*network.kinds.values_list("code", flat=True)}, longest=20),
    )
    kind.own_name = draft.own_name.strip()
    kind.look, kind.audience, kind.sign_up = draft.look, draft.audience, draft.sign_up
    kind.age_from, kind.age_to, kind.parts = draft.age_from, draft.age_to, sorted(draft.parts)
    kind.save()
    audit.record("places.kind_kept", network, by=by, before=before, after=_told(kind))
    return kind


def _judge_kind(network: Network, draft: KindDraft, kind: CentreKind | None) -> list[Problem]:
    problems = []
    others = [each for each in network.kinds.all() if kind is None or each.pk != kind.pk]
    is_of_model = kind is not None and kind.code in ModelKind.values
    if not draft.own_name.strip() and not is_of_model:
        problems.append(Problem("own_name", "required", _("Please give the name.")))
    elif draft.own_name.strip() and addresses.is_same_name(draft.own_name.strip(), map(str, others)):
        problems.append(Problem("own_name", "taken", _("There is a kind of this name already.")))
    if draft.age_from is not None and draft.age_to is not None and draft.age_to < draft.age_from:
        problems.append(Problem("age_to", "backwards", _("The ages are the wrong way round.")))
    if max(draft.age_from or 0, draft.age_to or 0) > OLDEST:
        problems.append(Problem("age_to", "too-old", _("That is not an age.")))
    return problems


@action
def drop_kind(*, kind: CentreKind, by: audit.Actor) -> None:
    """Forget a kind that no centre is of. Raises Conflict when one is."""
    if kind.centres.exists():
        raise Conflict.because("in-use", _("Some places are of this kind. Give them another one first."))
    audit.record("places.kind_dropped", kind.network, by=by, before=_told(kind))
    kind.delete()


@action
def keep_day(*, network: Network, on: dt.date, name: str, is_free: bool, by: audit.Actor) -> NetworkDay:
    """Choose a day on which the places of `network` are closed, or open though it is a public holiday."""
    if on < clock.today(network.zone):
        raise Refused.because("past", _("This day has passed."), field="on")
    if not name.strip():
        raise Refused.because("required", _("Say what day it is: visitors read it."), field="name")
    day, _is_new = NetworkDay.objects.update_or_create(
        network=network, on=on, defaults={"name": name.strip(), "is_free": is_free}
    )
    audit.record("places.day_chosen", network, by=by, on=on.isoformat(), name=day.name, is_free=is_free)
    return day


@action
def drop_day(*, day: NetworkDay, by: audit.Actor) -> None:
    """Let the calendar's own rule hold on that day again."""
    audit.record("places.day_dropped", day.network, by=by, on=day.on.isoformat(), name=day.name)
    day.delete()


@dataclass(frozen=True)
class MemberDraft:
    """Who belongs to the working team."""

    unit: str
    person: str = ""
    part: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@action
def keep_member(
    *, network: Network, draft: MemberDraft, by: audit.Actor, member: TeamMember | None = None
) -> TeamMember:
    """Enter somebody into the working team of `network`, or change what stands there. Raises Refused."""
    if not draft.unit.strip():
        raise Refused.because("required", _("Please give the unit or organisation."), field="unit")
    if draft.since and draft.until and draft.until < draft.since:
        raise Refused.because("backwards", _("The last day must come after the first one."), field="until")
    before = _told(member) if member else {}
    member = member or TeamMember(network=network)
    for name in MemberDraft.__dataclass_fields__:
        setattr(member, name, getattr(draft, name))
    member.save()
    audit.record("places.team_changed", network, by=by, before=before, after=_told(member))
    return member


@action
def drop_member(*, member: TeamMember, by: audit.Actor) -> None:
    """Take somebody out of the team, as when they were entered by mistake; who leaves gets a last day."""
    audit.record("places.team_changed", member.network, by=by, before=_told(member), after={})
    member.delete()


@action
def keep_statement(*, statement: AccessStatement, by: audit.Actor, seen: str | None = None) -> AccessStatement:
    """Keep what the town declares about the accessibility of its site.

    Raises Refused for dates that cannot be, Conflict when it is no longer as it was `seen`.
    """
    Network.objects.select_for_update().get(pk=statement.network_id)
    versions.check(seen, statement_version(statement.network))
    today = clock.today(statement.network.zone)
    problems = [
        Problem(name, "not-yet", _("That day has not come yet."))
        for name in ("site_published_on", "site_changed_on", "made_on", "reviewed_on")
        if (getattr(statement, name) or today) > today
    ]
    if statement.status != AccessStatement.Status.FULL and not statement.exceptions.strip():
        said = _("Say what does not conform, and why.")
        problems.append(Problem("exceptions", "required", said))
    if problems:
        raise Refused(*problems)
    before = AccessStatement.objects.filter(network=statement.network).first()
    told = _told(before) if before else {}
    statement.save()
    audit.record("places.statement_changed", statement.network, by=by, before=told, after=_told(statement))
    return statement


def statement_version(network: Network) -> str:
    """Return the version of the declaration, to be handed back by whoever changes it."""
    kept = AccessStatement.objects.filter(network=network).first()
    return versions.version_of(_told(kept) if kept else {})


def _told(row: CentreKind | TeamMember | AccessStatement) -> dict[str, object]:
    """Return the row as JSON can hold it."""
    found = model_to_dict(row)
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in found.items()}
