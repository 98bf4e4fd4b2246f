"""Fields of forms that understand what people type."""

import datetime as dt
import re
from contextlib import suppress
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.core import words

DAYS = ["%Y-%m-%d", "%d.%m.%Y"]
TIMES = ["%H:%M", "%H:%M:%S", "%H.%M", "%H"]


class _Kept(forms.widgets.DateTimeBaseInput):
    """An input of the browser for a moment; what is not in its form is kept as text, since it would show nothing."""

    shown: re.Pattern[str]

    def is_shown(self, typed: str) -> bool:
        """Say whether a picker shows what was typed."""
        return bool(self.shown.fullmatch(typed))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the context of the input, of the type that can show `value`."""
        context = super().get_context(name, value, attrs)
        typed = context["widget"]["value"]
        if typed and not self.is_shown(typed):
            context["widget"]["type"] = "text"
        return context


class DayInput(_Kept, forms.DateInput):
    """A day."""

    shown = re.compile(r"\d{4}-\d{2}-\d{2}")

    def is_shown(self, typed: str) -> bool:
        """Say whether a picker shows it: no calendar has a 30 February."""
        with suppress(ValueError):
            return super().is_shown(typed) and bool(dt.date.fromisoformat(typed))
        return False


class HourInput(_Kept, forms.TimeInput):
    """An hour."""

    shown = re.compile(r"\d{2}:\d{2}(?::\d{2})?")


class DayField(forms.DateField):
    """A day, picked or typed as 26.11.2026."""

    widget = DayInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {"invalid": _("Write the day like this: 26.11.2026.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=DAYS, **options)


class HourField(forms.TimeField):
    """An hour, picked or typed as 17:00, 17.00 or 17."""

    widget = HourInput(format="%H:%M", attrs={"type": "time"})
    default_error_messages = {"invalid": _("Write the hour like this: 17:00.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=TIMES, **options)

    def to_python(self, value: Any) -> dt.time | None:
        """Return the hour without its seconds, which some browsers send."""
        time = super().to_python(value)
        return time and time.replace(second=0)


class PhoneField(forms.CharField):
    """A telephone number; a Polish one where no country is given. Cleaned to the form +48123456789."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    default_error_messages = {"invalid": _("This does not look like a telephone number. Nine digits are enough.")}

    def prepare_value(self, value: Any) -> Any:
        """Return the number as people write it; what is no number stays as it was typed."""
        return words.spoken_phone(value) if isinstance(value, str) and value.startswith("+") else value

    def clean(self, value: Any) -> str:
        """Return the number in E.164, or nothing."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, words.HOME)
        except phonenumbers.NumberParseException as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
