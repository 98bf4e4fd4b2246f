"""Borders that somebody brings: a file of districts, an area drawn by hand."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from podworko.places import geo
from podworko.places.models import District

# Of an area that is pasted; a city's border drawn finely is a tenth of it.
LONGEST = 200_000
ACCEPTED = ".geojson,.json,application/geo+json"


def _small(file: UploadedFile) -> UploadedFile:
    """Return the file unless it is too large to be read at all."""
    if (file.size or 0) > geo.LARGEST_FILE:
        raise forms.ValidationError(_("The file is too large: at most 20 MB."), code="too-large")
    return file


class DistrictsForm(forms.Form):
    """The file of a city's districts."""

    file = forms.FileField(
        label=_("File with the borders"),
        help_text=_("GeoJSON in degrees (WGS 84); each area has a property called name or nazwa."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": _("This file is empty."), "missing": _("Choose a file.")},
    )
    attribution = forms.CharField(
        label=_("Whose data are they?"),
        help_text=_("Shown beside the map. Taken from the file when left empty."),
        required=False,
        max_length=200,
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before it is read."""
        return _small(self.cleaned_data["file"])


class AreaForm(forms.Form):
    """Which districts a centre serves."""

    districts = forms.MultipleChoiceField(
        label=_("Parts of the city"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, districts: list[District], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["districts"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.pk), each.name) for each in districts]


class DrawForm(forms.Form):
    """An area that somebody drew: pasted, or as a file."""

    name = forms.CharField(label=_("Name of the area"), required=False, max_length=80)
    border = forms.CharField(
        label=_("Corners"),
        help_text=_(
            "One on each line, latitude first: 50.06143, 19.93658. A polygon as GeoJSON will do as well, "
            "here or as a file."
        ),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("Or a file"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPTED}))

    def clean_file(self) -> UploadedFile | None:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        return _small(file) if file else None

    def text(self) -> bytes:
        """Return what was brought, one way or the other."""
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else str(self.cleaned_data["border"]).encode()
