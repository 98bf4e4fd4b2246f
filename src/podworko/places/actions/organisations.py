"""Organisations: entering one, keeping it right."""

import datetime as dt
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _

from podworko.core import audit, versions
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.people.models import Scope, ScopeKind
from podworko.places import addresses
from podworko.places.addresses import Taken
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
def register_organisation(
    *, network: Network, draft: OrganisationDraft, by: audit.Actor, taken: Taken | None = None
) -> Organisation:
    """Enter an organisation of `network`. Raises Refused for wrong numbers and for one that is there already.

    Who enters many hands over what is `taken` there, to be asked for once.
    """
    taken = taken or Taken.of(network.organisations.all())
    draft = _judged(network, draft, taken)
    organisation = Organisation.objects.create(
        network=network,
        slug=addresses.free_slug(draft.name, taken.slugs, longest=80),
        scope=Scope.objects.create(kind=ScopeKind.ORGANISATION, label=draft.name),
        **asdict(draft),
    )
    audit.record("places.organisation_registered", organisation, by=by, after=_facts(draft))
    taken.add(organisation.name, organisation.slug)
    return organisation


@action
def change_organisation(
    *, organisation: Organisation, draft: OrganisationDraft, by: audit.Actor, seen: str | None = None
) -> Organisation:
    """Change what is told about `organisation`; its address stays.

    Raises Refused like register_organisation, Conflict when it is no longer as it was `seen`.
    """
    held = Organisation.objects.select_for_update(of=("self",)).select_related("network", "scope")
    organisation = held.get(pk=organisation.pk)
    versions.check(seen, organisation_version(organisation))
    draft = _judged(organisation.network, draft, but=organisation)
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


def organisation_version(organisation: Organisation) -> str:
    """Return the version of what is told, to be handed back by whoever changes it."""
    return versions.version_of(_facts(draft_of(organisation)))


def judge(network: Network, draft: OrganisationDraft, *, but: Organisation | None = None) -> list[Problem]:
    """Return what is wrong with `draft` in `network`; it changes the organisation `but`."""
    return _look(network, draft, None, but)[1]


def _judged(
    network: Network, draft: OrganisationDraft, taken: Taken | None = None, *, but: Organisation | None = None
) -> OrganisationDraft:
    draft, problems = _look(network, draft, taken, but)
    if problems:
        raise Refused(*problems)
    return draft


def _look(
    network: Network, draft: OrganisationDraft, taken: Taken | None, but: Organisation | None
) -> tuple[OrganisationDraft, list[Problem]]:
    problems: list[Problem] = []
    others = network.organisations.exclude(pk=but.pk) if but else network.organisations.all()
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
    elif _is_new_name(draft.name, but) and (taken or Taken.of(others)).has(draft.name):
        problems.append(Problem("name", "taken", _("There is an organisation of this name already.")))
    return draft, problems


def _is_new_name(name: str, organisation: Organisation | None) -> bool:
    return organisation is None or name.casefold() != organisation.name.casefold()


def _facts(draft: OrganisationDraft) -> dict[str, object]:
    facts = asdict(draft)
    facts["member_since"] = draft.member_since.isoformat() if draft.member_since else None
    return facts
