"""A picture, and the words for those who do not see it."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.places.models import Centre, Room


class PhotoForm(forms.Form):
    """What is told about a picture."""

    alt = forms.CharField(
        label=_("What does it show?"),
        help_text=_(
            "One sentence for somebody who hears the page: who or what, where, doing what. "
            "As in: Eight women sew at a long table by the window."
        ),
        max_length=200,
        error_messages={"required": _("Say what the picture shows: some people hear it and do not see it.")},
    )
    room = forms.ModelChoiceField(
        label=_("Of which room?"), queryset=Room.objects.none(), required=False, empty_label=_("Of the whole place")
    )
    is_public = forms.BooleanField(
        label=_("Show it to everybody"),
        help_text=_("Without the tick it stands only in the profile of the premises."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["room"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = centre.rooms.all()


class NewPhotoForm(PhotoForm):
    """The same, with the file."""

    file = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP. Where and when it was taken is removed from it."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a photo."), "invalid": _("Choose a photo.")},
    )
    # The same sending, repeated, is the same picture.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order = ("file", "alt", "room", "is_public")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid.uuid4
