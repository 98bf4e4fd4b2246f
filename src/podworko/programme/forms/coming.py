"""How people come to an activity, as staff fill it in: words and parsing, no rule of its own."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from podworko.places.models import SignUp
from podworko.programme.drafts import ActivityDraft, Group, Question
from podworko.programme.forms.base import PlaceForm
from podworko.programme.models import First, SignsUpFor
from podworko.programme.plans import LONGEST_QUESTION, MOST_PEOPLE, MOST_QUESTIONS

# What a form may ask at most: nobody needs more, and a database keeps no more.
LARGEST_PARTY, LONGEST_ANSWER, MOST_DAYS, MOST_SESSIONS = 99, 24 * 14, 60, 99
# What is not typed as it stands in the draft.
NOT_TYPED = {"partners", "languages", "largest_party", "answer_hours", "first_days", "questions"}
# "Adults: 10", "Adults 10", "Adults – 10".
GROUP = re.compile(r"(?P<name>.*?\S)[\s:;,–-]+(?P<capacity>\d{1,4})")
NUMBERS = range(1, MOST_QUESTIONS + 1)


class GroupsField(forms.CharField):
    """Groups, each in a line of its own with its number of places; in Python a tuple of Group."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        """Return the lines of the groups."""
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(f"{each.name}: {each.capacity}" for each in value)

    def clean(self, value: Any) -> Any:
        """Return the groups of the lines. Refuses a line that is none."""
        groups = []
        for number, line in enumerate(super().clean(value).splitlines(), start=1):
            if not line.strip():
                continue
            found = GROUP.fullmatch(line.strip())
            if found is None:
                said = _("Line %(number)s: write the name of the group and its number of places, like “Adults: 10”.")
                raise forms.ValidationError(said, code="no-group", params={"number": number})
            groups.append(Group(found["name"], int(found["capacity"])))
        return tuple(groups)


class ComingForm(PlaceForm):
    """How one comes to an activity: places, groups, who is first, what is asked."""

    sign_up = forms.ChoiceField(label=_("Do people sign up?"), choices=SignUp.choices, widget=forms.RadioSelect)
    signs_up_for = forms.ChoiceField(
        label=_("What do they sign up for?"),
        choices=SignsUpFor.choices,
        initial=SignsUpFor.SESSION.value,
        widget=forms.RadioSelect,
    )
    capacity = forms.IntegerField(
        label=_("How many places are there?"),
        help_text=_("Leave it empty when there is room for all. Who comes too late stands on the waiting list."),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
    )
    largest_party = forms.IntegerField(
        label=_("How many people may one sign-up be for?"),
        help_text=_("1: everybody signs up alone. More: families and groups can sign up together."),
        min_value=1,
        max_value=LARGEST_PARTY,
        initial=1,
        required=False,
    )
    answer_hours = forms.IntegerField(
        label=_("How many hours to answer?"),
        help_text=_("So long somebody on the waiting list may think when a place is free. Then the next one gets it."),
        min_value=1,
        max_value=LONGEST_ANSWER,
        initial=24,
        required=False,
    )
    groups = GroupsField(
        label=_("Groups with places of their own"),
        help_text=_("Only if you need them. One in a line, with its number of places, like “Adults: 10”."),
        required=False,
        max_length=800,
    )
    first_for = forms.ChoiceField(
        label=_("Who gets places first?"), choices=First.choices, required=False, widget=forms.RadioSelect
    )
    first_days = forms.IntegerField(
        label=_("Until how many days before it begins?"),
        help_text=_("Until then the others stand on the waiting list. Then what is free is theirs, in order."),
        min_value=0,
        max_value=MOST_DAYS,
        initial=3,
        required=False,
    )
    most_sessions = forms.IntegerField(
        label=_("To how many dates may one person sign up at a time?"),
        help_text=_("Leave it empty when it does not matter."),
        min_value=1,
        max_value=MOST_SESSIONS,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in NUMBERS:
            self.fields[f"question_{number}"] = forms.CharField(
                label=gettext("Question %(number)s") % {"number": number}, max_length=LONGEST_QUESTION, required=False
            )
            self.fields[f"why_{number}"] = forms.CharField(
                label=_("Why do you ask?"),
                help_text=_("People read it below the question."),
                max_length=LONGEST_QUESTION,
                required=False,
            )
            self.fields[f"needed_{number}"] = forms.BooleanField(label=_("One has to answer"), required=False)

    @property
    def questions(self) -> list[list[forms.BoundField]]:
        """The fields of each question."""
        return [[self[f"{name}_{number}"] for name in ("question", "why", "needed")] for number in NUMBERS]

    @property
    def has_questions(self) -> bool:
        """Whether something is asked, or was typed wrong."""
        return any(field.value() or field.errors for each in self.questions for field in each)

    @property
    def has_order(self) -> bool:
        """Whether somebody is first, there are groups or bounds, or something of it was typed wrong."""
        fields = [self[name] for name in ("groups", "first_for", "most_sessions", "first_days")]
        return any(field.errors or (field.value() and field.name != "first_days") for field in fields)

    @staticmethod
    def asked(draft: ActivityDraft) -> dict[str, Any]:
        """Return what the fields of the questions begin with."""
        return {
            f"{name}_{number}": value
            for number, each in enumerate(draft.questions, start=1)
            for name, value in (("question", each.text), ("why", each.why), ("needed", each.is_needed))
        }

    def coming(self) -> dict[str, Any]:
        """Return what was typed of all this that does not stand in the draft as it is typed."""
        data = self.cleaned_data
        first_days = data["first_days"]
        typed = [(data[f"question_{each}"], data[f"why_{each}"], data[f"needed_{each}"]) for each in NUMBERS]
        return {
            "largest_party": data["largest_party"] or 1,
            "answer_hours": data["answer_hours"] or 24,
            "first_days": 3 if first_days is None else first_days,
            "questions": tuple(Question(*each) for each in typed if each[0] or each[1]),
        }
