"""What the verbs of people say in the history of a role, an invitation, an entry of the register."""

from django.utils.translation import gettext_lazy as _

from podworko.core.history import Said

VERBS: dict[str, Said] = {
    "people.granted": _("The role was given"),
    "people.prolonged": _("The role lasts longer"),
    "people.ended": _("The role ends"),
    "people.invited": _("Invited"),
    "people.invited_again": _("Invited again, with a new link"),
    "people.invitation_withdrawn": _("The invitation was taken back"),
    "people.invitation_accepted": _("The invitation was accepted"),
    "people.account_opened": _("The account was opened"),
    "people.administrator_made": _("Made administrator of the installation"),
    "people.token_issued": _("A token was made"),
    "people.token_revoked": _("The token was revoked"),
    "people.minors_added": _("Written down"),
    "people.minors_renewed": _("Checked again"),
    "people.minors_corrected": _("The entry was corrected"),
    "people.minors_left": _("They have left"),
}
