"""What one says who wants the programme in a frame on their own site."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from podworko.places.models import Centre, Spoken
from podworko.promotion.feeds.frames import MOST, USUAL
from podworko.promotion.feeds.offers import Choices

THEMES = (
    ("", _("as the reader has set it")),
    ("light", pgettext_lazy("paper", "light")),
    ("dark", pgettext_lazy("paper", "dark")),
)
NUMBERS = (5, USUAL, 20, MOST)


class FrameForm(forms.Form):
    """Whose programme, what of it, in which language, in which colours, how much. What is not said is as usual."""

    place = forms.ChoiceField(label=_("Which place?"), required=False)
    # The words of the address stand in the form too.
    language = forms.ChoiceField(label=_("Held in which language?"), required=False)
    kind = forms.ChoiceField(label=_("What kind?"), required=False)
    lang = forms.ChoiceField(label=_("In which language is the frame written?"), required=False)
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, required=False)
    most = forms.TypedChoiceField(
        label=_("How many dates at most?"),
        choices=[(number, str(number)) for number in NUMBERS],
        coerce=int,
        required=False,
    )

    def __init__(self, *args: Any, offered: Choices, places: Iterable[Centre] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("all"))]
        self._places = {each.slug: each.name for each in places or ()}
        self.fields["audience"] = forms.ChoiceField(
            label=_("For whom?"), choices=everything + _large(offered.audiences), required=False
        )
        self._offer("kind", everything + _large(offered.kinds))
        self._offer("language", [("", _("any")), *((each.value, capfirst(str(each.label))) for each in Spoken)])
        self._offer("lang", settings.LANGUAGES)
        self.fields["lang"].initial = get_language()
        self.fields["most"].initial = USUAL
        if places is None:
            del self.fields["place"]
        else:
            self._offer("place", [("", _("all places")), *self._places.items()])
        for field in self.fields.values():
            # What is not chosen is as it stands there: nobody needs to be told that they may leave it.
            field.is_needed_then = True  # type: ignore[attr-defined]
        self.order_fields(["place", "audience", "kind", "language", "lang", "theme", "most"])

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def name_of(self, place: str) -> str:
        """Return the name of the place with that word in its address; nothing where all are meant."""
        return self._places.get(place, "")

    @property
    def asked(self) -> dict[str, str]:
        """Return what stands in the address of the frame: what was said, and what must be said in any case."""
        said = {
            name: str(self.cleaned_data.get(name) or "") for name in ("audience", "kind", "language", "theme", "lang")
        }
        most = self.cleaned_data.get("most") or USUAL
        said |= {"lang": said["lang"] or get_language() or "pl", "most": "" if most == USUAL else str(most)}
        return {name: value for name, value in said.items() if value}


def _large(pairs: Iterable[tuple[str, str]]) -> list[tuple[Any, Any]]:
    return [(value, capfirst(words)) for value, words in pairs]
