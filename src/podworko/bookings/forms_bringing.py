"""The forms by which a place brings a calendar along: the file, the answers to what it asks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from podworko.bookings.bringing.answers import LEAVE, OPEN_HOURS
from podworko.bookings.queries.bringing import Line, Question
from podworko.places.models import Room


class BringForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("The file with your calendar"),
        help_text=_("An .ics file or a packed .zip out of a calendar program, or a table: .xlsx or .csv."),
        widget=forms.FileInput(attrs={"accept": ".ics,.zip,.xlsx,.csv,text/calendar"}),
        error_messages={"empty": _("This file is empty."), "missing": _("Choose a file.")},
    )


class AnswersForm(forms.Form):
    """Which room each name in the file means, what whole days are, who may read what is on."""

    whole_days = forms.ChoiceField(
        choices=[
            (OPEN_HOURS, _("take the room for as long as the place is open")),
            (LEAVE, _("are notes: leave them out")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    is_open_to_all = forms.ChoiceField(
        label=_("What do neighbours see in the public calendar?"),
        choices=[
            ("", _("only that the room is taken: titles may name people")),
            ("yes", _("the titles: all of it is open to neighbours")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self, *args: Any, questions: Sequence[Question], whole_days: int, rooms: Sequence[Room], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        said = ngettext("%(dates)s entry takes a whole day", "%(dates)s entries take a whole day", whole_days)
        self.fields["whole_days"].label = said % {"dates": whole_days}
        self.questions = questions
        choices = [
            ("", _("Choose a room")),
            *((str(room.pk), room.name) for room in rooms),
            (LEAVE, _("Leave these out")),
        ]
        for question in questions:
            self.fields[f"room-{question.code}"] = forms.ChoiceField(
                label=question.name or _("no room named"), choices=choices, initial=question.choice, required=False
            )

    def open_pairs(self) -> list[tuple[Question, forms.BoundField]]:
        """Return the names about which somebody must say something, with their fields."""
        return [(each, self[f"room-{each.code}"]) for each in self.questions if each.how != "sure"]

    def sure_pairs(self) -> list[tuple[Question, forms.BoundField]]:
        """Return the names that are those of rooms, with their fields."""
        return [(each, self[f"room-{each.code}"]) for each in self.questions if each.how == "sure"]

    def rooms(self) -> dict[str, int | str]:
        """Return the answers by the folded names; what was guessed surely and left so is no answer."""
        given = {question: self.cleaned_data[f"room-{question.code}"] for question in self.questions}
        return {
            question.key: _answer(text)
            for question, text in given.items()
            if question.how != "sure" or text != question.choice
        }


class DatesForm(forms.Form):
    """For single dates: another room, or none."""

    def __init__(self, *args: Any, lines: Sequence[Line], **options: Any) -> None:
        super().__init__(*args, **options)
        self.all_lines = lines
        self.lines = [line for line in lines if line.can_choose]
        for line in self.lines:
            first = (
                _("Undo my choice") if line.choice else _("Leave it out") if line.tab != "asked" else _("Not decided")
            )
            choices = [("", first), *line.free, *([(LEAVE, _("Leave it out"))] if line.tab == "asked" else [])]
            known = {value for value, _label in choices}
            if line.choice and line.choice not in known:
                choices.append((line.choice, _("as chosen")))
            self.fields[f"date-{line.uid}"] = forms.ChoiceField(choices=choices, initial=line.choice, required=False)

    def pairs(self) -> list[tuple[Line, forms.BoundField | None]]:
        """Return the dates of the page with their fields, where something can be chosen."""
        return [(line, self[f"date-{line.uid}"] if line.can_choose else None) for line in self.all_lines]

    def events(self) -> dict[str, int | str]:
        """Return what was chosen, by the uids of the dates."""
        return {line.uid: _answer(self.cleaned_data[f"date-{line.uid}"]) for line in self.lines}


def _answer(text: str) -> int | str:
    return int(text) if text.isdigit() else text
