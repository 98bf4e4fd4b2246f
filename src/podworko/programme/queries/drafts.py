"""What stands of an activity, as somebody would type it, and a word for how it stands."""

from dataclasses import asdict, replace

from django.db.models import QuerySet

from podworko.core import versions
from podworko.places.models import Centre, Organisation
from podworko.programme.drafts import ActivityDraft, Group, Question
from podworko.programme.models import Activity, Session

# Beside these names it is the same in the draft and in the model.
NOT_ALIKE = {"partners", "languages", "groups", "questions", "capacity"}


def partners_for(place: Centre) -> QuerySet[Organisation]:
    """Return the organisations with which `place` may act: those of its network."""
    return Organisation.objects.filter(network=place.network_id)


def draft_of(activity: Activity) -> ActivityDraft:
    """Return what is said of `activity`, as somebody would type it."""
    names = ActivityDraft.__dataclass_fields__.keys() - NOT_ALIKE
    values = {name: getattr(activity, name) for name in names}
    partners = tuple(sorted(activity.partners.all(), key=lambda each: each.pk))
    return ActivityDraft(
        **values,
        languages=tuple(activity.languages),
        partners=partners,
        capacity=None if activity.groups else activity.capacity,
        groups=tuple(Group(**each) for each in activity.groups),
        questions=tuple(Question(**each) for each in activity.questions),
    )


def activity_version(activity: Activity) -> str:
    """Return a word for what is said of `activity` now; said otherwise it has another one."""
    draft = draft_of(activity)
    said = {name: value for name, value in asdict(replace(draft, partners=())).items() if name != "partners"}
    return versions.version_of(said, [partner.pk for partner in draft.partners])


def session_version(session: Session) -> str:
    """Return a word for when and where `session` is held."""
    return versions.version_of(session.starts_at, session.ends_at, session.room_id)
