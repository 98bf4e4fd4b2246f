"""Accounts, roles, contacts, consents, and the register for work with minors."""

from podworko.people.models.accounts import ApiToken, User
from podworko.people.models.consents import AnswerBy, AssistedEntry, Consent, ConsentText, EntryChannel
from podworko.people.models.contacts import ContactCode, ContactProof, Erasure
from podworko.people.models.minors import MinorsCheck
from podworko.people.models.roles import (
    CERTIFICATION,
    GRANTED_BY,
    GRANTED_ON,
    PRIVATE_ROLES,
    Grant,
    Invitation,
    Role,
    Scope,
    ScopeKind,
)

__all__ = [
    "CERTIFICATION",
    "GRANTED_BY",
    "GRANTED_ON",
    "PRIVATE_ROLES",
    "AnswerBy",
    "ApiToken",
    "AssistedEntry",
    "Consent",
    "ConsentText",
    "ContactCode",
    "ContactProof",
    "EntryChannel",
    "Erasure",
    "Grant",
    "Invitation",
    "MinorsCheck",
    "Role",
    "Scope",
    "ScopeKind",
    "User",
]
