"""Bringing a table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.core.imports import registry

# The codes of the importers whose rows go to a network begin so.
KINDS = "places."


class BringForm(forms.Form):
    """What stands in the table, and the file."""

    kind = forms.ChoiceField(label=_("What stands in the table?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("The table"),
        help_text=_("An .xlsx or .csv file whose first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"empty": _("This file is empty."), "missing": _("Choose a file.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(importer.code, importer.title) for importer in registry.importers(KINDS)]


class ConfirmForm(forms.Form):
    """How the rows are brought in."""

    is_all_or_nothing = forms.BooleanField(
        label=_("All or nothing: when a row turns out wrong on the way, none is brought in"), required=False
    )
