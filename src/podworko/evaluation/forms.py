"""What is filled in: a sentence, faces counted on paper, why a sentence is not shown."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from podworko.core.imports.cells import tidy
from podworko.core.versions import version_of
from podworko.evaluation.actions.paper import MOST, paper_of
from podworko.evaluation.models import LONGEST_REMARK, Face, HideReason
from podworko.places.forms.base import SeenForm
from podworko.programme.models import Session

NO_NAMES = _("Please write no names, neither yours nor others'.")


def face_in(asked: str) -> Face | None:
    """Return the face that a pressed button names; None for nonsense."""
    return next((face for face in Face if asked == str(face.value)), None)


class WordsForm(forms.Form):
    """A sentence beside a face."""

    text = forms.CharField(
        label=_("What should we know?"),
        help_text=NO_NAMES,
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Whoever has come here wants to write.
        self.fields["text"].is_needed_then = True  # type: ignore[attr-defined]


class PaperForm(SeenForm):
    """How many pressed each face on paper, and what they wrote."""

    remarks = forms.CharField(
        label=_("What did people write?"),
        help_text=_("Each sentence on a line of its own. Leave names out."),
        required=False,
        max_length=(LONGEST_REMARK + 2) * 100,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        now = paper_of(session)
        super().__init__(*args, version=version_of([*now.values()]), **options)
        for face in reversed(Face):
            self.fields[f"face_{face}"] = forms.IntegerField(
                label=capfirst(face.label),
                min_value=0,
                max_value=MOST,
                required=False,
                initial=now[face] or None,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "0"}),
            )
        self.order_fields(["seen", *(f"face_{face}" for face in reversed(Face)), "remarks"])

    def faces(self) -> list[tuple[int, forms.BoundField]]:
        """Return each face with its question, the best first."""
        return [(face.value, self[f"face_{face}"]) for face in reversed(Face)]

    def counts(self) -> dict[Face, int]:
        """Return how often each face was counted; an empty question is none."""
        return {face: self.cleaned_data[f"face_{face}"] or 0 for face in Face}

    def lines(self) -> list[str]:
        """Return the sentences."""
        return [text for line in self.cleaned_data["remarks"].splitlines() if (text := tidy(line))]


class HideForm(forms.Form):
    """Why others should not read a sentence."""

    reason = forms.ChoiceField(
        label=_("Why should others not read it?"), choices=HideReason.choices, widget=forms.RadioSelect
    )
