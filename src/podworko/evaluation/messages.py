"""What those who came are asked."""

from podworko.core import messages
from podworko.evaluation.links import url_of
from podworko.evaluation.models import Face
from podworko.people.assisted import Reach
from podworko.programme.models import Enrolment, Session


def how_was_it(enrolment: Enrolment, session: Session, reach: Reach, *, secret: str) -> None:
    """Ask somebody how it was. It goes with their sign-up: whoever has that erased, has this erased."""
    activity = enrolment.intake.activity
    messages.send(
        key=f"enrolment:{enrolment.reference}:how_was_it:{session.pk}",
        kind="evaluation.how_was_it",
        channel=reach.channel,
        to=reach.to,
        about=enrolment,
        language=enrolment.language,
        context={
            "activity": activity,
            "centre": activity.centre,
            "zone": activity.zone,
            "session": session,
            "url": url_of(secret),
            "faces": [(face.value, face.label) for face in reversed(Face)],
        },
    )
