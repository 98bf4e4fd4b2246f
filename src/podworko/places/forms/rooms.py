"""What is told about a room."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from podworko.places.actions.rooms import RoomDraft
from podworko.places.forms.base import KeepingForm
from podworko.places.models import Centre, Equipment, Layout, Room


class RoomForm(KeepingForm):
    """The questions of `actions.rooms.RoomDraft`; how many in each layout and of each piece of equipment."""

    name = forms.CharField(label=_("Name of the room"), max_length=80)
    about = forms.CharField(
        label=_("What is it like?"),
        help_text=_("What one would want to know before borrowing it: light, noise, floor, the view."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    capacity = forms.IntegerField(label=_("For how many people at most?"))
    area_m2 = forms.DecimalField(label=_("Area in m²"), required=False, max_digits=6, decimal_places=1)
    floor = forms.IntegerField(label=_("Floor"), help_text=_("The ground floor is 0."), required=False)
    is_lent = forms.BooleanField(
        label=_("Residents may borrow it"),
        help_text=_("Take the tick away when it is no longer lent; its history stays."),
        required=False,
        initial=True,
    )
    whole = forms.TypedChoiceField(
        label=_("Is it a part of a larger room?"),
        help_text=_("Where a movable wall divides a room: name the whole here, on the page of each part."),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, centre: Centre, room: Room | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [(each.pk, each.name) for each in centre.rooms.all() if room is None or each.pk != room.pk]
        whole = self.fields["whole"]
        assert isinstance(whole, forms.ChoiceField)
        whole.choices = [("", _("No, it is a room of its own")), *others]
        if not others:
            del self.fields["whole"]
        for prefix, names in (("layout", Layout), ("equipment", Equipment)):
            for code, label in names.choices:
                self.fields[f"{prefix}-{code}"] = forms.IntegerField(label=label, required=False, min_value=0)

    @staticmethod
    def initial_of(draft: RoomDraft) -> dict[str, Any]:
        """Return the values of a form that changes a room."""
        names = ("name", "about", "capacity", "area_m2", "floor", "is_lent", "whole")
        values = {name: getattr(draft, name) for name in names}
        values |= {f"layout-{code}": people for code, people in draft.layouts.items()}
        return values | {f"equipment-{code}": count for code, count in draft.equipment.items()}

    @property
    def layouts(self) -> list[BoundField]:
        """The fields of how many people fit in which layout."""
        return [self[f"layout-{code}"] for code in Layout.values]

    @property
    def equipment(self) -> list[BoundField]:
        """The fields of what is there."""
        return [self[f"equipment-{code}"] for code in Equipment.values]

    def draft(self) -> RoomDraft:
        """Return what was typed."""
        data = self.cleaned_data
        return RoomDraft(
            name=data["name"],
            about=data["about"],
            capacity=data["capacity"],
            area_m2=data["area_m2"],
            floor=data["floor"],
            is_lent=data["is_lent"],
            whole=data.get("whole"),
            layouts=self._counts("layout", Layout.values),
            equipment=self._counts("equipment", Equipment.values),
        )

    def _counts(self, prefix: str, codes: list[str]) -> dict[str, int]:
        counts = {code: self.cleaned_data.get(f"{prefix}-{code}") for code in codes}
        return {code: count for code, count in counts.items() if count}
