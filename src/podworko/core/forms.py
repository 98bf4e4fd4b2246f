"""Forms: parsing and words; the rules stand in the actions."""

from collections.abc import Iterable

from django import forms
from django.core.validators import validate_email
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from podworko.core.errors import Problem

# Django would say "This field is required": nobody speaks so.
forms.Field.default_error_messages["required"] = _("This is missing.")
validate_email.message = _("This does not look like an e-mail address.")


class Renderer(TemplatesSetting):
    """Render every form and field by our own templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


def add_problems(form: forms.BaseForm, problems: Iterable[Problem]) -> None:
    """Put each of the `problems` beside its field, or above the form where it concerns the whole."""
    for problem in problems:
        field = problem.field if problem.field in form.fields else None
        form.add_error(field, forms.ValidationError(str(problem.sentence), code=problem.code))
