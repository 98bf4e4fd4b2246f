"""Who gets places before others do."""

from podworko.membership.queries.members import is_member
from podworko.programme.drafts import EnrolmentDraft
from podworko.programme.models import Activity, First


def is_first(activity: Activity, draft: EnrolmentDraft, *, is_by_staff: bool) -> bool:
    """Say whether somebody is of those who are first: a member by their contact, or, by their word, of this town.

    The e-mail is proved by the code that is sent there. A telephone proves nothing but to staff, who know who calls.
    """
    if activity.first_for == First.MEMBERS:
        return is_member(activity.centre, email=draft.email, phone=draft.phone if is_by_staff else "")
    return activity.first_for == First.RESIDENTS and draft.is_local
