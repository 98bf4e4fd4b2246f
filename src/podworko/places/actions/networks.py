"""Networks: making one, and what is told about it."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from podworko.core import audit, versions
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.people.models import Scope, ScopeKind
from podworko.places import addresses
from podworko.places.kinds import begin_with_model_kinds
from podworko.places.models import Network


@dataclass(frozen=True)
class NetworkDraft:
    """What is told about a network."""

    name: str
    about: str = ""
    formed_by: str = ""
    formed_on: dt.date | None = None
    email: str = ""
    phone: str = ""
    website: str = ""


@action
def found_network(*, slug: str, draft: NetworkDraft, by: audit.Actor) -> Network:
    """Make a network at the address `slug`, with the kinds of centres of the model. Raises Refused."""
    problems = []
    if not draft.name.strip():
        problems.append(Problem("name", "required", _("Please give the name.")))
    if Network.objects.filter(slug=slug).exists():
        problems.append(Problem("slug", "taken", _("There is a network at this address already.")))
    if problems:
        raise Refused(*problems)
    addresses.check(slug)
    network = Network.objects.create(
        slug=slug,
        scope=Scope.objects.create(kind=ScopeKind.NETWORK, label=draft.name.strip()),
        **{name: getattr(draft, name) for name in NetworkDraft.__dataclass_fields__},
    )
    begin_with_model_kinds(network)
    audit.record("places.network_founded", network, by=by, slug=slug)
    return network


@action
def change_network(*, network: Network, draft: NetworkDraft, by: audit.Actor, seen: str | None = None) -> Network:
    """Change what is told about `network`; its address stays.

    Raises Refused without a name, Conflict when it is no longer as it was `seen`.
    """
    network = Network.objects.select_for_update().get(pk=network.pk)
    versions.check(seen, network_version(network))
    if not draft.name.strip():
        raise Refused.because("required", _("Please give the name."), field="name")
    before = _facts(draft_of(network))
    for name in NetworkDraft.__dataclass_fields__:
        setattr(network, name, getattr(draft, name))
    network.save()
    after = _facts(draft)
    if changed := [name for name in after if after[name] != before[name]]:
        old, new = ({name: facts[name] for name in changed} for facts in (before, after))
        audit.record("places.network_changed", network, by=by, before=old, after=new)
    return network


def draft_of(network: Network) -> NetworkDraft:
    """Return what is told about `network` now."""
    return NetworkDraft(**{name: getattr(network, name) for name in NetworkDraft.__dataclass_fields__})


def network_version(network: Network) -> str:
    """Return the version of what is told, to be handed back by whoever changes it."""
    return versions.version_of(_facts(draft_of(network)))


def _facts(draft: NetworkDraft) -> dict[str, object]:
    facts = asdict(draft)
    facts["formed_on"] = draft.formed_on.isoformat() if draft.formed_on else None
    return facts
