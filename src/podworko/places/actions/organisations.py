"""Organisations: entering one, keeping it right."""

import datetime as dt
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _

from podworko.core import audit
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.people.models import Scope, ScopeKind
from podworko.places import addresses
from podworko.places.identifiers import checked
from podworko.places.models import Network, Organisation, OrganisationKind

NUMBERS = ("krs", "nip", "regon")


@dataclass(frozen=True)
class OrganisationDraft:
    """What is told about an organisation."""

    name: str
    kind: OrganisationKind = OrganisationKind.NGO
    about: str = ""
    krs: str = ""
    nip: str = ""
    regon: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    is_member: bool = False
    member_since: dt.date | None = None


@action
def register_organisation(*, network: Network, draft: OrganisationDraft, by: audit.Actor) -> Organisation:
    """Enter an organisation of `network`. Raises Refused for wrong numbers and for one that is there already."""
    draft = _judged(network, draft)
    taken = network.organisations.values_list("slug", flat=True)
    organisation = Organisation.objects.create(
        network=network,
        slug=addresses.free_slug(draft.name, {*taken}, longest=80),
        scope=Scope.objects.create(kind=ScopeKind.ORGANISATION, label=draft.name),
        **asdict(draft),
    )
    audit.record("places.organisation_registered", organisation, by=by, after=_facts(draft))
    return organisation


@action
def change_organisation(*, organisation: Organisation, draft: OrganisationDraft, by: audit.Actor) -> Organisation:
    """Change what is told about `organisation`; its address stays. Raises Refused like register_organisation."""
    held = Organisation.objects.select_for_update(of=("self",)).select_related("network", "scope")
    organisation = held.get(pk=organisation.pk)
    draft = _judged(organisation.network, draft, but=organisation.pk)
    before = _facts(draft_of(organisation))
    for name, value in asdict(draft).items():
        setattr(organisation, name, value)
    organisation.save()
    organisation.scope.label = draft.name
    organisation.scope.save(update_fields=["label"])
    after = _facts(draft)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        old, new = ({name: facts[name] for name in changed} for facts in (before, after))
        audit.record("places.organisation_changed", organisation, by=by, before=old, after=new)
    return organisation


def draft_of(organisation: Organisation) -> OrganisationDraft:
    """Return what is told about `organisation` now."""
    names = OrganisationDraft.__dataclass_fields__
    return OrganisationDraft(**{name: getattr(organisation, name) for name in names})


def judge(network: Network, draft: OrganisationDraft, *, but: int | None = None) -> list[Problem]:
    """Return what is wrong with `draft` in `network`, the organisation with the id `but` left aside."""
    return _look(network, draft, but)[1]


def _judged(network: Network, draft: OrganisationDraft, *, but: int | None = None) -> OrganisationDraft:
    draft, problems = _look(network, draft, but)
    if problems:
        raise Refused(*problems)
    return draft


def _look(network: Network, draft: OrganisationDraft, but: int | None) -> tuple[OrganisationDraft, list[Problem]]:
    problems: list[Problem] = []
    others = network.organisations.exclude(pk=but) if but else network.organisations.all()
    digits = {}
    for field in NUMBERS:
        digits[field], wrong = checked(field, getattr(draft, field))
        problems += wrong
        twin = others.filter(**{field: digits[field]}).first() if digits[field] and not wrong else None
        if twin:
            said = _("%(name)s has this number already.") % {"name": twin.name}
            problems.append(Problem(field, "taken", said))
    draft = replace(
        draft, name=" ".join(draft.name.split()), krs=digits["krs"], nip=digits["nip"], regon=digits["regon"]
    )
    if not draft.name:
        problems.append(Problem("name", "required", _("Please give the name.")))
    elif addresses.is_same_name(draft.name, others.values_list("name", flat=True)):
        problems.append(Problem("name", "taken", _("There is an organisation of this name already.")))
    return draft, problems


def _facts(draft: OrganisationDraft) -> dict[str, object]:
    facts = asdict(draft)
    facts["member_since"] = draft.member_since.isoformat() if draft.member_since else None
    return facts
