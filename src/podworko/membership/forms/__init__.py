"""Forms of membership: declaring, by oneself or typed in by staff; the reason; how it ends; the rules."""

from podworko.membership.forms.declaring import DeclarationForm, StaffDeclarationForm
from podworko.membership.forms.desk import CodeForm, EndForm, ReasonForm, RulesForm

__all__ = ["CodeForm", "DeclarationForm", "EndForm", "ReasonForm", "RulesForm", "StaffDeclarationForm"]
