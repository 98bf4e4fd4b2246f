"""Takes the demo away, with everything that was done in it."""

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django_tasks_db.models import DBTaskResult

from podworko.attendance.models import Sheet
from podworko.bookings import damage
from podworko.bookings.bringing import tasks as bringing
from podworko.bookings.models import BookingDate, BookingRequest, BroughtCalendar, Handover, Occupancy, WalkIn
from podworko.core import tasks
from podworko.core.imports import tasks as imports
from podworko.core.models import AuditEvent, Import, Message, SearchEntry
from podworko.membership.models import Membership, MembershipState
from podworko.people.models import (
    AssistedEntry,
    Consent,
    ConsentText,
    ContactCode,
    ContactProof,
    Grant,
    Invitation,
    MinorsCheck,
    Scope,
    User,
)
from podworko.places import photos
from podworko.places.models import Centre, Network, Organisation, Photo, Room
from podworko.portal.demo.residents import EVERYBODY
from podworko.programme.models import Activity, Enrolment, EnrolmentState

PUBLIC_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# As many ids as every database takes in one statement.
CHUNK = 500


def remove(slugs: Sequence[str]) -> None:
    """Delete the networks at these addresses: places, bookings, messages, history, files, and their made-up people."""
    networks = Network.objects.filter(slug__in=slugs)
    centres = Centre.objects.filter(network__in=networks)
    organisations = Organisation.objects.filter(network__in=networks)
    requests = BookingRequest.objects.filter(centre__in=centres)
    of_demo = Q(network__in=networks) | Q(organisation__in=organisations) | Q(centre__in=centres)
    scope_ids = [*Scope.objects.filter(of_demo).values_list("pk", flat=True)]
    # Somebody real, who was only given a role to try it, keeps the account.
    people = User.objects.filter(email__endswith="@example.org", grants__scope__in=scope_ids)
    user_ids = [*people.distinct().values_list("pk", flat=True)]
    walk_ins = WalkIn.objects.filter(room__centre__in=centres)
    calendars = BroughtCalendar.objects.filter(centre__in=centres)
    _remove_held(centres)
    _remove_traces(requests)
    _remove_told_of(Import.objects.filter(pk__in=calendars.values("source")))
    grants, users = Grant.objects.filter(scope__in=scope_ids), User.objects.filter(pk__in=user_ids)
    checks = MinorsCheck.objects.filter(scope__in=scope_ids)
    invitations = Invitation.objects.filter(scope__in=scope_ids)
    for subjects in (
        requests,
        walk_ins,
        calendars,
        centres,
        organisations,
        networks,
        grants,
        users,
        checks,
        invitations,
    ):
        _remove_told_of(subjects)
    _remove_contacts(user_ids)
    pictures = [*Photo.objects.filter(centre__in=centres).values_list("public_id", flat=True)]
    transaction.on_commit(lambda: photos.forget(_gone(pictures, Photo.objects.values_list("public_id", flat=True))))
    damaged = Handover.objects.filter(centre__in=centres, photo__isnull=False)
    broken = [*filter(None, damaged.values_list("photo", flat=True))]
    transaction.on_commit(lambda: damage.forget(_gone(broken, Handover.objects.values_list("photo", flat=True))))
    Occupancy.objects.filter(room__centre__in=centres).delete()
    _remove_wishes(requests)
    requests.delete()
    walk_ins.delete()
    calendars.delete()
    SearchEntry.objects.filter(network__in=slugs).delete()
    checks.delete()
    users.delete()
    Room.objects.filter(centre__in=centres, whole__isnull=False).delete()
    Room.objects.filter(centre__in=centres).delete()
    centres.delete()
    organisations.delete()
    networks.delete()
    Scope.objects.filter(pk__in=scope_ids).delete()
    _remove_tasks()


def _gone(names: Sequence[uuid.UUID], standing: Iterable[uuid.UUID | None]) -> set[uuid.UUID]:
    """Return those of the `names` that do not stand: a demo that is built anew gives its pictures their old names."""
    return set(names) - set(standing)


def _remove_wishes(requests: QuerySet[BookingRequest]) -> None:
    """Delete the dates that stand for others, the last first: two of one request may not have the same place."""
    wishes = BookingDate.objects.filter(request__in=requests, replaces__isnull=False, replaced_by__isnull=True)
    while wishes.exists():
        wishes.delete()


