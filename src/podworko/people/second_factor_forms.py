"""allauth's forms of the second factor, in our words and with our limits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.utils.translation import gettext as _

from podworko.people import second_factor, sign_in_limits
from podworko.people.sign_in_forms import label


class _Code:
    """A code from the app, or one of the recovery codes: each is good once, and few may be guessed."""

    user: Any
    authenticator: Authenticator

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        form: Any = self
        label(form, code=_("Code"))
        form.fields["code"].help_text = _("Six digits from your app, or one of your recovery codes.")
        form.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "spellcheck": "false"}

    def clean_code(self) -> str:
        """Return the code when it is right and was not used before. Raises TooMany."""
        guess = sign_in_limits.guess_code(context.request, self.user.pk)
        code = str(super().clean_code())  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not second_factor.use_up(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        guess.was_right()
        return code


class CodeForm(_Code, AuthenticateForm):
    """The code that ends a sign-in."""


class CodeAgainForm(_Code, ReauthenticateForm):
    """A code before something that matters."""


@contextmanager
def _nonsense_refused() -> Iterator[None]:
    """Refuse what is no answer of a device at all; the library trips over it in many ways."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise get_adapter().validation_error("incorrect_passkey") from error


class _Passkey:
    """What a passkey signed; a signature cannot be guessed, but many wrong ones keep the server busy."""

    user: Any

    def clean_credential(self) -> Authenticator:
        """Return the passkey when it is one of the user's. Raises TooMany."""
        guess = sign_in_limits.guess_code(context.request, self.user.pk)
        with _nonsense_refused():
            passkey: Authenticator = super().clean_credential()  # type: ignore[misc]
        guess.was_right()
        return passkey


class PasskeyForm(_Passkey, AuthenticateWebAuthnForm):
    """The passkey that ends a sign-in."""


class PasskeyAgainForm(_Passkey, ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""


class NewAppForm(ActivateTOTPForm):
    """The first code of an app, which proves that it holds the secret."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        label(self, code=_("The six digits that the app shows now"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}

    def clean_code(self) -> str:
        """Count the try. Raises TooMany."""
        guess = sign_in_limits.guess_code(context.request, self.user.pk)
        code = str(super().clean_code())
        guess.was_right()
        return code


class NewPasskeyForm(AddWebAuthnForm):
    """A passkey and what to call it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name_of_passkey(self)

    def clean(self) -> dict[str, Any]:
        """Return what was sent when a device has made it."""
        with _nonsense_refused():
            return dict(super().clean())


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name_of_passkey(self)


def _name_of_passkey(form: Any) -> None:
    label(form, name=_("What do you call it?"))
    form.fields["name"].max_length = 60
    form.fields["name"].required = True
    form.fields["name"].widget.attrs |= {"maxlength": 60}
    form.fields["name"].help_text = _("So that you know which to remove when a telephone or a key is lost.")
