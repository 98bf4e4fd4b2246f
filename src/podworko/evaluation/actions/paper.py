"""Faces counted on paper, typed in by staff; whoever miscounted types them in again."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from podworko.core import audit, clock
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.evaluation.actions.rating import add_remark
from podworko.evaluation.models import LONGEST_REMARK, Face, Remark, Tally, Way
from podworko.programme.models import Session, SessionState

# As many as come to the largest hall.
MOST = 999
MOST_REMARKS = 60


@action
def type_in(*, session: Session, counts: Mapping[Face, int], remarks: Sequence[str], by: audit.Actor) -> None:
    """Let these be the faces counted on paper for `session`, and keep what was written beside them.

    The counts take the place of those typed in before; a sentence that stands there already, as when somebody presses
    twice, is kept once. Raises Refused when there is nothing to rate yet, or something is too large or too long.
    """
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("activity__centre__network").get(pk=session.pk)
    )
    if problems := _problems(session, counts, remarks):
        raise Refused(*problems)
    before = paper_of(session)
    known = set(Remark.objects.filter(session=session, way=Way.PAPER).values_list("text", flat=True))
    new = [text for text in dict.fromkeys(remarks) if text not in known]
    if before == dict(counts) and not new:
        return
    for face, count in counts.items():
        Tally.objects.update_or_create(session=session, way=Way.PAPER, face=face, defaults={"count": count})
    for text in new:
        add_remark(session, Way.PAPER, text)
    audit.record(
        "evaluation.paper_typed",
        session.activity,
        by=by,
        date=str(session),
        before=list(before.values()),
        after=[counts[face] for face in Face],
        remarks=len(new),
    )


def paper_of(session: Session) -> dict[Face, int]:
    """Return the faces counted on paper for `session`, the worst first."""
    found = dict(Tally.objects.filter(session=session, way=Way.PAPER).values_list("face", "count"))
    return {face: found.get(face, 0) for face in Face}


def _problems(session: Session, counts: Mapping[Face, int], remarks: Sequence[str]) -> list[Problem]:
    found = []
    if session.state != SessionState.PLANNED or session.starts_at > clock.now():
        found.append(Problem("", "not-yet", _("This has not begun yet. Ratings are typed in afterwards.")))
    found += [
        Problem(f"face_{face}", "too-many", _("Write a number from 0 to %(most)s.") % {"most": MOST})
        for face, count in counts.items()
        if not 0 <= count <= MOST
    ]
    if len(remarks) > MOST_REMARKS:
        sentence = _("At most %(count)s sentences at once, please. Save these, then go on.")
        found.append(Problem("remarks", "too-many", sentence % {"count": MOST_REMARKS}))
    elif long := next((text for text in remarks if len(text) > LONGEST_REMARK), ""):
        sentence = _("This one is too long, at most %(count)s letters: “%(start)s…”")
        found.append(Problem("remarks", "too-long", sentence % {"count": LONGEST_REMARK, "start": long[:30]}))
    return found
