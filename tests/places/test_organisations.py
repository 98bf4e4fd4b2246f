"""Organisations and their numbers; centres over time."""

import datetime as dt

import pytest

from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.models import AuditEvent
from podworko.places.actions.centres import STAGES, CentreDraft, hand_over, move_to_stage, open_centre
from podworko.places.actions.organisations import (
    OrganisationDraft,
    change_organisation,
    draft_of,
    register_organisation,
)
from podworko.places.identifiers import checked
from podworko.places.models import Stage
from tests.factories import make_centre, make_network, make_organisation

pytestmark = pytest.mark.django_db
ONE_DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("field", "number", "digits", "code"),
    [
        ("krs", "123456", "0000123456", None),
        ("krs", "0000 123 456", "0000123456", None),
        ("krs", "00001234567", None, "wrong-number"),
        ("krs", "KRS12", None, "wrong-number"),
        ("krs", "0000000000", None, "wrong-number"),
        ("nip", "PL 856-734-62-15", "8567346215", None),
        ("nip", "8567346216", None, "wrong-number"),
        ("nip", "856734621", None, "wrong-length"),
        ("regon", "192598184", "192598184", None),
        ("regon", "192598183", None, "wrong-number"),
        ("regon", "1925981841", None, "wrong-length"),
        ("regon", "١٩٢٥٩٨١٨٤", None, "wrong-length"),
        ("nip", "", "", None),
    ],
)
def test_numbers_are_checked_by_their_sums(field, number, digits, code):
    given, problems = checked(field, number)
    assert [problem.code for problem in problems] == ([code] if code else [])
    assert given == (number if digits is None else digits)


def test_an_organisation_is_entered_once():
    network = make_network()
    first = register_organisation(
        network=network, draft=OrganisationDraft("Fundacja Łąka", krs="123456"), by=audit.SYSTEM
    )
    assert (first.slug, first.krs, first.scope.label) == ("fundacja-laka", "0000123456", "Fundacja Łąka")
    with pytest.raises(Refused) as refusal:
        register_organisation(
            network=network, draft=OrganisationDraft("fundacja łąka ", krs="0000123456"), by=audit.SYSTEM
        )
    assert {(problem.field, problem.code) for problem in refusal.value.problems} == {
        ("krs", "taken"),
        ("name", "taken"),
    }
    elsewhere = register_organisation(
        network=make_network(), draft=OrganisationDraft("Fundacja Łąka", krs="123456"), by=audit.SYSTEM
    )
    assert elsewhere.slug == first.slug


def test_a_change_keeps_old_and_new():
    organisation = make_organisation(name="Fundacja Łąka")
    changed = OrganisationDraft("Fundacja Łąka", phone="12 555 01 00")
    change_organisation(organisation=organisation, draft=changed, by=audit.SYSTEM)
    organisation.refresh_from_db()
    assert draft_of(organisation) == changed
    (event,) = AuditEvent.objects.about(organisation)
    assert (event.facts["before"], event.facts["after"]) == ({"phone": ""}, {"phone": "12 555 01 00"})


def draft(operator, **fields):
    kind = operator.network.kinds.get(code="cal")
    values = {"name": "CAL Leśnica", "street": "ul. Sąsiedzka 1", "postcode": "54-001", "city": "Wrocław"} | fields
    return CentreDraft(kind=kind, operator=operator, **values)


def test_a_centre_is_opened_with_its_stage_and_operator():
    operator = make_organisation()
    centre = open_centre(
        network=operator.network, draft=draft(operator, stage=Stage.PILOT, contract="12/2026"), by=audit.SYSTEM
    )
    assert (centre.slug, centre.stage, centre.is_public) == ("cal-lesnica", "pilot", True)
    assert [(step.stage, step.contract) for step in centre.stages.all()] == [("pilot", "12/2026")]
    assert [operation.organisation for operation in centre.operations.all()] == [operator]
    with pytest.raises(Refused):
        open_centre(network=operator.network, draft=draft(operator, name="cal leśnica"), by=audit.SYSTEM)
    with pytest.raises(Refused):
        open_centre(network=make_network(), draft=draft(operator, name="Inny"), by=audit.SYSTEM)


@pytest.mark.parametrize("old", Stage)
@pytest.mark.parametrize("new", Stage)
def test_every_step_from_stage_to_stage(old, new):
    centre = make_centre(stage=old)
    today = clock.today(centre.zone)
    if not STAGES.allows(old, new):
        with pytest.raises(Conflict):
            move_to_stage(centre=centre, stage=new, on=today, contract="", by=audit.SYSTEM)
        return
    moved = move_to_stage(centre=centre, stage=new, on=today, contract="umowa 7", by=audit.SYSTEM)
    assert (moved.stage, moved.stages.get().contract) == (new, "umowa 7")


def test_a_stage_neither_comes_early_nor_before_the_last_one():
    centre = make_centre(stage=Stage.PILOT)
    today = clock.today(centre.zone)
    for on, code in ((today + ONE_DAY, "not-yet"), (today - 400 * ONE_DAY, "too-early")):
        centre.stages.create(stage=Stage.PILOT, on=today - 300 * ONE_DAY)
        with pytest.raises(Refused) as refusal:
            move_to_stage(centre=centre, stage=Stage.PERMANENT, on=on, contract="", by=audit.SYSTEM)
        assert refusal.value.problems[0].code == code


def test_a_centre_is_handed_over():
    operator = make_organisation()
    today = clock.today(operator.network.zone)
    centre = open_centre(network=operator.network, draft=draft(operator, since=today - 90 * ONE_DAY), by=audit.SYSTEM)
    other = make_organisation(operator.network)
    centre = hand_over(centre=centre, to=other, since=today, contract="34/2026", by=audit.SYSTEM)
    assert centre.operator == other
    assert [(each.organisation, each.until) for each in centre.operations.all()] == [
        (operator, today - ONE_DAY),
        (other, None),
    ]
    for organisation, code in ((other, "same"), (make_organisation(), "elsewhere")):
        with pytest.raises(Refused) as refusal:
            hand_over(centre=centre, to=organisation, since=today, contract="", by=audit.SYSTEM)
        assert refusal.value.problems[0].code == code
