"""Activities, their sessions, and who has signed up for them."""

from podworko.programme.models.activities import (
    ACTIVITY_LIFE,
    SESSION_LIFE,
    Activity,
    ActivityKind,
    ActivityState,
    First,
    Initiator,
    Session,
    SessionState,
    SignsUpFor,
    Where,
)
from podworko.programme.models.enrolments import (
    ENROLMENT_LIFE,
    SEATED,
    STANDING,
    Enrolment,
    EnrolmentState,
    Intake,
    Share,
)
from podworko.programme.models.versions import ProgrammeVersion

__all__ = [
    "ACTIVITY_LIFE",
    "ENROLMENT_LIFE",
    "SEATED",
    "SESSION_LIFE",
    "STANDING",
    "Activity",
    "ActivityKind",
    "ActivityState",
    "Enrolment",
    "EnrolmentState",
    "First",
    "Initiator",
    "Intake",
    "ProgrammeVersion",
    "Session",
    "SessionState",
    "Share",
    "SignsUpFor",
    "Where",
]
