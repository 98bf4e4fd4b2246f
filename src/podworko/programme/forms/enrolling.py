"""The form of somebody who signs up: words and parsing, no rule of its own."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from podworko.bookings.models import Channel
from podworko.core.errors import Problem
from podworko.core.fields import PhoneField
from podworko.core.forms import add_problems
from podworko.programme import terms
from podworko.programme.drafts import EnrolmentDraft
from podworko.programme.models import Activity, First, Session, SignsUpFor
from podworko.programme.queries.enrolments import Offer
from podworko.programme.queries.sittings import Sitting

LARGEST_PARTY = 9999


class SignUpForm(forms.Form):
    """All that somebody is asked who wants to come: the least that the activity needs."""

    session = forms.ModelChoiceField(
        Session.objects.none(),
        label=_("Which date?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a date."), "invalid_choice": _("Choose a date.")},
    )
    person = forms.CharField(
        label=_("Your first name and surname"),
        help_text=_("So that the people of this place know who comes. Nobody else sees it."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    seats = forms.IntegerField(
        label=_("How many of you will come?"),
        help_text=_("You too. So many places are kept for you."),
        min_value=1,
        max_value=LARGEST_PARTY,
        initial=1,
        error_messages={"min_value": _("At least one person must come.")},
    )
    group = forms.ChoiceField(
        label=_("Which group?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a group."), "invalid_choice": _("Choose a group.")},
    )
    is_local = forms.BooleanField(
        label=_("I live in this town"),
        help_text=_("People who live here get places first. We take your word for it."),
        required=False,
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        help_text=_("Of the one who comes. We ask for it only because this is for people of a certain age."),
        required=False,
        error_messages={"invalid": _("Write the year of birth, with four digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
    )
    children = forms.CharField(
        label=_("First names of the children"),
        help_text=_("The first name is enough. So that the one who leads it knows whom to expect."),
        max_length=120,
        required=False,
    )
    collected_by = forms.CharField(
        label=_("Who may collect them?"),
        help_text=_("First name and surname. When it is only you, or they go home alone, leave it empty."),
        max_length=120,
        required=False,
    )
    is_guardian = forms.BooleanField(label=_("I am their parent or guardian, and I am of age"), required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send a code there, then all that you need to know: also when something changes."),
        max_length=254,  # as long as an address may be (RFC 5321)
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PhoneField(
        label=_("Telephone"), required=False, help_text=_("In case something changes at the last moment.")
    )
    submission_key = forms.CharField(widget=forms.HiddenInput, required=False)

    # What is asked for only where the activity needs it, and must be answered then.
    NEEDED_THEN = ("birth_year", "children")

    def __init__(self, *args: Any, activity: Activity, offer: Offer, **options: Any) -> None:
        options["initial"] = {"submission_key": str(uuid.uuid4()), **options.get("initial", {})}
        super().__init__(*args, **options)
        self.activity = activity
        for name in self.NEEDED_THEN:
            self.fields[name].is_needed_then = True  # type: ignore[attr-defined]
        for name in self._not_asked():
            del self.fields[name]
        if activity.is_for_minors:
            self.fields["phone"].is_needed_then = True  # type: ignore[attr-defined]
            self.fields["phone"].help_text = _("So that we can call you during the activity.")
        if "session" in self.fields:
            self._offer(offer)
        if "group" in self.fields:
            self._offer_groups(offer)
        for number, question in enumerate(activity.questions, start=1):
            self.fields[f"answer_{number}"] = self._answer(question)

    def _not_asked(self) -> Iterable[str]:
        activity = self.activity
        if activity.signs_up_for == SignsUpFor.SERIES:
            yield "session"
        if activity.largest_party == 1:
            yield "seats"
        if not activity.groups:
            yield "group"
        if activity.first_for != First.RESIDENTS:
            yield "is_local"
        if not activity.is_age_checked:
            yield "birth_year"
        if not activity.is_for_minors:
            yield from ("children", "collected_by", "is_guardian")

    def _offer(self, offer: Offer) -> None:
        field = self.fields["session"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.activity.sessions.all()
        if offer.is_choice:
            field.choices = [(each.pk, self._label(each)) for each in offer.sittings]
        else:
            field.widget = forms.HiddenInput()
            field.initial = offer.sittings[0].pk if offer.sittings else None

    def _offer_groups(self, offer: Offer) -> None:
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (each.name, " · ".join(part for part in (each.name, each.words) if part)) for each in offer.groups
        ]

    @property
    def answers(self) -> list[forms.BoundField]:
        """The fields of the organiser's questions."""
        return [self[f"answer_{each}"] for each in range(1, len(self.activity.questions) + 1)]

    @staticmethod
    def _answer(question: dict[str, Any]) -> forms.Field:
        field = forms.CharField(label=question["text"], help_text=question["why"], max_length=300, required=False)
        # Whether it is needed, the rules say.
        field.is_needed_then = question["is_needed"]  # type: ignore[attr-defined]
        return field

    @staticmethod
    def _label(each: Sitting) -> str:
        return " · ".join(part for part in (f"{each.day}, {each.hours}", each.places.short) if part)

    def clean(self) -> dict[str, Any]:
        """Add what the rules say, so that all that is wrong is said at once."""
        data = super().clean() or {}
        if "session" in self.errors:
            if not self._has_choice:
                self.add_error(None, self.errors["session"].as_data())
        else:
            found = terms.judge(self.activity, self.chosen, self.draft(), channel=Channel.WEB)
            self.add_problems(problem for problem in found if problem.field not in self.errors)
        return data

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field: what is wrong with a date that was not chosen here, above the form."""
        is_above = {"session"} if not self._has_choice else set()
        add_problems(self, [replace(each, field="") if each.field in is_above else each for each in problems])

    @property
    def _has_choice(self) -> bool:
        return "session" in self.fields and not self.fields["session"].widget.is_hidden

    @property
    def chosen(self) -> Session | None:
        """The session asked for; None for the whole series."""
        return self.cleaned_data.get("session")

    def draft(self) -> EnrolmentDraft:
        """Return what was filled in."""
        data = self.cleaned_data
        return EnrolmentDraft(
            person=data.get("person", ""),
            email=data.get("email", ""),
            phone=data.get("phone", ""),
            seats=data.get("seats", 1),
            group=data.get("group", ""),
            is_local=data.get("is_local", False),
            answers=tuple(data.get(f"answer_{each}", "") for each in range(1, len(self.activity.questions) + 1)),
            birth_year=data.get("birth_year"),
            children=data.get("children", ""),
            collected_by=data.get("collected_by", ""),
            is_guardian=data.get("is_guardian", False),
            language=(get_language() or "pl")[:2],
        )
