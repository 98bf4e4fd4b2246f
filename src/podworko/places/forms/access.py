"""Access facts as somebody fills them in who walks through the place with a measuring tape."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from podworko.core.errors import Sentence
from podworko.places.access_questions import Asked, Subject, asked_of, groups_of
from podworko.places.actions.access import Finding
from podworko.places.models import AccessFact

ANSWERS = [*AccessFact.Answer.choices, ("", _("not known"))]


@dataclass(frozen=True)
class Question:
    """One question on the page: what it is, its fields, and the fact that is known."""

    asked: Asked
    answer: BoundField
    note: BoundField
    fact: AccessFact | None


class FactsForm(forms.Form):
    """Every question about one thing; nothing has to be answered."""

    is_all_checked = forms.BooleanField(
        label=_("I looked at all of this today"),
        help_text=_("Otherwise only what you change gets the date of today."),
        required=False,
    )

    def __init__(self, *args: Any, subject: Subject, facts: Mapping[str, AccessFact], **options: Any) -> None:
        super().__init__(*args, **options)
        self.subject, self.facts = subject, facts
        for asked in asked_of(subject):
            fact = facts.get(asked.code)
            if asked.measure:
                self.fields[f"{asked.code}-number"] = forms.DecimalField(
                    label=asked.question.label,
                    help_text=asked.hint,
                    required=False,
                    max_digits=6,
                    decimal_places=1,
                    initial=f"{fact.number.normalize():f}" if fact and fact.number is not None else None,
                    widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"}),
                )
            else:
                self.fields[f"{asked.code}-answer"] = forms.ChoiceField(
                    label=asked.question.label,
                    help_text=asked.hint,
                    choices=ANSWERS,
                    required=False,
                    initial=fact.answer if fact else "",
                    widget=forms.RadioSelect,
                )
            self.fields[f"{asked.code}-note"] = forms.CharField(
                label=_("Note"), required=False, max_length=200, initial=fact.note if fact else ""
            )

    def groups(self) -> Iterator[tuple[Sentence, list[Question]]]:
        """Yield each heading with its questions."""
        for group, questions in groups_of(self.subject):
            yield group, [self._question(asked) for asked in questions]

    def _question(self, asked: Asked) -> Question:
        name = f"{asked.code}-{'number' if asked.measure else 'answer'}"
        return Question(asked, self[name], self[f"{asked.code}-note"], self.facts.get(asked.code))

    def findings(self) -> dict[str, Finding]:
        """Return what was typed."""
        data = self.cleaned_data
        return {
            asked.code: Finding(
                answer=data.get(f"{asked.code}-answer", ""),
                number=_rounded(data.get(f"{asked.code}-number")),
                note=" ".join(data[f"{asked.code}-note"].split()),
            )
            for asked in asked_of(self.subject)
        }


class EntranceForm(forms.Form):
    """What an entrance is called."""

    name = forms.CharField(
        label=_("Which entrance?"), help_text=_("As people call it: from the yard, by the ramp."), max_length=80
    )
    is_main = forms.BooleanField(label=_("This is the main entrance"), required=False)


def _rounded(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(Decimal("0.1"))
