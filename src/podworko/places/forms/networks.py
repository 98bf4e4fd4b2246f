"""What is told about a network: itself, its kinds of places, days, team, and its statement on accessibility."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.core.fields import DayField, PhoneField
from podworko.places.actions.network_rows import KindDraft, MemberDraft
from podworko.places.actions.networks import NetworkDraft
from podworko.places.forms.base import SeenForm
from podworko.places.models import AccessStatement, Audience, FormedBy, ModelKind, Part, SignUp, Stage

ANY = ("", _("all"))


class NetworkForm(SeenForm):
    """The questions of `actions.networks.NetworkDraft`."""

    name = forms.CharField(label=_("Name of the network"), max_length=120)
    about = forms.CharField(
        label=_("What is it?"),
        help_text=_("Two or three sentences that residents read on its first page."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    formed_by = forms.ChoiceField(
        label=_("How was it formed?"), choices=[("", _("not told")), *FormedBy.choices], required=False
    )
    formed_on = DayField(label=_("Since when?"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    def draft(self) -> NetworkDraft:
        """Return what was typed."""
        data: dict[str, Any] = self.cleaned_data
        return NetworkDraft(**{name: data[name] for name in NetworkDraft.__dataclass_fields__})


class NewNetworkForm(NetworkForm):
    """A network, and the word that stands for it in addresses."""

    slug = forms.SlugField(
        label=_("Word for the address"),
        help_text=_("Small letters without accents, for instance krakow. It cannot be changed later."),
        max_length=50,
        error_messages={"invalid": _("Letters without accents, digits and hyphens only.")},
    )
    field_order = ("name", "slug")

    def clean_slug(self) -> str:
        """Return the word in small letters."""
        return str(self.cleaned_data["slug"]).lower()


class BoardForm(forms.Form):
    """Which places the board shows."""

    stage = forms.ChoiceField(label=_("Stage"), choices=[ANY, *Stage.choices], required=False)
    kind = forms.TypedChoiceField(label=_("Kind"), required=False, coerce=int, empty_value=None)
    district = forms.ChoiceField(label=_("Part of the city"), required=False)
    missing = forms.ChoiceField(label=_("What is missing"), required=False)

    def __init__(self, *args: Any, choices: dict[str, list[tuple[Any, Any]]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ANY, *values]


class KindForm(forms.Form):
    """The questions of `actions.network_rows.KindDraft`."""

    own_name = forms.CharField(label=_("Name"), max_length=80, required=False)
    look = forms.ChoiceField(
        label=_("Looks like"), help_text=_("Its colour and its picture."), choices=ModelKind.choices
    )
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices)
    age_from = forms.IntegerField(label=_("From the age of"), required=False, min_value=0, max_value=120)
    age_to = forms.IntegerField(label=_("To the age of"), required=False, min_value=0, max_value=120)
    sign_up = forms.ChoiceField(label=_("How do people come?"), choices=SignUp.choices)
    parts = forms.MultipleChoiceField(
        label=_("What it uses"), choices=Part.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, is_of_model: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["own_name"].required = not is_of_model
        if is_of_model:
            self.fields["own_name"].help_text = _("Leave it empty to keep the name of the model, in each language.")

    def draft(self) -> KindDraft:
        """Return what was typed."""
        data = self.cleaned_data
        return KindDraft(
            own_name=data["own_name"],
            look=ModelKind(data["look"]),
            audience=Audience(data["audience"]),
            sign_up=SignUp(data["sign_up"]),
            parts=data["parts"],
            age_from=data["age_from"],
            age_to=data["age_to"],
        )


class NetworkDayForm(forms.Form):
    """A day on which the places of a network keep to another rule."""

    on = DayField(label=_("Day"))
    name = forms.CharField(label=_("What day is it?"), help_text=_("Visitors read it."), max_length=120)
    is_free = forms.ChoiceField(
        label=_("That day"),
        choices=[("yes", _("places are closed")), ("no", _("places are open though it is a public holiday"))],
        initial="yes",
        widget=forms.RadioSelect,
    )


class MemberForm(forms.Form):
    """The questions of `actions.network_rows.MemberDraft`."""

    unit = forms.CharField(label=_("Unit or organisation"), max_length=200)
    person = forms.CharField(
        label=_("Person"),
        help_text=_("Who speaks for it. Shown to everybody: ask them first."),
        required=False,
        max_length=120,
    )
    part = forms.CharField(label=_("Part in the team"), required=False, max_length=200)
    since = DayField(label=_("Since"), required=False)
    until = DayField(label=_("Last day"), required=False)

    def draft(self) -> MemberDraft:
        """Return what was typed."""
        return MemberDraft(**self.cleaned_data)


class StatementForm(SeenForm, forms.ModelForm[AccessStatement]):
    """What the statutory declaration says besides what follows from the facts, in plain words."""

    site_published_on = DayField(label=_("On which day was the site published?"))
    site_changed_on = DayField(
        label=_("When was it changed last in an important way?"), help_text=_("A new look, new parts, new content.")
    )
    made_on = DayField(label=_("On which day was this declaration made?"))
    reviewed_on = DayField(
        label=_("When was it looked through last?"),
        help_text=_("The law asks for it each year, until 31 March."),
        required=False,
    )
    phone = PhoneField(label=_("Telephone"))

    class Meta:
        model = AccessStatement
        fields = (
            "body",
            "site_published_on",
            "site_changed_on",
            "status",
            "exceptions",
            "basis",
            "made_on",
            "reviewed_on",
            "person",
            "email",
            "phone",
            "has_sign_language",
            "sign_language_note",
            "complaint_to",
        )
        help_texts = {
            "body": _("Whose site it is: the commune, the city office."),
            "exceptions": _("For instance: older photos have no description. Leave it empty when all conforms."),
            "person": _("Who answers when something cannot be used."),
            "complaint_to": _("To whom a complaint goes when the answer does not help."),
        }
