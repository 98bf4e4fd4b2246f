"""The register for work with minors: the fact of a check, reminders, and how long it is kept."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from podworko.core import audit, retention
from podworko.core.errors import Conflict, Refused
from podworko.core.models import AuditEvent, Message
from podworko.people.actions import minors
from podworko.people.members import checks, earlier
from podworko.people.models import MinorsCheck, Role
from tests.factories import grant, make_centre, make_staff, make_user

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
DAY = dt.timedelta(days=1)
LOOKED = minors.Looked(
    person="Adam Kot",
    role="prowadzi kółko teatralne",
    checked_on=TODAY - 9 * DAY,
    checker="Marek Sikora",
    reference="KRS/2026/14",
    is_cleared=True,
    renew_on=TODAY + 100 * DAY,
)
TYPED = {
    "person": "Adam Kot",
    "role": "prowadzi kółko teatralne",
    "checked_on": "2026-11-15",
    "checker": "Marek Sikora",
    "reference": "KRS/2026/14",
    "is_cleared": "yes",
    "statement_on": "",
    "renew_on": "2027-03-04",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def coordinator(centre):
    return make_staff(Role.COORDINATOR, centre, language="uk")


@pytest.fixture
def by(coordinator):
    return audit.staff(coordinator)


@pytest.fixture
def check(centre, by):
    return minors.add_check(scope=centre.scope, looked=LOOKED, by=by)


def test_adding_twice_is_one_entry(centre, by, check):
    assert minors.add_check(scope=centre.scope, looked=LOOKED, by=by) == check
    assert [*AuditEvent.objects.about(check).values_list("verb", flat=True)] == ["people.minors_added"]
    # The trail does not repeat the register.
    assert "Kot" not in str(AuditEvent.objects.values_list())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"person": " "}, "person"),
        ({"person": "Adam Kot 80010112345"}, "person"),
        ({"role": "w rejestrze widnieje wpis o skazaniu z art. 200 kodeksu karnego z roku 2011"}, "role"),
        ({"reference": "nie figuruje w żadnym z rejestrów"}, "reference"),
        ({"reference": "x" * 41}, "reference"),
        ({"checker": "x" * 81}, "checker"),
        ({"checked_on": TODAY + DAY}, "checked_on"),
        ({"statement_on": TODAY + DAY}, "statement_on"),
        ({"renew_on": LOOKED.checked_on}, "renew_on"),
    ],
)
def test_more_than_the_fact_or_an_impossible_day_is_refused_beside_its_field(centre, by, wrong, field):
    with pytest.raises(Refused) as refused:
        minors.add_check(scope=centre.scope, looked=replace(LOOKED, **wrong), by=by)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not MinorsCheck.objects.exists()


def test_only_who_answers_for_the_place_keeps_its_register(centre, check):
    for role, on in ((Role.HOST, centre), (Role.OFFICER, centre.network), (Role.COORDINATOR, make_centre())):
        actor = audit.staff(make_staff(role, on))
        for deed in (
            lambda actor=actor: minors.add_check(scope=centre.scope, looked=LOOKED, by=actor),
            lambda actor=actor: minors.renew_check(check=check, looked=LOOKED, by=actor),
            lambda actor=actor: minors.correct_check(check=check, looked=LOOKED, by=actor),
            lambda actor=actor: minors.leave(check=check, on=TODAY, by=actor),
        ):
            with pytest.raises(Refused, match="may-not"):
                deed()
    minors.leave(check=check, on=TODAY, by=audit.staff(make_staff(Role.OPERATOR, centre.operator)))


def test_a_renewal_stands_above_the_earlier_check(centre, by, check):
    looked = replace(LOOKED, checked_on=TODAY, reference="KRS/2026/90")
    renewed = minors.renew_check(check=check, looked=looked, by=by)
    assert minors.renew_check(check=check, looked=looked, by=by) == renewed
    assert [*checks(centre.scope)] == [renewed]
    assert earlier(renewed) == [check]
    with pytest.raises(Conflict, match="renewed"):
        minors.renew_check(check=check, looked=replace(looked, reference="KRS/2026/91"), by=by)
    with pytest.raises(Conflict, match="renewed"):
        minors.leave(check=check, on=TODAY, by=by)
    with pytest.raises(Refused, match="before-last"):
        minors.renew_check(check=renewed, looked=LOOKED, by=by)


def test_a_slip_is_put_right(by, check):
    minors.correct_check(check=check, looked=replace(LOOKED, person="Adam  Kott"), by=by)
    check.refresh_from_db()
    assert check.person == "Adam Kott"
    line = AuditEvent.objects.about(check).last()
    assert (line.verb, line.facts) == ("people.minors_corrected", {"fields": ["person"]})


@pytest.mark.parametrize(("on", "code"), [(TODAY + DAY, "left-to-come"), (LOOKED.checked_on - DAY, "left-too-early")])
def test_nobody_leaves_in_the_future_or_before_they_came(by, check, on, code):
    with pytest.raises(Refused, match=code):
        minors.leave(check=check, on=on, by=by)


class TestReminders:
    def told(self):
        return [(letter.to, letter.language) for letter in Message.objects.filter(kind="people.minors_due")]

    def test_once_thirty_days_ahead_and_once_when_it_is_late(self, coordinator, check, clock):
        minors.remind()
        assert self.told() == []
        clock.shift(69 * DAY)
        minors.remind()
        assert self.told() == []
        clock.shift(DAY)
        for _tick in range(3):
            minors.remind()
        assert self.told() == [(coordinator.email, "uk")]
        letter = Message.objects.get()
        assert f"/minors/{check.pk}/" in letter.text
        assert "Kot" not in letter.subject + letter.text
        clock.shift(30 * DAY)
        minors.remind()
        assert len(self.told()) == 1
        for _day in range(3):
            clock.shift(DAY)
            minors.remind()
        assert len(self.told()) == 2

    @pytest.mark.usefixtures("check")
    def test_the_operator_hears_where_nobody_coordinates(self, centre, coordinator, clock):
        operator = make_staff(Role.OPERATOR, centre.operator)
        clock.shift(80 * DAY)
        coordinator.grants.update(until=NOON + DAY)
        minors.remind()
        assert self.told() == [(operator.email, "pl")]

    def test_nobody_is_reminded_of_who_left_or_was_checked_again(self, by, check, clock):
        other = replace(LOOKED, person="Ewa Lis")
        minors.leave(check=minors.add_check(scope=check.scope, looked=other, by=by), on=TODAY, by=by)
        minors.renew_check(check=check, looked=replace(LOOKED, checked_on=TODAY, renew_on=TODAY + 700 * DAY), by=by)
        clock.shift(90 * DAY)
        minors.remind()
        assert self.told() == []

    def test_where_there_is_nobody_to_tell_the_first_who_comes_is_told(self, coordinator, check, clock):
        clock.shift(80 * DAY)
        coordinator.grants.update(until=NOON + DAY)
        minors.remind()
        assert self.told() == []
        newcomer = make_user()
        grant(newcomer, Role.COORDINATOR, check.scope.centre)
        minors.remind()
        assert self.told() == [(newcomer.email, "pl")]


def test_who_left_is_deleted_with_all_their_checks_after_the_years_of_the_setting(by, check, clock, settings):
    settings.MINORS_KEPT_YEARS = 2
    last = minors.renew_check(check=check, looked=replace(LOOKED, checked_on=TODAY), by=by)
    stays = minors.add_check(scope=check.scope, looked=replace(LOOKED, person="Ewa Lis"), by=by)
    minors.leave(check=last, on=TODAY, by=by)
    rule = next(rule for rule in retention.rules() if rule.code == "people.minors_left")
    clock.move_to(dt.datetime(2028, 12, 31, 12, tzinfo=dt.UTC))
    assert (rule.due(), rule.carry_out()) == (0, 0)
    clock.move_to(dt.datetime(2029, 1, 1, 12, tzinfo=dt.UTC))
    assert (rule.due(), rule.carry_out(), rule.due()) == (2, 2, 0)
    assert [*MinorsCheck.objects.all()] == [stays]


class TestPages:
    @pytest.fixture
    def page(self, centre, coordinator, client):
        client.force_login(coordinator, BACKEND)
        return f"/manage/{centre.network.slug}/places/{centre.slug}/minors/"

    def test_the_whole_way_of_an_entry(self, page, client):
        assert client.get(page).status_code == 200
        address = client.post(f"{page}new/", TYPED)["Location"]
        assert "KRS/2026/14" in client.get(address).content.decode()
        assert client.post(f"{address}correct/", TYPED | {"person": "Adam Kott"})["Location"] == address
        again = {"checked_on": "2026-11-24", "reference": "KRS/2026/90"}
        latest = client.post(f"{address}renew/", TYPED | {"person": "Adam Kott"} | again)["Location"]
        assert latest != address
        assert client.post(f"{latest}leave/", {"left_on": "2026-11-24"})["Location"] == page
        assert MinorsCheck.objects.get(left_on__isnull=False).reference == "KRS/2026/90"

    def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(self, page, client):
        answer = client.post(f"{page}new/", TYPED | {"reference": "nic nie znaleziono w tym rejestrze"})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["reference"]
        assert "Adam Kot" in answer.content.decode()

    def test_the_officer_reads_and_the_host_does_not(self, page, client, centre, check):
        for role, on, answer in ((Role.OFFICER, centre.network, 200), (Role.HOST, centre, 404)):
            client.force_login(make_staff(role, on), BACKEND)
            assert client.get(page).status_code == answer
            assert client.get(f"{page}{check.pk}/").status_code == answer
            for deed in ("new/", f"{check.pk}/renew/", f"{check.pk}/correct/", f"{check.pk}/leave/"):
                assert client.post(f"{page}{deed}", TYPED).status_code == 404

    def test_an_entry_of_another_register_does_not_exist(self, page, client, centre):
        other = MinorsCheck.objects.create(scope=make_centre().scope, **LOOKED.__dict__)
        above = MinorsCheck.objects.create(scope=centre.operator.scope, **LOOKED.__dict__)
        for each in (other, above):
            assert client.get(f"{page}{each.pk}/").status_code == 404
            assert client.post(f"{page}{each.pk}/leave/", {"left_on": "2026-11-24"}).status_code == 404
        assert client.get(page.replace(centre.network.slug, "gdzie-indziej")).status_code == 404
