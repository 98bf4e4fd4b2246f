"""What changes accounts, roles, contacts and tokens."""

from podworko.people.actions.codes import CODE_LIFE, CODE_TRIES, check_code, code_count, old_codes, send_code
from podworko.people.actions.grants import end_grant, grant, prolong
from podworko.people.actions.invitations import accept, invite, invite_administrator, send_again, withdraw
from podworko.people.actions.tokens import issue_token, revoke_token

__all__ = [
    "CODE_LIFE",
    "CODE_TRIES",
    "accept",
    "check_code",
    "code_count",
    "end_grant",
    "grant",
    "invite",
    "invite_administrator",
    "issue_token",
    "old_codes",
    "prolong",
    "revoke_token",
    "send_again",
    "send_code",
    "withdraw",
]
