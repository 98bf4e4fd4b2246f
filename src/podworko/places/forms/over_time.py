"""A place over time: opened, moved to a stage, handed over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.core.fields import DayField, PhoneField
from podworko.places.actions.centres import STAGES, CentreDraft
from podworko.places.models import Centre, CentreKind, Network, Organisation, Stage, StartedBy

CONTRACT = _("Contract or decision")
EXAMPLE = _("Its number and day, for instance ZS.031.12.2026.")


class OpenForm(forms.Form):
    """The questions of `actions.centres.CentreDraft`."""

    name = forms.CharField(label=_("Name of the place"), max_length=120)
    kind = forms.ModelChoiceField(label=_("Kind"), queryset=CentreKind.objects.none())
    operator = forms.ModelChoiceField(label=_("Who runs it?"), queryset=Organisation.objects.none())
    started_by = forms.ChoiceField(
        label=_("Who started it?"), choices=[("", _("not told")), *StartedBy.choices], required=False
    )
    stage = forms.ChoiceField(
        label=_("How far has it come?"),
        help_text=_("An idea and a diagnosis are seen only by those who work on them."),
        choices=Stage.choices,
        initial=Stage.PERMANENT,
    )
    since = DayField(label=_("Since when?"), help_text=_("Today when left empty."), required=False)
    contract = forms.CharField(label=CONTRACT, help_text=EXAMPLE, required=False, max_length=120)
    street = forms.CharField(label=_("Street and number"), max_length=120)
    postcode = forms.CharField(label=_("Postcode"), max_length=6, widget=forms.TextInput(attrs={"size": 8}))
    city = forms.CharField(label=_("City"), max_length=80)
    district = forms.CharField(label=_("Part of the city"), required=False, max_length=80)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    latitude = forms.FloatField(
        label=_("Latitude"),
        help_text=_("As maps on the web tell it: 50.01936"),
        required=False,
        min_value=-90,
        max_value=90,
    )
    longitude = forms.FloatField(
        label=_("Longitude"), help_text=_("For instance 19.97845"), required=False, min_value=-180, max_value=180
    )

    def __init__(self, *args: Any, network: Network, **options: Any) -> None:
        super().__init__(*args, **options)
        _let_choose(self, "kind", network.kinds.all())
        _let_choose(self, "operator", network.organisations.all())

    def draft(self) -> CentreDraft:
        """Return what was typed."""
        data: dict[str, Any] = self.cleaned_data
        return CentreDraft(**{**data, "stage": Stage(data["stage"])})


class StageForm(forms.Form):
    """To which stage a place moves."""

    stage = forms.ChoiceField(label=_("How far has it come?"), widget=forms.RadioSelect)
    on = DayField(label=_("Since when?"))
    contract = forms.CharField(label=CONTRACT, help_text=EXAMPLE, required=False, max_length=120)

    def __init__(self, *args: Any, place: Centre, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(stage.value, stage.label) for stage in Stage if STAGES.allows(place.stage, stage)]


class HandOverForm(forms.Form):
    """Which organisation runs a place from which day on."""

    to = forms.ModelChoiceField(label=_("Who runs it now?"), queryset=Organisation.objects.none())
    since = DayField(label=_("Since when?"))
    contract = forms.CharField(label=CONTRACT, help_text=EXAMPLE, required=False, max_length=120)

    def __init__(self, *args: Any, place: Centre, **options: Any) -> None:
        super().__init__(*args, **options)
        _let_choose(self, "to", place.network.organisations.exclude(pk=place.operator_id))


def _let_choose(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
