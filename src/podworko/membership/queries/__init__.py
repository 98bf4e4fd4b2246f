"""What is asked of membership: who belongs (`members`), the lists of the desk (`desk`), the counts (`figures`)."""

from podworko.membership.queries.members import is_member, members_at

__all__ = ["is_member", "members_at"]