def _remove_traces(requests: QuerySet[BookingRequest]) -> None:
    """Delete messages and codes whose key names one of these requests."""
    public_ids = {str(public_id) for public_id in requests.values_list("public_id", flat=True)}
    for message in Message.objects.only("key"):
        if public_ids.intersection(PUBLIC_ID.findall(message.key)):
            message.delete()
    for code in ContactCode.objects.only("purpose"):
        if public_ids.intersection(PUBLIC_ID.findall(code.purpose)):
            code.delete()


def _remove_held(centres: QuerySet[Centre]) -> None:
    """Remove what was held at these places, who came, and who is a member."""
    _remove_told_of(Sheet.objects.filter(centre__in=centres))
    _remove_programme(Activity.objects.filter(centre__in=centres))
    _remove_members(Membership.objects.filter(centre__in=centres))


def _remove_programme(activities: QuerySet[Activity]) -> None:
    """Delete what is held, who signed up, and the codes that nobody has typed in yet."""
    sign_ups = Enrolment.objects.filter(intake__activity__in=activities)
    for reference in sign_ups.filter(state=EnrolmentState.UNCONFIRMED).values_list("reference", flat=True):
        Message.objects.filter(key__startswith=f"code:programme.enrolment:{reference}:").delete()
        ContactCode.objects.filter(purpose=f"programme.enrolment:{reference}").delete()
    _remove_told_of(sign_ups)
    _remove_told_of(activities)
    activities.delete()


def _remove_members(memberships: QuerySet[Membership]) -> None:
    """Delete who belongs, and the codes that nobody has typed in yet."""
    unconfirmed = memberships.filter(state=MembershipState.UNCONFIRMED)
    for reference in unconfirmed.values_list("reference", flat=True):
        Message.objects.filter(key__startswith=f"code:membership.declaration:{reference}:").delete()
        ContactCode.objects.filter(purpose=f"membership.declaration:{reference}").delete()
    _remove_told_of(memberships)
    memberships.delete()


def _remove_told_of(subjects: QuerySet[Model]) -> None:
    """Delete what speaks of these rows without a foreign key: the trail, messages, imports, how it came."""
    label = subjects.model._meta.label_lower
    for ids in _chunks([str(pk) for pk in subjects.values_list("pk", flat=True)]):
        AuditEvent.objects.filter(subject_type=label, subject_id__in=ids).delete()
        Message.objects.filter(subject_type=label, subject_id__in=ids).delete()
        entries = AssistedEntry.objects.filter(subject_type=label, subject_id__in=ids)
        agreed = [*entries.exclude(consent=None).values_list("consent", flat=True)]
        entries.delete()
        _forget(Consent.objects.filter(pk__in=agreed, entries=None))
        for found in Import.objects.filter(subject_type=label, subject_id__in=ids):
            transaction.on_commit(partial(found.file.delete, save=False))
            found.delete()


def _remove_contacts(user_ids: Sequence[int]) -> None:
    """Delete what was sent to made-up people, and what they proved or agreed to."""
    emails = [person.email for person in EVERYBODY if person.email]
    ContactProof.objects.filter(email__in=emails).delete()
    ContactCode.objects.filter(email__in=emails).delete()
    _forget(Consent.objects.filter(email__in=emails, entries=None))
    staff = [*User.objects.filter(pk__in=user_ids).values_list("email", flat=True)]
    for some in _chunks([*emails, *staff]):
        Message.objects.filter(to__in=some).delete()


def _forget(consents: QuerySet[Consent]) -> None:
    """Delete consents with their trail, and the words that nobody has agreed to any more; a town's own words stay."""
    pks = [*consents.values_list("pk", flat=True)]
    AuditEvent.objects.filter(subject_type=Consent._meta.label_lower, subject_id__in=[str(pk) for pk in pks]).delete()
    Consent.objects.filter(pk__in=pks).delete()
    ConsentText.objects.filter(consents=None, is_own=False).delete()


def _remove_tasks() -> None:
    """Delete the tasks, done or waiting, that were to deliver a message, or to read a calendar, that is no more."""
    _remove_tasks_of(Message, tasks.deliver.module_path)
    _remove_tasks_of(Import, imports.judge.module_path, imports.write.module_path)
    _remove_tasks_of(BroughtCalendar, bringing.take_back.module_path)


def _remove_tasks_of(table: type[Message | Import | BroughtCalendar], *paths: str) -> None:
    there = {*table.objects.values_list("pk", flat=True)}
    for task in DBTaskResult.objects.filter(task_path__in=paths):
        if task.args_kwargs["args"][0] not in there:
            task.delete()


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
