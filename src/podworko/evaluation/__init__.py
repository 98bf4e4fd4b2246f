"""What people say of what was held: ratings in seconds."""
